// In the tree of pages, whoever may write drags a page onto another one, or between two. The server is asked at once; the
// tree shows the page there meanwhile, and is put back where it was refused. By keyboard, the menu "Move" does the same.
import htmx from "htmx.org/dist/htmx.esm.js";
import { tree } from "./tree.js";

const EDGE = 0.28; // of a row's height: its upper and lower part mean between pages, the middle means below this one
const OPENS = 600; // ms over a folded branch until it opens

const rowOf = (target) => target.closest?.("[data-moves] li")?.querySelector(":scope > a[href^='/p/']");
const slugOf = (link) => decodeURIComponent(new URL(link.href).pathname.slice(3));

let dragged = null;
let over = null;
let timer = 0;

function unmark() {
  clearTimeout(timer);
  over?.link.removeAttribute("data-drop");
  over = null;
}

function sideOf(link, y) {
  const box = link.getBoundingClientRect();
  const at = (y - box.top) / box.height;
  return at < EDGE ? "before" : at > 1 - EDGE ? "behind" : "below";
}

function mark(link, where) {
  if (over?.link === link && over.where === where) return;
  const same = over?.link === link;
  if (!same) unmark();
  over = { link, where };
  link.dataset.drop = where;
  const branch = link.parentElement.querySelector(":scope > details:not([open])");
  if (branch && !same) timer = setTimeout(() => (branch.open = true), OPENS);
}

// Shows the row at its new place until the server has answered; gives back what undoes that.
function show(row, link, where) {
  const { parentNode, nextSibling } = row;
  const other = link.parentElement;
  if (where === "before") other.before(row);
  else if (where === "behind") other.after(row);
  else {
    let list = other.querySelector(":scope > details > ul");
    if (!list) {
      list = document.createElement("ul");
      other.append(list);
    }
    list.append(row);
  }
  row.setAttribute("aria-busy", "true");
  return () => {
    parentNode.insertBefore(row, nextSibling);
    row.removeAttribute("aria-busy");
  };
}

function tell(html) {
  const toasts = document.querySelector(".toasts--moved") ?? document.createElement("div");
  toasts.className = "toasts toasts--moved";
  // On a phone the tree lies in a dialog, which covers everything else.
  (document.querySelector(".side-dialog[open]") ?? document.querySelector("main")).append(toasts);
  toasts.innerHTML = html;
}

// What else stands on the page of where it is: the way up, the pages below.
const PARTS = ["[data-moves]", ".doc-head .crumbs", ".below"];

// What was put below another page is seen there, also where that one was folded.
function reveal(slug) {
  const link = [...document.querySelectorAll("[data-moves] li > a[href^='/p/']")].find((each) => slugOf(each) === slug);
  const branch = link?.parentElement.querySelector(":scope > details");
  if (branch) branch.open = true;
}

async function refresh() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return location.reload();
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = new URL(answer.url);
  if (here.pathname !== location.pathname) history.replaceState(history.state, "", here.pathname + location.search + location.hash);
  for (const part of PARTS) {
    const [old, fresh] = [document.querySelector(part), now.querySelector(part)];
    if (!old || !fresh) continue;
    old.replaceChildren(...document.adoptNode(fresh).childNodes);
    htmx.process(old);
  }
  tree();
}

async function place(address, body, back) {
  body.set("part", "1");
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
  } catch {
    return back(); // no line: nothing was moved
  }
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("text/html")) return location.reload();
  const html = await answer.text();
  if (answer.ok) {
    await refresh();
    if (body.get("where") === "below") reveal(body.get("beside"));
  } else if (html.includes("<html")) return location.reload();
  else back();
  tell(html);
}

function drop() {
  const { link, where } = over;
  const row = dragged.parentElement;
  unmark();
  const body = new FormData();
  body.set("csrf_token", document.querySelector("input[name='csrf_token']")?.value ?? "");
  body.set("beside", slugOf(link));
  body.set("where", where);
  place(`${dragged.getAttribute("href")}/place`, body, row.contains(link) ? () => {} : show(row, link, where));
}

export function carry() {
  if (!document.querySelector("[data-moves]")) return;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-moves] li > a[href^='/p/']") ?? null;
    if (dragged) event.dataTransfer.effectAllowed = "copyMove";
  });
  document.addEventListener("dragover", (event) => {
    const link = dragged && rowOf(event.target);
    if (!link || link === dragged) return unmark();
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    mark(link, sideOf(link, event.clientY));
  });
  document.addEventListener("drop", (event) => {
    if (!dragged || !over) return;
    event.preventDefault();
    drop();
  });
  document.addEventListener("dragend", () => {
    unmark();
    dragged = null;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-place]");
    if (!form) return;
    event.preventDefault();
    place(form.getAttribute("action"), new FormData(form), () => {});
  });
}

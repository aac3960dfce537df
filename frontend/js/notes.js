// Notes beside a page's text: drawn in it, hung beside it, written on what one selects. Without this script the
// list of a page's notes, with its forms, does the same.
import { pictures } from "./notes/pictures.js";
import { pieces, placeOf, rangeOf } from "./notes/text.js";

const host = document.querySelector("[data-notes]");
const text = document.querySelector("[data-text]");
const wide = matchMedia("(min-width: 62rem)");
const KINDS = ["question", "experience", "correction", "suggestion", "comment"];
const letter = (n) => (n < 26 ? String.fromCharCode(97 + n) : String(n + 1));
const said = (name, ...values) => values.reduce((line, value) => line.replace("{}", value), host.dataset[`words${name}`]);

let parts = [];
let drawn = []; // [{ note, range, key }] in the order of the text
let reattaching = null;

const number = () => document.querySelector("[data-revision]")?.dataset.revision;
const margin = () => host.querySelector("[data-margin]");
const token = () => host.querySelector("input[name=csrf_token]")?.value;

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Part": "1", ...options.headers } });
  return { status: answer.status, body: answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : await answer.text() };
}

async function load(focus) {
  const at = number() ? `?revision=${number()}` : "";
  const { status, body } = await ask(`${host.dataset.notes}/margin${at}`);
  if (status !== 200) return;
  host.querySelector("[data-notes-here]").innerHTML = body;
  parts = pieces(text);
  draw();
  count();
  restore(host);
  if (focus) show(focus);
}

function count() {
  const many = Number(margin().dataset.total);
  const line = many === 0 ? said("None") : many === 1 ? said("One") : said("Many", many);
  host.querySelector("[data-notes-count]").textContent = line;
  host.querySelector("[data-read-notes]").hidden = !drawn.length;
  host.classList.toggle("has-notes", many > 0);
}

// ---- in the text

function draw() {
  const notes = [...host.querySelectorAll("[data-note][data-start]:not([data-settled])")];
  drawn = notes
    .map((note) => ({ note, range: rangeOf(parts, Number(note.dataset.start), Number(note.dataset.end)) }))
    .filter(({ range }) => range);
  if (globalThis.Highlight) {
    for (const kind of KINDS) {
      const ranges = drawn.filter(({ note }) => note.dataset.kind === kind).map(({ range }) => range);
      CSS.highlights.set(`note-${kind}`, new Highlight(...ranges));
    }
  }
  keys();
  hang();
}

function keys() {
  document.querySelector(".note-keys")?.remove();
  const box = document.createElement("div");
  box.className = "note-keys";
  text.parentElement.append(box);
  drawn.forEach((one, n) => {
    one.note.querySelector("[data-key]").textContent = `${letter(n)} · `;
    const key = document.createElement("a");
    key.className = `note-key note-key--${one.note.dataset.kind}`;
    key.href = `#${one.note.id}`;
    key.textContent = letter(n);
    key.setAttribute("aria-label", said("Read", letter(n), one.note.querySelector(".who__name")?.textContent ?? ""));
    key.addEventListener("click", (event) => (event.preventDefault(), show(one.note.id)));
    box.append(key);
    one.key = key;
  });
}

// Beside the passage that each is about, and none over another.
function hang() {
  const box = text.parentElement.getBoundingClientRect();
  const crowd = new Map();
  for (const { range, key } of drawn) {
    const rects = range.getClientRects();
    const last = rects[rects.length - 1] ?? range.getBoundingClientRect();
    const spot = `${Math.round(last.right)}/${Math.round(last.top)}`;
    const before = crowd.get(spot) ?? 0;
    crowd.set(spot, before + 1);
    key.style.insetInlineStart = `${Math.min(last.right - box.left + before * 22, box.width - 26)}px`;
    key.style.insetBlockStart = `${last.top - box.top - 14}px`;
  }
  const list = host.querySelector(".notes--beside");
  if (!list) return;
  list.style.blockSize = "";
  for (const item of list.children) item.style.insetBlockStart = "";
  list.classList.toggle("is-hung", wide.matches);
  if (!wide.matches) return;
  const top = list.getBoundingClientRect().top;
  let below = 0;
  for (const { note, range } of drawn) {
    const item = note.closest("li");
    const at = Math.max(range.getBoundingClientRect().top - top, below);
    item.style.insetBlockStart = `${at}px`;
    below = at + item.offsetHeight + 16;
  }
  list.style.blockSize = `${below}px`;
}

function show(id) {
  const note = document.getElementById(id);
  if (!note || !host.contains(note)) return;
  note.closest("details")?.setAttribute("open", "");
  if (!wide.matches) open(true);
  const one = drawn.find((each) => each.note === note || each.note.contains(note));
  if (globalThis.Highlight) CSS.highlights.set("note-target", one ? new Highlight(one.range) : new Highlight());
  host.querySelectorAll(".note--target").forEach((each) => each.classList.remove("note--target"));
  note.classList.add("note--target");
  if (wide.matches && one) one.range.startContainer.parentElement.scrollIntoView({ block: "center" });
  note.focus({ preventScroll: wide.matches && Boolean(one) });
}

function toText(note) {
  const one = drawn.find((each) => each.note === note);
  if (!one) return;
  open(false);
  one.range.startContainer.parentElement.scrollIntoView({ block: "center" });
  if (globalThis.Highlight) CSS.highlights.set("note-target", new Highlight(one.range));
  one.key.focus({ preventScroll: true });
}

// For who listens: a link to each note after the block that it is about.
function readInText(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  text.querySelectorAll(".note-ref").forEach((each) => each.remove());
  if (!on) return;
  drawn.forEach(({ note, range }, n) => {
    const block = (range.endContainer.nodeType === 1 ? range.endContainer : range.endContainer.parentElement).closest("p, li, h1, h2, h3, h4, td, th, pre, blockquote") ?? text;
    const made = document.createElement("a");
    made.className = "note-ref";
    made.dataset.as = "0";
    made.href = `#${note.id}`;
    made.textContent = said("Read", letter(n), note.querySelector(".who__name")?.textContent ?? "");
    block.append(made);
  });
  hang();
}

// ---- on a phone: a sheet from below

const opener = document.createElement("button");
function open(on) {
  host.classList.toggle("is-open", on && !wide.matches);
  opener.setAttribute("aria-expanded", String(on));
  if (!on && !wide.matches && host.contains(document.activeElement)) opener.focus();
}

// ---- writing

const add = document.createElement("button");
const sheet = document.createElement("dialog");

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.commonAncestorContainer) || range.intersectsNode(text) ? placeOf(pieces(text), range) : null;
}

function offer() {
  const place = selected();
  add.hidden = !place;
  if (!place) return;
  const rect = getSelection().getRangeAt(0).getBoundingClientRect();
  const box = text.parentElement.getBoundingClientRect();
  add.style.insetInlineStart = `${Math.max(Math.min(rect.left - box.left, box.width - 120), 8)}px`;
  add.style.insetBlockStart = `${rect.bottom - box.top + 8}px`;
}

async function write(place, from) {
  if (reattaching) return put(`/notes/${reattaching}/place`, place);
  const query = new URLSearchParams({ start: place.start, end: place.end });
  if (number()) query.set("revision", number());
  const { status, body } = await ask(`${host.dataset.notes}/new?${query}`);
  if (status !== 200) return (location.href = `${host.dataset.notes}/new?${query}`);
  sheet.innerHTML = body;
  restore(sheet);
  suggesting();
  sheet.showModal();
  sheet.dataset.from = from ?? "";
  sheet.querySelector("textarea:not([hidden])")?.focus();
}

async function put(address, place) {
  const data = new FormData();
  data.set("csrf_token", token() ?? "");
  data.set("start", place.start);
  data.set("end", place.end);
  if (number()) data.set("revision", number());
  reattaching = null;
  document.body.classList.remove("is-choosing");
  const { status, body } = await ask(address, { method: "POST", body: data });
  if (status < 300) await load(`note-${body.note}`);
  else location.href = address;
}

// The passage's own lines, where somebody says how it should be.
async function suggesting() {
  const form = sheet.querySelector("form");
  const part = form?.querySelector("[data-suggest-part]");
  if (!part) return;
  const on = form.querySelector("input[name=kind][value=suggestion]")?.checked ?? false;
  part.hidden = !on;
  const area = part.querySelector("textarea");
  if (!on || area.value || part.dataset.asked) return;
  part.dataset.asked = "1";
  const query = new URLSearchParams({ start: form.start.value, end: form.end.value, revision: form.revision.value });
  const { status, body } = await ask(`${host.dataset.notes}/passage?${query}`);
  if (status === 200 && !area.value) {
    area.value = body.passage;
    form.passage.value = body.passage;
  }
}

async function send(form, button) {
  const data = new FormData(form, button);
  let answer;
  try {
    answer = await ask(form.action, { method: "POST", body: data });
  } catch {
    return say(form, said("Failed"));
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    forget(form);
    if (sheet.contains(form)) sheet.close();
    await load(body.note ? `note-${body.note}` : null);
    if (body.said) announce(body.said);
  } else if (typeof body === "string" && status === 422 && sheet.contains(form)) {
    sheet.innerHTML = body;
    suggesting();
    sheet.querySelector(".errors")?.focus();
  } else say(form, body.said ?? said("Failed"));
}

function say(form, line) {
  const place = form.querySelector(".note-form__said") ?? form.appendChild(document.createElement("p"));
  place.className = "note-form__said field__error";
  place.setAttribute("role", "alert");
  place.textContent = line;
}

const live = document.createElement("p");
function announce(line) {
  live.textContent = line;
  setTimeout(() => (live.textContent = ""), 6000);
}

// What is typed outlives a reload, and being signed out.
const nameOf = (area) => `flipside-note:${host.dataset.notes}:${area.dataset.keep ?? area.closest("form").dataset.keepForm}:${area.name}`;
function keep(area) {
  try {
    if (area.value.trim()) localStorage.setItem(nameOf(area), area.value);
    else localStorage.removeItem(nameOf(area));
  } catch {
    // No room, or none allowed: then it stays on the screen.
  }
}
function restore(root) {
  for (const area of root.querySelectorAll("textarea[name=body]")) {
    try {
      area.value ||= localStorage.getItem(nameOf(area)) ?? "";
    } catch {
      return;
    }
  }
}
function forget(form) {
  for (const area of form.querySelectorAll("textarea[name=body]")) localStorage.removeItem(nameOf(area));
}

// ---- a button at each heading: for the keyboard, for fingers, and for who listens

function steps() {
  for (const head of text.querySelectorAll("h2[id], h3[id]")) {
    if (head.closest("[data-as]") || head.querySelector(".note-add")) continue;
    const title = [...head.childNodes].filter((node) => node.dataset?.as === undefined && !node.classList?.contains("step__number")).map((node) => node.textContent).join("");
    const made = document.createElement("button");
    made.type = "button";
    made.className = "note-add tool";
    made.dataset.as = "0";
    made.setAttribute("aria-label", said("Step", title.trim()));
    made.append(opener.querySelector("svg").cloneNode(true));
    head.append(made);
    made.addEventListener("click", () => {
      const own = pieces(text).filter((part) => part.size && head.contains(part.node) && !made.contains(part.node));
      const last = own.at(-1);
      if (own.length) write({ start: own[0].at, end: last.at + last.size }, head.id);
    });
  }
}

function begin() {
  opener.type = add.type = "button";
  opener.className = "notes-opener button";
  opener.append(host.querySelector(".margin-head svg").cloneNode(true), document.createElement("span"));
  opener.lastChild.textContent = host.querySelector("[data-notes-count]").textContent;
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", () => open(!host.classList.contains("is-open")));
  live.className = "notes-said";
  live.setAttribute("role", "status");
  document.body.append(opener, live);
  new MutationObserver(() => (opener.lastChild.textContent = host.querySelector("[data-notes-count]").textContent)).observe(
    host.querySelector("[data-notes-count]"),
    { childList: true, characterData: true, subtree: true },
  );
  if (host.dataset.signedIn !== undefined) {
    add.className = "note-here button button--small";
    add.append(opener.querySelector("svg").cloneNode(true), said("Note"));
    add.hidden = true;
    sheet.className = "dialog note-sheet";
    sheet.setAttribute("aria-label", said("Note"));
    text.parentElement.append(add);
    document.body.append(sheet);
    document.addEventListener("selectionchange", offer);
    add.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    add.addEventListener("click", () => {
      const place = selected();
      if (place) write(place);
    });
    steps();
  }
}

function listen() {
  host.addEventListener("click", (event) => {
    const back = event.target.closest("[data-to-text]");
    if (back) return event.preventDefault(), toText(back.closest("[data-note]"));
    const again = event.target.closest("[data-reattach]");
    if (again) {
      event.preventDefault();
      reattaching = again.dataset.reattach;
      document.body.classList.add("is-choosing");
      open(false);
      return announce(said("Choose"));
    }
    const reading = event.target.closest("[data-read-notes]");
    if (reading) readInText(reading);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ((!host.contains(form) && !sheet.contains(form)) || form.dataset.leads !== undefined) return;
    const sure = event.submitter?.dataset.sure;
    if (sure && !event.submitter.dataset.asked) {
      event.preventDefault();
      event.submitter.dataset.asked = "1";
      event.submitter.lastElementChild.textContent = sure;
      return;
    }
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("input", ({ target }) => {
    if (target.name === "body" && (host.contains(target) || sheet.contains(target))) keep(target);
    if (target.name === "kind" && sheet.contains(target)) suggesting();
  });
  for (const root of [host, sheet]) pictures(root, () => sheet.querySelector("[name=csrf_token]")?.value ?? token() ?? "", (form, line) => say(form, line ?? said("Failed")));
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    sheet.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && host.classList.contains("is-open")) open(false);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("[data-note-form]")?.requestSubmit();
    if (event.key.toLowerCase() === "n" && event.altKey && !event.ctrlKey && host.dataset.signedIn !== undefined) {
      const place = selected();
      if (place) event.preventDefault(), write(place);
    }
  });
  host.addEventListener("toggle", hang, true);
  new ResizeObserver(hang).observe(text);
  wide.addEventListener("change", () => (open(false), hang()));
  addEventListener("hashchange", () => show(location.hash.slice(1)));
}

if (host && text && !host.dataset.ready) {
  host.dataset.ready = "1";
  begin();
  listen();
  load(location.hash.startsWith("#note-") ? location.hash.slice(1) : null);
}

// The box of a search: <input data-find> and <input data-finds> offer what may be meant, under them. Without script the
// box is a plain form. Ctrl+K opens the same as a dialog, from everywhere.
import { actionsFor } from "./actions.js";

const PAUSE = 60; // ms without a key before the server is asked

let lists = 0;

function combobox(input) {
  const always = input.dataset.finds === "open";
  const list = document.createElement("div");
  lists += 1;
  list.id = `found-${lists}`;
  list.className = always ? "finds finds--open" : "menu finds";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  (always ? input.form : input.parentElement).append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let at = -1;
  let timer = 0;
  let running = null;

  const options = () => [...list.querySelectorAll("[role='option']")];

  function hide() {
    list.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function close() {
    clearTimeout(timer);
    running?.abort();
    hide();
  }

  // Ends with a whole row: what is cut in its middle looks broken, and a group without rows like nothing at all.
  function fit() {
    list.style.maxBlockSize = "";
    const room = list.clientHeight;
    if (list.scrollHeight <= room) return;
    const top = list.getBoundingClientRect().top + list.clientTop - list.scrollTop;
    const ends = options().map((option) => option.getBoundingClientRect().bottom - top).filter((end) => end <= room);
    if (ends.length) list.style.maxBlockSize = `${ends.at(-1) + 2 * list.clientTop}px`;
  }

  function mark(next) {
    at = next;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    const chosen = options()[at];
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  async function load() {
    running?.abort();
    running = new AbortController();
    let html;
    try {
      const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: input.value, list: list.id })}`, { credentials: "same-origin", signal: running.signal });
      if (!answer.ok) return hide();
      html = await answer.text();
    } catch {
      return; // another letter was typed, or there is no line: Enter still searches
    }
    list.innerHTML = html;
    const actions = always && actionsFor(input.value, list.id);
    if (actions) list.append(actions);
    if (!options().length || (!always && document.activeElement !== input)) return hide();
    list.hidden = false;
    list.scrollTop = 0;
    fit();
    input.setAttribute("aria-expanded", "true");
    // Who types the whole name of an action means it: Enter does it. Otherwise Enter searches.
    const typed = input.value.trim().toLowerCase();
    const called = (option) => option.querySelector("span")?.textContent.trim().toLowerCase();
    mark(actions ? options().findIndex((option) => actions.contains(option) && called(option) === typed) : -1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    if (input.value.trim() || always) timer = setTimeout(load, PAUSE);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    const many = options().length;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && list.hidden) load();
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") mark((at + 1) % many);
    else if (event.key === "ArrowUp") mark((at <= 0 ? many : at) - 1);
    else if (event.key === "Enter" && at >= 0) options()[at].click();
    else if (event.key === "Escape" && !always) close();
    else return;
    // What one walks through stays as it is.
    clearTimeout(timer);
    if (at >= 0) running?.abort();
    event.preventDefault();
  });
  // What one searched is forgotten here and now; the list then says what is left to offer.
  list.addEventListener("click", async (event) => {
    const option = event.target.closest("[data-forget]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const body = new URLSearchParams({ csrf_token: option.dataset.forget, here: "1" });
    const answer = await fetch("/search/forget", { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) load();
    else location.assign(option.href);
  });
  // A press on an option must not take the focus first: that would close the list under it.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (!always) input.addEventListener("blur", close);
  return { load };
}

let palette = null;
let coming = false;

async function fetchPalette() {
  const answer = await fetch("/search/palette", { credentials: "same-origin" });
  if (!answer.ok) return location.assign("/search");
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const dialog = holder.content.querySelector("dialog");
  document.body.append(dialog);
  const input = dialog.querySelector("input");
  palette = { dialog, input, box: combobox(input) };
}

// Who types on while the palette is on its way finds the letters in it.
async function keepingLetters(arrived) {
  let letters = "";
  const keep = (event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    letters += event.key;
    event.preventDefault();
  };
  document.addEventListener("keydown", keep, true);
  try {
    await arrived;
  } finally {
    document.removeEventListener("keydown", keep, true);
  }
  return letters;
}

async function openPalette() {
  if (coming) return;
  let letters = "";
  if (!palette) {
    coming = true;
    letters = await keepingLetters(fetchPalette()).finally(() => (coming = false));
    if (!palette) return;
  }
  const { dialog, input, box } = palette;
  if (dialog.open) return dialog.close();
  dialog.showModal();
  if (letters) input.value = letters;
  else input.select();
  box.load();
}

// Which results are opened tells keepers what is found; the text of the search and nothing else is sent.
function tellClicks() {
  const list = document.querySelector("[data-searched]");
  if (!list) return;
  const tell = (event) => {
    if (!event.target.closest("[data-hit]")) return;
    const body = new FormData();
    body.set("q", list.dataset.searched);
    body.set("csrf_token", list.dataset.token);
    fetch("/search/clicked", { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
  };
  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
}

export function search() {
  for (const input of document.querySelectorAll("input[data-find], input[data-finds]")) combobox(input);
  tellClicks();
  for (const keep of document.querySelectorAll("details.keep")) keep.addEventListener("toggle", () => keep.open && keep.querySelector("input:not([type='hidden'])").select());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.target.closest?.(".cm-editor")) return; // there it makes a link
    event.preventDefault();
    openPalette();
  });
  document.querySelector(".masthead__find")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openPalette();
  });
}

// Suggestions under a plain field: <input data-suggest="people">, or "pages"; with data-many for several, by comma.
// What is written into the field is what one could have typed there.
import { linkable } from "./edit/links.js";

const PAUSE = 150; // ms without a key before the server is asked

const sources = {
  people: { address: "/people/suggest", row: ({ name, handle }) => ({ value: `@${handle}`, label: name, detail: `@${handle}` }) },
  pages: { address: "/suggest", row: ({ title, space }) => ({ value: title, label: title, detail: space }) },
  // What may stand between the brackets of a link.
  links: { address: "/suggest", row: (page) => ({ value: linkable(page), label: page.title, detail: page.space }) },
};

let lists = 0;

function optionOf({ label, detail }, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const name = document.createElement("span");
  name.textContent = label;
  const more = document.createElement("small");
  more.textContent = detail;
  option.append(name, more);
  return option;
}

function suggest(input) {
  const { address, row } = sources[input.dataset.suggest];
  const many = "many" in input.dataset;
  const list = document.createElement("ul");
  lists += 1;
  list.id = `suggested-${lists}`;
  list.className = "menu suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const box = document.createElement("div");
  box.className = "suggests";
  input.replaceWith(box);
  box.append(input, list);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let rows = [];
  let at = -1;
  let timer = 0;
  let running = null;

  const begin = () => (many ? input.value.lastIndexOf(",", input.selectionStart - 1) + 1 : 0);
  const typed = () => input.value.slice(begin(), many ? input.selectionStart : undefined).trim();

  function close() {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take(index) {
    const from = begin();
    const rest = many ? input.value.slice(input.selectionStart).replace(/^[^,]*/, "") : "";
    const written = `${input.value.slice(0, from)}${from ? " " : ""}${rows[index].value}`;
    input.value = written + rest;
    input.setSelectionRange(written.length, written.length);
    close();
    input.focus();
  }

  async function load() {
    if (/^(?:https?:|mailto:|www\.|\/)/i.test(typed())) return close();
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed().replace(/^@/, ""))}`, { headers: { Accept: "application/json" }, credentials: "same-origin", signal: running.signal });
      rows = answer.ok ? (await answer.json()).map(row) : [];
    } catch {
      return; // another letter was typed, or there is no line: one goes on typing
    }
    list.replaceChildren(...rows.map((each, index) => optionOf(each, `${list.id}-${index}`)));
    if (!rows.length || document.activeElement !== input) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (typed()) timer = setTimeout(load, PAUSE);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark((at + 1) % rows.length);
    else if (event.key === "ArrowUp") mark((at - 1 + rows.length) % rows.length);
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would close the list.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const index = [...list.children].indexOf(event.target.closest("[role='option']"));
    if (index >= 0) take(index);
  });
}

// Fields that arrive later get them too.
export function suggestions(root) {
  for (const input of root.querySelectorAll("input[data-suggest]:not([role='combobox'])")) suggest(input);
}

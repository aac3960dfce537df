// What the page that is open offers to do, as options of the palette: the buttons and menus themselves are asked, so that
// nothing is offered that isn't there.
import { word } from "./words.js";

const PLACES = ".page-actions :is(a, button[type='submit']), .page-head__line :is(a, button[type='submit']), .masthead__write, .masthead__tools .menu :is(a, button[type='submit']), .freshness form button[type='submit'], #palette [data-general] :is(a, button)";

// Every word that is typed stands in the name of an action, or in what else it may be called.
const fits = (element, name, words) => words.every((each) => `${name} ${element.dataset.words ?? ""}`.toLowerCase().includes(each));

const named = (element) => element.textContent.replace(/\s+/g, " ").trim();

export function actionsFor(typed, listId) {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const found = new Map();
  for (const element of document.querySelectorAll(PLACES)) {
    const name = named(element);
    if (name && fits(element, name, words) && !element.closest("[data-scheme-form]") && !found.has(name)) found.set(name, element);
  }
  if (!found.size) return null;
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", word("actions"));
  const head = document.createElement("p");
  head.className = "finds__head";
  head.setAttribute("aria-hidden", "true");
  head.textContent = word("actions");
  group.append(head);
  let number = 0;
  for (const [name, element] of found) {
    const option = document.createElement("a");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.tabIndex = -1;
    option.id = `${listId}-action-${number}`;
    number += 1;
    if (element.href) option.href = element.href;
    const picture = element.querySelector("svg")?.cloneNode(true);
    const label = document.createElement("span");
    label.textContent = name;
    option.append(...(picture ? [picture, label] : [label]));
    option.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      option.closest("dialog")?.close();
      if ("print" in element.dataset) window.print();
      else element.click();
    });
    group.append(option);
  }
  return group;
}

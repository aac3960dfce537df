// The link dialog, <dialog id="edit-link">: a page by its title, or a web address. On a link it changes that one.
import { syntaxTree } from "@codemirror/language";
import { pageLink, webLink } from "./links.js";

const WIKI = /^\[\[([^|\]]*)(?:\|(.*))?\]\]$/s;
const WEB = /^\[(.*)\]\(<?([^\s>]*)>?.*\)$/s;

function linkAt(state) {
  for (let node = syntaxTree(state).resolveInner(state.selection.main.head, -1); node; node = node.parent) {
    const pattern = { WikiLink: WIKI, Link: WEB }[node.name];
    const found = pattern?.exec(state.sliceDoc(node.from, node.to));
    if (!found) continue;
    const [to, label] = node.name === "Link" ? [found[2], found[1]] : [found[1], found[2] ?? ""];
    return { from: node.from, to: node.to, target: to, label };
  }
  return null;
}

export function openLink(view) {
  const dialog = document.getElementById("edit-link");
  if (!dialog) return false;
  const { from, to } = view.state.selection.main;
  const chosen = view.state.sliceDoc(from, to);
  const old = linkAt(view.state) ?? { from, to, target: "", label: chosen.includes("\n") ? "" : chosen };
  if (chosen.includes("\n")) old.from = old.to;
  const [target, label] = [dialog.querySelector("[data-link-to]"), dialog.querySelector("[data-link-label]")];
  [target.value, label.value] = [old.target, old.label];
  const write = () => {
    const address = target.value.trim();
    if (!address) return;
    const insert = webLink(address, label.value.trim()) ?? pageLink(address, label.value.trim());
    view.dispatch({ changes: { from: old.from, to: old.to, insert }, selection: { anchor: old.from + insert.length }, userEvent: "input", scrollIntoView: true });
  };
  const form = dialog.querySelector("form");
  form.addEventListener("submit", write);
  dialog.addEventListener("close", () => (form.removeEventListener("submit", write), view.focus()), { once: true });
  dialog.showModal();
  target.focus();
  target.select();
  return true;
}

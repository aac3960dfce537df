// The bar of keys: one tab stop, arrows walk along it, keys show what one stands in; on a phone it lies at the thumb.
import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { commands } from "./commands.js";

const narrow = matchMedia("(max-width: 62rem)");
const KEY_OF = {
  StrongEmphasis: "bold",
  Emphasis: "italic",
  BulletList: "list",
  Link: "link",
  WikiLink: "link",
  Image: "picture",
  Table: "table",
  FencedCode: "code",
  InlineCode: "code",
};
const STEP = /^## +(?:\p{L}+ +)?\d+[.:]/u;

// The names of the keys whose writing one stands in.
function standing(state) {
  const found = new Set();
  const { head } = state.selection.main;
  for (let node = syntaxTree(state).resolveInner(head, -1); node; node = node.parent) {
    if (KEY_OF[node.name]) found.add(KEY_OF[node.name]);
    else if (/^ATXHeading/.test(node.name)) found.add(STEP.test(state.sliceDoc(node.from, node.to)) ? "step" : "heading");
    else if (node.name === "Blockquote" && /^> ?\[!(WARNING|DANGER)\]/i.test(state.sliceDoc(node.from, node.from + 12))) found.add("warning");
  }
  return found;
}

export function toolbar(box, view) {
  const bar = box.querySelector("[role='toolbar']");
  if (!bar) return;
  bar.hidden = false;
  const keys = [...bar.querySelectorAll("[data-do]")];
  keys.forEach((key, at) => {
    key.tabIndex = at ? -1 : 0;
    // The text keeps its focus, so that a phone's keyboard stays open.
    key.addEventListener("mousedown", (event) => event.preventDefault());
    key.addEventListener("click", () => commands[key.dataset.do]?.(view));
  });
  bar.addEventListener("keydown", (event) => {
    const at = keys.indexOf(document.activeElement);
    const turned = document.documentElement.dir === "rtl" ? -1 : 1;
    const way = { ArrowRight: turned, ArrowLeft: -turned, Home: -at, End: keys.length - 1 - at }[event.key];
    if (at < 0 || way === undefined) return;
    event.preventDefault();
    const next = keys[(at + way + keys.length) % keys.length];
    keys.forEach((key) => (key.tabIndex = key === next ? 0 : -1));
    next.focus();
  });
  atThumb(bar);
}

// A phone's keyboard covers the foot of the page without moving it; the bar is lifted above.
function atThumb(bar) {
  const seen = window.visualViewport;
  if (!seen) return;
  const lift = () => {
    const covered = narrow.matches ? Math.max(0, innerHeight - seen.height - seen.offsetTop) : 0;
    bar.style.insetBlockEnd = covered ? `${Math.round(covered)}px` : "";
  };
  for (const change of ["resize", "scroll"]) seen.addEventListener(change, lift);
  lift();
}

// What CodeMirror needs to know of the bar: to press its keys, and not to let it cover the caret.
export function barred(box) {
  const bar = box.querySelector("[role='toolbar']");
  if (!bar) return [];
  const keys = [...bar.querySelectorAll("[data-toggle]")];
  return [
    EditorView.updateListener.of((update) => {
      if (!update.selectionSet && !update.docChanged && !update.focusChanged) return;
      const names = update.view.hasFocus ? standing(update.state) : new Set();
      for (const key of keys) key.setAttribute("aria-pressed", String(names.has(key.dataset.do)));
    }),
    // Only as much as it covers: lines at the foot that lie clear of it count as seen, with the lists below them.
    EditorView.scrollMargins.of((view) => {
      const covered = narrow.matches ? view.scrollDOM.getBoundingClientRect().bottom - bar.getBoundingClientRect().top : 0;
      return covered > 0 ? { bottom: Math.min(covered, bar.offsetHeight) + 16 } : null;
    }),
  ];
}

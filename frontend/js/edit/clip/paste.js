// What is pasted becomes Markdown that one could have typed; Ctrl+Shift+V pastes words alone, Ctrl+Z takes all back.
import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { takeFiles } from "../files.js";
import { webLink } from "../links.js";
import { markdownOf } from "./markdown.js";
import { parsed, tidy } from "./tidy.js";

const STRUCTURE = "h1, h2, h3, h4, h5, h6, strong, em, del, a[href], ul, ol, table, blockquote, pre, code, kbd, img, hr, dl, sub, sup";
const LONGEST = 2 * 1024 * 1024; // signs of HTML; beyond that only the words are taken
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;
const CODE_EDITOR = /vscode-editor-data|application\/x-jetbrains/;

// {text, pictures}; null where the words alone say the same.
export function converted(html) {
  if (!html || html.length > LONGEST) return null;
  const root = tidy(parsed(html));
  return root.querySelector(STRUCTURE) || root.querySelectorAll("p").length > 1 ? markdownOf(root) : null;
}

// Code and the facts at the top take things as they are.
function literal(state) {
  const { from, to } = state.selection.main;
  if (/^---\n/.test(state.sliceDoc(0, 4)) && !/\n---\s*\n/.test(`${state.sliceDoc(3, from)}\n`)) return true;
  for (let node = syntaxTree(state).resolveInner(from, -1); node; node = node.parent) {
    if (/^(FencedCode|CodeBlock|InlineCode|CodeText|HTMLBlock)$/.test(node.name) && node.from < from && to <= node.to) return true;
  }
  return false;
}

function insert(view, text) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const several = text.includes("\n\n") || /^(?:#{1,6} |[-*] |\d+\. |> |\||```)/.test(text);
  const line = state.doc.lineAt(from);
  const before = several && state.sliceDoc(line.from, from).trim() ? "\n\n" : "";
  const after = several && state.sliceDoc(to, state.doc.lineAt(to).to).trim() ? "\n\n" : "";
  const words = before + text + after;
  view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length - after.length }, scrollIntoView: true, userEvent: "input.paste" });
}

async function sendPictures(view, pictures) {
  const files = await Promise.all(
    pictures.map(async (address) => {
      const [, type, base, data] = /^data:([\w/+.-]+)[^,]*?(;base64)?,(.*)$/s.exec(address) ?? [];
      if (!base) return null;
      const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
      return new File([bytes], `image.${type.split("/")[1].replace("jpeg", "jpg")}`, { type });
    }),
  );
  takeFiles(view, files.filter(Boolean), view.state.selection.main.head, true);
}

function paste(event, view) {
  const data = event.clipboardData;
  if (!data) return false;
  const plain = data.getData("text/plain");
  const { from, to, empty } = view.state.selection.main;
  const inCode = literal(view.state);
  const chosen = view.state.sliceDoc(from, to);
  if (!inCode && !empty && ADDRESS.test(plain.trim()) && !/[\n[\]]/.test(chosen) && !ADDRESS.test(chosen)) {
    insert(view, webLink(plain.trim(), chosen));
    return true;
  }
  const html = inCode || CODE_EDITOR.test([...data.types].join(" ")) ? "" : data.getData("text/html");
  const found = converted(html);
  if (data.files.length && !found?.text.replace(/!\[[^\]]*\]\([^)]*\)/g, "").trim() && !plain.trim()) {
    takeFiles(view, data.files, from, true);
    return true;
  }
  if (!found || (!found.text && !found.pictures.length)) return false;
  if (found.text) insert(view, found.text);
  if (found.pictures.length) sendPictures(view, found.pictures);
  return true;
}

export const pasting = EditorView.domEventHandlers({
  paste(event, view) {
    if (!paste(event, view)) return false;
    event.preventDefault();
    return true;
  },
});

// What the toolbar and the shortcuts write. All of it is plain Markdown that one could have typed.
import { startCompletion } from "@codemirror/autocomplete";
import { EditorSelection } from "@codemirror/state";

// Puts `sign` around every selection, or takes it away where it is already.
const around = (sign) => (view) => {
  const { state } = view;
  view.dispatch(
    state.changeByRange(({ from, to }) => {
      const [before, after] = [state.sliceDoc(from - sign.length, from), state.sliceDoc(to, to + sign.length)];
      if (before === sign && after === sign) {
        const changes = [{ from: from - sign.length, to: from }, { from: to, to: to + sign.length }];
        return { changes, range: EditorSelection.range(from - sign.length, to - sign.length) };
      }
      const changes = [{ from, insert: sign }, { from: to, insert: sign }];
      return { changes, range: EditorSelection.range(from + sign.length, to + sign.length) };
    }),
  );
  view.focus();
  return true;
};

function linesOf({ doc, selection }) {
  const { from, to } = selection.main;
  const lines = [];
  for (let at = doc.lineAt(from).number; at <= doc.lineAt(to).number; at++) lines.push(doc.line(at));
  return lines;
}

// Puts `sign` before every line of the selection, or takes it away where all have it.
const before = (sign, others) => (view) => {
  const lines = linesOf(view.state);
  const all = lines.every((line) => line.text.startsWith(sign));
  view.dispatch({
    changes: lines.map((line) => {
      if (all) return { from: line.from, to: line.from + sign.length };
      const other = others && line.text.match(others);
      return { from: line.from, to: line.from + (other?.[0].length ?? 0), insert: sign };
    }),
  });
  view.focus();
  return true;
};

// Writes a block of its own after the line one is in; `caret` is where in it one goes on typing.
export function block(view, text, caret = text.length) {
  const { doc, selection } = view.state;
  const line = doc.lineAt(selection.main.head);
  const empty = line.text.trim() === "";
  const lead = empty ? (line.number > 1 && doc.line(line.number - 1).text.trim() ? "\n" : "") : "\n\n";
  const next = line.number < doc.lines ? doc.line(line.number + 1).text.trim() : "";
  const tail = next ? "\n\n" : line.number < doc.lines ? "" : "\n";
  const from = empty ? line.from : line.to;
  const at = from + lead.length + caret;
  view.dispatch({ changes: { from, to: line.to, insert: lead + text + tail }, selection: { anchor: at }, scrollIntoView: true });
  view.focus();
  return true;
}

export const bold = around("**");
export const italic = around("*");
const heading = before("## ", /^#{1,6} +/);
const list = before("- ", /^(\d+[.)]|[-*+]) +/);

// The next step takes the number after the last one above it.
function step(view) {
  const above = view.state.sliceDoc(0, view.state.selection.main.head);
  const last = [...above.matchAll(/^## +(?:\p{L}+ +)?(\d+)[.:]/gmu)].at(-1);
  return block(view, `## ${last ? Number(last[1]) + 1 : 1}. `);
}

export function link(view) {
  const { from, to } = view.state.selection.main;
  const text = view.state.sliceDoc(from, to);
  if (text && !text.includes("\n")) {
    view.dispatch({ changes: { from, to, insert: `[[|${text}]]` }, selection: { anchor: from + 2 } });
  } else {
    view.dispatch({ changes: { from: to, insert: "[[" }, selection: { anchor: to + 2 } });
  }
  view.focus();
  startCompletion(view);
  return true;
}

function code(view) {
  const { from, to } = view.state.selection.main;
  const text = view.state.sliceDoc(from, to);
  if (text && !text.includes("\n")) return around("`")(view);
  if (!text) return block(view, "```\n\n```", 4);
  view.dispatch({ changes: { from, to, insert: `\`\`\`\n${text}\n\`\`\`` } });
  view.focus();
  return true;
}

const TABLE = "|  |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |";

export const commands = {
  heading,
  bold,
  italic,
  step,
  list,
  link,
  table: (view) => block(view, TABLE, 2),
  warning: (view) => block(view, "> [!WARNING]\n> "),
  tip: (view) => block(view, "> [!TIP]\n> "),
  quote: before("> "),
  numbered: before("1. ", /^(\d+[.)]|[-*+]) +/),
  task: before("- [ ] "),
  code,
};

// One tab stop for the whole bar; arrows walk along it.
export function toolbar(box, view) {
  const bar = box.querySelector("[role='toolbar']");
  if (!bar) return;
  bar.hidden = false;
  const keys = [...bar.querySelectorAll("[data-do]")];
  keys.forEach((key, at) => {
    key.tabIndex = at ? -1 : 0;
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
}

// What the toolbar, the "/" menu and the shortcuts write. All of it is plain Markdown that one could have typed.
import { startCompletion } from "@codemirror/autocomplete";
import { redo, undo } from "@codemirror/commands";
import { EditorSelection } from "@codemirror/state";
import { block } from "./block.js";
import { chooseFiles } from "./files.js";
import { openGrid } from "./grid.js";
import { openLink } from "./linking.js";

const LIST = /^(\d+[.)]|[-*+])( \[[ xX]\])? +/;

// One sign alone, not the half of a double one: "*" beside "**" is none, beside "***" it is.
const stands = (text, sign) => text.endsWith(sign) && (sign.length > 1 || (/\**$/.exec(text)[0].length || 1) % 2 === 1);
const turned = (text) => [...text].reverse().join("");

// Puts `sign` around every selection (or the word one stands in), or takes it away where it is already.
const around = (sign) => (view) => {
  const { state } = view;
  const long = sign.length;
  view.dispatch(
    state.changeByRange((range) => {
      const word = range.empty ? state.wordAt(range.head) : null;
      const { from, to } = word ?? range;
      // At the end of what one has just emphasised: go on behind it.
      if (range.empty && range.head === word?.to && stands(turned(state.sliceDoc(to, to + 3)), sign)) {
        return { range: EditorSelection.cursor(to + long) };
      }
      const kept = (by) => (word ? EditorSelection.cursor(range.head + by) : EditorSelection.range(from + by, to + by));
      if (stands(state.sliceDoc(Math.max(0, from - 3), from), sign) && stands(turned(state.sliceDoc(to, to + 3)), sign)) {
        return { changes: [{ from: from - long, to: from }, { from: to, to: to + long }], range: kept(-long) };
      }
      return { changes: [{ from, insert: sign }, { from: to, insert: sign }], range: kept(long) };
    }),
    { userEvent: "input.format", scrollIntoView: true },
  );
  view.focus();
  return true;
};

function linesOf({ doc, selection }) {
  const { from, to } = selection.main;
  const lines = [];
  for (let at = doc.lineAt(from).number; at <= doc.lineAt(to).number; at++) lines.push(doc.line(at));
  return lines.length > 1 ? lines.filter((line) => line.text.trim()) : lines;
}

// Puts a sign before every line of the selection, or takes it away where all have it; `others` make way for it.
const before = (sign, own, others = own) => (view) => {
  const lines = linesOf(view.state);
  const all = lines.every((line) => own.test(line.text));
  const changes = view.state.changes(
    lines.map((line, at) => {
      const there = (all ? own : others).exec(line.text)?.[0].length ?? 0;
      return { from: line.from, to: line.from + there, insert: all ? "" : sign(at) };
    }),
  );
  // The caret goes on behind what was put before it.
  view.dispatch({ changes, selection: view.state.selection.map(changes, 1), userEvent: "input.format" });
  view.focus();
  return true;
};

const headed = (level) => before(() => `${"#".repeat(level)} `, new RegExp(`^#{${level}} +`), /^#{1,6} +/);

// A heading, a smaller one, none.
function heading(view) {
  const level = /^(#{1,6}) /.exec(view.state.doc.lineAt(view.state.selection.main.head).text)?.[1].length ?? 0;
  return headed(level === 2 || level === 3 ? 3 : 2)(view);
}

// The next step takes the number after the last one above it.
function step(view) {
  const above = view.state.sliceDoc(0, view.state.selection.main.head);
  const last = [...above.matchAll(/^## +(?:\p{L}+ +)?(\d+)[.:]/gmu)].at(-1);
  return block(view, `## ${last ? Number(last[1]) + 1 : 1}. `);
}

// Writes what opens a list of suggestions, with a space before it where it would touch a word.
const beginning = (sign) => (view) => {
  const { head } = view.state.selection.main;
  const touches = /[^\s([]$/.test(view.state.sliceDoc(Math.max(0, head - 1), head));
  const insert = touches ? ` ${sign}` : sign;
  view.dispatch({ changes: { from: head, insert }, selection: { anchor: head + insert.length }, userEvent: "input" });
  view.focus();
  return startCompletion(view);
};

function code(view) {
  const { from, to } = view.state.selection.main;
  const text = view.state.sliceDoc(from, to);
  if (text && !text.includes("\n")) return around("`")(view);
  if (!text) return block(view, "```\n\n```", 4);
  view.dispatch({ changes: { from, to, insert: `\`\`\`\n${text}\n\`\`\`` }, userEvent: "input.format" });
  view.focus();
  return true;
}

const acted = (command) => (view) => {
  command(view);
  view.focus();
  return true;
};

const list = before(() => "- ", /^[-*+] +(?!\[[ xX]\] )/, LIST);
const numbered = before((at) => `${at + 1}. `, /^\d+[.)] +/, LIST);
const task = before(() => "- [ ] ", /^[-*+] \[[ xX]\] +/, LIST);
const quote = before(() => "> ", /^> ?/);
const bold = around("**");
const italic = around("*");

export const commands = {
  heading,
  bold,
  italic,
  step,
  list,
  link: openLink,
  page: beginning("[["),
  table: openGrid,
  warning: (view) => block(view, "> [!WARNING]\n> "),
  tip: (view) => block(view, "> [!TIP]\n> "),
  quote,
  numbered,
  task,
  code,
  diagram: (view) => block(view, "```mermaid\nflowchart LR\n  Start --> End\n```", 25),
  picture: (view) => chooseFiles(view, true),
  file: (view) => chooseFiles(view, false),
  mention: beginning("@"),
  emoji: beginning(":"),
  undo: acted(undo),
  redo: acted(redo),
};

export const shortcuts = [
  { key: "Mod-b", run: bold },
  { key: "Mod-i", run: italic },
  { key: "Mod-k", run: openLink },
  { key: "Mod-e", run: code },
  { key: "Mod-Alt-2", run: headed(2) },
  { key: "Mod-Alt-3", run: headed(3) },
  { key: "Mod-Shift-7", run: numbered },
  { key: "Mod-Shift-8", run: list },
  { key: "Mod-Shift-9", run: task },
  { key: "Mod-Alt-t", run: openGrid },
];

// Suggestions: titles after "[[", people after "@", blocks after "/" at the start of a line.
import { commands } from "./commands.js";
import { linkable } from "./links.js";

const PAUSE = 120; // ms without a key before the server is asked

async function asked(context, address) {
  await new Promise((go) => setTimeout(go, PAUSE));
  if (context.aborted) return [];
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? await answer.json() : [];
  } catch {
    return []; // without a line one goes on typing
  }
}

// Writes what was chosen and closes the bracket, unless one stands there already.
const closing = (text, end) => (view, _completion, from, to) => {
  const there = view.state.sliceDoc(to, to + end.length) === end || view.state.sliceDoc(to, to + 1) === "|";
  const insert = there ? text : text + end;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + text.length + end.length }, userEvent: "input.complete" });
};

export async function pages(context) {
  const typed = context.matchBefore(/\[\[[^[\]|#\n]{0,100}/);
  if (!typed) return null;
  const found = await asked(context, `/suggest?q=${encodeURIComponent(typed.text.slice(2))}`);
  if (!found.length) return null;
  const options = found.map((page) => ({ label: page.title, detail: page.space, apply: closing(linkable(page), "]]") }));
  return { from: typed.from + 2, options, filter: false };
}

export async function people(context) {
  const typed = context.matchBefore(/(?:^|[\s([{,;])@[\w.-]{0,40}/);
  if (!typed) return null;
  const sign = typed.text.indexOf("@");
  const found = await asked(context, `/people/suggest?q=${encodeURIComponent(typed.text.slice(sign + 1))}`);
  if (!found.length) return null;
  const options = found.map(({ name, handle }) => ({ label: handle, displayLabel: name, detail: `@${handle}`, apply: `${handle} ` }));
  return { from: typed.from + sign + 1, options, filter: false };
}

// What begins a line, by translated names, in the order of the page: what a how-to needs most comes first.
export function blocks(box) {
  const listed = [...(box.querySelector("[data-blocks]")?.content.querySelectorAll("[data-block]") ?? [])];
  const named = listed.map((one, at) => ({ label: one.textContent.trim(), name: one.dataset.block, detail: one.dataset.about, boost: 50 - at }));
  return (context) => {
    const typed = context.matchBefore(/^\/\p{L}*$/mu);
    if (!typed || typed.from !== context.state.doc.lineAt(context.pos).from) return null;
    const options = named.map(({ name, ...shown }) => ({
      ...shown,
      // The slash goes too.
      apply: (view, _completion, from, to) => {
        view.dispatch({ changes: { from: from - 1, to } });
        commands[name]?.(view);
      },
    }));
    return { from: typed.from + 1, options };
  };
}

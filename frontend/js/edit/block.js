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
  view.dispatch({ changes: { from, to: line.to, insert: lead + text + tail }, selection: { anchor: at }, scrollIntoView: true, userEvent: "input" });
  view.focus();
  return true;
}

// Pictures and files: pasted, dropped or chosen, sent with their progress shown, and written where one was.
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe } from "./describe.js";
import { Row } from "./arrivals.js";

const keep = StateEffect.define(); // {id, at}
const drop = StateEffect.define(); // id

// Where each file that is on its way will be written, while the text around it changes.
const places = StateField.define({
  create: () => new Map(),
  update(value, change) {
    if (!change.docChanged && !change.effects.length) return value;
    const next = new Map([...value].map(([id, at]) => [id, change.changes.mapPos(at, 1)]));
    for (const effect of change.effects) {
      if (effect.is(keep)) next.set(effect.value.id, effect.value.at);
      if (effect.is(drop)) next.delete(effect.value);
    }
    return next;
  },
});

const desks = new WeakMap(); // view → Desk
let ids = 0;

const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;
const inLink = (text) => text.replace(/[\\[\]]/g, "\\$&").replace(/\s+/g, " ").trim();

// What puts a file into the text: as the server says, and a picture with the words that were asked for.
function lineFor({ url, kind, markdown }, { alt = "", caption = "" }) {
  const title = caption.trim() ? ` "${caption.trim().replace(/["\\]/g, "\\$&")}"` : "";
  return kind === "picture" ? `![${inLink(alt)}](${url}${title})` : markdown;
}

// A picture out of the clipboard has no name of its own, and two of one name would be versions of one file.
function named(file, pasted) {
  if (!pasted || !/^image\.\w+$/.test(file.name)) return file;
  const now = new Date().toISOString().replace(/\D/g, "").slice(0, 17);
  return new File([file], `${now}-${file.name}`, { type: file.type });
}

class Desk {
  constructor(view, textarea, list) {
    Object.assign(this, { view, form: textarea.form, address: textarea.dataset.upload, list });
    this.busy = 0;
    this.asked = null; // the button that wants to save meanwhile
    this.asking = Promise.resolve(); // one question at a time
    // Before all others that listen: what is on its way shall be in what is saved.
    this.form.addEventListener("submit", (event) => this.hold(event), { capture: true });
  }

  hold(event) {
    if (!this.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.asked = event.submitter;
    this.said(this.list.dataset.waits);
  }

  said(text) {
    const line = this.list.parentElement.querySelector("[data-arrivals-said]");
    if (line) line.textContent = text;
  }

  take(files, at, pasted = false) {
    for (const file of files) this.send(named(file, pasted), at);
  }

  send(file, at) {
    ids += 1;
    const id = ids;
    const row = new Row(this.list, file.name);
    this.view.dispatch({ effects: keep.of({ id, at }) });
    this.busy += 1;
    const arriving = this.arriving(row, file);
    const words = PICTURE.test(file.type) ? this.question(file) : Promise.resolve({});
    return Promise.all([arriving, words])
      .then(([answer, said]) => this.write(id, answer, said))
      .catch(() => {})
      .finally(() => this.end(id, row));
  }

  question(file) {
    const next = this.asking.then(() => describe(file));
    this.asking = next.catch(() => {});
    return next;
  }

  // Tried again as often as one wishes; refused for good when one leaves it out.
  async arriving(row, file) {
    for (;;) {
      try {
        return await row.send(this.address, this.form.elements.csrf_token?.value ?? "", file);
      } catch (failure) {
        this.said(`${file.name}: ${failure.message}`);
        if (!(await row.again(failure.message))) throw failure;
      }
    }
  }

  write(id, answer, said) {
    const { state } = this.view;
    const at = state.field(places).get(id) ?? state.doc.length;
    const line = state.doc.lineAt(at);
    // Within a heading or a row of a table it would become a part of it: it goes below.
    const below = /^\s*(#{1,6}\s|\|)/.test(line.text);
    const touches = /[^\s([>]$/.test(state.sliceDoc(Math.max(0, at - 1), at));
    const from = below ? line.to : at;
    const next = below && line.number < state.doc.lines && state.doc.line(line.number + 1).text.trim() ? "\n" : "";
    const insert = `${below ? "\n\n" : touches ? " " : ""}${lineFor(answer, said)}${next}`;
    this.view.dispatch({ changes: { from, insert }, selection: { anchor: from + insert.length - next.length }, scrollIntoView: true, userEvent: "input.file" });
    this.said(this.list.dataset.there.replace("%", answer.name));
  }

  end(id, row) {
    row.remove();
    this.view.dispatch({ effects: drop.of(id) });
    this.busy -= 1;
    if (this.busy) return;
    if (this.asked !== null) this.form.requestSubmit(this.asked);
    else this.view.focus();
    this.asked = null;
  }
}

export function chooseFiles(view, pictures) {
  const desk = desks.get(view);
  if (!desk) return false;
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  if (pictures) input.accept = "image/png,image/jpeg,image/gif,image/webp";
  input.addEventListener("change", () => desk.take(input.files, view.state.selection.main.head));
  input.click();
  return true;
}

export const takeFiles = (view, files, at, pasted) => desks.get(view)?.take(files, at, pasted);

const holds = (event) => event.dataTransfer?.types.includes("Files");

export function filing(box) {
  const list = box.querySelector("[data-arrivals]");
  if (!list) return [];
  return [
    places,
    EditorView.domEventHandlers({
      drop(event, view) {
        if (!event.dataTransfer?.files.length) return false;
        event.preventDefault();
        takeFiles(view, event.dataTransfer.files, view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.head);
        return true;
      },
    }),
  ];
}

// Beside the text, a dropped file would replace the whole page in the browser, and what was typed with it.
export function mountFiling(box, textarea, view) {
  const list = box.querySelector("[data-arrivals]");
  if (!list) return;
  desks.set(view, new Desk(view, textarea, list));
  document.addEventListener("dragover", (event) => view.dom.isConnected && holds(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!view.dom.isConnected) return;
    if (!holds(event) || event.defaultPrevented || event.target.closest?.("input[type='file']")) return;
    event.preventDefault();
    takeFiles(view, event.dataTransfer.files, view.state.selection.main.head);
  });
}

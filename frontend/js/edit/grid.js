// A table as a small grid of fields in a dialog: <dialog id="edit-table">. Opened in a table it changes that one.
import { syntaxTree } from "@codemirror/language";
import { block } from "./block.js";
import { parsed, written } from "./tables.js";

const [COLUMNS, ROWS, MOST] = [3, 3, 20]; // of a new table, its heading counted; and columns of any

function tableAt(state) {
  for (let node = syntaxTree(state).resolveInner(state.selection.main.head, -1); node; node = node.parent) {
    if (node.name !== "Table") continue;
    const found = parsed(state.sliceDoc(node.from, node.to));
    // One in a quote or a list has signs before its lines; that one is left to be typed.
    return found && state.doc.lineAt(node.from).from === node.from ? { ...found, from: node.from, to: node.to } : null;
  }
  return null;
}

// What was left empty at the end of a new table doesn't come into the text.
function trimmed(rows) {
  const lastRow = rows.findLastIndex((row) => row.some((cell) => cell.trim()));
  const lastColumn = Math.max(...rows.map((row) => row.findLastIndex((cell) => cell.trim())));
  return lastColumn < 0 ? rows : rows.slice(0, Math.max(lastRow + 1, 2)).map((row) => row.slice(0, lastColumn + 1));
}

class Grid {
  constructor(dialog) {
    this.dialog = dialog;
    this.table = dialog.querySelector("[data-grid]");
    this.names = this.table.dataset;
    this.act = null;
    dialog.querySelector("form").addEventListener("submit", () => this.act?.());
    dialog.addEventListener("keydown", (event) => this.key(event));
    for (const key of dialog.querySelectorAll("[data-grid-do]")) key.addEventListener("click", () => this.change(key.dataset.gridDo));
  }

  get rows() {
    return [...this.table.rows].map((row) => [...row.cells].map((cell) => cell.firstChild.value));
  }

  show(rows) {
    this.table.tBodies[0].replaceChildren();
    for (const row of rows) this.addRow(row);
  }

  addRow(values) {
    const row = this.table.tBodies[0].insertRow();
    values.forEach((value) => this.addCell(row, value));
    this.number();
  }

  addCell(row, value) {
    const input = document.createElement("input");
    input.className = "input";
    input.value = value;
    input.autocomplete = "off";
    row.insertCell().append(input);
  }

  number() {
    [...this.table.rows].forEach((row, line) => {
      [...row.cells].forEach((cell, at) => {
        const name = line ? this.names.cell.replace("%r", line) : this.names.head;
        cell.firstChild.setAttribute("aria-label", name.replace("%c", at + 1));
      });
    });
  }

  change(what) {
    const { rows } = this.table;
    const wide = rows[0].cells.length;
    if (what === "row") this.addRow(Array(wide).fill(""));
    if (what === "less-rows" && rows.length > 2) this.table.deleteRow(-1);
    if (what === "column" && wide < MOST) [...rows].forEach((row) => this.addCell(row, ""));
    if (what === "less-columns" && wide > 1) [...rows].forEach((row) => row.deleteCell(-1));
    this.number();
    if (what === "row") rows[rows.length - 1].cells[0].firstChild.focus();
    if (what === "column") rows[0].cells[rows[0].cells.length - 1].firstChild.focus();
  }

  // Enter goes down, as in a sheet, and makes the next row at the end; with Ctrl the table is done.
  key(event) {
    const cell = event.target.closest("td");
    if (!cell) return;
    const down = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || !down) return;
    event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      this.dialog.querySelector("form").requestSubmit();
      return;
    }
    const to = cell.parentElement.rowIndex + down;
    if (to === this.table.rows.length && event.key === "Enter") this.change("row");
    this.table.rows[to]?.cells[cell.cellIndex].firstChild.focus();
  }
}

const grids = new WeakMap();

export function openGrid(view) {
  const dialog = document.getElementById("edit-table");
  if (!dialog) return false;
  if (!grids.has(dialog)) grids.set(dialog, new Grid(dialog));
  const grid = grids.get(dialog);
  const old = tableAt(view.state);
  grid.show(old?.rows ?? Array.from({ length: ROWS }, () => Array(COLUMNS).fill("")));
  grid.act = () => {
    const rows = old ? grid.rows : trimmed(grid.rows);
    const signs = rows[0].map((_, at) => old?.signs[at] ?? "---");
    const text = written(rows, signs, old);
    if (old) view.dispatch({ changes: { from: old.from, to: old.to, insert: text }, selection: { anchor: old.from + text.length }, userEvent: "input" });
    else block(view, text);
  };
  dialog.addEventListener("close", () => ((grid.act = null), view.focus()), { once: true });
  dialog.showModal();
  grid.table.querySelector("input").focus();
  return true;
}

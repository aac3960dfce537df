// Tables as Markdown and as rows of cells.
const BAR = /(?<!\\)\|/;
const RULE = /^ *:?-+:? *$/;

export function cellsOf(line) {
  const cells = line.trim().split(BAR);
  if (line.trim().startsWith("|")) cells.shift();
  if (cells.length && cells.at(-1).trim() === "") cells.pop();
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const lineOf = (cells) => `| ${cells.map((cell) => cell.replace(/\s+/g, " ").trim().replaceAll("|", "\\|")).join(" | ")} |`;

// {lines, rows, signs}: the lines as written, the cells of heading and body, and the signs of alignment; null if it is no table.
export function parsed(text) {
  const lines = text.split("\n");
  const signs = lines.length > 1 ? lines[1].trim().replace(/^\||\|$/g, "").split("|") : [];
  if (!signs.length || !signs.every((sign) => RULE.test(sign))) return null;
  const rows = [lines[0], ...lines.slice(2)].map(cellsOf);
  return { lines, rows: rows.map((row) => signs.map((_, at) => row[at] ?? "")), signs: signs.map((sign) => sign.trim()) };
}

// The table as Markdown. A row of `old` whose cells are the same keeps its bytes.
export function written(rows, signs, old = null) {
  const same = old && old.signs.length === signs.length && old.signs.every((sign, at) => sign === signs[at]);
  const kept = new Map(same ? old.rows.map((row, at) => [JSON.stringify(row), old.lines[at ? at + 1 : 0]]) : []);
  const [head, ...body] = rows.map((row) => kept.get(JSON.stringify(row)) ?? lineOf(row));
  return [head, same ? old.lines[1] : `| ${signs.join(" | ")} |`, ...body].join("\n");
}

// A tidy tree → Markdown.
import { inline, startEscaped } from "./inline.js";

const BLOCKS = new Set("address article aside blockquote center dd details div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption body".split(" "));

const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && BLOCKS.has(node.localName);
const holdsBlock = (node) => isBlock(node) || (node.nodeType === Node.ELEMENT_NODE && [...node.childNodes].some(holdsBlock));
const lined = (text) => text.split("\n").map(startEscaped).join("\n");
const indented = (text, by) => text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(by)}`);

function fenced(node) {
  const text = node.textContent.replace(/\u00a0/g, " ").replace(/\n$/, "");
  const language = /\blang(?:uage)?-([\w+#-]+)/.exec(`${node.className} ${node.querySelector("code")?.className ?? ""}`)?.[1] ?? "";
  const longest = Math.max(2, ...[...text.matchAll(/^`+/gm)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}\n${text}\n${fence}`];
}

function item(node, sign, context) {
  const box = node.querySelector(":scope > input[type='checkbox'], :scope > p > input[type='checkbox'], :scope > label > input[type='checkbox']");
  const tick = box ? `[${box.hasAttribute("checked") ? "x" : " "}] ` : node.getAttribute("aria-checked") ? `[${node.getAttribute("aria-checked") === "true" ? "x" : " "}] ` : "";
  const parts = blocks(node, context);
  const loose = parts.filter((part) => !part.list).length > 1;
  const text = parts.map(({ text: words }) => words).join(loose ? "\n\n" : "\n");
  return { loose, text: `${sign}${tick}${indented(text, sign.length)}` };
}

function listed(node, context) {
  const numbered = node.localName === "ol";
  const first = Number.parseInt(node.getAttribute("start") ?? "1", 10) || 1;
  const items = [...node.children].filter((child) => child.localName === "li");
  const made = items.map((child, at) => item(child, numbered ? `${first + at}. ` : "- ", context)).filter(({ text }) => text.trim());
  return made.length ? [{ list: true, text: made.map(({ text }) => text).join(made.some(({ loose }) => loose) ? "\n\n" : "\n") }] : [];
}

const cellText = (cell, context) =>
  blocks(cell, { ...context, table: true })
    .map(({ text }) => text.replace(/\n/g, " "))
    .join("<br>");

function tabled(node, context) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const cells = rows.map((row) => [...row.cells]);
  const wide = Math.max(0, ...cells.map((row) => row.reduce((sum, cell) => sum + Math.min(cell.colSpan, 50), 0)));
  // A table of one column or one inside another is there for the look.
  if (wide < 2 || context.table) return cells.flat().flatMap((cell) => blocks(cell, context));
  // The heading of a table is bold by itself.
  for (const strong of [...rows[0].querySelectorAll("strong")]) strong.replaceWith(...strong.childNodes);
  const lines = cells.map((row) => {
    const texts = row.flatMap((cell) => [cellText(cell, context), ...Array(Math.min(cell.colSpan, 50) - 1).fill("")]);
    return `| ${[...texts, ...Array(wide - texts.length).fill("")].join(" | ")} |`;
  });
  const filled = lines.filter((line) => /[^|\s]/.test(line));
  if (!filled.length) return [];
  const caption = node.querySelector(":scope > caption");
  const said = caption ? inline([...caption.childNodes], { ...context, line: true }) : "";
  const table = [filled[0], `|${" --- |".repeat(wide)}`, ...filled.slice(1)].join("\n");
  return [...(said ? [{ text: said }] : []), { text: table }];
}

function pictureWithCaption(node, context) {
  const picture = node.querySelector("img");
  const caption = node.querySelector("figcaption");
  if (!picture || !caption) return null;
  const words = caption.textContent.replace(/\s+/g, " ").trim().replace(/["\\]/g, "\\$&");
  const text = inline([picture], context);
  return text.startsWith("![") ? [{ text: words ? text.replace(/\)$/, ` "${words}")`) : text }] : null;
}

function one(node, context) {
  const tag = node.localName;
  if (/^h[1-6]$/.test(tag)) {
    const text = inline([...node.childNodes], { ...context, line: true });
    return text ? [{ text: context.table ? text : `${"#".repeat(Number(tag[1]))} ${text}` }] : [];
  }
  if (tag === "pre") return context.table ? [{ text: inline([...node.childNodes], context) }] : fenced(node).map((text) => ({ text }));
  if (tag === "ul" || tag === "ol") return context.table ? [...node.children].flatMap((child) => blocks(child, context)) : listed(node, context);
  if (tag === "table") return tabled(node, context);
  if (tag === "hr") return context.table ? [] : [{ text: "***" }];
  if (tag === "blockquote" && !context.table) {
    const text = joined(blocks(node, context));
    return text ? [{ text: text.replace(/^/gm, "> ").replace(/^> $/gm, ">") }] : [];
  }
  if (tag === "dd" && !context.table) return blocks(node, context).map(({ text }, at) => ({ text: at ? text : `: ${text}`, tight: !at }));
  if (tag === "figure") return pictureWithCaption(node, context) ?? blocks(node, context);
  return blocks(node, context);
}

// The blocks in a node: runs of words are paragraphs.
function blocks(node, context) {
  const found = [];
  let run = [];
  const flush = () => {
    const text = inline(run, context);
    if (text) found.push({ text: context.table ? text : lined(text) });
    run = [];
  };
  for (const child of node.childNodes) {
    if (!holdsBlock(child)) run.push(child);
    else {
      flush();
      found.push(...(isBlock(child) ? one(child, context) : blocks(child, context)));
    }
  }
  flush();
  return found;
}

const joined = (parts) => parts.map(({ text, tight }, at) => (at ? (tight ? "\n" : "\n\n") : "") + text).join("");

// {text, pictures}: pictures are data: addresses that stood in it.
export function markdownOf(root) {
  const pictures = [];
  return { text: joined(blocks(root, { table: false, line: false, pictures })), pictures };
}

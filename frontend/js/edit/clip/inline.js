// Words with their emphasis, links and pictures → Markdown within a line.
import { pageLink, webLink } from "../links.js";

const AROUND = { strong: "**", em: "*", del: "~~" };
const KEPT = new Set(["kbd", "sub", "sup", "mark"]);

// A backslash before whatever would be read as a sign.
export function escaped(text) {
  return text
    .replace(/[\\`*[\]]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/~~/g, "\\~\\~")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&");
}

// The same for what means something at the start of a line.
export function startEscaped(line) {
  return line.replace(/^(#{1,6}(?= |$)|>|[-+](?= )|={3,}$|-{3,}$|:(?= )|\|)/, "\\$1").replace(/^(\d{1,9})([.)])(?= )/, "$1\\$2");
}

// Signs of emphasis touch the words; spaces go outside.
function wrapped(sign, text) {
  const [, lead, words, tail] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  return words ? `${lead}${sign}${words}${sign}${tail}` : text;
}

function coded(node) {
  const text = node.textContent.replace(/\s+/g, " ");
  if (!text.trim()) return "";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return /^`|`$/.test(text) ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

// Google wraps addresses into its own.
function addressOf(link) {
  const raw = (link.getAttribute("href") ?? "").trim();
  try {
    const url = new URL(raw, location.href);
    if (/^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url") return url.searchParams.get("q") ?? raw;
    return raw.startsWith("#") || !/^(?:https?|mailto):$/.test(url.protocol) ? "" : url.href;
  } catch {
    return "";
  }
}

function linked(node, context) {
  const label = within(node, context).replace(/\s+/g, " ");
  if (node.querySelector("img") || !label.trim()) return label;
  const address = addressOf(node);
  if (!address) return label;
  const url = new URL(address);
  const plain = node.textContent.trim().replace(/\s+/g, " ");
  const page = url.origin === location.origin ? /^\/p\/([^/]+)$/.exec(url.pathname) : null;
  if (page && !context.table) return pageLink(decodeURIComponent(page[1]) + decodeURIComponent(url.hash.replace(/^#h-/, "#")), plain);
  if (plain === address || `${plain}/` === address) return webLink(address, "");
  const [, lead, words, tail] = /^(\s*)(.*?)(\s*)$/s.exec(label);
  const to = /[()\s]/.test(address) ? `<${address}>` : address;
  return `${lead}[${words}](${to})${tail}`;
}

function pictured(node, context) {
  const source = node.getAttribute("src") ?? "";
  const alt = escaped((node.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim());
  if (/^data:image\//i.test(source)) {
    context.pictures.push(source);
    return "";
  }
  const own = source.startsWith(`${location.origin}/file/`) ? source.slice(location.origin.length) : source;
  if (!/^(?:https?:|\/file\/)/i.test(own)) return alt;
  return `![${alt}](${/[()\s]/.test(own) ? `<${own}>` : own})`;
}

function one(node, context) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = escaped(node.data.replace(/[\s\u00a0]+/g, " ").replace(/[\u200b\ufeff]/g, ""));
    return context.table ? text.replaceAll("|", "\\|") : text;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const tag = node.localName;
  if (tag === "br") return context.table ? "<br>" : context.line ? " " : "\\\n";
  if (tag === "a") return linked(node, context);
  if (tag === "img") return pictured(node, context);
  if (tag === "code" || tag === "tt" || tag === "samp") return coded(node);
  if (tag === "input") return "";
  const text = within(node, context);
  if (AROUND[tag]) return wrapped(AROUND[tag], text);
  return KEPT.has(tag) && text.trim() ? `<${tag}>${text}</${tag}>` : text;
}

function within(node, context) {
  return [...node.childNodes].map((child) => one(child, context)).join("");
}

// `nodes` as one run of words. context: {table, line, pictures}; `line` for what can't hold a line break.
export function inline(nodes, context) {
  return nodes
    .map((node) => one(node, context))
    .join("")
    .replace(/ *\\\n */g, "\\\n")
    .replace(/ {2,}/g, " ")
    .replace(/^(?:\s|\\\n|<br>)+|(?:\s|\\\n|<br>)+$/g, "");
}

// Markdown with our own [[links]] and @mentions, so that they look like what they are.
import { Language } from "@codemirror/language";
import { markdownLanguage } from "@codemirror/lang-markdown";
import { tags } from "@lezer/highlight";

const [OPEN, BANG, AT, NEWLINE] = [91, 33, 64, 10]; // [ ! @ and the end of a line
const HANDLE = /^@[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,38}[\p{L}\p{N}])?/u;

function wikiLink(context, next, at) {
  const start = next === BANG ? at + 1 : at;
  if (next !== OPEN && next !== BANG) return -1;
  if (context.char(start) !== OPEN || context.char(start + 1) !== OPEN) return -1;
  const rest = context.slice(start + 2, context.end);
  const end = rest.indexOf("]]");
  if (end < 1 || rest.slice(0, end).includes("[") || rest.charCodeAt(end) === NEWLINE) return -1;
  const close = start + 2 + end;
  const marks = [context.elt("LinkMark", at, start + 2), context.elt("LinkMark", close, close + 2)];
  return context.addElement(context.elt("WikiLink", at, close + 2, marks));
}

function mention(context, next, at) {
  if (next !== AT || /[\p{L}\p{N}._-]/u.test(context.slice(Math.max(context.offset, at - 1), at))) return -1;
  const found = HANDLE.exec(context.slice(at, context.end));
  return found ? context.addElement(context.elt("Mention", at, at + found[0].length)) : -1;
}

const parser = markdownLanguage.parser.configure({
  defineNodes: [
    { name: "WikiLink", style: tags.link },
    { name: "Mention", style: tags.strong },
  ],
  parseInline: [
    { name: "WikiLink", before: "Link", parse: wikiLink },
    { name: "Mention", parse: mention },
  ],
});

export const language = new Language(markdownLanguage.data, parser, [], "markdown");

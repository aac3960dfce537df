// What word processors and web pages put on the clipboard, made plain: real lists, real emphasis, nothing hidden.
const GONE = "script, style, meta, link, title, head, template, noscript, iframe, object, embed, svg, canvas, button, select, textarea, input:not([type='checkbox']), [hidden], [aria-hidden='true'] > svg";
const HEADINGS = "h1, h2, h3, h4, h5, h6, th";
const JOINED = "strong, em, del, code, sub, sup";

const style = (node) => (node.dataset.style ?? "").toLowerCase().replace(/\s+/g, "");
const unwrap = (node) => node.replaceWith(...node.childNodes);

function rename(node, name) {
  const made = node.ownerDocument.createElement(name);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
}

function comments(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

// <b>, <i> and styled spans → strong, em, del; where a style says that a <b> isn't bold, it isn't.
function emphasis(root) {
  for (const node of [...root.querySelectorAll("b, strong, i, em, s, strike, del, span, font, u, ins")]) {
    const worn = style(node);
    const tag = node.localName;
    const plain = /(?<![\w-])font-weight:(?:normal|[1-4]00)/.test(worn);
    const upright = /(?<![\w-])font-style:normal/.test(worn);
    const wanted = [];
    if ((/^(b|strong)$/.test(tag) && !plain) || /(?<![\w-])font-weight:(?:bold|[6-9]00)/.test(worn)) wanted.push("strong");
    if ((/^(i|em)$/.test(tag) && !upright) || /(?<![\w-])font-style:italic/.test(worn)) wanted.push("em");
    if (/^(s|strike|del)$/.test(tag) || /text-decoration[a-z-]*:[^;]*line-through/.test(worn)) wanted.push("del");
    if (/vertical-align:super/.test(worn)) wanted.push("sup");
    if (/vertical-align:sub/.test(worn)) wanted.push("sub");
    const inner = rename(node, "span");
    // Around blocks (as Google Docs wraps a whole text) emphasis would be wrong.
    if (!inner.querySelector("p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, pre, blockquote")) {
      for (const name of wanted) {
        const made = inner.ownerDocument.createElement(name);
        made.append(...inner.childNodes);
        inner.append(made);
      }
    }
    unwrap(inner);
  }
  for (const node of [...root.querySelectorAll("strong strong, em em, del del")]) unwrap(node);
  for (const heading of root.querySelectorAll(HEADINGS)) for (const node of [...heading.querySelectorAll("strong")]) unwrap(node);
}

// Neighbours of one kind become one: word processors cut a bold phrase into several.
function join(root) {
  root.normalize();
  for (const node of [...root.querySelectorAll(JOINED)]) {
    if (!node.isConnected && !root.contains(node)) continue;
    while (node.nextSibling?.localName === node.localName) {
      node.append(...node.nextSibling.childNodes);
      node.nextSibling.remove();
    }
  }
}

const listLevel = (node) => Number(/mso-list:[^;]*level(\d)/.exec(style(node))?.[1] ?? 0);

// Word writes list items as paragraphs with a level and a sign.
function wordLists(root) {
  for (const item of [...root.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6")].filter(listLevel)) {
    if (/^h\d$/.test(item.localName)) {
      for (const sign of [...item.querySelectorAll("span")].filter((span) => /mso-list:ignore/.test(style(span)))) sign.remove();
      continue;
    }
    const signs = [...item.querySelectorAll("span")].filter((span) => /mso-list:ignore/.test(style(span)));
    const sign = signs[0]?.textContent.replace(/[\s\u00a0]+/g, "") ?? "";
    for (const each of signs) each.remove();
    const level = String(listLevel(item));
    const made = rename(item, "li");
    made.dataset.level = level;
    made.dataset.kind = /^\(?(?:\d+|[a-z]{1,4}|[A-Z]{1,4})[.)]/.test(sign) ? "ol" : "ul";
    made.dataset.word = "";
  }
  for (const first of [...root.querySelectorAll("li[data-word]")]) {
    if (first.parentElement.matches("ul, ol")) continue;
    gather(first);
  }
}

function gather(first) {
  const run = [first];
  for (let next = first.nextElementSibling; next?.matches("li[data-word]"); next = next.nextElementSibling) run.push(next);
  const top = first.ownerDocument.createElement(first.dataset.kind);
  first.before(top);
  const stack = [{ level: Number(first.dataset.level), list: top }];
  for (const item of run) {
    const level = Number(item.dataset.level);
    while (stack.length > 1 && stack.at(-1).level > level) stack.pop();
    if (level > stack.at(-1).level && stack.at(-1).list.lastElementChild) {
      const list = first.ownerDocument.createElement(item.dataset.kind);
      stack.at(-1).list.lastElementChild.append(list);
      stack.push({ level, list });
    }
    stack.at(-1).list.append(item);
  }
}

// A list straight in a list (Google Docs) belongs to the item before it.
function nestedLists(root) {
  for (const list of [...root.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    const item = list.previousElementSibling;
    if (item?.localName === "li") item.append(list);
    else {
      const made = list.ownerDocument.createElement("li");
      list.before(made);
      made.append(list);
    }
  }
}

// HTML as a tree of which nothing runs, loads or is styled: what styles say lies in data-style.
export function parsed(html) {
  const bare = html.replace(/<style\b.*?<\/style>/gis, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s/"'])(style|on\w+)(\s*=)/gi, "$1data-$2$3"));
  return new DOMParser().parseFromString(bare, "text/html").body;
}

export function tidy(root) {
  comments(root);
  for (const node of root.querySelectorAll(GONE)) node.remove();
  for (const node of [...root.querySelectorAll("[data-style]")]) if (/display:none|mso-hide:all/.test(style(node))) node.remove();
  for (const node of [...root.querySelectorAll("p.MsoTitle")]) rename(node, "h1");
  for (const node of [...root.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")]) rename(node, "blockquote");
  wordLists(root);
  nestedLists(root);
  emphasis(root);
  join(root);
  return root;
}

// The text of a page as the wiki counts it: code points, without what differs between readers. An element with
// data-as counts as so many, whatever it shows.
export const size = (text) => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);

function unitsOf(text, points) {
  return size(text) === text.length ? points : [...text].slice(0, points).join("").length;
}

// Where each piece of text begins: [{ node, at, size, whole }], whole for elements that are not looked into.
export function pieces(root) {
  const found = [];
  let at = 0;
  const add = (node, many, whole) => {
    found.push({ node, at, size: many, whole });
    at += many;
  };
  (function walk(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add(node, size(node.data), false);
      else if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.dataset?.as !== undefined) add(node, Number(node.dataset.as), true);
        else walk(node);
      }
    }
  })(root);
  return found;
}

export function rangeOf(parts, start, end) {
  const first = parts.find((part) => part.size && start < part.at + part.size);
  const last = parts.findLast((part) => part.size && end > part.at);
  if (!first || !last) return null;
  const range = document.createRange();
  if (first.whole) range.setStartBefore(first.node);
  else range.setStart(first.node, unitsOf(first.node.data, Math.max(start - first.at, 0)));
  if (last.whole) range.setEndAfter(last.node);
  else range.setEnd(last.node, unitsOf(last.node.data, Math.min(end - last.at, last.size)));
  return range;
}

// What a range covers of the text: { start, end, exact }, or null for nothing of it.
export function placeOf(parts, range) {
  const hit = parts.filter((part) => part.size && range.intersectsNode(part.node));
  if (!hit.length) return null;
  const [first, last] = [hit[0], hit.at(-1)];
  const inside = (part, container, offset) => size(part.node.data.slice(0, offset));
  const start = first.at + (first.node === range.startContainer ? inside(first, first.node, range.startOffset) : 0);
  const end = last.at + (last.node === range.endContainer ? inside(last, last.node, range.endOffset) : last.size);
  const words = hit.map((part) => {
    if (part.whole) return part.node.textContent;
    const from = part.node === range.startContainer ? range.startOffset : 0;
    return part.node.data.slice(from, part.node === range.endContainer ? range.endOffset : undefined);
  });
  return start < end && words.join("").trim() ? { start, end } : null;
}

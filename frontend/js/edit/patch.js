// Draws HTML into a place, leaving what is the same as last time untouched: pictures don't flicker, diagrams aren't
// drawn anew, and a long page costs little.
const written = (node) => node.outerHTML ?? node.textContent;

export function patcher(place) {
  let before = [];

  // Whether anything was put in.
  function show(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const nodes = [...made.content.childNodes];
    const after = nodes.map(written);
    const there = [...place.childNodes];
    if (there.length !== before.length) {
      place.replaceChildren(made.content);
      before = after;
      return true;
    }
    let head = 0;
    while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
    let tail = 0;
    while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    const follower = there[there.length - tail] ?? null;
    for (const old of there.slice(head, there.length - tail)) old.remove();
    const fresh = nodes.slice(head, nodes.length - tail);
    for (const node of fresh) place.insertBefore(node, follower);
    before = after;
    return fresh.length > 0;
  }

  function say(text) {
    const line = document.createElement("p");
    line.textContent = text;
    place.replaceChildren(line);
    before = [];
  }

  return { show, say };
}

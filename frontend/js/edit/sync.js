// Text and preview scroll together, from heading to heading; whichever one touched last leads.
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

// Where the headings of the text begin, outside of code and of the facts at the top.
function headings(doc) {
  const found = [];
  let fence = "";
  let at = 0;
  let facts = false;
  for (const text of doc.iterLines()) {
    const mark = FENCE.exec(text)?.[1] ?? "";
    if (at === 0 && text === "---") facts = true;
    else if (facts) facts = text !== "---";
    else if (fence) fence = mark.startsWith(fence) && text.trim() === mark ? "" : fence;
    else if (mark) fence = mark;
    else if (/^#{1,6} /.test(text)) found.push(at);
    at += text.length + 1;
  }
  return found;
}

// Pairs of heights that belong together, for the view and the pane as they are drawn now.
function pairs(view, pane) {
  const top = pane.getBoundingClientRect().top - pane.scrollTop;
  const heads = [...pane.querySelectorAll(":is(h1, h2, h3, h4, h5, h6)[id]")].filter((head) => !head.closest(".included"));
  const starts = headings(view.state.doc);
  const ends = [view.scrollDOM.scrollHeight - view.scrollDOM.clientHeight, pane.scrollHeight - pane.clientHeight];
  const found = [[0, 0]];
  if (heads.length === starts.length) {
    starts.forEach((start, at) => found.push([view.lineBlockAt(start).top, heads[at].getBoundingClientRect().top - top - 24]));
  }
  found.push(ends);
  // Only what goes down on both sides: near the foot several headings may want more than there is to scroll.
  return found.filter(([a, b], at) => !at || at === found.length - 1 || (a > 0 && b > 0 && a < ends[0] && b < ends[1]));
}

function carried(list, from, height) {
  const to = 1 - from;
  const at = Math.max(1, list.findIndex((pair) => pair[from] > height));
  const [low, high] = [list[at - 1], list[at]];
  const span = high[from] - low[from];
  return low[to] + (span > 0 ? Math.min(1, (height - low[from]) / span) : 0) * (high[to] - low[to]);
}

export function scrolled(view, pane) {
  if (!pane) return () => {};
  const sides = [view.scrollDOM, pane];
  let leader = 0;
  let waiting = false;
  const follow = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const [led, other] = [sides[leader], sides[1 - leader]];
      // One below the other, or alone, they don't scroll by themselves.
      if (pane.hidden || led.scrollHeight - led.clientHeight < 2 || other.scrollHeight - other.clientHeight < 2) return;
      other.scrollTop = carried(pairs(view, pane), leader, led.scrollTop);
    });
  };
  sides.forEach((side, at) => {
    for (const touch of ["pointerenter", "wheel", "touchstart", "focusin", "keydown"]) side.addEventListener(touch, () => (leader = at), { passive: true });
    side.addEventListener("scroll", () => leader === at && follow(), { passive: true });
  });
  return () => leader === 0 && follow();
}

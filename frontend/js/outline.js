// Marks in "On this page" the heading one is reading.
export function outline() {
  const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (!heads.length) return;
  const mark = () => {
    const passed = heads.filter((head) => head.getBoundingClientRect().top < innerHeight * 0.3);
    const here = passed.at(-1) ?? heads[0];
    for (const [id, link] of links) link.classList.toggle("is-here", id === here.id);
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => ((waiting = false), mark()));
  }, { passive: true });
  mark();
}

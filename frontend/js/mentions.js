// A mention of somebody shows a small card of them: when it is pointed at, has the focus, or is touched once. Nothing is
// asked of the server before. The mention stays a link to the profile; a second touch follows it.
const WAITS = 250; // ms under the pointer, so that nothing flashes up on its way elsewhere
const LEAVES = 200; // ms to come from the mention into its card
const GAP = 6; // px

const kept = new Map();
let card = null;
let mention = null;
let timer = 0;
let touched = false;

function load(address) {
  if (!kept.has(address)) {
    const coming = fetch(`${address}/card`, { credentials: "same-origin" }).then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""));
    kept.set(address, coming.catch(() => {
      kept.delete(address);
      return "";
    }));
  }
  return kept.get(address);
}

function hide() {
  clearTimeout(timer);
  mention?.removeAttribute("aria-expanded");
  card?.remove();
  card = mention = null;
}

function put(link) {
  const at = link.getClientRects()[0];
  const box = card.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.width - GAP;
  card.style.left = `${Math.max(GAP, Math.min(at.left, room))}px`;
  const below = at.bottom + GAP;
  card.style.top = `${below + box.height > window.innerHeight ? Math.max(GAP, at.top - box.height - GAP) : below}px`;
}

async function show(link) {
  if (mention === link) return;
  hide();
  mention = link;
  const html = await load(link.getAttribute("href"));
  if (mention !== link) return;
  if (!html) {
    hide();
    if (touched) window.location.assign(link.href); // the touch was held back for a card that there isn't
    return;
  }
  card = document.createElement("span");
  card.className = "person-card";
  card.innerHTML = html;
  link.after(card); // so that Tab leads from the mention into its card
  link.setAttribute("aria-expanded", "true");
  put(link);
}

const mentionAt = (target) => target.closest?.("a.mention");
const inside = (target) => Boolean(target?.closest?.(".person-card") || (mention && target && mention.contains(target)));

function soon(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

export function mentions() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = mentionAt(event.target);
    if (link && link !== mention) soon(() => show(link), WAITS);
    else if (inside(event.target)) clearTimeout(timer);
    else if (card && !inside(document.activeElement)) soon(hide, LEAVES);
    else if (!mention) clearTimeout(timer);
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (card && !inside(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const link = mentionAt(event.target);
    if (link && !touched) show(link);
    else if (!link && card && !inside(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = mentionAt(event.target);
    if (!link || !touched || (mention === link && card)) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key !== "Escape" || !card) return;
    if (card.contains(document.activeElement)) mention.focus(); // while it still counts as shown
    hide();
  });
  window.addEventListener("scroll", () => card && put(mention), { passive: true });
}

// How readers will see it: rendered by the server with the code that renders the page, while one types.
import { patcher } from "./patch.js";

const PAUSE = 40; // ms without a key; longer when the server takes long, so that it is asked at most half the time
const LONGEST = 1500; // ms
const wide = matchMedia("(min-width: 62rem)");

// Returns {changed, look}: what to call after a change, and what shows or hides the preview. `shown` is called after
// each drawing. The pane's data-preview is where the form is sent.
export function preview(box, form, shown) {
  const pane = box.querySelector("[data-preview]");
  if (!pane) return { changed: () => {}, look: () => false };
  const place = pane.querySelector("[data-preview-place]") ?? pane;
  const key = document.querySelector("[data-look]");
  const patch = patcher(place);
  let timer = 0;
  let running = false;
  let stale = false;
  let took = 0;

  const showing = () => (wide.matches ? !box.classList.contains("is-alone") : box.classList.contains("is-looking"));

  async function load() {
    running = true;
    stale = false;
    const begun = performance.now();
    try {
      const answer = await fetch(pane.dataset.preview, { method: "POST", body: new URLSearchParams(texts(form)), credentials: "same-origin" });
      if (answer.status === 413) patch.say(await answer.text());
      else if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
      // What is put in was sanitised by the server, as the page itself is.
      else if (patch.show(await answer.text())) place.dispatchEvent(new CustomEvent("wiki:shown", { bubbles: true }));
      shown();
    } catch {
      patch.say(pane.dataset.failed);
    }
    took = performance.now() - begun;
    running = false;
    if (stale) changed();
  }

  // One request at a time; what was typed meanwhile is drawn by the next one.
  function changed() {
    if (!showing()) return;
    stale = true;
    clearTimeout(timer);
    if (!running) timer = setTimeout(load, Math.min(Math.max(PAUSE, took), LONGEST));
  }

  // Beside the text on a wide screen, in its place on a narrow one.
  function look() {
    const on = box.classList.toggle(wide.matches ? "is-alone" : "is-looking");
    key?.setAttribute("aria-pressed", String(showing()));
    if (showing()) load();
    if (!wide.matches && on) box.scrollIntoView({ block: "start" });
    return true;
  }

  pane.hidden = false;
  box.classList.add("has-preview");
  wide.addEventListener("change", () => {
    key?.setAttribute("aria-pressed", String(showing()));
    changed();
  });
  if (key) {
    key.hidden = false;
    key.setAttribute("aria-pressed", String(showing()));
    key.addEventListener("click", look);
  }
  if (showing()) load();
  return { changed, look };
}

function texts(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

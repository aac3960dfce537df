// How readers will see it: rendered by the server with the code that renders the page.
const PAUSE = 400; // ms without a key
const wide = matchMedia("(min-width: 62rem)");

// Returns what to call after a change. The pane's data-preview is where the form is sent.
export function preview(box, form) {
  const pane = box.querySelector("[data-preview]");
  if (!pane) return () => {};
  const place = pane.querySelector("[data-preview-place]") ?? pane;
  const key = document.querySelector("[data-look]");
  let timer = 0;
  let running = null;

  const showing = () => wide.matches || box.classList.contains("is-looking");

  async function load() {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(pane.dataset.preview, { method: "POST", body: new URLSearchParams(texts(form)), signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
      const html = await answer.text();
      const top = pane.scrollTop;
      place.innerHTML = html; // sanitised by the server, as the page itself is
      place.dispatchEvent(new CustomEvent("wiki:shown", { bubbles: true }));
      pane.scrollTop = top;
    } catch (failure) {
      if (failure.name === "AbortError") return;
      place.textContent = pane.dataset.failed;
    }
    pane.removeAttribute("aria-busy");
  }

  const soon = () => {
    clearTimeout(timer);
    if (showing()) timer = setTimeout(load, PAUSE);
  };

  pane.hidden = false;
  box.classList.add("has-preview");
  wide.addEventListener("change", soon);
  if (key) {
    key.hidden = false;
    key.addEventListener("click", () => {
      const looking = box.classList.toggle("is-looking");
      key.setAttribute("aria-pressed", String(looking));
      if (looking) load();
      if (!wide.matches) box.scrollIntoView({ block: "start" });
    });
  }
  if (showing()) load();
  return soon;
}

function texts(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

// Autosave: what a form with data-draft holds goes to the server every few seconds, and is kept in this browser while
// there is no line. Nothing is asked of whoever types.
import { renew } from "./proof.js";
import { keep } from "./rescue.js";

const PAUSE = 2000; // ms from the first key to the copy
const RETRY = 8000; // ms until a copy that failed is tried again

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function fieldsOf(form, writer) {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  fields.set("draft_writer", writer);
  fields.set("draft_page", form.dataset.draftPage ?? "");
  fields.set("draft_part", form.dataset.draftPart ?? "");
  return fields;
}

function teller(form) {
  const place = form.querySelector("[data-draft-state]");
  return (kind) => {
    if (!place) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    // Said aloud only when something is wrong.
    if (kind === "kept") place.removeAttribute("role");
    else place.setAttribute("role", "status");
    place.hidden = false;
    place.lastElementChild.textContent = place.dataset[kind].replace("%", time);
  };
}

export function autosave(form) {
  const key = form.elements.draft;
  const seen = form.elements.draft_seen;
  if (!key?.value || form.dataset.kept) return;
  form.dataset.kept = "on";
  const tell = teller(form);
  let writer = random();
  let timer = 0;
  let dirty = false;
  let sending = null;
  let sent = false;
  let out = false; // the sign-in has ended
  let renewed = false;

  const soon = (wait = PAUSE) => {
    if (!timer) timer = setTimeout(save, wait);
  };

  async function save() {
    timer = 0;
    if (!dirty || sent || sending || !form.isConnected) return;
    dirty = false;
    sending = new AbortController();
    const body = form.elements.body?.value ?? "";
    try {
      const answer = await fetch(`/drafts/${encodeURIComponent(key.value)}`, {
        method: "POST",
        body: fieldsOf(form, writer),
        signal: sending.signal,
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (said.ended) {
        // Saved already, and typed on since, in the page one came back to.
        writer = random();
        dirty = true;
      } else if (said.key) {
        key.value = said.key;
        seen.value = said.version;
        out = renewed = false;
        tell("kept");
      } else if ((answer.status === 400 || answer.status === 401) && !renewed && (renewed = await renew(form))) {
        dirty = true;
      } else {
        failed(body, answer.status === 400 || answer.status === 401 ? "out" : "local");
      }
    } catch (failure) {
      if (failure.name === "AbortError") return;
      failed(body, "local");
    } finally {
      sending = null;
    }
    if (dirty) soon(form.dataset.trouble ? RETRY : PAUSE);
    delete form.dataset.trouble;
  }

  function failed(body, kind) {
    dirty = true;
    out = kind === "out";
    renewed = false;
    form.dataset.trouble = kind;
    keep(form, body);
    tell(kind);
  }

  form.addEventListener("input", () => {
    dirty = true;
    sent = false;
    soon();
  });
  form.addEventListener("change", () => form.dispatchEvent(new Event("input")));
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
    timer = 0;
    sending?.abort();
  });
  // Back from the window where one signed in again.
  addEventListener("focus", () => {
    if (!out) return;
    clearTimeout(timer);
    save();
  });
  addEventListener("online", () => dirty && soon(0));
  addEventListener("pageshow", (event) => {
    if (event.persisted) [writer, sent] = [random(), false];
  });
  // Closing the laptop or the tab within the pause must not lose the last words.
  const leave = () => {
    if (!dirty || sent || !form.isConnected) return;
    const fields = fieldsOf(form, writer);
    const small = fields.toString().length < 60000; // what browsers still send from a page that is gone
    fetch(`/drafts/${encodeURIComponent(key.value)}`, { method: "POST", body: fields, credentials: "same-origin", keepalive: small }).catch(() => {});
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}

export function drafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) autosave(form);
}

// Offers text that was typed here before and never saved, and keeps a copy while one types.
import { forget, keep, kept, sending } from "../rescue.js";

const PAUSE = 1000; // ms without a key

export function rescue(textarea, view) {
  const form = textarea.form;
  const loaded = textarea.value;
  let timer = 0;
  const offer = form.querySelector("[data-rescue]");
  const old = kept(form);
  if (offer && typeof old?.text === "string" && old.text.trim() && old.text !== loaded) show(offer, old, view, form);
  else if (old?.text === loaded) forget(form);

  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => (textarea.value === loaded ? forget(form) : keep(form, textarea.value)), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (textarea.value !== loaded) keep(form, textarea.value);
    sending(form);
  });
  // Leaving within the pause must not lose the last words.
  addEventListener("pagehide", () => textarea.value !== loaded && keep(form, textarea.value));
}

function show(offer, old, view, form) {
  const when = offer.querySelector("[data-rescue-when]");
  if (when) when.textContent = new Date(old.at).toLocaleString(document.documentElement.lang);
  offer.hidden = false;
  offer.querySelector("[data-rescue-take]")?.addEventListener("click", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: old.text } });
    offer.hidden = true;
    view.focus();
  });
  offer.querySelector("[data-rescue-drop]")?.addEventListener("click", () => {
    forget(form);
    offer.hidden = true;
    view.focus();
  });
}

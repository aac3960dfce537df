// A form with data-guard asks before the page is left with something typed and not sent.
const state = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();

export function guard() {
  const forms = [...document.querySelectorAll("form[data-guard]")].map((form) => ({ form, before: state(form), sent: false }));
  if (!forms.length) return;
  for (const each of forms) each.form.addEventListener("submit", () => (each.sent = true));
  window.addEventListener("pageshow", () => forms.forEach((each) => (each.sent = false)));
  window.addEventListener("beforeunload", (event) => {
    if (forms.some(({ form, before, sent }) => !sent && form.isConnected && state(form) !== before)) event.preventDefault();
  });
}

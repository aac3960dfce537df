// A form with data-guard asks before the page is left with something typed and not sent.
const OWN = new Set(["draft", "draft_seen"]); // what scripts write
const state = (form) => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name))).toString();
const forms = [];

export function guard() {
  window.addEventListener("pageshow", () => forms.forEach((each) => (each.sent = false)));
  window.addEventListener("beforeunload", (event) => {
    if (forms.some(({ form, before, sent }) => !sent && form.isConnected && state(form) !== before)) event.preventDefault();
  });
  guarded(document);
}

// Forms that arrive later are guarded too.
export function guarded(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    if (forms.some((each) => each.form === form)) continue;
    const each = { form, before: state(form), sent: false };
    forms.push(each);
    form.addEventListener("submit", () => (each.sent = true));
  }
}

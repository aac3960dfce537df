// A copy of what is being typed, kept in this browser until it is saved. The key is the form's address.
const prefix = "rescue:";
const pending = "rescue-pending";
const KEEP = 30 * 24 * 3600 * 1000; // ms; older ones are forgotten

// A browser may refuse to keep anything (private windows, full stores); typing must go on all the same.
function quietly(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

const keyOf = (form) => prefix + new URL(form.action, location.href).pathname;

export const keep = (form, text) => quietly(() => localStorage.setItem(keyOf(form), JSON.stringify({ text, at: Date.now() })));
export const forget = (form) => quietly(() => localStorage.removeItem(keyOf(form)));
export const kept = (form) => quietly(() => JSON.parse(localStorage.getItem(keyOf(form))));
export const sending = (form) => quietly(() => sessionStorage.setItem(pending, keyOf(form)));

// A form was sent and the page that now stands shows what was saved: the copy has done its work. Any other
// page (sign-in, an error, both versions side by side) leaves it for the next time the form opens.
export function settleRescue() {
  quietly(() => {
    const key = sessionStorage.getItem(pending);
    sessionStorage.removeItem(pending);
    if (key && document.querySelector("[data-reads], .manual__page")) localStorage.removeItem(key);
    for (const each of Object.keys(localStorage)) {
      if (each.startsWith(prefix) && Date.now() - JSON.parse(localStorage.getItem(each)).at > KEEP) localStorage.removeItem(each);
    }
  });
}

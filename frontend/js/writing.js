// Who else is writing at this page. A form says that its writer is there; a page that is read only asks.
const EVERY = 20000; // ms

function token(part) {
  return part.querySelector?.("[name=csrf_token]")?.value;
}

function watch(part) {
  if (part.dataset.watched) return;
  part.dataset.watched = "on";
  const said = part.matches("[data-writing-said]") ? part : part.querySelector("[data-writing-said]");
  const form = part.matches("form") ? part : null;

  async function ask(gone = false) {
    const body = form && new URLSearchParams({ csrf_token: token(form), ...(gone && { gone: "1" }) });
    try {
      const answer = await fetch(part.dataset.writing, { method: form ? "POST" : "GET", body, credentials: "same-origin", keepalive: gone, headers: { Accept: "application/json" } });
      if (!answer.ok || !said) return;
      const { text } = await answer.json();
      if (said.lastElementChild.textContent !== text) said.lastElementChild.textContent = text;
      said.hidden = !text;
    } catch {
      // Without a line nobody can be named; writing goes on.
    }
  }

  const timer = setInterval(() => {
    if (!part.isConnected) {
      clearInterval(timer);
      if (form) ask(true);
    } else if (document.visibilityState === "visible") {
      ask();
    }
  }, EVERY);
  if (form) addEventListener("pagehide", () => form.isConnected && ask(true));
  ask();
}

export function writing(root) {
  for (const part of root.querySelectorAll("[data-writing]")) watch(part);
}

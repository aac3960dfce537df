// The list of pages to be cared for: J and K walk through it, T says that a page is still true, O takes one on that nobody
// answers for, E edits it.
export function care() {
  const list = document.querySelector("[data-care]");
  if (!list) return;
  const links = [...list.querySelectorAll("[data-row] .line__title")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    const row = document.activeElement?.closest?.("[data-row]");
    const at = links.indexOf(row?.querySelector(".line__title"));
    const key = event.key.toLowerCase();
    if (key === "j") links[Math.min(at + 1, links.length - 1)].focus();
    else if (key === "k") links[Math.max(at - 1, 0)].focus();
    else if (key === "t" && row) row.querySelector("form[action$='/still-true']")?.requestSubmit();
    else if (key === "o" && row) row.querySelector("form[action*='/owner?']:not([data-give])")?.requestSubmit();
    else if (key === "e" && row) row.querySelector("[data-edit]").click();
    else return;
    event.preventDefault();
  });
}

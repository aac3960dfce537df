// Where a new page shall stand: another space has other templates, and the page above may not be in it.
export function place(form) {
  const space = form.elements.space;
  if (!space || space.tagName !== "SELECT") return;
  const said = form.querySelector("[data-parent-space]");
  const row = form.querySelector("[data-begin-with]");
  const show = () => {
    if (said) {
      const below = said.dataset.parentSpace === space.value;
      said.querySelector("[data-below]").hidden = !below;
      said.querySelector("[data-not-below]").hidden = below;
    }
    if (!row) return;
    const keys = [...row.querySelectorAll("[data-space]")];
    for (const key of keys) key.hidden = key.dataset.space !== space.value;
    row.hidden = keys.every((key) => key.hidden);
  };
  space.addEventListener("change", show);
  show();
}

// "/" goes to the search box, from everywhere but where one types.
export function find() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable='true']")) return;
    const boxes = [...document.querySelectorAll("[data-find], [data-finds]")];
    const box = boxes.find((each) => each.checkVisibility?.({ visibilityProperty: true }) ?? each.offsetParent !== null);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

// Menus are <details class="drop">: a press elsewhere or Escape closes them, arrows walk through them.
const open = () => document.querySelectorAll("details.drop[open]");

export function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.drop[open]");
    if (event.key === "Escape") {
      for (const each of open()) {
        each.open = false;
        if (each === menu) each.querySelector("summary").focus();
      }
    } else if (menu && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const rows = [...menu.querySelectorAll(".menu :is(a, button)")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = rows.indexOf(document.activeElement);
      rows[(at + step + rows.length) % rows.length]?.focus();
      event.preventDefault();
    }
  });
}

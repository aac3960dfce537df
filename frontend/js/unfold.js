// What is folded on a phone stands open on a wide screen. Newer browsers do it by style sheet alone.
export function unfold() {
  if (CSS.supports("selector(::details-content)") || !matchMedia("(min-width: 62rem)").matches) return;
  for (const each of document.querySelectorAll("details[data-wide-open]")) each.open = true;
}

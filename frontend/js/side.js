// On a phone the pages of the space come in from the side. Without script a button unfolds or leads to them.
import { word } from "./words.js";

const narrow = matchMedia("(max-width: 62rem)");

function slideIn(part, label, back) {
  const place = document.createComment("side");
  part.replaceWith(place);
  const dialog = document.createElement("dialog");
  dialog.className = "side-dialog";
  dialog.setAttribute("aria-label", label);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--small side-dialog__close";
  close.textContent = word("close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(close, part);
  dialog.addEventListener("close", () => {
    place.replaceWith(part);
    dialog.remove();
    back.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  part.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

export function side() {
  if (!window.HTMLDialogElement) return;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-side], .tree-drop > summary");
    if (!opener || !narrow.matches) return;
    const part = opener.matches("summary")
      ? opener.parentElement.querySelector(".page-tree")
      : document.querySelector(opener.getAttribute("href"));
    if (!part) return;
    event.preventDefault();
    slideIn(part, opener.textContent.trim(), opener);
  });
}

// On a phone the pages of the space come in from the side. Without script the button leads down to them.
import { word } from "./words.js";

export function side() {
  const opener = document.querySelector("[data-side]");
  const tree = opener && document.querySelector(opener.getAttribute("href"));
  if (!tree || !window.HTMLDialogElement) return;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    const place = document.createComment("side");
    tree.replaceWith(place);
    const dialog = document.createElement("dialog");
    dialog.className = "side-dialog";
    dialog.setAttribute("aria-label", opener.textContent.trim());
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button--small side-dialog__close";
    close.textContent = word("close");
    close.addEventListener("click", () => dialog.close());
    dialog.append(close, tree);
    dialog.addEventListener("click", (press) => press.target === dialog && press.clientX > dialog.clientWidth && dialog.close());
    dialog.addEventListener("close", () => {
      place.replaceWith(tree);
      dialog.remove();
      opener.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    tree.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  });
}

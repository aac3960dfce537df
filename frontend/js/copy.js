import { word } from "./words.js";

const STAY = 2000; // ms that "Copied" stands

function button(block) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "copyable__button";
  made.dataset.as = "0"; // no part of the text that notes are about
  made.textContent = word("copy");
  made.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      made.textContent = word("copied");
    } catch {
      // No leave to write, or no secure connection: mark the text, so that one key copies it.
      getSelection().selectAllChildren(block);
      made.textContent = word("copyByHand");
    }
    setTimeout(() => (made.textContent = word("copy")), STAY);
  });
  return made;
}

export function copyButtons(root) {
  for (const block of root.querySelectorAll(".prose pre")) {
    if (block.closest(".copyable, .diagram")) continue;
    const box = document.createElement("div");
    box.className = "copyable";
    block.replaceWith(box);
    box.append(block, button(block));
  }
}

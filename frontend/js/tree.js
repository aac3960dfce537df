// The page tree: what one folded or opened stays so in this tab.
const key = "tree";

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

export function tree() {
  const state = remembered();
  for (const branch of document.querySelectorAll(".page-tree details")) {
    const link = branch.parentElement.querySelector(":scope > a, :scope > details > summary a");
    const id = link?.getAttribute("href");
    if (!id) continue;
    const holdsCurrent = branch.querySelector("[aria-current]");
    if (id in state && !(holdsCurrent && !state[id])) branch.open = state[id];
    branch.addEventListener("toggle", () => {
      state[id] = branch.open;
      try {
        sessionStorage.setItem(key, JSON.stringify(state));
      } catch {
        // Nowhere to keep it: the tree opens as the server says.
      }
    });
  }
  const box = document.querySelector(".side, .manual__tree");
  const here = box?.querySelector("[aria-current]");
  if (here && box.scrollHeight > box.clientHeight) box.scrollTop = here.offsetTop - box.clientHeight / 2;
}

// A diagram is drawn in a frame that can reach nothing; its source goes there by message.
import { word } from "./words.js";

const TALL = 4000; // px, whatever a drawing claims to need
const drawn = new Map(); // frame's window → { figure, frame, source }

function colours() {
  const style = getComputedStyle(document.body);
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = (token) => {
    probe.className = "";
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const names = { sheet: "sheet", sunk: "sunk", ink: "ink", line: "ink-2", wash: "flip-wash", mark: "mark-wash" };
  const found = Object.fromEntries(Object.entries(names).map(([key, token]) => [key, read(token)]));
  probe.remove();
  return { ...found, dark: style.colorScheme === "dark" || (style.colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches) };
}

function open(figure) {
  const source = figure.querySelector(".diagram__source")?.textContent;
  if (!source || figure.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.className = "diagram__frame";
  frame.title = word("diagram");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = "/diagram-frame";
  figure.prepend(frame);
  drawn.set(frame.contentWindow, { figure, frame, source });
}

function say(figure, text) {
  const line = figure.querySelector(".diagram__said") ?? figure.appendChild(document.createElement("p"));
  line.className = "diagram__said";
  line.dataset.as = "0"; // no part of the text that notes are about
  line.textContent = text;
}

function told({ source: from, data }) {
  const one = drawn.get(from);
  if (!one || typeof data !== "object" || data === null) return;
  if (data.wiki === "ready") {
    from.postMessage({ source: one.source, colours: colours() }, "*"); // the frame's origin is opaque
  } else if (data.wiki === "drawn") {
    one.frame.style.blockSize = `${Math.min(Math.max(Number(data.height) || 0, 40), TALL)}px`;
    one.figure.classList.add("is-drawn");
  } else if (data.wiki === "failed") {
    drawn.delete(from);
    one.frame.remove();
    say(one.figure, `${word("diagramFailed")} ${String(data.reason).slice(0, 200)}`);
  }
}

let listening = false;

export function diagrams(root) {
  const figures = root.querySelectorAll("figure.diagram:not([data-watched])");
  if (!figures.length) return;
  if (!listening) {
    listening = true;
    addEventListener("message", told);
    document.addEventListener("wiki:scheme", () => {
      for (const [frame, one] of drawn) frame.postMessage({ source: one.source, colours: colours() }, "*");
    });
  }
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => (near.unobserve(target), open(target))),
    { rootMargin: "400px" },
  );
  for (const figure of figures) {
    figure.dataset.watched = "";
    near.observe(figure);
  }
}

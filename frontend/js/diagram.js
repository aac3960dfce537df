// The script of the isolated frame: takes a source from the page around it, draws it, says how tall it is.
import mermaid from "mermaid";

const place = document.getElementById("diagram");
const ROOM = 32; // px, the padding around the drawing
let number = 0;

function theme({ sheet, sunk, ink, line, wash, mark, dark }) {
  return {
    darkMode: dark,
    background: sheet,
    primaryColor: wash,
    primaryTextColor: ink,
    primaryBorderColor: line,
    secondaryColor: mark,
    tertiaryColor: sunk,
    lineColor: line,
    textColor: ink,
    mainBkg: wash,
    noteBkgColor: mark,
    noteTextColor: ink,
    fontFamily: "system-ui, sans-serif",
  };
}

async function draw({ source, colours }) {
  document.documentElement.style.background = colours.sheet;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    themeVariables: theme(colours),
    maxTextSize: 20000,
    maxEdges: 300,
    suppressErrorRendering: true,
  });
  number += 1;
  const { svg } = await mermaid.render(`drawing-${number}`, source);
  place.innerHTML = svg;
  place.setAttribute("aria-label", place.querySelector("svg > title")?.textContent ?? document.title);
  parent.postMessage({ wiki: "drawn", height: Math.ceil(place.getBoundingClientRect().height) + ROOM }, "*");
}

addEventListener("message", ({ source: from, data }) => {
  if (from !== parent || typeof data?.source !== "string") return;
  draw(data).catch((failure) => parent.postMessage({ wiki: "failed", reason: failure.message }, "*"));
});

parent.postMessage({ wiki: "ready" }, "*");

// A pencil at a heading opens that part where it stands, as a form that the server answers with. Without script, or
// when that fails, the pencil leads to the same form on a page of its own.

// A step with its whole section; else the heading and all until the next of its level or above.
function partOf(heading) {
  if (heading.matches(".edit-part--lead")) return leadFrom(heading);
  const step = heading.parentElement;
  if (step.matches("section.step")) return [step];
  const level = Number(heading.localName[1]);
  const part = [heading];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    const title = next.matches("section.step") ? next.querySelector("h2") : next;
    if (/^h[1-6]$/.test(title?.localName ?? "") && Number(title.localName[1]) <= level) break;
    if (next.matches(".footnotes, .below")) break;
    part.push(next);
  }
  return part;
}

// What stands before the first heading, with the pencil itself.
function leadFrom(pencil) {
  const part = [pencil];
  for (let next = pencil.nextElementSibling; next && !next.matches("h1, h2, h3, h4, h5, h6, section.step, .footnotes, .below"); next = next.nextElementSibling) part.push(next);
  return part;
}

// One main button: that of the part that was opened last, else that of the page.
function oneMain(place) {
  for (const key of document.querySelectorAll("main .button--main, main [data-main]")) {
    key.dataset.main = "";
    key.classList.toggle("button--main", place ? place.contains(key) : !key.closest(".section-place"));
  }
}

// The editor and the questions it asks come with the first part that is opened.
function loadEditor(tools) {
  const script = tools?.querySelector("script[src]");
  if (!script) return;
  const there = [...document.scripts].some((each) => each.isConnected && each.src === script.src && !tools.contains(each));
  script.remove();
  if (there) return tools.remove();
  document.body.append(tools);
  const loaded = document.createElement("script"); // one that was written as text would not run
  loaded.src = script.src;
  document.head.append(loaded);
}

async function open(pencil) {
  const answer = await fetch(pencil.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
  const place = document.createElement("div");
  place.className = "section-place";
  place.innerHTML = await answer.text(); // our own form; the text in it is escaped
  // Alone, without a preview beside it: there is no room for one within a page.
  place.querySelector(".editor")?.classList.add("is-alone");
  const part = partOf(pencil.closest("h1, h2, h3, h4, h5, h6, .edit-part--lead"));
  part[0].before(place);
  for (const each of part) each.hidden = true;
  oneMain(place);
  place.querySelector("[data-cancel]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const each of part) each.hidden = false;
    place.remove();
    oneMain([...document.querySelectorAll(".section-place")].at(-1));
    pencil.focus();
  });
  place.dispatchEvent(new CustomEvent("wiki:shown", { bubbles: true }));
  loadEditor(place.querySelector("[data-editor-tools]"));
  focusSoon(place);
  place.scrollIntoView({ block: "nearest" });
}

// The editor comes a moment later than its text area.
function focusSoon(place, tries = 40) {
  const box = place.querySelector(".cm-content");
  if (box) box.focus();
  else if (tries) setTimeout(focusSoon, 50, place, tries - 1);
  else place.querySelector("textarea")?.focus();
}

export function sections() {
  document.addEventListener("click", (event) => {
    const pencil = event.target.closest?.("a.edit-part");
    if (!pencil || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    open(pencil).catch(() => location.assign(pencil.href));
  });
}

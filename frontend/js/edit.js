// The editor: CodeMirror over <textarea data-editor>. The textarea stays in the form and always has the text.
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { syntaxHighlighting } from "@codemirror/language";
import { shortcuts } from "./edit/commands.js";
import { asks } from "./edit/asks.js";
import { blocks, pages, people } from "./edit/complete.js";
import { pasting } from "./edit/clip/paste.js";
import { emoji } from "./edit/emoji.js";
import { filing, mountFiling } from "./edit/files.js";
import { language } from "./edit/language.js";
import { look } from "./edit/look.js";
import { place } from "./edit/place.js";
import { pictures } from "./edit/pictures.js";
import { preview } from "./edit/preview.js";
import { rescue } from "./edit/rescue.js";
import { scrolled } from "./edit/sync.js";
import { barred, toolbar } from "./edit/toolbar.js";

const nonce = document.querySelector("meta[name='csp-nonce']")?.content ?? "";
const COUNT_PAUSE = 200; // ms without a key

function extensions(textarea, box, act) {
  const keys = [
    { key: "Mod-s", run: act.publish, preventDefault: true },
    { key: "Mod-Enter", run: act.publish },
    { key: "Mod-Alt-p", run: () => act.look(), preventDefault: true },
    { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) }, // in an empty item it ends the list
    { key: "Backspace", run: deleteMarkupBackward },
  ];
  const described = textarea.getAttribute("aria-describedby");
  return [
    EditorView.cspNonce.of(nonce),
    history(),
    language,
    syntaxHighlighting(look),
    pictures,
    pasting,
    filing(box),
    barred(box),
    autocompletion({ override: [pages, people, blocks(box), emoji], icons: false, activateOnTyping: true }),
    // Tab is not taken: it leaves the editor, as it leaves every other field.
    keymap.of([...completionKeymap, ...keys, ...shortcuts, ...historyKeymap, ...defaultKeymap]),
    EditorView.lineWrapping,
    placeholder(textarea.placeholder),
    EditorView.contentAttributes.of({
      "aria-label": textarea.labels[0]?.textContent.trim() ?? textarea.name,
      ...(described && { "aria-describedby": described }),
      ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
      tabindex: "0",
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
      lang: textarea.lang || document.documentElement.lang,
    }),
  ];
}

function counter(place) {
  if (!place) return () => {};
  let timer = 0;
  const count = (text) => {
    const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    place.textContent = place.dataset.text.replace("%", words.toLocaleString(document.documentElement.lang));
  };
  return (text, wait = COUNT_PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(count, wait, text);
  };
}

function mount(textarea) {
  const form = textarea.form;
  const box = textarea.closest(".editor") ?? textarea.parentElement;
  const count = counter(box.querySelector("[data-word-count]"));
  let together = () => {};
  const seen = preview(box, form, () => together());
  const act = {
    look: seen.look,
    publish() {
      form.requestSubmit(form.querySelector("[data-publish]") ?? undefined);
      return true;
    },
  };
  const follow = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    textarea.value = update.state.doc.toString();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    count(textarea.value);
    seen.changed();
  });
  const host = document.createElement("div");
  host.className = "cm-host";
  textarea.before(host);
  const view = new EditorView({
    parent: host,
    state: EditorState.create({ doc: textarea.value, extensions: [...extensions(textarea, box, act), follow] }),
  });
  together = scrolled(view, box.querySelector("[data-preview]"));
  textarea.hidden = true;
  textarea.required = false; // a hidden field can't show what is missing; the server says it
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  mountFiling(box, textarea, view);
  asks(form);
  toolbar(box, view);
  rescue(textarea, view);
  place(form);
  count(textarea.value, 0);
  if (textarea.autofocus) view.focus();
}

// Editors that come later, with a part of a page, are mounted too.
function mountAll(root) {
  for (const textarea of root.querySelectorAll("textarea[data-editor]:not([data-mounted])")) {
    textarea.dataset.mounted = "";
    mount(textarea);
  }
}

mountAll(document);
for (const arrival of ["wiki:shown", "htmx:after:swap"]) document.addEventListener(arrival, (event) => event.target.querySelectorAll && mountAll(event.target));

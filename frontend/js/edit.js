// The editor: CodeMirror over <textarea data-editor>. The textarea stays in the form and always has the text.
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { deleteMarkupBackward, insertNewlineContinueMarkup } from "@codemirror/lang-markdown";
import { syntaxHighlighting } from "@codemirror/language";
import { bold, italic, link, toolbar } from "./edit/commands.js";
import { blocks, pages, people } from "./edit/complete.js";
import { language } from "./edit/language.js";
import { look } from "./edit/look.js";
import { preview } from "./edit/preview.js";
import { rescue } from "./edit/rescue.js";

const nonce = document.querySelector("meta[name='csp-nonce']")?.content ?? "";

function extensions(textarea, box, publish) {
  const shortcuts = [
    { key: "Mod-s", run: publish, preventDefault: true },
    { key: "Mod-Enter", run: publish },
    { key: "Mod-b", run: bold },
    { key: "Mod-i", run: italic },
    { key: "Mod-k", run: link },
    { key: "Enter", run: insertNewlineContinueMarkup },
    { key: "Backspace", run: deleteMarkupBackward },
  ];
  const described = textarea.getAttribute("aria-describedby");
  return [
    EditorView.cspNonce.of(nonce),
    history(),
    language,
    syntaxHighlighting(look),
    autocompletion({ override: [pages, people, blocks(box)], icons: false, activateOnTyping: true }),
    // Tab is not taken: it leaves the editor, as it leaves every other field.
    keymap.of([...completionKeymap, ...shortcuts, ...historyKeymap, ...defaultKeymap]),
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

function countInto(place) {
  if (!place) return () => {};
  return (text) => {
    const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    place.textContent = place.dataset.text.replace("%", words.toLocaleString(document.documentElement.lang));
  };
}

function mount(textarea) {
  const form = textarea.form;
  const box = textarea.closest(".editor") ?? textarea.parentElement;
  const count = countInto(box.querySelector("[data-word-count]"));
  const refresh = preview(box, form);
  const publish = () => {
    form.requestSubmit(form.querySelector("[data-publish]") ?? undefined);
    return true;
  };
  const follow = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    textarea.value = update.state.doc.toString();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    count(textarea.value);
    refresh();
  });
  const host = document.createElement("div");
  host.className = "cm-host";
  textarea.before(host);
  const view = new EditorView({
    parent: host,
    state: EditorState.create({ doc: textarea.value, extensions: [...extensions(textarea, box, publish), follow] }),
  });
  textarea.hidden = true;
  textarea.required = false; // a hidden field can't show what is missing; the server says it
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  toolbar(box, view);
  rescue(textarea, view);
  count(textarea.value);
  if (textarea.autofocus) view.focus();
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) mount(textarea);

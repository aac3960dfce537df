// Words that scripts show come translated from the page: <template id="words" data-copy="Copy" …>.
export function word(name) {
  return document.getElementById("words")?.dataset[name] ?? "";
}

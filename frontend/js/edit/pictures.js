// Under a line that is a picture of this wiki stands the picture itself, small.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

const PICTURE = /^!\[[^\]\n]*\]\(<?(\/file\/[\w-]+\/[^\s)>]+\.(?:png|jpe?g|gif|webp))>?(?: +"[^"\n]*")?\) *$/gim;
const MOST = 200; // of one text

class Thumbnail extends WidgetType {
  constructor(address) {
    super();
    this.address = address;
  }
  eq(other) {
    return other.address === this.address;
  }
  // Fixed by the style sheet, so that nothing jumps when the picture arrives.
  get estimatedHeight() {
    return 128;
  }
  toDOM() {
    const box = document.createElement("div");
    box.className = "cm-thumbnail";
    const picture = document.createElement("img");
    picture.src = this.address;
    picture.alt = "";
    picture.loading = "lazy";
    box.append(picture);
    return box;
  }
}

function found(doc) {
  const text = doc.toString();
  if (!text.includes("/file/")) return Decoration.none;
  const marks = [];
  for (const match of text.matchAll(PICTURE)) {
    if (marks.length === MOST) break;
    marks.push(Decoration.widget({ widget: new Thumbnail(match[1]), block: true, side: 1 }).range(match.index + match[0].length));
  }
  return Decoration.set(marks);
}

export const pictures = StateField.define({
  create: (state) => found(state.doc),
  update: (marks, change) => (change.docChanged ? found(change.newDoc) : marks),
  provide: (field) => EditorView.decorations.from(field),
});

// Every page: htmx, and small comforts over markup that works without them.
import htmx from "htmx.org/dist/htmx.esm.js";
import { care } from "./care.js";
import { carry } from "./carry.js";
import { copyButtons } from "./copy.js";
import { dialogs } from "./dialogs.js";
import { diagrams } from "./diagrams.js";
import { drafts } from "./drafts.js";
import { find } from "./find.js";
import { guard, guarded } from "./guard.js";
import { menus } from "./menus.js";
import { mentions } from "./mentions.js";
import { outline } from "./outline.js";
import { settleRescue } from "./rescue.js";
import { scheme } from "./scheme.js";
import { search } from "./search.js";
import { sections } from "./sections.js";
import { side } from "./side.js";
import { suggestions } from "./suggest.js";
import { tree } from "./tree.js";
import { unfold } from "./unfold.js";
import { writing } from "./writing.js";

// Nothing of a page is ever run as code: the policy forbids it, and htmx need not try.
htmx.config.history = false;
htmx.config.mode = "same-origin";

function shown(root) {
  copyButtons(root);
  suggestions(root);
  diagrams(root);
  guarded(root);
  drafts(root);
  writing(root);
}

find();
menus();
dialogs();
side();
scheme();
search();
guard();
tree();
carry();
outline();
mentions();
unfold();
care();
settleRescue();
sections();
shown(document);

// Parts that arrive later (a preview, an answer to htmx) get the same comforts.
document.addEventListener("wiki:shown", (event) => shown(event.target));
document.addEventListener("htmx:after:swap", (event) => shown(event.target));

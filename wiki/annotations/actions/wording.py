"""What a note says: checked, rendered once, and its pictures kept with the page."""

import re
from dataclasses import dataclass
from typing import Any

from wiki.annotations.models import AUDIENCES, KINDS, LONGEST, Annotation
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.markup import TooMuch, render
from wiki.pages.actions.attaching import adopt_loose
from wiki.pages.files import named_in
from wiki.pages.queries.file_lists import loose_among

REPLY = "reply"
_HEADING = re.compile(r'<h([1-6]) id="[^"]*">')
LONGEST_EDIT = 5 * LONGEST
"""Characters of what a suggestion puts in place of a passage."""

EMPTY = N_("Write a word or two first.")
LONG = N_("A note has at most 10,000 characters. A page of its own holds more.")
LONG_EDIT = N_("A suggestion has at most 50,000 characters. Change the page itself for more.")
NO_KIND = N_("Choose what kind of note it is.")
NO_AUDIENCE = N_("Choose who may read it.")
NO_PICTURES = N_("New pictures are for notes that all readers of the page see, or for yours alone.")
SAME = N_("The suggestion says the same as the page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """What somebody writes. `circle`: the key of those who may read it, for the audience `circle`.

    `passage` and `replacement`, of a suggestion: lines of the page's Markdown, and those in place of them.
    """

    body: str
    kind: str = "comment"
    audience: str = "readers"
    circle: str = ""
    passage: str | None = None
    replacement: str | None = None


def check(text: NoteText, *, reply: bool = False) -> None:
    """Raises `Invalid` for what is no note."""
    errors: dict[str, str] = {}
    if not reply and text.kind not in KINDS:
        errors["kind"] = NO_KIND
    if text.audience not in AUDIENCES or (text.audience == "circle") != bool(text.circle):
        errors["audience"] = NO_AUDIENCE
    if text.kind == "suggestion":
        errors |= _check_suggestion(text)
    elif not text.body.strip():
        errors["body"] = EMPTY
    if len(text.body) > LONGEST:
        errors["body"] = LONG
    if errors:
        raise Invalid(errors)


def _check_suggestion(text: NoteText) -> dict[str, str]:
    if text.replacement is None:
        return {"replacement": EMPTY}
    if len(text.replacement) > LONGEST_EDIT:
        return {"replacement": LONG_EDIT}
    if text.passage is not None and text.replacement.strip() == text.passage.strip():
        return {"replacement": SAME}
    return {}


def rendered(body: str) -> dict[str, Any]:
    """The columns of a note that show its text, which `check` found fit. Raises `Invalid`."""
    try:
        made = render(body)
    except TooMuch as error:
        raise Invalid({"body": str(error)}) from error
    references = [[each.kind, each.target, each.section, each.label] for each in made.references]
    # A heading in a note is no place of the page: its address would be taken for that of the page's own.
    return {"html": _HEADING.sub(r"<h\1>", made.html), "text": made.text, "references": references}


def adopt_files(work: Work, note: Annotation) -> None:
    """Pictures of a note that all readers see become files of the page; those of a private one stay its author's.

    Raises `Invalid` for a circle: its other members could not read them.
    """
    keys = named_in(note.html)
    if not keys or note.author_id is None:
        return
    if note.audience == "circle" and loose_among(work.session, keys):
        raise Invalid({"body": NO_PICTURES})
    if note.audience == "readers":
        adopt_loose(work, note.page_id, note.author_id, keys)

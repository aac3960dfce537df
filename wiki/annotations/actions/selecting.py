"""The passage that somebody selected: checked against the revision they saw, and carried to the present one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.annotations.anchoring import Carrier, Place, Quote, find, quote_of, whole_signs
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.markup import as_read
from wiki.pages.models import Page, Revision
from wiki.pages.queries.links import references_of

NOTHING = N_("Select some words of the page first.")
ELSEWHERE = N_("These words don’t stand in that place of the page. Select them again.")
GONE = N_(
    "Somebody has taken these words out of the page meanwhile. Select others, or write your note to the whole page."
)
NO_REVISION = N_("This note began from a revision that does not exist.")


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody selected in the page's revision `number`: a place in its text, in code points.

    With the words in `exact` the place is only a hint where they stand several times; `prefix` and `suffix` are what
    stands around them. Without a place (`start` is -1) they are all there is.
    """

    number: int
    start: int = -1
    end: int = -1
    exact: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage in the text of the revision `number`, with how it came there."""

    number: int
    text: str
    place: Place
    state: str = "anchored"
    score: float = 1.0
    cause: str = ""

    def values(self) -> dict[str, Any]:
        """The columns of an `Anchor`."""
        quote = quote_of(self.text, self.place)
        return {
            "start": self.place.start,
            "end": self.place.end,
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
            "state": self.state,
            "score": self.score,
            "cause": self.cause,
        }


def text_of(session: Session, page_id: int, number: int) -> str | None:
    """The text of a revision as it is read, that places are counted against; None when there is no such revision."""
    row = session.execute(
        select(Revision.html, Revision.references).where(Revision.page_id == page_id, Revision.number == number)
    ).first()
    return None if row is None else as_read(row.html, references_of(row.references))


def chosen(session: Session, page: Page, selection: Selection) -> tuple[Chosen, Chosen]:
    """The passage as it was selected, and where it is now. Raises `Invalid` (field `exact`)."""
    text = text_of(session, page.id, selection.number)
    if text is None:
        raise Invalid({"exact": NO_REVISION})
    place = whole_signs(text, _place(text, selection))
    made = Chosen(selection.number, text, place)
    if selection.number == page.number:
        return made, made
    now = text_of(session, page.id, page.number) or ""
    carried = Carrier(text, now).carry(place)
    if carried.place is None:
        raise Invalid({"exact": GONE})
    return made, Chosen(page.number, now, carried.place, carried.state, carried.score, carried.cause)


def _place(text: str, selection: Selection) -> Place:
    start, end, exact = selection.start, selection.end, selection.exact
    within = 0 <= start < end <= len(text)
    if within and (not exact or text[start:end].split() == exact.split()):
        place: Place | None = Place(start, end)
    elif exact.strip():
        place = find(text, Quote(exact, selection.prefix, selection.suffix), start if start >= 0 else None)
    else:
        raise Invalid({"exact": NOTHING})
    if place is None:
        raise Invalid({"exact": ELSEWHERE})
    if not text[place.start : place.end].strip():
        raise Invalid({"exact": NOTHING})
    return _without_blanks(text, place)


def _without_blanks(text: str, place: Place) -> Place:
    """A selection by hand takes blanks and ends of lines along that nobody means."""
    start, end = place.start, place.end
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Place(start, end)

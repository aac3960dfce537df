"""Say what became of a note, and take that back."""

from collections.abc import Sequence

from wiki.annotations.events import NoteReopened, NoteSettled
from wiki.annotations.models import OUTCOMES, Annotation
from wiki.annotations.permissions import may_settle
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.events import PageTextsChanged
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of

REASON = 300
NOT_YOURS = N_("Its author, the owner of the page, and who writes in this space say what became of a note.")
NO_OUTCOME = N_("Choose what became of it.")
WHY = N_("Say in a few words why it is declined; its author will read it.")
TOO_LONG = N_("A few words are enough here: at most 300 characters.")
NO_REVISION = N_("There is no such revision.")


def settle(
    work: Work, viewer: Viewer, page: Page, note: Annotation, outcome: str, *, reason: str = "", number: int = 0
) -> None:
    """End a thread. `number`: the revision in which a note was applied. Raises `Forbidden` and `Invalid`."""
    _may(work, viewer, page, note)
    reason = reason.strip()
    errors: dict[str, str] = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = NO_OUTCOME
    if outcome == "declined" and not reason:
        errors["reason"] = WHY
    if len(reason) > REASON:
        errors["reason"] = TOO_LONG
    if outcome == "applied" and not 0 <= number <= page.number:
        errors["number"] = NO_REVISION
    if errors:
        raise Invalid(errors)
    if note.outcome == outcome and note.reason == reason:
        return
    note.outcome, note.reason = outcome, reason
    note.outcome_number = (number or page.number) if outcome == "applied" else None
    note.settled_at, note.settled_by_id = work.clock.now(), viewer.person_id
    work.record(NoteSettled(page.id, note.id, outcome, note.outcome_number or 0))
    work.record(PageTextsChanged(page.id))


def reopen(work: Work, viewer: Viewer, page: Page, note: Annotation) -> None:
    """It isn't settled after all. Raises `Forbidden`."""
    _may(work, viewer, page, note)
    if note.outcome is None:
        return
    note.outcome = note.outcome_number = note.settled_at = note.settled_by_id = None
    note.reason = ""
    work.record(NoteReopened(page.id, note.id))
    work.record(PageTextsChanged(page.id))


def _may(work: Work, viewer: Viewer, page: Page, note: Annotation) -> None:
    if note.root_id is not None or not may_settle(reach_of(work.session, viewer), page, note):
        raise Forbidden(NOT_YOURS)


def settle_with_save(work: Work, viewer: Viewer, page: Page, notes: Sequence[Annotation], number: int) -> None:
    """What somebody ticked in the editor: corrections and suggestions are applied, all else is answered."""
    for note in notes:
        if note.outcome is None and note.root_id is None and may_settle(reach_of(work.session, viewer), page, note):
            outcome = "applied" if note.kind in {"correction", "suggestion"} else "answered"
            settle(work, viewer, page, note, outcome, number=number)

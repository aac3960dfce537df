"""Searches that somebody keeps."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.search.models import SavedSearch
from wiki.search.tokens import clean

MOST = 50
LONGEST_NAME = 80


class NameTaken(Invalid):
    """Another search is kept under the name: `text` is what it searches."""

    def __init__(self, text: str) -> None:
        super().__init__({"name": N_("Another of your searches has this name.")})
        self.text = text


def save_search(work: Work, person_id: int, name: str, text: str, *, replace: bool = False) -> SavedSearch:
    """Keep a search under a name; with `replace` in the place of the one that has it.

    Raises `Invalid`, and `NameTaken` where another search has the name.
    """
    said, text = _named(name or text), clean(text)
    if not text:
        raise Invalid({"text": N_("There is nothing to search for.")})
    if (found := _called(work, person_id, said)) is not None:
        return _in_place_of(found, text, replace=replace)
    many = work.session.scalar(select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == person_id))
    if (many or 0) >= MOST:
        raise Invalid({"name": N_("You keep fifty searches already. Remove one first.")})
    made = SavedSearch(person_id=person_id, name=said, text=text, made_at=work.clock.now())
    try:
        with work.session.begin_nested():
            work.session.add(made)
    except IntegrityError:
        # Whoever presses twice saves it twice at once, and where many may write, neither sees the other's.
        found = _called(work, person_id, said)
        if found is None:
            raise
        return _in_place_of(found, text, replace=replace)
    return made


def _in_place_of(found: SavedSearch, text: str, *, replace: bool) -> SavedSearch:
    if found.text != text and not replace:
        raise NameTaken(found.text)
    found.text = text
    return found


def rename_search(work: Work, saved: SavedSearch, name: str) -> None:
    """Raises `Invalid` when there is no name, `NameTaken` when another search bears it."""
    said = _named(name)
    other = _called(work, saved.person_id, said)
    if other is not None and other is not saved:
        raise NameTaken(other.text)
    try:
        with work.session.begin_nested():
            saved.name = said
    except IntegrityError as error:
        other = _called(work, saved.person_id, said)
        raise NameTaken(other.text if other else "") from error


def _called(work: Work, person_id: int, name: str) -> SavedSearch | None:
    return work.session.scalar(select(SavedSearch).where(SavedSearch.person_id == person_id, SavedSearch.name == name))


def drop_search(work: Work, saved: SavedSearch) -> None:
    work.session.delete(saved)


def _named(name: str) -> str:
    said = " ".join(clean(name).split())[:LONGEST_NAME]
    if not said:
        raise Invalid({"name": N_("A name, please.")})
    return said

"""What the templates of notes receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from wiki.annotations.queries.reading import Counts, Filters, Notes
from wiki.annotations.queries.views import NoteView
from wiki.pages.diff import Block
from wiki.pages.models import Page, Space
from wiki.people.queries import Face
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginContext:
    """The notes of a page as they hang beside its text."""

    template: ClassVar[str] = "annotations/margin.html"

    page: Page = said("The page.")
    notes: Notes = said("Threads in the order of the text, and how many there are.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML, with links as this viewer may see them.")
    number: int = said("The revision whose text they stand in.")
    may_note: bool = said("Whether the viewer may write notes that others read.")
    once: str = said("A name for forms that are sent from here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNotesContext:
    """All notes of a page, as a list."""

    template: ClassVar[str] = "annotations/page_notes.html"

    page: Page = said("The page.")
    notes: Notes = said("Threads of this part of the list, orphans first.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML.")
    counts: Counts = said("How many notes, open questions, suggestions and orphans the page has.")
    filters: Filters = said("What is shown: kind, state, author, words.")
    writer: Face | None = said("The person whose notes alone are shown.")
    part: int = said("Which part of the list, from 1.")
    parts: int = said("How many parts there are.")
    part_url: Any = said("Address of a part by its number.")
    may_note: bool = said("Whether the viewer may write notes that others read.")
    once: str = said("A name for forms that are sent from here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesContext:
    """Notes on several pages: those of a space, one's own, or what waits for somebody."""

    template: ClassVar[str] = "annotations/notes.html"

    space: Space | None = said("The space, for its notes.")
    tab: str = said("`mine`, `waiting` or `space`.")
    notes: Notes = said("Threads of this part of the list.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML.")
    filters: Filters = said("What is shown: kind, state, author, words.")
    writer: Face | None = said("The person whose notes alone are shown.")
    waiting: int = said("How many notes wait for the viewer.")
    part: int = said("Which part of the list, from 1.")
    parts: int = said("How many parts there are.")
    part_url: Any = said("Address of a part by its number.")
    once: str = said("A name for forms that are sent from here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFormContext:
    """The form of a note, as a page; as a part of one with `annotations/note_form_part.html`."""

    template: ClassVar[str] = "annotations/note_form.html"

    page: Page = said("The page that it is about.")
    form: Any = said("kind, body, replacement, audience, and the passage: start, end, revision, exact.")
    quote: str = said("The words that the note is about.")
    note: NoteView | None = said("The note that is changed; None for a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFormPart(NoteFormContext):
    """The form alone, for the script."""

    template: ClassVar[str] = "annotations/note_form_part.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadContext:
    """One thread by itself, with a form that could not be taken."""

    template: ClassVar[str] = "annotations/thread_page.html"

    page: Page = said("The page.")
    note: NoteView = said("The thread.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML.")
    form: Any = said("The form that was refused: an answer or an outcome; None for none.")
    once: str = said("A name for forms that are sent from here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionContext:
    """A suggested edit, word by word."""

    template: ClassVar[str] = "annotations/suggestion.html"

    page: Page = said("The page.")
    note: NoteView = said("The suggestion.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML.")
    blocks: Sequence[Block] = said("The difference between the passage and what is suggested.")
    form: Any = said("replacement: what is taken over, to be improved first.")
    decline: Any = said("outcome, reason: to say no.")
    may_take: bool = said("Whether the viewer may take it over.")
    once: str = said("A name for forms that are sent from here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsContext:
    """All open suggestions of a page."""

    template: ClassVar[str] = "annotations/suggestions.html"

    page: Page = said("The page.")
    notes: Notes = said("The suggestions in the order of the text.")
    bodies: Mapping[int, Markup] = said("Id of a note → its text as HTML.")
    blocks: Mapping[int, Sequence[Block]] = said("Id of a note → the difference that it makes.")
    may_take: bool = said("Whether the viewer may take them over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedContext:
    """The open notes whose words an edit changes or takes away, in the editor."""

    template: ClassVar[str] = "annotations/touched.html"

    touched: Sequence[tuple[NoteView, bool]] = said("The notes, and whether their words are gone.")
    names: Sequence[str] = said("Who wrote them.")

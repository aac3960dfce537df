"""Notes ready to be shown: their texts filled for the viewer, their authors as they may be known."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from wiki.annotations.models import Annotation
from wiki.annotations.queries.circles import circles_of
from wiki.annotations.queries.reading import Notes
from wiki.annotations.queries.views import NoteView
from wiki.markup import Reference
from wiki.pages.filling import filled
from wiki.pages.permissions import reach_of
from wiki.pages.queries.links import Answers, answers_for_text, references_of
from wiki.pages.routes.bylines import shown
from wiki.web.request import session, who

MOST = 200
PART = 50


def new_once() -> str:
    """A name for a form, so that what it sends twice is one note."""
    return secrets.token_urlsafe(9)


def bylined(notes: Notes) -> Notes:
    """With their authors as the viewer may know them."""
    return notes if who().signed_in else Notes([_bylined(note) for note in notes.threads], notes.total)


def _bylined(note: NoteView) -> NoteView:
    replies = [_bylined(answer) for answer in note.replies]
    return replace(
        note,
        author=shown(note.author),
        settled_by=shown(note.settled_by),
        edited_by=shown(note.edited_by),
        replies=replies,
    )


def bodies_of(threads: Sequence[NoteView]) -> Mapping[int, Markup]:
    """Id of each note and answer → its text; where their links lead is asked once for all of them."""
    notes = [one for thread in threads for one in (thread, *thread.replies) if one.html]
    references: list[Reference] = []
    begins: list[int] = []
    for note in notes:
        begins.append(len(references))
        references += references_of(note.references)
    reach = reach_of(session(), who())
    answers = answers_for_text(session(), reach, references, None) if references else Answers({}, {}, {})
    found = {}
    for note, begin in zip(notes, begins, strict=True):
        own = references_of(note.references)
        here = range(begin, begin + len(own))
        part = Answers(
            {n - begin: answers.targets[n] for n in here if n in answers.targets},
            {n - begin: answers.included[n] for n in here if n in answers.included},
            answers.people,
            {n - begin: answers.lists[n] for n in here if n in answers.lists},
        )
        found[note.id] = filled(note.html, own, part, may_write=False)
    return found


def circle_titles() -> Mapping[str, str]:
    return {circle.key: circle.title for circle in circles_of(session(), who())}


def anchor_of(note: Annotation) -> str:
    return f"note-{note.id}"

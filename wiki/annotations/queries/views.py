"""A note as this viewer may see it, with its answers and reactions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from wiki.annotations.models import REACTIONS, Annotation, Reaction
from wiki.annotations.permissions import may_remove, may_settle
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Revision
from wiki.pages.permissions import Reach, may_write
from wiki.people.queries import Face, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note, or an answer to one, as this viewer may see it.

    `html` still holds placeholders. `start` and `end` are its place in the text of the revision looked at, None for an
    orphan; `exact` its words there, `before` those it was written on, where they are others. `since`: the revision
    from which on it stands like this, and who wrote that, `edited_by`, for an orphan. `reactions`: kind → how many;
    `mine`: the viewer's own.
    """

    id: int
    page_id: int
    slug: str
    page_title: str
    space_title: str
    kind: str
    audience: str
    circle: str
    author: Face | None
    body: str
    html: str
    references: Sequence[Any]
    made_at: datetime
    edited_at: datetime | None
    removed: bool
    state: str
    start: int | None
    end: int | None
    exact: str
    before: str
    cause: str
    since: int
    edited_by: Face | None
    number: int
    outcome: str | None
    outcome_number: int | None
    reason: str
    settled_by: Face | None
    settled_at: datetime | None
    passage: str | None
    replacement: str | None
    reactions: Mapping[str, int] = field(default_factory=dict)
    mine: frozenset[str] = frozenset()
    replies: Sequence["NoteView"] = ()
    may_edit: bool = False
    may_remove: bool = False
    may_settle: bool = False
    may_take: bool = False

    @property
    def url(self) -> str:
        return f"/notes/{self.id}"


def threads(session: Session, reach: Reach, rows: Sequence[Row[Any]]) -> list[NoteView]:
    """The rows with their answers, reactions and people; three statements."""
    ids = [row.Annotation.id for row in rows]
    if not ids:
        return []
    answers: dict[int, list[Annotation]] = defaultdict(list)
    for answer in session.scalars(select(Annotation).where(Annotation.root_id.in_(ids)).order_by(Annotation.id)):
        answers[answer.root_id or 0].append(answer)
    notes = [*(row.Annotation for row in rows), *(answer for all_of in answers.values() for answer in all_of)]
    counts, mine = _reactions(session, reach.viewer, [note.id for note in notes])
    people = {note.author_id or 0 for note in notes} | {note.settled_by_id or 0 for note in notes}
    editors = _editors(session, rows)
    faces = names_of(session, (people | set(editors.values())) - {0})
    made = []
    for row in rows:
        root = _view(row, row.Annotation, reach, faces, counts, mine)
        root = replace(root, edited_by=faces.get(editors.get(root.id, 0)))
        replies = [
            _view(row, answer, reach, faces, counts, mine)
            for answer in answers[root.id]
            if answer.deleted_at is None or answer is not answers[root.id][-1]
        ]
        made.append(replace(root, replies=replies))
    return made


def _editors(session: Session, rows: Sequence[Row[Any]]) -> dict[int, int]:
    """Id of an orphan → who took its words out; one statement, and none where there are no orphans."""
    lost: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        if row.state == "orphaned":
            lost[row.Annotation.page_id, row.since].append(row.Annotation.id)
    if not lost:
        return {}
    found = session.execute(
        select(Revision.page_id, Revision.number, Revision.author_id).where(
            Revision.page_id.in_({page_id for page_id, _ in lost}), Revision.number.in_({number for _, number in lost})
        )
    )
    return {
        note_id: author_id or 0 for page_id, number, author_id in found for note_id in lost.get((page_id, number), ())
    }


def _reactions(
    session: Session, viewer: Viewer, ids: Collection[int]
) -> tuple[Mapping[int, dict[str, int]], Mapping[int, set[str]]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    mine: dict[int, set[str]] = defaultdict(set)
    own = func.max(case((Reaction.person_id == (viewer.person_id or 0), 1), else_=0))
    for note_id, kind, many, is_mine in session.execute(
        select(Reaction.annotation_id, Reaction.kind, func.count(), own)
        .where(Reaction.annotation_id.in_(ids))
        .group_by(Reaction.annotation_id, Reaction.kind)
    ):
        counts[note_id][kind] = many
        if is_mine:
            mine[note_id].add(kind)
    return counts, mine


def _view(
    row: Row[Any],
    note: Annotation,
    reach: Reach,
    faces: Mapping[int, Face],
    counts: Mapping[int, Mapping[str, int]],
    mine: Mapping[int, set[str]],
) -> NoteView:
    removed, is_root = note.deleted_at is not None, note.root_id is None
    found = counts.get(note.id, {})
    return NoteView(
        id=note.id,
        page_id=note.page_id,
        slug=row.slug,
        page_title=row.title,
        space_title=row.space_title,
        kind=note.kind,
        audience=note.audience,
        circle=note.circle,
        author=None if removed else faces.get(note.author_id or 0),
        body=note.body,
        html=note.html,
        references=note.references,
        made_at=note.made_at,
        edited_at=note.edited_at,
        removed=removed,
        state=row.state,
        start=row.start,
        end=row.end,
        exact=row.exact,
        before=note.exact if is_root and note.exact != row.exact else "",
        cause=row.cause,
        since=row.since,
        edited_by=None,
        number=note.number,
        outcome=note.outcome,
        outcome_number=note.outcome_number,
        reason=note.reason,
        settled_by=faces.get(note.settled_by_id or 0),
        settled_at=note.settled_at,
        passage=note.passage,
        replacement=note.replacement,
        reactions={kind: found[kind] for kind in REACTIONS if kind in found},
        mine=frozenset(mine.get(note.id, ())),
        may_edit=not removed and reach.viewer.signed_in and note.author_id == reach.viewer.person_id,
        may_remove=not removed and may_remove(reach, row, note),
        may_settle=is_root and may_settle(reach, row, note),
        may_take=is_root and note.kind == "suggestion" and may_write(reach, row),
    )

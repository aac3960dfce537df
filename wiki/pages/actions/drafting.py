"""Keep what somebody is typing, until it is saved or put away."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from wiki.kernel.refusals import Invalid, NotFound
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.markup import Limits
from wiki.pages.models import Page, Revision
from wiki.pages.unsaved import ASIDE, ENDED, OPEN, PRESENT, Unsaved, Writing

KEY_LENGTH = 40
_KEY = re.compile(r"[\w-]{12,40}", re.ASCII)
MOST_DRAFTS = 200
MOST_FIELDS, FIELD_LENGTH = 40, 2000
ASIDE_DAYS, ENDED_DAYS = 90, 2


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds while somebody types: see `Unsaved` for each."""

    title: str
    body: str
    fields: Mapping[str, Any]
    page_id: int | None = None
    part: str = ""
    base: int = 0


def new_key() -> str:
    """The name of a draft that nobody has written yet; nobody can guess it."""
    return secrets.token_urlsafe(12)


def keep_draft(
    work: Work, person_id: int, key: str, typed: Typed, *, writer: str, seen: int | None
) -> tuple[str, int] | None:
    """Keep what was typed; answers the draft's key and version, None when that text was saved meanwhile.

    `writer` names the opened form. When another one has written the draft since version `seen`, both are kept: this
    one gets a key of its own; without `seen` the last word is ours. Raises `Invalid` for more than may be kept.
    """
    _refuse_too_much(typed)
    values = {
        "title": typed.title,
        "body": typed.body,
        "fields": dict(typed.fields),
        "base": typed.base,
        "at": work.clock.now(),
        "writer": writer,
    }
    version = work.session.scalar(
        update(Unsaved)
        .where(
            Unsaved.key == key,
            Unsaved.person_id == person_id,
            Unsaved.state != ENDED,
            true() if seen is None else or_(Unsaved.writer == writer, Unsaved.version == seen),
        )
        .values(**values, version=Unsaved.version + 1, state=OPEN)
        .returning(Unsaved.version)
        .execution_options(synchronize_session=False)
    )
    if version is not None:
        return key, version
    there = work.session.execute(
        select(Unsaved.person_id, Unsaved.state, Unsaved.writer).where(Unsaved.key == key)
    ).first()
    if there is not None and there.person_id == person_id and there.state == ENDED and there.writer == writer:
        return None
    free = there is None and _KEY.fullmatch(key) is not None
    return _add(work, person_id, key if free else new_key(), typed, values), 1


def _add(work: Work, person_id: int, key: str, typed: Typed, values: dict[str, Any]) -> str:
    kept = select(func.count()).where(Unsaved.person_id == person_id, Unsaved.state == OPEN)
    if (work.session.scalar(kept) or 0) >= MOST_DRAFTS:
        raise Invalid({"body": N_("You have 200 unfinished texts. Save or put away some of them first.")})
    for name in (key, new_key()):
        try:
            with work.session.begin_nested():
                work.session.add(
                    Unsaved(**values, key=name, person_id=person_id, page_id=typed.page_id, part=typed.part, version=1)
                )
        except IntegrityError:
            # Taken in the same moment by another window.
            continue
        return name
    raise Invalid({"body": N_("This text could not be kept just now. Copy it, and load the page again.")})


def _refuse_too_much(typed: Typed) -> None:
    if len(typed.body) > Limits().body or len(typed.title) > FIELD_LENGTH:
        raise Invalid({"body": N_("This text is too long to be kept. Split it into several pages.")})
    if len(typed.fields) > MOST_FIELDS or any(len(str(value)) > FIELD_LENGTH for value in typed.fields.values()):
        raise Invalid({"body": N_("One of the fields is too long to be kept.")})


def page_of_draft(work: Work, person_id: int, key: str, title: str, body: str) -> Page | None:
    """The page that was made of this very draft before, saying this: a form that is sent twice makes one page.

    None for a first sending, and for one that says something else. Others who send the same key meanwhile wait here.
    """
    if _KEY.fullmatch(key) is None:
        return None
    values = {"title": "", "body": "", "fields": {}, "writer": "", "state": OPEN, "at": work.clock.now()}
    try:
        with work.session.begin_nested():
            work.session.add(Unsaved(**values, key=key, person_id=person_id))
        return None
    except IntegrityError:
        work.session.execute(select(Unsaved.key).where(Unsaved.key == key).with_for_update())
        made = select(Page).join(Unsaved, Unsaved.page_id == Page.id).join(Revision, Revision.id == Page.head_id)
        same = Unsaved.key == key, Unsaved.person_id == person_id, Unsaved.state == ENDED
        return work.session.scalar(made.where(*same, Revision.number == 1, Page.title == title, Revision.body == body))


def end_draft(work: Work, person_id: int, key: str, page_id: int | None = None) -> None:
    """What the draft said is saved now, in that page.

    Its row stays for a while, so that a late copy doesn't bring it back.
    """
    if key:
        place = {} if page_id is None else {"page_id": page_id}
        _set(work, person_id, key, state=ENDED, title="", body="", fields={}, **place)
    if page_id is not None:
        leave_page(work, person_id, page_id)


def put_aside(work: Work, person_id: int, key: str, *, quietly: bool = False) -> None:
    """Put a draft away, where its writer still finds it for a while. Raises `NotFound` unless `quietly`."""
    if not _set(work, person_id, key, state=ASIDE) and not quietly:
        raise NotFound(key)


def take_up(work: Work, person_id: int, key: str) -> None:
    """Go on with a draft that was put away. Raises `NotFound`."""
    if not _set(work, person_id, key, state=OPEN):
        raise NotFound(key)


def _set(work: Work, person_id: int, key: str, **values: Any) -> bool:
    changed = work.session.execute(
        update(Unsaved)
        .where(Unsaved.key == key, Unsaved.person_id == person_id, Unsaved.state != ENDED)
        .values(**values, at=work.clock.now())
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def throw_away(work: Work, person_id: int, key: str) -> None:
    """Drop a draft that was put away before, for good. Raises `NotFound`."""
    gone = work.session.execute(
        delete(Unsaved).where(Unsaved.key == key, Unsaved.person_id == person_id, Unsaved.state == ASIDE)
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound(key)


def say_writing(work: Work, person_id: int, page_id: int) -> None:
    """Somebody has the page open to write."""
    now = work.clock.now()
    there = work.session.get(Writing, (page_id, person_id))
    if there is None:
        work.session.add(Writing(page_id=page_id, person_id=person_id, at=now))
    else:
        there.at = now


def leave_page(work: Work, person_id: int, page_id: int) -> None:
    """Somebody has stopped writing at the page."""
    work.session.execute(delete(Writing).where(Writing.page_id == page_id, Writing.person_id == person_id))


def sweep_drafts(work: Work) -> None:
    """Drop what was put away long ago, the traces of what was saved, and who has left without a word."""
    now = work.clock.now()
    for state, days in ((ASIDE, ASIDE_DAYS), (ENDED, ENDED_DAYS)):
        work.session.execute(delete(Unsaved).where(Unsaved.state == state, Unsaved.at < now - timedelta(days=days)))
    work.session.execute(delete(Writing).where(Writing.at < now - PRESENT))

"""What people of the demo wrote on passages of its pages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wiki.annotations.actions.noting import make_note, react, reply
from wiki.annotations.actions.selecting import Selection
from wiki.annotations.actions.settling import settle
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Annotation
from wiki.cli.moments import Moment, viewer_at
from wiki.kernel.work import Work
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page
from wiki.pages.models import Page, Revision
from wiki.web.running import Wiki


def add_notes(wiki: Wiki, company: dict[str, Any], people: Mapping[str, int], pages: Mapping[str, int]) -> None:
    """Notes, answers, reactions, and an edit that takes the words of one note away; each at its own moment."""
    for one in sorted(company["notes"], key=lambda one: -float(one["days_ago"])):
        with _work(wiki, people[one["by"]], one["days_ago"]) as work:
            note_id = _note(work, people[one["by"]], pages[one["page"]], one).id
        for answer in one.get("replies", ()):
            with _work(wiki, people[answer["by"]], answer["days_ago"]) as work:
                page, note = _both(work, note_id)
                reply(work, viewer_at(work, people[answer["by"]]), page, note, answer["body"])
        for handle, kind in one.get("reactions", ()):
            with _work(wiki, people[handle], one["days_ago"] - 1) as work:
                react(work, viewer_at(work, people[handle]), _both(work, note_id)[1], kind)
        if "outcome" in one:
            with _work(wiki, people[one["settled_by"]], one["days_ago"] - 2) as work:
                page, note = _both(work, note_id)
                settle(work, viewer_at(work, people[one["settled_by"]]), page, note, one["outcome"])
    for one in company["passages_changed"]:
        with _work(wiki, people[one["by"]], one["days_ago"]) as work:
            _change(work, people[one["by"]], pages[one["page"]], one)


def _work(wiki: Wiki, person_id: int, days_ago: float) -> Work:
    return Work(wiki.database, wiki.bus, Moment(wiki.clock.now() - timedelta(days=days_ago)), person_id)


def _note(work: Work, person_id: int, page_id: int, one: Mapping[str, Any]) -> Annotation:
    page = work.session.get_one(Page, page_id)
    text = NoteText(
        body=one["body"],
        kind=one["kind"],
        audience=one.get("audience", "readers"),
        passage=one.get("passage"),
        replacement=one.get("replacement"),
    )
    selection = Selection(page.number, exact=one["words"])
    return make_note(work, viewer_at(work, person_id), page, selection, text)


def _both(work: Work, note_id: int) -> tuple[Page, Annotation]:
    note = work.session.get_one(Annotation, note_id)
    return work.session.get_one(Page, note.page_id), note


def _change(work: Work, person_id: int, page_id: int, one: Mapping[str, Any]) -> None:
    page = work.session.get_one(Page, page_id)
    head = work.session.get_one(Revision, page.head_id)
    body = head.body.replace(one["old"], one["new"])
    text = PageText(head.title, body, head.type, head.tags, head.fields, one["summary"])
    save_page(work, viewer_at(work, person_id), page, text, base=page.number)

"""Two versions of one page: shown side by side, and put together by their writer's choices."""

from typing import Any

from flask import make_response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Invalid
from wiki.pages.actions.drafting import end_draft, put_aside
from wiki.pages.actions.saving import EditConflict, disputed, title_of, together
from wiki.pages.contexts import ConflictContext
from wiki.pages.diff import compare
from wiki.pages.forms import PREFIX
from wiki.pages.merge import merge, resolve
from wiki.pages.models import Page
from wiki.pages.queries.find import page_by_id, revision_for
from wiki.pages.routes.bylines import author_of
from wiki.pages.routes.keeping import keep_sent
from wiki.pages.routes.read import page_types
from wiki.web.request import close_session, session, who, wiki
from wiki.web.templating import show


def is_choice() -> bool:
    """Whether this request brings the choices of the page with two versions."""
    return "resolve" in request.form


def gives_up_words() -> bool:
    """Whether one of the choices leaves out something that the viewer wrote."""
    return is_choice() and any(
        value == "theirs" and name.startswith(("choice-", "field-")) for name, value in request.form.items()
    )


def take_choices(form: Any, page: Page) -> None:
    """Put the chosen parts of a conflict together; the result is saved on top of the version chosen from."""
    kind = page_types().get(request.form.get("type") or page.type)
    theirs = revision_for(session(), page, number("theirs"))
    base = revision_for(session(), page, form.base.data or 0)
    merged = merge(base.body, form.body.data, theirs.body)
    conflicts = [chunk for chunk in merged.chunks if chunk.kind == "conflict"]
    choices: list[Any] = []
    for place in range(len(conflicts)):
        choice = request.form.get(f"choice-{place}", "both")
        choices.append(choice if choice in {"mine", "theirs", "both"} else "both")
    form.body.data = resolve(merged.chunks, choices)
    sent = form.text(kind)
    title = title_of(base, sent, theirs)
    if title is None:
        title = theirs.title if request.form.get("choice-title") == "theirs" else sent.title
    # The next save begins from their version, so what only they changed must be in it.
    kept = [name for name in disputed(base, sent, theirs) if request.form.get(f"field-{name}") != "theirs"]
    settled = together(base, sent, theirs, title, form.body.data, kept=kept)
    form.title.data, form.tags.data = settled.title, ", ".join(settled.tags)
    for field in form.about:
        field.data = str(settled.fields.get(field.name.removeprefix(PREFIX), ""))
    form.base.data = theirs.number


def number(name: str) -> int:
    """A field of the request as a number; 0 for anything else."""
    raw = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _both(conflict: EditConflict) -> list[tuple[str, str, str, str]]:
    """Fields that both changed, as people read them: name, label, mine, theirs."""
    shown = []
    for field in page_types().get(conflict.mine.type).fields:
        if field.name in conflict.fields:
            sides = ("" if side is None else str(side) for side in conflict.fields[field.name])
            mine, theirs = (_((field.choices or {}).get(side, side)) if side else "" for side in sides)
            shown.append((field.name, _(field.label), mine, theirs))
    return shown


def show_conflict(form: Any, page: Page, conflict: EditConflict) -> Response:
    """Both versions, for the viewer to choose; what was sent is kept as a draft before anything else."""
    _keep(form, page)
    chunks = conflict.merge.chunks
    # What was saved in between is newer than the state that this request began to read.
    close_session()
    page = page_by_id(session(), who(), page.id)
    theirs = revision_for(session(), page, conflict.theirs)
    shown = show(
        ConflictContext(
            form=form,
            page=page,
            chunks=chunks,
            conflicts=[(chunk, compare(chunk.theirs, chunk.mine)) for chunk in chunks if chunk.kind == "conflict"],
            titles=conflict.title,
            fields=_both(conflict),
            theirs=theirs,
            other=author_of(theirs.author_id),
            words=len((form.body.data or "").split()),
        )
    )
    return make_response(shown, 409)


def _keep(form: Any, page: Page) -> None:
    """The text as a draft: the browser may be closed before anything is chosen."""
    before = form.draft.data or ""
    try:
        if gives_up_words():
            # What was chosen from stays whole; the text that came of the choice is another.
            with wiki().quiet_work() as w:
                settle_draft(w, before, None)
            before = ""
        form.draft.data, form.draft_seen.data = keep_sent(form, page.id, before)
    except Invalid:
        # It stands in the page that is shown, all the same.
        return


def settle_draft(w: Any, key: str, page_id: int | None) -> None:
    """The viewer's text is saved: its draft ends, or is put aside when not all of it came into the page."""
    person_id = who().person_id
    if person_id is None:
        return
    if gives_up_words() and key:
        put_aside(w, person_id, key, quietly=True)
        end_draft(w, person_id, "", page_id)
    else:
        end_draft(w, person_id, key, page_id)

"""What a form holds as a draft, and a draft as what a form begins with."""

import secrets
from typing import Any

from flask import request

from wiki.kernel.refusals import NotFound
from wiki.pages.actions.drafting import FIELD_LENGTH, KEY_LENGTH, Typed, keep_draft, new_key
from wiki.pages.forms import PREFIX
from wiki.pages.queries.drafts import Whole, draft_for, latest_draft
from wiki.web.forms import clean_text
from wiki.web.request import session, text_arg, who, wiki

APART = frozenset(
    {
        "csrf_token", "title", "body", "base", "draft", "draft_seen", "draft_writer", "draft_page", "draft_part",
        "restored", "resolve", "theirs", "switch", "template",
    }
)  # fmt: skip
"""Fields of a form that say nothing of the text, or have a column of their own."""


def typed_in(fields: Any, page_id: int | None, part: str, base: int) -> Typed:
    """What a form holds, of its fields as sent. Beside the text itself a field that is far too long is cut."""
    kept = {
        name: clean_text(value)[:FIELD_LENGTH]
        for name, value in fields.items()
        if name not in APART and not name.startswith(("choice-", "field-"))
    }
    title = clean_text(fields.get("title", ""))[:FIELD_LENGTH]
    return Typed(title, clean_text(fields.get("body", "")), kept, page_id, part, base)


def keep_sent(form: Any, page_id: int | None, key: str) -> tuple[str, int]:
    """Keep a form's text as it stands now, whoever wrote the draft before; answers key and version.

    Raises `Invalid` for more than may be kept.
    """
    person_id = who().person_id
    assert person_id is not None
    typed = typed_in({field.name: _as_sent(field.data) for field in form}, page_id, "", form.base.data or 0)
    with wiki().quiet_work() as w:
        return keep_draft(w, person_id, key or new_key(), typed, writer=secrets.token_hex(8), seen=None) or (key, 0)


def _as_sent(value: object) -> str:
    return ("y" if value else "") if isinstance(value, bool) else str(value or "")


def begun(page_id: int | None, part: str = "") -> Whole | None:
    """The draft that an editor opens with: the one in the address, else the viewer's last at this place.

    None with `?fresh=1`, and when there is none. Raises `NotFound` for a draft of something else.
    """
    if request.method == "POST" or text_arg("fresh", 1):
        return None
    key = text_arg("draft", KEY_LENGTH)
    if not key:
        return None if page_id is None else latest_draft(session(), who(), page_id, part)
    found = draft_for(session(), who(), key)
    if page_id is not None and (found.page_id, found.part) != (page_id, part):
        raise NotFound(key)
    return found


def as_defaults(draft: Whole) -> dict[str, Any]:
    """The fields of a form as the draft has them."""
    plain = {name: value for name, value in draft.fields.items() if not name.startswith(PREFIX)}
    return {
        **plain,
        "minor": bool(plain.get("minor")),
        "title": draft.title,
        "body": draft.body,
        "base": draft.base,
        "fields": {name.removeprefix(PREFIX): value for name, value in draft.fields.items() if name.startswith(PREFIX)},
        "draft": draft.key,
        "draft_seen": str(draft.version),
    }

"""The first page: what this place is for, and where to go from here."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from wiki.pages.contexts import HomeContext
from wiki.pages.permissions import reach_of
from wiki.pages.queries.drafts import drafts_of
from wiki.pages.queries.lists import changes, written_by
from wiki.pages.queries.spaces import spaces_for
from wiki.pages.routes.bylines import changes_bylined
from wiki.web.request import session, who, wiki
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/")(home)


def home() -> str | Response:
    viewer = who()
    reach = reach_of(session(), viewer)
    if not viewer.signed_in and not reach.roles:
        return redirect("/sign-in")
    mine = written_by(session(), reach, viewer.person_id, limit=5) if viewer.person_id else []
    cards = wiki().host.call("home_card", session=session(), viewer=viewer)
    return show(
        HomeContext(
            spaces=spaces_for(session(), viewer),
            changes=changes_bylined(changes(session(), reach, minor=False, limit=8)),
            mine=mine,
            cards=sorted(cards, key=lambda card: card.position),
            may_write=bool(reach.spaces_with("writer")),
            drafts=drafts_of(session(), reach, limit=3),
        )
    )

"""Reading: a page, a revision of it, its source, and the tree beside it."""

from flask import Blueprint, Response, current_app
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from wiki.markup import Reference
from wiki.pages.contexts import BranchContext, PageContext
from wiki.pages.filling import filled, with_pencils
from wiki.pages.permissions import Reach, may_keep, may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_by_id, page_for, revision_for
from wiki.pages.queries.links import Around, answers_for_page, links_around, references_of
from wiki.pages.queries.reading import Reading, reading_for
from wiki.pages.queries.tree import children_of, kept_tree_around
from wiki.pages.routes.bylines import bylined
from wiki.pages.routes.shelf import visits_of
from wiki.pages.types import PageTypes
from wiki.web.request import int_arg, offered, session, who, wiki
from wiki.web.templating import show

MOST_ID = 2**31 - 1


def page_types() -> PageTypes:
    types: PageTypes = wiki().rooms["page_types"]
    return types


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/p/<slug>")(view)
    blueprint.get("/p/<slug>/source")(source)
    blueprint.get(f"/branch/<int(max={MOST_ID}):page_id>")(branch)


def view(slug: str) -> str:
    """One page, as it is stored; nothing is rendered here but the placeholders."""
    viewer = who()
    reach, found = reading_for(session(), viewer, slug)
    page = bylined(found)
    if viewer.person_id is not None:
        visits_of(wiki()).note(viewer.person_id, page.id, wiki().clock.now())
    references = references_of(page.references)
    around = links_around(session(), reach, page.id)
    return show(
        PageContext(
            page=page,
            kind=page_types().get(page.type),
            body=_body(reach, page, references, around),
            tree=kept_tree_around(session(), reach, page, page.tree_generation),
            outline=[heading for heading in page.outline if heading.level in {2, 3}],
            backlinks=around.backlinks,
            asides=wiki().host.call(
                "page_aside", session=session(), viewer=viewer, page_id=page.id, page_type=page.type
            ),
            offers=offered("page", str(page.id)),
            may_write=may_write(reach, page),
            may_keep=may_keep(reach, page),
            may_restrict=may_restrict(reach, page),
            stale=page.true_until is not None and page.true_until < wiki().clock.now().date(),
        )
    )


def _body(reach: Reach, page: Reading, references: list[Reference], around: Around) -> Markup:
    answers = answers_for_page(session(), reach, page.id, references, page.space_id, around)
    html = page.html
    if reach.viewer.signed_in and may_write(reach, page):
        html = with_pencils(html, page.url, {h.anchor: h.title for h in page.outline}, _pencil())
    may_begin = reach.viewer.signed_in and bool(reach.spaces_with("writer"))
    return filled(html, references, answers, may_write=may_begin, space=page.space_key, slug=page.slug)


def _pencil() -> str:
    picture: Markup = current_app.jinja_env.globals["sprite_icon"]("pencil-line")  # type: ignore[operator]
    return str(picture)


def source(slug: str) -> AnyResponse:
    """The page's Markdown, as it was typed."""
    page = page_for(session(), who(), slug)
    number = int_arg("revision", page.number)
    revision = revision_for(session(), page, number)
    return Response(revision.body, mimetype="text/plain")


def branch(page_id: int) -> str:
    """The pages directly below one, for a branch of the tree that somebody opens."""
    reach = reach_of(session(), who())
    page = page_by_id(session(), who(), page_id)
    after = (int_arg("position", -1, least=0, most=MOST_ID), int_arg("id", -1, least=0, most=MOST_ID))
    nodes, rest = children_of(session(), reach, page.space_id, page.id, after)
    more = f"/branch/{page_id}?position={rest[0]}&id={rest[1]}" if rest else None
    return show(BranchContext(nodes=nodes, rest=more))

"""What one may not read is, by every way to ask, as if it were not there."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.builders import make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.pictures import picture
from tests.pages.visitor import Visitor
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page, restore_page
from wiki.pages.models import Attachment, Page, Space
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

MARK = "xyzzyplugh"
# The last is the address that was asked for, as a title.
ANSWERED_AS_ONE = re.compile(
    r'name="csrf_token" value="[^"]*"|nonce="[^"]*"|content="[\w-]{22}"|href="/new\?title=[^"]*"'
)


class Hidden:
    """A private space and a restricted page, both full of the mark, and open pages that speak of them."""

    def __init__(self, wiki: Wiki, nia: Person, tills: Space) -> None:
        self.wiki = wiki
        self.space = make_space(wiki, f"{MARK} board", key=f"{MARK}-s", visibility="private", keeper=nia)
        text = f"{MARK} text\n\n## {MARK} part\n\n[[Wake it]] [[{MARK} wanted]]"
        self.private = make_page(wiki, self.space, f"{MARK} plan", text, author=nia, tags=[f"{MARK}tag"], type="howto")
        self.below = make_page(wiki, self.space, f"{MARK} below", text, author=nia, parent=self.private)
        self.above = make_page(wiki, tills, "Wake it", "x", author=nia)
        self.guarded = make_page(wiki, tills, f"{MARK} guarded", text, author=nia, parent=self.above, slug=f"{MARK}-g")
        self.trashed = make_page(wiki, tills, f"{MARK} gone", text, author=nia)
        with wiki.work(nia.id) as work:
            for page in (self.guarded, self.trashed):
                restrict_page(work, work.session.get_one(Page, page.id), [nia])
            live = work.session.get_one(Page, self.private.id)
            self.file: Attachment = attach_file(
                work,
                viewer_of(wiki, nia),
                live,
                wiki.settings.data,
                f"{MARK}.png",
                picture("PNG"),
            )
        # Led there by somebody who may read them, without words of the title.
        self.speaks = make_page(wiki, tills, "Speaks", "x", author=nia)
        save_page(wiki, self.private, text, author=nia, title="Codeword")
        save_page(wiki, self.speaks, "[[Codeword]]\n\n![[Codeword]]\n\n[[Codeword|see]]", author=nia)
        save_page(wiki, self.private, text, author=nia, title=f"{MARK} renamed")
        with wiki.work(nia.id) as work:
            delete_page(work, viewer_of(wiki, nia), work.session.get_one(Page, self.trashed.id))
        with wiki.database.reading() as session:
            self.private = session.get_one(Page, self.private.id)
        drainer = Drainer(wiki, engine_of(wiki))
        while drainer():
            pass

    def names(self) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
        """What fills the addresses: of the hidden, and of what never was."""
        for page in (self.private, self.below, self.guarded, self.trashed):
            never = {"slug": "never-was", "page_id": 987654, "number": 1, "key": "never", "name": f"{MARK}.png"}
            yield {**never, "slug": page.slug, "page_id": page.id, "key": self.file.key}, never
        yield {**never, "key": self.space.key, "slug": "codeword"}, never


@pytest.fixture
def hidden(wiki: Wiki, nia: Person, tills: Space) -> Iterator[Hidden]:
    yield Hidden(wiki, nia, tills)
    engine_of(wiki).close()


@pytest.fixture(params=["tom", "ada", "nobody"])
def stranger(request: pytest.FixtureRequest, hidden: Hidden, visit: Visit) -> Visitor:
    return visit(None if request.param == "nobody" else request.getfixturevalue(request.param))


# These hold nothing of anybody; the frame that draws diagrams has a policy of its own.
APART = {"static", "web.diagram_frame"}


def addresses(app: Flask, method: str, values: dict[str, object]) -> list[str]:
    """Every address of the wiki for a method that can be made of the values, in one order."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.arguments <= set(values) and rule.endpoint not in APART:
            built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
            assert built is not None
            found.append(built[1])
    return found


def said(answer: TestResponse, values: dict[str, object]) -> str:
    """The answer without what differs each time and the names that were asked for."""
    text = ANSWERED_AS_ONE.sub("", answer.text).replace(answer.request.path, "·")
    for value in sorted({str(value) for value in values.values()}, key=len, reverse=True):
        if len(value) > 3:
            text = text.replace(value, "·")
    return text


def test_every_get_answers_as_if_the_hidden_never_was(app: Flask, hidden: Hidden, stranger: Visitor) -> None:
    asked = 0
    for values, never in hidden.names():
        for real, unreal in zip(addresses(app, "GET", values), addresses(app, "GET", never), strict=True):
            answer, other = stranger.get(real), stranger.get(unreal)
            assert answer.status_code == other.status_code, real
            assert MARK not in answer.text.replace(real.removeprefix("/"), ""), real
            assert "ETag" not in answer.headers or real == unreal, real
            if real != unreal:
                assert said(answer, values) == said(other, never), real
            asked += 1
    assert asked > 100


def test_no_list_count_or_search_tells_of_the_hidden(hidden: Hidden, stranger: Visitor) -> None:
    key, slug = hidden.space.key, hidden.private.slug
    for address in (
        f"/pages?space={key}",
        f"/pages?tag={MARK}tag",
        f"/pages?after={MARK[:-1]}",
        "/pages?type=howto",
        f"/changes?space={key}",
        "/changes?minor=1",
        f"/tags?after={MARK[:-1]}",
        f"/wanted?after={MARK[:-1]}",
        f"/suggest?q={MARK[:6]}",
        f"/suggest?q={MARK}",
        "/suggest?q=",
        f"/search?q={MARK}",
        f"/search?q={MARK[:6]}*",
        "/search?q=codeword",
        "/search?q=wake",
        "/people/niaokafor",
        "/people/nia-okafor",
        "/people/nia",
        "/p/wake-it",
        "/p/speaks",
        "/p/speaks/history",
        "/p/speaks/history/1",
        "/p/speaks/source?revision=1",
        "/p/wake-it/delete",
        "/p/wake-it/move",
        "/s/tills",
        "/spaces",
        "/",
        "/new",
        f"/new?space={key}&parent={slug}",
        f"/branch/{hidden.above.id}",
        "/trash",
    ):
        text = stranger.get(address).text
        asked = {address, *re.findall(r"=([^&]+)", address)}
        for part in sorted(asked, key=len, reverse=True):
            text = re.sub(f'(value|href|action)="[^"]*{re.escape(part)}[^"]*"', "", text) if part else text
            text = text.replace(part, "") if MARK in part else text
        assert MARK not in text, address
    assert stranger.get(f"/pages?under={slug}").status_code == 404
    if stranger.person is not None:
        assert "below" not in stranger.get("/p/wake-it/delete").text.partition("<h1>")[2].partition("</div>")[0]
        assert 'class="is-wanted"' in stranger.get("/p/speaks").text


def test_conditional_requests_tell_nothing(hidden: Hidden, nia: Person, visit: Visit, stranger: Visitor) -> None:
    address = f"/file/{hidden.file.key}/{MARK}.png"
    owner = visit(nia).get(address)
    assert owner.status_code == 200
    for name in ("If-None-Match", "If-Match"):
        for value in (owner.headers["ETag"], "*"):
            answer = stranger.get(address, headers={name: value})
            assert answer.status_code == 404
            assert "ETag" not in answer.headers
    assert stranger.get(address, headers={"Range": "bytes=0-3"}).status_code == 404
    assert stranger.client.head(address).status_code == 404
    assert visit(nia).get(address, headers={"If-None-Match": owner.headers["ETag"]}).status_code == 304


def test_every_post_to_the_hidden_is_refused_as_to_what_never_was(
    app: Flask, wiki: Wiki, hidden: Hidden, stranger: Visitor
) -> None:
    fields = {"title": "t", "body": "b", "base": "1", "space": "tills", "who": "@tom", "role": "reader", "way": "up"}
    with wiki.database.reading() as session:
        before = [(p.id, p.number, p.path, p.deleted_at, p.guard_id) for p in session.query(Page).order_by(Page.id)]
    for values, never in hidden.names():
        for real, unreal in zip(addresses(app, "POST", values), addresses(app, "POST", never), strict=True):
            if real != unreal:
                answer, other = stranger.post(real, fields), stranger.post(unreal, fields)
                assert answer.status_code == other.status_code, real
                assert answer.status_code not in {302, 303} or stranger.person is None, real
                assert MARK not in answer.text.replace(real.removeprefix("/"), ""), real
    with wiki.database.reading() as session:
        after = [(p.id, p.number, p.path, p.deleted_at, p.guard_id) for p in session.query(Page).order_by(Page.id)]
    assert after == before


def test_a_second_id_in_a_form_is_checked_like_the_first(wiki: Wiki, hidden: Hidden, tom: Person, visit: Visit) -> None:
    who = visit(tom)
    new = {"title": "Mine", "body": "b", "type": "note"}
    assert who.post("/new", {**new, "space": hidden.space.key}).status_code == 422
    answer = who.post("/new", {**new, "space": "tills", "parent": hidden.guarded.slug})
    with wiki.database.reading() as session:
        made = session.query(Page).filter_by(title="Mine").one()
        assert made.parent_id is None
        assert made.guard_id is None
    assert answer.location == "/p/mine"
    moved = who.post("/p/mine/move", {"space": hidden.space.key, "parent": ""})
    assert moved.status_code == 422
    below = who.post("/p/mine/move", {"space": "tills", "parent": hidden.guarded.title})
    assert "There is no such page in that space." in below.text


def test_what_comes_back_from_the_trash_is_as_hidden_as_before(wiki: Wiki, hidden: Hidden, stranger: Visitor) -> None:
    with wiki.work() as work:
        restore_page(work, work.session.get_one(Page, hidden.trashed.id))
        slug = work.session.get_one(Page, hidden.trashed.id).slug
    assert stranger.get(f"/p/{slug}").status_code == 404
    for listed in ("/", "/pages", "/changes", "/s/tills", "/tags", "/wanted"):
        assert MARK not in stranger.get(listed).text


def test_an_address_given_to_a_new_page_tells_nothing_of_a_hidden_one(
    wiki: Wiki, nia: Person, tom: Person, visit: Visit, tills: Space
) -> None:
    own = make_space(wiki, "Own", visibility="private", keeper=nia)
    make_page(wiki, own, "Plan", "x", author=nia)
    closed = make_page(wiki, tills, "Closed", "x", author=nia)
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [nia])
    make_page(wiki, tills, "Budget", "x", author=nia, parent=closed)
    for title in ("Plan", "Budget"):
        new = visit(tom).post("/new", {"title": title, "body": "b", "space": "tills", "type": "note"})
        assert new.location == f"/p/{title.lower()}"

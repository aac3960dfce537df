"""Notes as W3C Web Annotations: valid, readable by whoever may, written with the same rules as in the browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.annotations.conftest import BODY, Note, read_by
from tests.builders import csrf, make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.annotations.actions.noting import reply
from wiki.annotations.models import Annotation
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki

SCHEMAS = Path(__file__).with_name("schemas")


def valid(kind: str, made: Any) -> Any:
    Draft202012Validator(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))).validate(made)
    return made


def linked(who: Visitor, address: str) -> Any:
    answer = who.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    return json.loads(answer.text)


def test_a_note_is_an_annotation_with_the_selector_it_was_made_with(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    made = note(margaret, "take the higher number", "Why?", kind="question")
    save_page(wiki, page, BODY.replace("take the higher number", "take the newer one"), author=nia)
    found = valid("annotation", linked(visit(nia), f"/annotations/{made.id}.json"))
    assert (found["motivation"], found["creator"]["name"]) == ("questioning", "Margaret Hollis")
    quote, position = found["target"]["selector"]
    assert (quote["exact"], position["start"], position["end"]) == ("take the higher number", made.start, made.end)
    assert found["target"]["state"]["cached"].endswith("/history/1")


def test_a_collection_counts_and_holds_what_its_reader_may_read(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    asked = note(margaret, "higher number", "Why?", kind="question")
    note(margaret, "Press", "Secret", audience="self")
    note(nia, "Switch", "", kind="suggestion", passage=BODY.split("\n")[0], replacement="Switch it on.")
    with wiki.work(nia.id) as work:
        live, root = work.session.get_one(Page, page.id), work.session.get_one(Annotation, asked.id)
        reply(work, viewer_of(wiki, nia), live, root, "It is newer.")
    for who, total in ((visit(nia), 2), (visit(margaret), 3)):
        collected = valid("collection", linked(who, f"{page.url}/annotations.json"))
        assert collected["total"] == total
        part = valid("page", linked(who, f"{page.url}/annotations.json?page=1"))
        for item in part["items"]:
            valid("annotation", item)
        assert len(part["items"]) == total + 1
        assert ("Secret" in json.dumps(part)) == (total == 3)
    assert visit(nia).get(f"{page.url}/annotations.json?page=2").status_code == 404


def test_an_unchanged_note_is_not_sent_again(page: Page, nia: Person, visit: Visit, note: Note) -> None:
    note(nia, "Press")
    who = visit(nia)
    tag = who.get("/annotations/1.json").headers["ETag"]
    assert who.client.get("/annotations/1.json", headers={"If-None-Match": tag}).status_code == 304


def send(who: Visitor, page: Page, sent: Any, *, raw: bytes | None = None, proof: bool = True) -> Any:
    headers = {"X-CSRFToken": csrf(who.client)} if proof else {}
    data = raw if raw is not None else json.dumps(sent).encode()
    return who.client.post(
        f"{page.url}/annotations.json", data=data, headers=headers, content_type="application/ld+json"
    )


def sample(**more: Any) -> dict[str, Any]:
    selector = [{"type": "TextQuoteSelector", "exact": "higher number", "prefix": "take the ", "suffix": ". Then"}]
    target = {"source": "http://localhost/p/print-shelf-labels", "selector": selector}
    body = {"type": "TextualBody", "value": "Why *that* one?", "format": "text/markdown"}
    return {"type": "Annotation", "motivation": "questioning", "body": body, "target": target} | more


def test_a_note_is_made_by_sending_an_annotation(wiki: Wiki, page: Page, margaret: Person, visit: Visit) -> None:
    who = visit(margaret)
    answer = send(who, page, sample())
    assert answer.status_code == 201
    valid("annotation", json.loads(answer.text))
    assert answer.headers["Location"].endswith("/annotations/1.json")
    (shown,) = read_by(wiki, margaret, page).threads
    assert (shown.exact, shown.kind, "<em>that</em>" in shown.html) == ("higher number", "question", True)


def test_sending_needs_proof_a_sign_in_and_the_right_to_annotate(
    wiki: Wiki, page: Page, nia: Person, tom: Person, visit: Visit
) -> None:
    assert send(visit(nia), page, sample(), proof=False).status_code == 400
    assert send(visit(), page, sample()).status_code in {302, 303, 401, 404}
    closed = make_space(wiki, "Closed", visibility="groups", keeper=nia, grants={tom: "reader"})
    there = make_page(wiki, closed, "Read only", BODY, author=nia)
    assert send(visit(tom), there, sample()).status_code == 403
    private = make_page(wiki, make_space(wiki, "Own", visibility="private", keeper=nia), "Own", BODY, author=nia)
    assert send(visit(tom), private, sample()).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        [], "x", 5, None, {}, {"type": "Note"}, sample(body=None), sample(body={"value": 5}), sample(body="x" * 30_000),
        sample(target="http://localhost/p/x"), sample(target={"selector": {"type": "XPathSelector", "value": "/p"}}),
        sample(target={"selector": [{"type": "TextPositionSelector", "start": -9, "end": "x"}]}),
        sample(target={"selector": [{"type": "TextPositionSelector", "start": 10**30, "end": 10**31}]}),
        sample(target={"selector": [{"type": "TextPositionSelector", "start": True, "end": 5}]}),
        sample(target={"selector": [{"type": "TextQuoteSelector", "exact": {"a": 1}}]}),
        sample(target={"selector": [{"type": "TextQuoteSelector", "exact": "nowhere on the page"}]}),
        sample(target=sample()["target"] | {"state": {"cached": "http://localhost/p/x/history/99"}}),
    ],
)  # fmt: skip
def test_what_is_no_annotation_is_refused_with_words(page: Page, nia: Person, visit: Visit, sent: Any) -> None:
    answer = send(visit(nia), page, sent)
    assert answer.status_code == 422
    assert all(isinstance(said, str) and said for said in json.loads(answer.text)["errors"].values())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[" + b"1," * 200_000 + b"1]"])
def test_what_is_no_json_is_refused(page: Page, nia: Person, visit: Visit, raw: bytes) -> None:
    assert send(visit(nia), page, None, raw=raw).status_code == 422

"""Whatever is typed is answered, over HTTP and from the index and the database alike."""

import pytest
from flask.testing import FlaskClient

from tests.builders import make_person, sign_in
from tests.search.library import Library

QUERIES = {
    "ten kilobytes": "wombat " * 1400,
    "one long word": "x" * 10_000,
    "a thousand terms": " ".join(f"w{number}" for number in range(1000)),
    "a thousand brackets": "(" * 1000,
    "a thousand minuses": "-" * 1000 + "x",
    "a thousand ORs": "OR " * 1000,
    "only stop words": "the of and to a in",
    "only operators": "AND OR NOT | + - ( )",
    "empty fields": "title: tag: type: space: by: owner: updated: is: has: under:",
    "unbalanced quotes": 'say "wombat',
    "crossed brackets": ')wombat( "a (b" c)',
    "wildcards": "*a* ** a*b *",
    "regex": r"^(wom|bat)+\d{1,9}$ [a-z]*?.* (?P<x>\1)",
    "NUL": "wom\0bat",
    "controls": "\x01\x02\x1b[31mwombat\x7f",
    "emoji": "👩‍💻 🇩🇪 wombat 😀",
    "right to left": "\u202eתבמוו\u202c الطابعة wombat",
    "SQL": "'; DROP TABLE page; -- \" OR 1=1 %_\\",
    "markup": "<script>alert(1)</script> {{ 7*7 }} %(x)s {0}",
    "a surrogate": "\udc80wombat",
    "letters that grow": "ﷺ" * 500 + "ŉ" * 100,
    "combining": "e" + "\u0301" * 400,
    "dates": "updated:9999-99-99 updated:..  updated:>0000 updated:99999999d updated:0001-01-01..9999-12-31",
    "large numbers": "space:99999999999999999999 by:-1 under:0",
    "percent": "%s %d %(value)s space:%(value)s by:%s",
}


@pytest.fixture(params=["index", "database"])
def reader(library: Library, client: FlaskClient, request: pytest.FixtureRequest) -> FlaskClient:
    sign_in(client, make_person(library.wiki, "Nia Okafor"))
    library.page(library.space(), "The wombat", "A wombat digs.")
    library.drain()
    if request.param == "database":
        library.wiki.database.kept.pop("search_engine").close()
    return client


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_every_query_is_answered(reader: FlaskClient, query: str) -> None:
    sent = query.encode("utf-8", "surrogateescape")
    for address in ("/search", "/search/suggest", "/search/form"):
        answer = reader.get(address, query_string={"q": sent})
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text
    for more in ({"page": "2"}, {"sort": "newest"}, {"sort": "' OR 1"}):
        assert reader.get("/search", query_string={"q": sent, **more}).status_code == 200


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_every_form_leads_to_an_answer(reader: FlaskClient, query: str) -> None:
    sent = query[:1500].encode("utf-8", "surrogateescape")
    fields = ("words", "exact", "without", "title", "tag", "by", "owner", "under", "since", "type", "space")
    answer = reader.get("/search/form", query_string=dict.fromkeys(fields, sent))
    assert answer.status_code in {200, 303}
    if answer.status_code == 303:
        assert reader.get(answer.headers["Location"]).status_code == 200

"""Searches that somebody keeps, over HTTP; and forms that are refused with what was typed in them."""

from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import csrf
from tests.search.library import Library
from tests.search.test_keeping import Open, post
from tests.search.test_keeping import nia as nia
from tests.search.test_keeping import opened as opened
from wiki.people.models import Person
from wiki.search.models import SavedSearch, Synonym


def test_searches_are_kept_renamed_and_removed(library: Library, nia: Person, opened: Open) -> None:
    mine, other = opened(nia), opened(library.admin)
    assert post(mine, "/search/saved", q="wombat tag:zoo", name="Zoo") == 303
    assert post(mine, "/search/saved", q="wombat tag:zoo", name="Zoo") == 303
    assert post(mine, "/search/saved", q="wombat tag:zoo -old", name="Zoo", replace="1", instead="Zoo") == 303
    text = unescape(mine.get("/search").text)
    assert "/search?q=wombat+tag%3Azoo+-old" in text
    assert text.count('class="line__title"') == 1
    assert "Zoo" in mine.get("/search/suggest?q=").text
    assert "Zoo" not in other.get("/search").text + other.get("/search/suggest?q=").text
    with library.wiki.database.reading() as session:
        saved = session.scalars(select(SavedSearch)).one().id
    assert post(other, f"/search/saved/{saved}/rename", name="Taken") == 404
    assert post(other, f"/search/saved/{saved}/drop") == 404
    assert post(mine, f"/search/saved/{saved}/rename", name="") == 422
    assert post(mine, f"/search/saved/{saved}/rename", name="Animals") == 303
    assert "Animals" in mine.get("/search").text
    assert post(mine, "/search/saved", q="", name="Nothing") == 422
    assert post(mine, f"/search/saved/{saved}/drop") == 303
    assert "Animals" not in mine.get("/search").text


def test_a_name_in_use_is_asked_about_and_what_was_typed_is_kept(library: Library, nia: Person, opened: Open) -> None:
    client = opened(nia)
    sent = {"csrf_token": csrf(client), "q": "quokka", "name": "Zoo"}
    client.post("/search/saved", data={**sent, "q": "wombat"})
    asked = client.post("/search/saved", data=sent)
    text = unescape(asked.text)
    assert asked.status_code == 422
    assert "Another of your searches has this name." in text
    assert "Put it in the place of the other" in text
    assert 'value="Zoo"' in text
    assert "<bdi>wombat</bdi>" in text
    assert "<bdi>quokka</bdi>" in text
    # Another name than the one that was asked about is asked about by itself.
    assert client.post("/search/saved", data={**sent, "replace": "1", "instead": "Else"}).status_code == 422
    assert client.post("/search/saved", data={**sent, "name": "Pets"}).status_code == 303
    with library.wiki.database.reading() as session:
        kept = {row.name: row for row in session.scalars(select(SavedSearch))}
        pets = kept["Pets"].id
    assert {name: row.text for name, row in kept.items()} == {"Zoo": "wombat", "Pets": "quokka"}
    renamed = client.post(f"/search/saved/{pets}/rename", data=sent)
    assert renamed.status_code == 422
    assert f'action="/search/saved/{pets}/rename"' in renamed.text
    assert 'value="Zoo"' in renamed.text
    assert "in the place of" not in renamed.text


def test_refused_synonyms_stand_where_they_were_typed(library: Library, opened: Open) -> None:
    keeper = opened(library.admin)
    sent = {"csrf_token": csrf(keeper)}
    keeper.post("/search/synonyms", data={**sent, "words": "POS, till"})
    with library.wiki.database.reading() as session:
        known = session.scalars(select(Synonym)).one().id
    changed = unescape(keeper.post(f"/search/synonyms/{known}", data={**sent, "words": "only one"}).text)
    assert 'name="words" maxlength="1000" value="only one"' in changed
    assert changed.count('value="only one"') == 1
    assert 'value="another"' in keeper.post("/search/synonyms", data={**sent, "words": "another"}).text


def test_strangers_keep_nothing(library: Library, client: FlaskClient) -> None:
    assert post(client, "/search/saved", q="wombat", name="Zoo") == 401
    with library.wiki.database.reading() as session:
        assert session.scalars(select(SavedSearch)).all() == []

"""Suggested edits: made on any block, taken over in one step, their authors named in the history."""

import pytest
from sqlalchemy import select

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.builders import save_page, viewer_of
from wiki.annotations.actions.selecting import text_of
from wiki.annotations.actions.suggesting import passage_at, take_suggestion
from wiki.annotations.models import Annotation
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.pages.actions.saving import EditConflict
from wiki.pages.models import Page, Revision
from wiki.people.models import Person
from wiki.web.running import Wiki

RICH = """---
level: first
---
Lead with a [[Link]] and *stress*.

# Heading

- first item
- second item, the same
- third item, the same

| Light | Do |
|---|---|
| Amber | Wait |

```
lp -d till
lp -q
```

> [!WARNING]
> Hot surface inside.

The same line.

The same line.
"""


@pytest.mark.parametrize(
    ("words", "nth", "source"),
    [
        ("Lead with", 0, "Lead with a [[Link]] and *stress*."),
        ("Heading", 0, "# Heading"),
        ("second item", 0, "- second item, the same"),
        ("the same", 1, "- third item, the same"),
        ("Amber", 0, "| Light | Do |\n|---|---|\n| Amber | Wait |"),
        ("lp -q", 0, "```\nlp -d till\nlp -q\n```"),
        ("Hot surface", 0, "> Hot surface inside."),
        ("The same line", 0, "The same line."),
        ("The same line", 1, "The same line."),
    ],
)
def test_a_block_is_found_in_the_source(wiki: Wiki, page: Page, nia: Person, words: str, nth: int, source: str) -> None:
    save_page(wiki, page, RICH, author=nia)
    place = select_words(wiki, page, words, nth)
    with wiki.database.reading() as session:
        found = passage_at(RICH, text_of(session, page.id, 2) or "", place.start, place.end)
    assert source in found.source
    assert found.source == "\n".join(RICH.split("\n")[found.first : found.until])
    if words == "The same line":
        assert RICH.split("\n")[: found.first].count("The same line.") == nth


def suggest(note: Note, who: Person, words: str, passage: str, replacement: str) -> Annotation:
    return note(who, words, "", kind="suggestion", passage=passage, replacement=replacement)


PAIR = "If two printers answer, take the higher number. Then print."


def test_a_suggestion_is_taken_over_in_the_name_of_who_made_it(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made = suggest(note, margaret, "take the higher number", PAIR, PAIR.replace("higher", "lower"))
    save_page(wiki, page, "First of all: breathe.\n\n" + BODY, author=nia)
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        revision = take_suggestion(work, viewer_of(wiki, nia), live, own)
        assert (revision.number, revision.author_id) == (3, margaret.id)
        assert "taken by Nia Okafor" in revision.summary
    with wiki.database.reading() as session:
        body = session.scalars(select(Revision.body).where(Revision.number == 3)).one()
        assert "take the lower number" in body
        assert body.startswith("First of all: breathe.")
    (shown,) = read_by(wiki, margaret, page).threads
    assert (shown.outcome, shown.outcome_number, shown.state, shown.exact) == (
        "applied",
        3,
        "changed",
        "take the lower number",
    )


def test_an_improved_suggestion_says_so(wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note) -> None:
    made = suggest(note, margaret, "take the higher number", PAIR, "Take any.")
    with wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        revision = take_suggestion(work, viewer_of(wiki, nia), live, own, replacement="Take the newer one.")
        assert "Take the newer one." in revision.body
        assert "with changes" in revision.summary


def test_several_suggestions_to_one_page_are_taken_one_after_the_other(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    first = suggest(note, margaret, "take the higher number", PAIR, "Take any.")
    step = "Press the feed button once. The printer hums and feeds one label."
    second = suggest(note, margaret, "Press the feed button", step, "Press it twice.")
    for made in (first, second):
        with wiki.work(nia.id) as work:
            live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
            take_suggestion(work, viewer_of(wiki, nia), live, own)
    with wiki.database.reading() as session:
        body = session.scalars(select(Revision.body).where(Revision.number == 3)).one()
    assert "Take any." in body
    assert "Press it twice." in body


def test_a_passage_that_was_changed_meanwhile_is_told_and_nothing_happens(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made = suggest(note, margaret, "take the higher number", PAIR, "Take any.")
    save_page(wiki, page, BODY.replace(PAIR, "If two answer, ask Nia."), author=nia)
    with pytest.raises(EditConflict), wiki.work(nia.id) as work:
        live, own = work.session.get_one(Page, page.id), work.session.get_one(Annotation, made.id)
        take_suggestion(work, viewer_of(wiki, nia), live, own)
    assert read_by(wiki, nia, page).threads[0].outcome is None


def test_who_only_reads_takes_nothing_over_and_other_notes_are_no_suggestions(
    wiki: Wiki, page: Page, nia: Person, margaret: Person, note: Note
) -> None:
    made = suggest(note, margaret, "take the higher number", PAIR, "Take any.")
    other = note(margaret, "printer hums", "Why?")
    with wiki.work() as work:
        live = work.session.get_one(Page, page.id)
        with pytest.raises(Forbidden):
            take_suggestion(work, viewer_of(wiki, margaret), live, work.session.get_one(Annotation, made.id))
        with pytest.raises(Invalid):
            take_suggestion(work, viewer_of(wiki, nia), live, work.session.get_one(Annotation, other.id))

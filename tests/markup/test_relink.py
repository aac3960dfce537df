"""Links follow a new title; nothing else of the text moves."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.markup.test_properties import SNIPPETS
from wiki.markup import Reference, TooMuch, rename_links, render, slugify


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See [[Till roll]].", "See [[Paper roll]]."),
        ("See [[till-roll]].", "See [[Paper roll]]."),
        ("[[Till roll|the roll]]", "[[Paper roll|the roll]]"),
        ("[[Till roll#Width|w]] ![[Till roll]]", "[[Paper roll#Width|w]] ![[Paper roll]]"),
        ("[[Till rolls]] and [[Other]]", "[[Till rolls]] and [[Other]]"),
        ("`[[Till roll]]` [[Till roll]]", "`[[Till roll]]` [[Paper roll]]"),
        ("```\n[[Till roll]]\n```\n[[Till roll]]\n", "```\n[[Till roll]]\n```\n[[Paper roll]]\n"),
        ("~~~~\n```\n[[Till roll]]\n~~~~\n[[Till roll]]", "~~~~\n```\n[[Till roll]]\n~~~~\n[[Paper roll]]"),
        ("a\r\n[[ Till roll ]]\r\n", "a\r\n[[ Paper roll ]]\r\n"),
    ],
)
def test_a_link_takes_the_new_title_and_code_stays(source: str, expected: str) -> None:
    assert rename_links(source, {"till-roll"}, "Paper roll") == expected


def test_a_title_that_cannot_stand_in_a_link_is_written_as_its_address() -> None:
    assert rename_links("[[Till roll]]", {"till-roll"}, "Rolls [new] #2") == "[[rolls-new-2]]"


def test_a_stray_backtick_does_not_reach_over_an_empty_line() -> None:
    assert rename_links("don`t\n\n[[A]] and `[[A]]`\n", {"a"}, "B") == "don`t\n\n[[B]] and `[[A]]`\n"


def test_runs_of_backticks_close_at_their_own_length() -> None:
    assert rename_links("`` ` [[A]] `` [[A]] ``` [[A]]", {"a"}, "B") == "`` ` [[A]] `` [[B]] ``` [[B]]"


@pytest.mark.parametrize(
    "source",
    [
        "a\n\n    [[Till roll]]\n\nb",
        "a\n\n\t[[Till roll]]\n",
        "- item\n\n      [[Till roll]]\n",
        "> ```\n> [[Till roll]]\n> ```",
        "- ```\n  [[Till roll]]\n  ```",
        "    ```\n    [[Till roll]]",
        "a <!-- [[Till roll]] --> b",
        "<!--\n[[Till roll]]\n\n![[Till roll]]\n-->",
        "`code\n[[Till roll]]`",
        "\\[[Till roll]] and [[[Till roll]]]",
        "$$\n[[Till roll]]\n$$ and $[[Till roll]]$",
        "<div>\n[[Till roll]]\n</div>",
        "[[till roll]]\n\n[Till roll]: https://example.org",
        "```mermaid\nA --> [[Till roll]]\n```",
        "![[[Till roll]]](/file/a/b.png)",
    ],
)
def test_what_is_no_link_on_the_page_stays(source: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        written = source.replace("\n", end)
        assert rename_links(written, {"till-roll"}, "Paper roll") == written
        assert not render(written).references


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("| a |\n|---|\n| [[Till roll\\|the roll]] |", "| a |\n|---|\n| [[Paper roll\\|the roll]] |"),
        ("| a |\n|---|\n| [[Till roll#B\\|c]] |", "| a |\n|---|\n| [[Paper roll#B\\|c]] |"),
        ("| a |\n|---|\n| `[[Till roll\\|c]]` [[Till roll]] |", "| a |\n|---|\n| `[[Till roll\\|c]]` [[Paper roll]] |"),
        ("<!-- [[Till roll]] -->\n\n[[Till roll]]", "<!-- [[Till roll]] -->\n\n[[Paper roll]]"),
        ("a[^1]\n\n[^1]: [[Till roll]]\n", "a[^1]\n\n[^1]: [[Paper roll]]\n"),
        ("> [!TIP]\n> [[Till roll]]", "> [!TIP]\n> [[Paper roll]]"),
        ("![[Till roll#Width]]\r\n\r\n- [[Till roll]]\r\n", "![[Paper roll#Width]]\r\n\r\n- [[Paper roll]]\r\n"),
        ("---\ntags: '[[Till roll]]'\n---\n[[Till roll]]", "---\ntags: '[[Till roll]]'\n---\n[[Paper roll]]"),
        ("[[ \u00a0Till roll\u00a0 |x]]", "[[ \u00a0Paper roll\u00a0 |x]]"),
    ],
)
def test_links_are_found_where_the_page_has_them(source: str, expected: str) -> None:
    assert rename_links(source, {"till-roll"}, "Paper roll") == expected


@pytest.mark.parametrize(
    ("source", "title", "expected"),
    [
        ("[[A]]", "Tills | printers", "[[tills-printers]]"),
        ("[[A|x]]", "Use [[brackets]]", "[[use-brackets|x]]"),
        ("| a |\n|---|\n| [[A\\|x]] |", "b|c", "| a |\n|---|\n| [[b-c\\|x]] |"),
        # A title may be fit for a link, but not for the place where this one stands.
        ("a ` b [[A]]", "Run `ls` now", "a ` b [[run-ls-now]]"),
        ("a $x [[A]]", "y$ z", "a $x [[y-z]]"),
        ("[[A]]\n\n[new]: https://example.org", "New", "[[A]]\n\n[new]: https://example.org"),
        ("[[A]]", "Run `ls` now", "[[Run `ls` now]]"),
        ("[[A]]", "###", "[[A]]"),
        ("| a |\n|---|\n| [[A\\|x]] |", "C:\\", "| a |\n|---|\n| [[c\\|x]] |"),
    ],
)
def test_a_title_is_written_as_its_address_where_it_would_be_no_link(source: str, title: str, expected: str) -> None:
    assert rename_links(source, {"a"}, title) == expected


def test_a_text_that_would_become_too_large_stays() -> None:
    full = "[[A]] " * 40_000
    assert rename_links(full, {"a"}, "A much longer title") == full
    too_large = "[[A]]" + "x" * 300_000
    assert rename_links(too_large, {"a"}, "B") == too_large


_TITLES = [
    "Till roll",
    "A",
    "Zoë & Ben’s",
    "日本 語",
    "a|b",
    "x]] [[y",
    "C:\\",
    "5 $ `now`",
    "<b>",
    "# 1",
    "_x_",
    "*y*",
]
_AROUND = [piece for piece in SNIPPETS if "[[A" not in piece]
_pieces = st.lists(st.one_of(st.sampled_from(_AROUND), st.just("\0link")), min_size=1, max_size=25)


def _spelled(title: str) -> str:
    return slugify(title) if title.endswith("\\") or set("[]|#") & set(title) else title


def _told(references: tuple[Reference, ...], keys: set[str]) -> list[tuple[str, str, str]]:
    """Kind, target and section in order; all names of one page as one, and no two alike."""
    named = [(r.kind, "=" if slugify(r.target) in keys else r.target, r.section) for r in references]
    return list(dict.fromkeys(named))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_pieces, st.sampled_from(_TITLES), st.sampled_from(_TITLES), st.sampled_from(["", "|l", "\\|l", "#s", "#s|l"]))
def test_a_title_changed_there_and_back_leaves_the_text_and_the_same_references(
    pieces: list[str], old: str, new: str, rest: str
) -> None:
    old_key, new_key = slugify(old), slugify(new)
    source = "".join(f"[[{_spelled(old)}{rest}]]" if piece == "\0link" else piece for piece in pieces)
    try:
        before = render(source)
    except TooMuch:
        return
    renamed = rename_links(source, {old_key}, new)
    after = render(renamed)
    keys = {old_key, new_key} - {""}
    assert _told(before.references, keys) == _told(after.references, keys)
    if renamed != source and new_key != old_key:
        assert old_key not in {slugify(r.target) for r in after.references if r.kind != "mention"}
        if not any(slugify(r.target) == new_key for r in before.references):
            assert rename_links(renamed, {new_key}, old) == source

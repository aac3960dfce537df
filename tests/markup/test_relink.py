"""Links follow a new title; nothing else of the text moves."""

import pytest

from wiki.markup import rename_links


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

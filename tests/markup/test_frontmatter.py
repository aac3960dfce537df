"""The YAML block at the head of a text."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup import BadFrontMatter, front_matter


def test_block_and_body() -> None:
    head, body = front_matter("---\r\ntitle: A\r\ntags: [x, y]\r\nday: 2026-01-02\r\n---\r\nBody")
    assert head == {"title": "A", "tags": ["x", "y"], "day": datetime.date(2026, 1, 2)}
    assert body == "Body"


@pytest.mark.parametrize("text", ["", "text", "--- a", "---\nno end", "----\na: b\n----\n", " ---\na: b\n---\n"])
def test_no_block(text: str) -> None:
    assert front_matter(text) == ({}, text)


def test_empty_block() -> None:
    assert front_matter("---\n---\nBody") == ({}, "Body")


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("a: b\nc: [d", 3),
        ("a: &x 1\nb: *x", 3),
        ("- a\n- b", 2),
        ("a: " + "[" * 50, 2),
        ("a: 2024-99-99", 2),
        ("a: !!python/object/apply:os.system [x]", 2),
        ("a: " + "9" * 5000, 2),
        ("{[a]: b}", 2),
        ("a\tb: \x01", 2),
    ],
)
def test_bad_blocks_say_where(block: str, line: int) -> None:
    with pytest.raises(BadFrontMatter) as bad:
        front_matter(f"---\n{block}\n---\n")
    assert bad.value.line >= line
    assert bad.value.reason


def test_large_block_is_refused() -> None:
    with pytest.raises(BadFrontMatter, match="16 KB"):
        front_matter("---\n" + "a: b\n" * 5000 + "---\n")


@given(st.text(max_size=200))
def test_any_block_is_read_or_refused(block: str) -> None:
    try:
        head, body = front_matter(f"---\n{block}\n---\nrest")
    except BadFrontMatter:
        return
    assert all(isinstance(key, str) for key in head)
    assert body.endswith("rest")

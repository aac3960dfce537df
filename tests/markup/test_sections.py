"""A text cut at its headings, and put together again with one part changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup import LEAD, section_at, sections, text_of, with_text

HOWTO = """---
tags: [tills]
---
Before all.

## What you need

- a roll

## 1. Open the lid

Pull.

### If it sticks

Push.

## 2. Close it

> ## Not a part
> but a quote

```
## nor this
```
"""


def test_each_heading_of_the_page_begins_a_section_that_ends_at_the_next_of_its_level() -> None:
    found = {section.title: text_of(HOWTO, section) for section in sections(HOWTO)}
    assert list(found) == ["What you need", "1. Open the lid", "If it sticks", "2. Close it"]
    assert found["What you need"] == "## What you need\n\n- a roll"
    assert found["1. Open the lid"].endswith("### If it sticks\n\nPush.")
    assert found["If it sticks"] == "### If it sticks\n\nPush."
    assert found["2. Close it"].endswith("## nor this\n```")


def test_a_section_that_is_put_back_as_it_was_changes_no_byte() -> None:
    for source in (HOWTO, HOWTO.replace("\n", "\r\n"), HOWTO.rstrip(), "# One\n## Two\ntext\nThree\n=====\n\n\n"):
        for section in sections(source):
            assert with_text(source, section, text_of(source, section)) == source


def test_only_the_section_is_another() -> None:
    section = section_at(HOWTO, "h-1-open-the-lid")
    assert section is not None
    changed = with_text(HOWTO, section, "## 1. Lift the lid\n\nGently.\n\n\n")
    assert changed == HOWTO.replace(text_of(HOWTO, section), "## 1. Lift the lid\n\nGently.")


def test_a_section_without_text_goes_away() -> None:
    section = section_at(HOWTO, "h-if-it-sticks")
    assert section is not None
    assert with_text(HOWTO, section, " \n") == HOWTO.replace("### If it sticks\n\nPush.\n\n", "")


def test_headings_of_one_name_are_told_apart() -> None:
    source = "# A\n\none\n\n# A\n\ntwo\n"
    second = section_at(source, "h-a-2")
    assert second is not None
    assert text_of(source, second) == "# A\n\ntwo"
    assert section_at(source, "h-b") is None


def test_the_lines_of_long_pages_that_are_rendered_in_parts_are_right() -> None:
    source = "\n\n".join(f"## Part {n}\n\n" + f"word {n} " * 150 + "\n\n<div>\n\n</div>" for n in range(40))
    for n, section in enumerate(sections(source)):
        assert text_of(source, section).startswith(f"## Part {n}\n")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(
    lines=st.lists(st.sampled_from(["# A", "## B", "text", "", "```", "> # C", "- d", "E", "===", "\x0b", "é\u2028"]))
)
def test_any_text_survives(end: str, lines: list[str]) -> None:
    source = end.join(lines)
    for section in sections(source):
        assert with_text(source, section, text_of(source, section)) == source


@pytest.mark.parametrize(
    ("source", "lead"),
    [
        ("Before.\n\n# A\n\nx", "Before."),
        ("---\ntitle: T\n---\n\nBefore\n\n> # no\n\n## A", "Before\n\n> # no"),
        ("    code\n\n# A", "    code"),
        ("Only text", "Only text"),
        ("# A\n\nx", None),
        ("\n\n# A", None),
        ("", None),
    ],
)
def test_what_stands_before_the_first_heading_is_a_part_too(source: str, lead: str | None) -> None:
    found = section_at(source, LEAD)
    assert (text_of(source, found) if found else None) == lead
    if found:
        assert with_text(source, found, text_of(source, found)) == source

"""Notes and targets of links, told from the text around them."""

from wiki.markup.definitions import definitions, with_definitions

TEXT = """Press it[^1], see [the site][Shop].

```
[code]: not-this
```

[shop]: https://example.org/shop "The shop"
[^1]: Long
goes on.

    and on.
[^Two  words]: Short

Behind.
"""


def test_each_definition_is_found_with_all_of_its_lines() -> None:
    assert definitions(TEXT) == {
        "shop": '[shop]: https://example.org/shop "The shop"',
        "^1": "[^1]: Long\ngoes on.\n\n    and on.",
        "^two words": "[^Two  words]: Short",
    }


def test_a_text_gets_what_it_uses_and_what_that_uses_and_nothing_else() -> None:
    known = {"^1": "[^1]: See [x].", "x": "[x]: /there", "y": "[y]: /nowhere"}
    assert with_definitions("Press[^1].\n", known) == "Press[^1].\n\n[^1]: See [x].\n\n[x]: /there\n"
    assert with_definitions("Nothing.\n", known) == "Nothing.\n"
    own = "Press[^1].\n\n[^1]: Own.\n"
    assert with_definitions(own, known) == own


def test_a_block_of_code_that_is_never_closed_takes_each_definition_once() -> None:
    text = "Press[^1].\n\n```\nopen\n"
    assert with_definitions(text, {"^1": "[^1]: See [^1]."}) == text + "\n[^1]: See [^1].\n"

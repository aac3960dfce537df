"""The text that places in a page are counted against."""

from wiki.markup import Reference, as_read, render


def read(source: str) -> str:
    rendered = render(source)
    return as_read(rendered.html, rendered.references)


def test_it_is_all_text_of_the_page_in_order() -> None:
    assert read("# Till\n\nPress *twice*,\nthen wait.\n\n- one\n- two & three\n") == (
        "Till\nPress twice, then wait.\n\none\ntwo & three\n\n"
    )


def test_links_read_as_their_label_and_else_as_written() -> None:
    assert read("See [[Shelf labels]] and [[Tills#Keys|the keys]].") == "See Shelf labels and the keys.\n"
    assert read("Go to [[#Keys & locks]].").startswith("Go to Keys & locks")


def test_mentions_read_as_their_handle() -> None:
    assert read("Ask @nia-okafor or < nobody.") == "Ask @nia-okafor or < nobody.\n"


def test_what_other_pages_say_is_no_part_of_it() -> None:
    assert read("Before\n\n![[Shelf labels]]\n\nAfter").split() == ["Before", "After"]


def test_signs_of_html_in_text_and_attributes_stay_apart() -> None:
    assert read('A `<b title="1 > 0">` and ![a > b](/file/x/y.png "c > d") end') == 'A <b title="1 > 0"> and  end\n'


def test_a_reference_that_is_not_there_reads_as_nothing() -> None:
    assert as_read("a\ue000l7\ue001\ue002b", [Reference("link", "x", "", "")] * 2) == "ab"


def test_a_line_of_it_is_a_block_however_the_source_is_wrapped() -> None:
    wrapped = "First *line*\n**second** line\n`third` line\n\n> quoted\n> text\n\n- an item\n  goes on\n"
    assert [line for line in read(wrapped).split("\n") if line] == [
        "First line second line third line",
        "quoted text",
        "an item goes on",
    ]


def test_lines_of_code_and_lines_broken_on_purpose_stay_lines() -> None:
    assert read("```\none\ntwo\n```").strip() == "one\ntwo"
    assert read("one  \ntwo").strip() == "one\ntwo"

"""What writers type and what readers get."""

import pytest

from tests.markup.wellformed import wrong
from wiki.markup import Heading, Limits, TooMuch, render, strip_placeholders, words_and_code
from wiki.markup.sanitise import sanitise


def html(source: str) -> str:
    """As stored, with the wiki's own words in English."""
    result = strip_placeholders(render(source).html)
    assert wrong(result) == []
    return result


def test_headings_get_unique_prefixed_anchors_and_an_outline() -> None:
    rendered = render("# Start *here*\n\n## Start here\n\n> ## Quoted\n\n### `id`")
    assert rendered.outline == (
        Heading(1, "Start here", "h-start-here"),
        Heading(2, "Start here", "h-start-here-2"),
        Heading(3, "id", "h-id"),
    )
    assert '<h1 id="h-start-here">Start <em>here</em></h1>' in rendered.html
    assert '<h2 id="h-quoted">' in rendered.html


def test_a_heading_called_like_a_numbered_twin_still_gets_its_own_anchor() -> None:
    anchors = [heading.anchor for heading in render("# A\n\n# A-2\n\n# A\n\n# A").outline]
    assert len(set(anchors)) == 4


@pytest.mark.parametrize("written", ["## 1. Wake the printer", "## Step 1: Wake the printer", "## 1) Wake the printer"])
def test_numbered_heading_of_level_2_opens_a_step(written: str) -> None:
    rendered = render(f"{written}\n\nDo it.\n\n## Done\n\nYes.")
    assert '<section class="step">\n<h2 id="' in rendered.html
    assert '<span class="step__number">1</span> Wake the printer</h2>' in rendered.html
    assert "<p>Do it.</p>\n</section>\n<h2" in rendered.html
    assert rendered.outline[0].title == written.removeprefix("## ")


def test_a_year_or_a_number_alone_is_no_step() -> None:
    assert "step" not in html("## 2024 in review\n\n## 3.5 inch disks\n\n### 1. Third level")


def test_step_ends_before_the_footnotes() -> None:
    result = html("## 1. Do\n\nSee[^1].\n\n[^1]: There.")
    assert result.index("</section>") < result.index('<section class="footnotes">')


@pytest.mark.parametrize(
    ("source", "kind", "title"),
    [
        ("> [!WARNING]\n> Hot", "warning", "Warning"),
        ("> [!CAUTION] Very hot\n> Hot", "danger", "Very hot"),
        ('!!! warning "Mind *this*"\n    Hot', "warning", "Mind *this*"),
        ("!!! tip\n    Hot", "tip", "Tip"),
    ],
)
def test_callouts_in_both_forms(source: str, kind: str, title: str) -> None:
    assert f'<aside class="callout callout--{kind}"><p class="callout__title">{title}</p>\n<p>Hot</p>' in html(source)


def test_folded_callout_is_details() -> None:
    assert '<details class="callout callout--note"><summary class="callout__title">More</summary>' in html(
        '??? note "More"\n    Text'
    )


def test_unknown_kinds_stay_what_they_are() -> None:
    assert "<aside" not in html("!!! Great news\n\n> [!NOSUCH]\n> text")


def test_tables_scroll_and_align_by_classes() -> None:
    result = html("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert '<div class="table-scroll" tabindex="0"><table>' in result
    assert '<td class="align-right">2</td>' in result


def test_task_lists_are_disabled_boxes() -> None:
    result = html("- [x] done\n- [ ] open")
    assert result.count('<input type="checkbox" disabled=""') == 2
    assert result.count('checked=""') == 1


def test_code_is_coloured_by_classes() -> None:
    result = html("```python\ndef f(): return '<b>'\n```")
    assert '<pre class="code" tabindex="0"><code class="language-python"><span class="k">def</span>' in result
    assert "&lt;b&gt;" in result


def test_large_or_unknown_code_stays_plain() -> None:
    assert "<span" not in html("```nosuch\nx = 1\n```")
    assert "<span" not in html("```python\n" + "x = 1\n" * 5000 + "```")


def test_diagram_keeps_its_source_and_is_announced() -> None:
    rendered = render("```mermaid\ngraph TD; A-->B\n```")
    assert rendered.needs_diagrams
    assert '<figure class="diagram"><pre class="diagram__source" tabindex="0">graph TD; A--&gt;B' in rendered.html
    assert not render("```\nmermaid\n```").needs_diagrams


def test_diagram_that_begins_with_an_empty_line_is_read_the_same_twice() -> None:
    result = html("```mermaid\n\n\ngraph TD\n```")
    assert ">graph TD</pre>" in result
    assert sanitise(result) == result


def test_formulas_become_mathml() -> None:
    result = html("Inline $a^2$ and\n\n$$\n\\frac{1}{2}\n$$")
    assert '<math display="inline">' in result
    assert "<mfrac>" in result


def test_prices_are_not_formulas() -> None:
    assert "<math" not in html("Between $5 and $6, or US$7 to $8. A 5$ note, $20,000/$30,000.")


@pytest.mark.parametrize("formula", ["\\frac{", "\\left(", "a^b^c^", "\\def\\a{\\a}\\a", "{" * 60, "\\begin{matrix}"])
def test_bad_formula_is_shown_with_a_reason(formula: str) -> None:
    assert wrong(render(f"$${formula}$$").html) == []


def test_reason_of_a_bad_formula_is_in_its_title() -> None:
    assert '<code class="maths-error" title="This formula cannot be shown:' in html("$$\\left( a$$")


def test_picture_with_caption_is_a_figure() -> None:
    assert html('![A label](/file/k/label.png "The new label")') == (
        '<figure class="figure"><img src="/file/k/label.png" alt="A label" loading="lazy">'
        "<figcaption>The new label</figcaption></figure>\n"
    )


def test_films_and_sounds_of_the_wiki_become_players() -> None:
    player = 'controls="" preload="metadata" aria-label='
    assert html("![Wake it](/file/k/a.MP4)") == f'<p><video src="/file/k/a.MP4" {player}"Wake it"></video></p>\n'
    sound = f'<audio src="/file/k/a.mp3" {player}"x"></audio>'
    assert sound + "<figcaption>Said</figcaption>" in html('![x](/file/k/a.mp3 "Said")')
    assert "<video" not in html("![x](a.mp4) ![x](https://example.com/a.mp4) [x](/file/k/a.mp4)")
    assert "<video" not in html("<video src=/file/k/a.mp4 autoplay></video>")


@pytest.mark.parametrize(
    "src", ["https://example.org/x.png", "//example.org/x.png", "data:image/png;base64,AAAA", "/p/x"]
)
def test_pictures_from_elsewhere_are_not_loaded(src: str) -> None:
    result = html(f"![A label]({src})")
    assert "<img" not in result
    assert "A label" in result


def test_definition_lists_and_footnotes() -> None:
    result = html("Term\n: Meaning[^a]\n\n[^a]: Note")
    assert "<dl><dt>Term</dt>" in result
    assert '<li id="h--note-1">' in result
    assert 'href="#h--note-1"' in result


def test_harmless_html_stays_and_is_closed() -> None:
    assert "<p>Press <kbd>Ctrl</kbd> <mark>now</mark></p>" in html("Press <kbd>Ctrl</kbd> <mark>now")
    assert "<details><summary>More</summary>" in html("<details><summary>More</summary>\n\n*in*\n\n</details>\n\nout")
    assert html("<details>\n\n# Inside").endswith("</details>")


def test_own_classes_and_ids_cannot_be_written_as_html() -> None:
    assert html('<span class="step__number" id="h-x">x</span><b class="callout" id=a>y</b>') == "<p>x<b>y</b></p>\n"


def test_code_stands_behind_the_words_and_diagrams_nowhere() -> None:
    source = (
        "First.\n\n```sh\nlpr -P till\f2\n```\n\n> Then `this`.\n\n    indented\n\n## A\n\n"
        "```mermaid\ngraph TD\n  Anna --> Bea\n```\n\nLast\fof all.\n"
    )
    rendered = render(source)
    assert words_and_code(rendered.text) == ("First.\nThen this.\nA\nLast of all.", "lpr -P till 2\nindented")
    assert rendered.words == 12
    assert "Anna" in rendered.html
    assert words_and_code(render("```\nonly\n```").text) == ("", "only")
    assert words_and_code(render("no code").text) == ("no code", "")


def test_plain_text_has_words_but_no_marks() -> None:
    rendered = render("# Head\n\nSome **bold** [[Page|label]]\n\n- one\n- two\n\n```\ncode\n```")
    assert rendered.text == "Head\nSome bold label\none\ntwo\fcode"
    assert rendered.words == 7


def test_front_matter_is_taken_off() -> None:
    rendered = render("---\ntitle: Hello\n---\nText")
    assert dict(rendered.front_matter) == {"title": "Hello"}
    assert rendered.html == "<p>Text</p>\n"


def test_front_matter_that_cannot_be_read_stays_in_the_page() -> None:
    rendered = render("---\ntitle: [a\n---\nText")
    assert dict(rendered.front_matter) == {}
    assert "title: [a" in rendered.html


def test_too_large_is_refused_with_a_sentence() -> None:
    with pytest.raises(TooMuch, match="larger than 1 KB") as refused:
        render("a" * 1025, Limits(body=1024))
    assert refused.value.reason.endswith("pages.")


def test_deep_nesting_is_refused_not_dropped() -> None:
    with pytest.raises(TooMuch, match="nested"):
        render("> " * 100 + "lost?")
    assert "kept" in html("- a\n" + "".join("  " * depth + "- a\n" for depth in range(1, 12)) + "  " * 12 + "- kept")


def test_the_same_text_gives_the_same_result_from_several_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = [f"# {n}\n\n[[a]] {'word ' * n}\n\n$a^{{{n}}}$\n\n```python\nx = {n}\n```" for n in range(30)]
    alone = [render(text, Limits(headings=7)).html for text in texts]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: render(text).html, texts * 4))
    assert together == alone * 4

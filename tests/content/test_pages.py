"""The pages of the handbook and of the demo hold to the form that the wiki reads."""

import re
from collections import Counter

import pytest

from tests.content.shelf import DEMO, HANDBOOK, ROOT, Page, company, key_of, pages

ALL = pages(HANDBOOK) + pages(DEMO)
HOWTOS = [page for page in ALL if page.kind == "howto"]
TECH = [page for page in pages(HANDBOOK / "tech-how-tos") if page.kind == "howto"]
KINDS = {"howto", "note", "question", "article"}
LEVELS = {"first-week", "first-month", "experienced"}
ALWAYS = {"title", "type", "tags", "position", "summary"}
STEP = re.compile(r"(\d+)\. \S")
LARGEST_PICTURE = 40_000


def named(page: Page) -> str:
    return page.place


each_page = pytest.mark.parametrize("page", ALL, ids=named)
each_howto = pytest.mark.parametrize("page", HOWTOS, ids=named)


@each_page
def test_front_matter_has_the_fields_of_its_type(page: Page) -> None:
    expected = set(ALWAYS)
    if page.kind == "howto":
        expected |= {"level", "minutes"}
    if page.path.is_relative_to(DEMO):
        expected |= {"owner"}
    # A demo page with a history may say what its last change was.
    assert set(page.fields) - {"change"} == expected
    assert page.kind in KINDS


@each_page
def test_front_matter_values_have_the_right_form(page: Page) -> None:
    tags, summary = page.fields["tags"], page.fields["summary"]
    assert isinstance(tags, list)
    assert tags
    assert all(isinstance(tag, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag) for tag in tags)
    assert isinstance(page.fields["position"], int)
    assert isinstance(summary, str)
    assert 10 < len(summary) <= 120
    assert "\n" not in summary


@each_page
def test_file_is_named_after_its_title(page: Page) -> None:
    name = page.path.parent.name if page.path.name == "index.md" else page.path.stem
    assert name == key_of(page.title)


@each_page
def test_body_begins_without_a_title_of_its_own(page: Page) -> None:
    assert not re.search(r"^# ", page.prose, re.MULTILINE)
    assert page.body.strip()


@each_page
def test_pictures_lie_beside_the_page_and_are_small(page: Page) -> None:
    for name in page.pictures:
        picture = page.path.parent / name
        assert picture.suffix == ".png"
        assert picture.stat().st_size <= LARGEST_PICTURE


@each_howto
def test_howto_says_for_whom_and_how_long(page: Page) -> None:
    assert page.fields["level"] in LEVELS
    minutes = page.fields["minutes"]
    assert isinstance(minutes, int)
    assert 1 <= minutes <= 120


@each_howto
def test_howto_has_its_sections_in_order(page: Page) -> None:
    plain = [heading for heading in page.headings if not STEP.match(heading)]
    optional = ["If it goes wrong", "Stuck?"]
    assert plain[:2] == ["What you need", "How you know it worked"]
    assert plain[2:] == [heading for heading in optional if heading in plain]


@each_howto
def test_howto_steps_are_numbered_from_one_without_holes(page: Page) -> None:
    steps = [(place, match) for place, heading in enumerate(page.headings) if (match := STEP.match(heading))]
    assert [int(match.group(1)) for _, match in steps] == list(range(1, len(steps) + 1))
    assert len(steps) >= 3
    # All of them stand between what is needed and how one knows.
    assert [place for place, _ in steps] == list(range(1, len(steps) + 1))


@each_howto
def test_howto_begins_its_needs_with_a_list(page: Page) -> None:
    assert re.search(r"^## What you need\n\n- ", page.body, re.MULTILINE)


@pytest.mark.parametrize("page", [page for page in ALL if page.kind == "question"], ids=named)
def test_question_asks_in_its_title(page: Page) -> None:
    assert page.title.endswith("?")


def test_handbook_has_twelve_tech_howtos_that_say_what_goes_wrong() -> None:
    assert len(TECH) == 12
    for page in TECH:
        assert {"If it goes wrong", "Stuck?"} <= set(page.headings), page.place
        assert 350 <= len(page.body.split()) <= 900, page.place


def test_addresses_are_unique_in_the_whole_wiki() -> None:
    twice = [key for key, times in Counter(key_of(page.title) for page in ALL).items() if times > 1]
    assert twice == []


def test_siblings_have_positions_of_their_own() -> None:
    places = Counter(
        (page.path.parent.parent if page.path.name == "index.md" else page.path.parent, page.fields["position"])
        for page in ALL
    )
    assert [str(folder.relative_to(ROOT)) for (folder, _), times in places.items() if times > 1] == []


def test_every_folder_of_pages_has_a_page_of_its_own() -> None:
    roots = {HANDBOOK, *(folder for folder in DEMO.iterdir() if folder.is_dir())}
    folders = {page.path.parent for page in ALL} - roots
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "index.md").exists()] == []


def test_handbook_links_stay_in_the_handbook() -> None:
    known = {key_of(page.title) for page in pages(HANDBOOK)}
    lost = [(page.place, link) for page in pages(HANDBOOK) for link in page.links if key_of(link) not in known]
    assert lost == []


def test_demo_links_resolve_or_are_wanted_on_purpose() -> None:
    wanted = company()["wanted"]
    assert isinstance(wanted, list)
    known = {key_of(page.title) for page in ALL}
    asked = {link for page in pages(DEMO) for link in page.links if key_of(link) not in known}
    assert asked == set(wanted)


def test_links_to_sections_name_a_heading() -> None:
    headings = {key_of(page.title): set(page.headings) for page in ALL}
    for page in ALL:
        for target, section in re.findall(r"\[\[([^\[\]|#]+)#([^\[\]|\\]+)", page.prose):
            assert section in headings[key_of(target)], page.place

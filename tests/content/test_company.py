"""The company of the demo agrees with itself, and nobody in it is real or can be rung."""

import re
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.content.shelf import (
    DEMO,
    HANDBOOK,
    ROOT,
    company,
    histories,
    links_in,
    mentions_in,
    pages,
    prose_of,
    rows,
)

SYSTEM_ROLES = {"reader", "member", "lead", "admin"}
SPACE_ROLES = {"reader", "annotator", "writer", "keeper"}
ICONS = {"flag", "list", "wrench", "chart-column", "users", "lock", "book-open"}
# Ranges that the British regulator keeps free for drama, and the emergency number.
FICTION = re.compile(r"(020 7946 0\d{3}|01632 960\d{3}|0113 496 0\d{3})")
SOME_NUMBER = re.compile(r"\b0\d{2,4} ?\d{3,4} ?\d{3,4}\b")

PEOPLE = {str(person["handle"]): person for person in rows("people")}
GROUPS = {str(group["key"]): group for group in rows("groups")}


def members(group: str) -> list[str]:
    found = GROUPS[group]["members"]
    assert isinstance(found, list)
    return found


def role_in(space: dict[str, object], handle: str) -> set[str]:
    """All roles that the space gives this person: as everybody, by name, by group."""
    roles = {str(space["everyone"])} if "everyone" in space else set()
    grants = space["grants"]
    assert isinstance(grants, list)
    for grant in grants:
        if grant.get("person") == handle or ("group" in grant and handle in members(grant["group"])):
            roles.add(grant["role"])
    return roles


def test_there_are_five_teams_and_about_thirty_people() -> None:
    assert len(rows("teams")) == 5
    assert 28 <= len(PEOPLE) <= 34
    assert len(PEOPLE) == len(rows("people")), "a handle is used twice"


@pytest.mark.parametrize("person", rows("people"), ids=lambda person: str(person["handle"]))
def test_person_is_complete(person: dict[str, object]) -> None:
    assert set(person) == {
        "handle", "name", "team", "role", "side", "pronouns", "job", "time_zone", "about",
    }  # fmt: skip
    assert re.fullmatch(r"[a-z][a-z0-9._-]*", str(person["handle"]))
    assert person["team"] in {team["key"] for team in rows("teams")}
    assert person["role"] in SYSTEM_ROLES
    assert person["side"] in {"junior", "senior", "none"}
    assert ZoneInfo(str(person["time_zone"])).key == person["time_zone"]
    assert "\n" not in str(person["about"])


def test_names_are_unique_and_first_names_tell_people_apart() -> None:
    names = [str(person["name"]) for person in PEOPLE.values()]
    assert len(set(names)) == len(names)
    firsts = [name.split()[0] for name in names]
    assert len(set(firsts)) == len(firsts)


def test_every_system_role_and_side_can_be_tried() -> None:
    assert {person["role"] for person in PEOPLE.values()} == SYSTEM_ROLES
    assert {person["side"] for person in PEOPLE.values()} == {"junior", "senior", "none"}


def test_one_team_is_too_small_for_figures_and_the_others_are_not() -> None:
    sizes = {str(team["key"]): 0 for team in rows("teams")}
    for person in PEOPLE.values():
        sizes[str(person["team"])] += 1
    assert sorted(size >= 5 for size in sizes.values()) == [False, True, True, True, True]


def test_groups_and_sign_in_name_people_who_exist() -> None:
    for key in GROUPS:
        assert set(members(key)) <= set(PEOPLE), key
    assert [row["person"] for row in rows("sign_in")] == ["nia", "margaret", "priya", "sam"]
    assert all(row["label"] and row["line"] for row in rows("sign_in"))


def test_spaces_have_folders_and_rights_that_make_sense() -> None:
    assert {space["key"] for space in rows("spaces")} == {folder.name for folder in DEMO.iterdir() if folder.is_dir()}
    assert {space["visibility"] for space in rows("spaces")} == {"open", "groups", "private"}
    for space in rows("spaces"):
        assert space["icon"] in ICONS
        assert ("everyone" in space) == (space["visibility"] == "open")
        grants = space["grants"]
        assert isinstance(grants, list)
        for grant in grants:
            assert grant["role"] in SPACE_ROLES
            assert grant.get("person", "nia") in PEOPLE
            assert grant.get("group", "mentors") in GROUPS
            if space["visibility"] == "private":
                assert set(grant) == {"person", "role"}


def test_owners_and_authors_may_write_where_they_wrote() -> None:
    spaces = {str(space["key"]): space for space in rows("spaces")}
    written = [(page, str(page.fields["owner"])) for page in pages(DEMO)]
    written += [(page, str(revision["author"])) for page, earlier in histories() for revision in earlier]
    for page, handle in written:
        space = spaces[page.path.relative_to(DEMO).parts[0]]
        assert PEOPLE[handle]["role"] != "reader", (page.place, handle)
        assert role_in(space, handle) & {"writer", "keeper"}, (page.place, handle)


def test_mentions_are_people_or_are_shown_as_examples() -> None:
    for page in pages(DEMO):
        assert mentions_in(page.body) <= set(PEOPLE), page.place
    for page in pages(HANDBOOK):
        assert mentions_in(page.body) <= {"somebody"}, page.place


def test_about_eight_pages_have_a_past() -> None:
    past = list(histories())
    assert len(past) >= 8
    for page, earlier in past:
        assert 3 <= len(earlier) <= 6, page.place
        days = [revision["at"] for revision in earlier]
        assert days == sorted(days, key=lambda at: -int(str(at))), page.place  # oldest first
        assert len(set(map(str, days))) == len(days)
        bodies = [str(revision["body"]) for revision in earlier] + [page.body.lstrip("\n")]
        assert all(before != after for before, after in pairwise(bodies)), page.place
        for revision in earlier:
            assert set(revision) == {"author", "at", "summary", "minor", "body"}
            assert isinstance(revision["minor"], bool)
            assert revision["author"] in PEOPLE


def test_links_of_earlier_revisions_are_links_of_today() -> None:
    for page, earlier in histories():
        for revision in earlier:
            assert set(links_in(str(revision["body"]))) <= set(page.links), page.place


def test_nobody_real_can_be_written_to_or_rung() -> None:
    assert str(company()["email_domain"]).endswith(".example")
    for path in (*ROOT.rglob("*.md"), *ROOT.rglob("*.yaml"), *ROOT.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text):
            assert address.endswith((".example", ".test")), (path, address)
        for number in SOME_NUMBER.findall(prose_of(text)):
            assert FICTION.fullmatch(number), (path, number)

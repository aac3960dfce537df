"""What admins do, what nobody else may, and what holds from the next request on."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import PASSWORD, csrf, make_group, make_person, sign_in
from tests.stand_ins import FakeClock
from wiki.kernel.events import EventRow
from wiki.kernel.viewer import Viewer
from wiki.people.actions import disable, join_group, set_role, sweep
from wiki.people.models import Attempt, Group, Person, SignIn, Team
from wiki.people.standing import Standing
from wiki.people.tokens import digest_of
from wiki.web.running import Wiki


@pytest.fixture
def sam(wiki: Wiki, client: FlaskClient) -> Person:
    person = make_person(wiki, "Sam Kowalski", role="admin")
    sign_in(client, person)
    return person


def post(client: FlaskClient, path: str, **fields: str) -> int:
    return client.post(path, data={**fields, "csrf_token": csrf(client)}).status_code


def test_the_last_admin_stays(client: FlaskClient, wiki: Wiki, sam: Person) -> None:
    assert post(client, "/admin/people/sam-kowalski", role="member", team="0") == 422
    assert post(client, "/admin/people/sam-kowalski/disable") == 403
    second = make_person(wiki, "Second Admin", role="admin")
    with wiki.work() as work:
        disable(work, second.id)
    assert post(client, "/admin/people/sam-kowalski", role="lead", team="0") == 422
    assert post(client, "/admin/people/second-admin/enable") == 303
    assert post(client, "/admin/people/sam-kowalski", role="lead", team="0") == 303
    assert client.get("/admin/people/second-admin").status_code == 403
    assert sam.id


def test_closing_an_account_ends_its_sign_ins(app: Flask, client: FlaskClient, wiki: Wiki, sam: Person) -> None:
    nia, hers = make_person(wiki, password=PASSWORD), app.test_client()
    sign_in(hers, nia)
    assert post(client, "/admin/people/nia-okafor/disable") == 303
    assert hers.get("/me").status_code == 303
    with wiki.database.reading() as session:
        assert session.scalars(select(SignIn.person_id)).all() == [sam.id]
    assert post(app.test_client(), "/sign-in", email=nia.email, password=PASSWORD) == 401
    assert post(client, "/admin/people/nia-okafor/reset-link") == 404
    assert post(client, "/admin/people/nia-okafor/enable") == 303
    assert hers.get("/me").status_code == 303, "an old sign-in stays dead"
    assert post(app.test_client(), "/sign-in", email=nia.email, password=PASSWORD) == 303


def test_an_admin_hands_on_a_link_for_a_new_password(client: FlaskClient, wiki: Wiki, sam: Person) -> None:
    make_person(wiki)
    page = client.post("/admin/people/nia-okafor/reset-link", data={"csrf_token": csrf(client)}).text
    link = re.search(r"http://127\.0\.0\.1:8000(/reset/[\w-]+)", page)
    assert link
    assert client.get(link[1]).status_code == 200
    assert sam.id


def test_groups_are_made_renamed_filled_and_deleted(client: FlaskClient, wiki: Wiki, sam: Person) -> None:
    make_person(wiki)
    assert post(client, "/admin/groups", name="Pilots", about="First of all") == 303
    assert post(client, "/admin/groups", name="PILOTS") == 422
    assert post(client, "/admin/groups", name="") == 422
    assert post(client, "/admin/groups", name="x" * 81) == 422
    with wiki.database.reading() as session:
        group = session.scalars(select(Group)).one()
    path = f"/admin/groups/{group.id}"
    assert post(client, path, name="Pilots 2", about="") == 303
    assert post(client, f"{path}/members", handle="@nia-okafor") == 303
    assert post(client, f"{path}/members", handle="nia-okafor") == 303
    for odd in ("nobody", "", "x" * 500, "\0", "../x"):
        assert post(client, f"{path}/members", handle=odd) == 422
    page = client.get(path).text
    assert "Nia Okafor" in page
    [person_id] = re.findall(r"/members/(\d+)/remove", page)
    assert post(client, f"{path}/members/{person_id}/remove") == 303
    assert "Nobody yet" in client.get(path).text
    assert post(client, f"{path}/delete") == 303
    assert client.get(path).status_code == 404
    assert client.get(f"/admin/groups/{'9' * 25}").status_code == 404
    assert sam.id


def test_teams_are_made_renamed_and_deleted(client: FlaskClient, wiki: Wiki, sam: Person) -> None:
    nia = make_person(wiki, team="Retail")
    assert post(client, "/admin/teams", name="Stores") == 303
    assert post(client, "/admin/teams", name="STORES") == 422
    assert post(client, f"/admin/teams/{nia.team_id}", name="stores") == 422
    assert post(client, f"/admin/teams/{nia.team_id}", name="retail") == 303
    assert post(client, f"/admin/teams/{nia.team_id}/delete") == 303
    with wiki.database.reading() as session:
        assert session.scalars(select(Team.name)).all() == ["Stores"]
        assert session.get_one(Person, nia.id).team_id is None
    assert sam.id


@pytest.mark.parametrize("role", ["reader", "member", "lead"])
def test_what_admins_do_is_refused_to_others(client: FlaskClient, wiki: Wiki, role: str) -> None:
    group = make_group(wiki)
    other = make_person(wiki, "Margaret Hollis", team="Stores")
    sign_in(client, make_person(wiki, role=role))  # type: ignore[arg-type]
    for path in ("people/margaret-hollis", "groups", f"groups/{group.id}", "teams", "plugins"):
        assert client.get(f"/admin/{path}").status_code == 403
    for path in (
        "people/margaret-hollis",
        "people/margaret-hollis/disable",
        "people/margaret-hollis/enable",
        "people/margaret-hollis/reset-link",
        "invitations/1/withdraw",
        "groups",
        f"groups/{group.id}",
        f"groups/{group.id}/delete",
        f"groups/{group.id}/members",
        f"groups/{group.id}/members/{other.id}/remove",
        "teams",
        f"teams/{other.team_id}",
        f"teams/{other.team_id}/delete",
    ):
        assert post(client, f"/admin/{path}", name="x", handle="nia-okafor", role="admin", team="0") == 403
    landing = client.get("/admin").status_code
    assert landing == (200 if role == "lead" else 403)
    assert client.get("/admin/people").status_code == landing
    assert other.email not in client.get("/admin/people").text


def test_nobody_gives_themselves_a_role(client: FlaskClient, wiki: Wiki) -> None:
    nia = make_person(wiki)
    sign_in(client, nia)
    fields = {"name": "Nia", "team": "0", "side": "", "time_zone": "", "language": ""}
    extra = {"role": "admin", "id": "1", "handle": "boss", "email": "x@y.example", "password_hash": "x"}
    assert post(client, "/me", **fields, **extra) == 303
    with wiki.database.reading() as session:
        saved = session.get_one(Person, nia.id)
        assert (saved.role, saved.handle, saved.email) == ("member", "nia-okafor", nia.email)


def test_a_change_of_rights_holds_from_the_next_request_on(client: FlaskClient, wiki: Wiki) -> None:
    nia = make_person(wiki)
    digest = digest_of(sign_in(client, nia))
    standing = Standing()

    def seen() -> Viewer:
        with wiki.database.reading() as session:
            found = standing.of(session, digest, wiki.clock.now())
        assert found is not None
        return found[1]

    first = seen()
    group = make_group(wiki)
    with wiki.work() as work:
        join_group(work, group.id, nia.id)
    second = seen()
    with wiki.work() as work:
        set_role(work, nia.id, "lead")
    third = seen()
    assert (first.group_ids, second.group_ids) == (frozenset(), frozenset({group.id}))
    assert third.role == "lead"
    assert first.generation < second.generation < third.generation
    with wiki.database.reading() as session:
        assert standing.of_nobody(session) == Viewer(generation=third.generation)
        names = session.scalars(select(EventRow.name)).all()
    assert {"GroupJoined", "RoleChanged"} <= set(names)


def test_what_is_over_is_swept(wiki: Wiki, client: FlaskClient, clock: FakeClock) -> None:
    nia = make_person(wiki)
    sign_in(client, nia)
    post(client, "/forgot", email=nia.email)
    with wiki.work() as work:
        assert not sweep(work)
    clock.forward(days=31)
    with wiki.work() as work:
        assert sweep(work)
    with wiki.database.reading() as session:
        assert session.scalars(select(SignIn)).all() == []
        assert session.scalars(select(Attempt)).all() == []


def test_handles_are_found_for_any_name(wiki: Wiki) -> None:
    for name, email, handle in [
        ("Nia Okafor", "a@example.com", "nia-okafor"),
        ("NIA  OKAFOR", "b@example.com", "nia-okafor-2"),
        ("Élodie Ünal", "c@example.com", "elodie-unal"),
        ("山田太郎", "taro.yamada@example.com", "taro-yamada"),
        ("山田太郎", "山田@example.com", "person"),
        ("Suggest", "d@example.com", "suggest-1"),
        ("../../etc", "e@example.com", "etc"),
    ]:
        assert make_person(wiki, name, email=email).handle == handle

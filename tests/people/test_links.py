"""The first account, invitations and new passwords."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import PASSWORD, csrf, make_group, make_person, sign_in
from tests.stand_ins import FakeClock, Mailbox
from wiki.people.actions import first_admin_token
from wiki.people.models import Membership, Person, SignIn, Ticket
from wiki.web.running import Wiki


def link_in(text: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/(?:invite|reset)/[\w-]+)", text)
    assert found, text
    return found[1]


def test_a_fresh_wiki_leads_everybody_to_its_setup(client: FlaskClient, wiki: Wiki) -> None:
    assert client.get("/people").location == "/setup"
    assert client.get("/").location == "/setup"
    page = client.get("/setup")
    assert page.status_code == 200
    token = first_admin_token(wiki)
    assert token
    fields = {"token": token, "name": "Sam Kowalski", "email": "sam@example.com", "password": PASSWORD}
    assert client.post("/setup", data={**fields, "csrf_token": csrf(client)}).status_code == 303
    assert client.get("/admin").status_code == 200
    assert first_admin_token(wiki) is None
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", data={**fields, "csrf_token": csrf(client)}).status_code == 404


def test_only_the_newest_token_makes_the_first_admin(client: FlaskClient, wiki: Wiki) -> None:
    old, new = first_admin_token(wiki), first_admin_token(wiki)
    fields = {"name": "Sam", "email": "sam@example.com", "password": PASSWORD, "csrf_token": csrf(client)}
    for token in (old, "", "x" * 100):
        answer = client.post("/setup", data={**fields, "token": token})
        assert answer.status_code == 422
        assert "sam@example.com" in answer.text, "what was typed stays"
    assert client.post("/setup", data={**fields, "token": new}).status_code == 303


def test_an_invitation_opens_one_account(app: Flask, client: FlaskClient, wiki: Wiki, mailbox: Mailbox) -> None:
    group = make_group(wiki)
    sign_in(client, make_person(wiki, "Sam Admin", role="admin"))
    fields = {"email": "New@Example.com", "role": "lead", "side": "senior", "team": "0", "groups": str(group.id)}
    page = client.post("/admin/people/invite", data={**fields, "csrf_token": csrf(client)})
    assert page.status_code == 200
    link = link_in(page.text)
    [mail] = mailbox.deliver()
    assert mail["To"] == "New@Example.com"
    assert link_in(mail.get_content()) == link
    assert link.rpartition("/")[2] not in client.get("/admin/people").text, "shown once"
    guest = app.test_client()
    opened = guest.get(link)
    assert opened.status_code == 200
    assert opened.headers["Referrer-Policy"] == "strict-origin"
    short = guest.post(link, data={"name": "Margaret Hollis", "password": "short", "csrf_token": csrf(guest)})
    assert short.status_code == 422
    assert "Margaret Hollis" in short.text
    done = guest.post(link, data={"name": "Margaret Hollis", "password": PASSWORD, "csrf_token": csrf(guest)})
    assert done.status_code == 303
    assert guest.get("/people/margaret-hollis").status_code == 200
    with wiki.database.reading() as session:
        margaret = session.scalars(select(Person).where(Person.handle == "margaret-hollis")).one()
        assert (margaret.role, margaret.side, margaret.email_key) == ("lead", "senior", "new@example.com")
        assert session.get(Membership, (group.id, margaret.id))
    assert guest.get(link).status_code == 404
    other = app.test_client()
    twice = other.post(link, data={"name": "Somebody Else", "password": PASSWORD, "csrf_token": csrf(other)})
    assert twice.status_code == 404


def test_an_invitation_runs_out(client: FlaskClient, wiki: Wiki, clock: FakeClock) -> None:
    sign_in(client, make_person(wiki, role="admin"))
    fields = {"email": "new@example.com", "role": "member", "side": "", "team": "0", "csrf_token": csrf(client)}
    link = link_in(client.post("/admin/people/invite", data=fields).text)
    clock.forward(days=14, seconds=1)
    assert client.get(link).status_code == 404


def test_a_second_invitation_kills_the_first(client: FlaskClient, wiki: Wiki) -> None:
    sign_in(client, make_person(wiki, role="admin"))
    fields = {"email": "new@example.com", "role": "member", "side": "", "team": "0", "csrf_token": csrf(client)}
    first = link_in(client.post("/admin/people/invite", data=fields).text)
    second = link_in(client.post("/admin/people/invite", data={**fields, "email": "NEW@example.com"}).text)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    with wiki.database.reading() as session:
        [ticket] = session.scalars(select(Ticket))
    client.post(f"/admin/invitations/{ticket.id}/withdraw", data={"csrf_token": csrf(client)})
    assert client.get(second).status_code == 404


def test_a_lead_invites_members_but_no_admins(client: FlaskClient, wiki: Wiki) -> None:
    group = make_group(wiki)
    sign_in(client, make_person(wiki, role="lead"))
    fields = {"email": "new@example.com", "side": "", "team": "0", "csrf_token": csrf(client)}
    for role in ("admin", "lead", "owner", ""):
        assert client.post("/admin/people/invite", data={**fields, "role": role}).status_code == 422
    put_in = client.post("/admin/people/invite", data={**fields, "role": "member", "groups": str(group.id)})
    assert put_in.status_code == 422
    assert client.post("/admin/people/invite", data={**fields, "role": "member"}).status_code == 200


def test_asking_for_a_new_password_tells_nobody_who_exists(app: Flask, wiki: Wiki, mailbox: Mailbox) -> None:
    nia = make_person(wiki, password=PASSWORD)
    pages = []
    for email in (nia.email, "nobody@example.com"):
        client = app.test_client()
        answer = client.post("/forgot", data={"email": email, "csrf_token": csrf(client)})
        pages.append((answer.status_code, answer.text))
    assert pages[0] == pages[1]
    assert [mail["To"] for mail in mailbox.deliver()] == [nia.email]


def test_mails_name_our_own_address_whatever_the_host_header(app: Flask, wiki: Wiki, mailbox: Mailbox) -> None:
    nia, client = make_person(wiki), app.test_client()
    headers = {"X-Forwarded-Host": "evil.example", "Host": "localhost"}
    client.post("/forgot", data={"email": nia.email, "csrf_token": csrf(client)}, headers=headers)
    assert "http://127.0.0.1:8000/reset/" in mailbox.deliver()[0].get_content()
    evil = client.post("/forgot", data={"email": nia.email}, headers={"Host": "evil.example"})
    assert evil.status_code == 400


def test_a_reset_link_works_once_and_ends_all_sign_ins(app: Flask, wiki: Wiki, mailbox: Mailbox) -> None:
    nia = make_person(wiki, password=PASSWORD)
    elsewhere, client = app.test_client(), app.test_client()
    sign_in(elsewhere, nia)
    client.post("/forgot", data={"email": nia.email, "csrf_token": csrf(client)})
    link = link_in(mailbox.deliver()[0].get_content())
    assert client.get(link).headers["Referrer-Policy"] == "strict-origin"
    assert client.post(link, data={"password": "nia okafor", "csrf_token": csrf(client)}).status_code == 422
    new = "a wholly new password"
    assert client.post(link, data={"password": new, "csrf_token": csrf(client)}).status_code == 303
    assert client.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303
    assert app.test_client().get(link).status_code == 404
    fresh = app.test_client()
    fields = {"email": nia.email, "csrf_token": csrf(fresh)}
    assert fresh.post("/sign-in", data={**fields, "password": PASSWORD}).status_code == 401
    assert fresh.post("/sign-in", data={**fields, "password": new}).status_code == 303


def test_a_reset_link_dies_with_time_a_newer_one_and_the_account(
    app: Flask, wiki: Wiki, mailbox: Mailbox, clock: FakeClock
) -> None:
    nia, client = make_person(wiki), app.test_client()
    for _ in range(3):
        client.post("/forgot", data={"email": nia.email, "csrf_token": csrf(client)})
    links = [link_in(mail.get_content()) for mail in mailbox.deliver()]
    assert [client.get(link).status_code for link in links] == [404, 404, 200]
    clock.forward(minutes=60, seconds=1)
    assert client.get(links[2]).status_code == 404


def test_asking_again_and_again_is_slowed(app: Flask, wiki: Wiki) -> None:
    make_person(wiki)
    client = app.test_client()
    fields = {"email": "nobody@example.com", "csrf_token": csrf(client)}
    assert [client.post("/forgot", data=fields).status_code for _ in range(11)] == [200] * 10 + [429]


def test_links_of_one_kind_open_no_other(client: FlaskClient, wiki: Wiki) -> None:
    token = first_admin_token(wiki)
    make_person(wiki)
    for path in (f"/invite/{token}", f"/reset/{token}"):
        assert client.get(path).status_code == 404
    with wiki.database.reading() as session:
        assert session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize("token", ["x" * 5000, "%00", "%ff%fe", "a%20b", "%E2%80%AE", "..", "'--"])
def test_odd_tokens_are_dead_links(client: FlaskClient, wiki: Wiki, token: str) -> None:
    make_person(wiki)
    for path in (f"/invite/{token}", f"/reset/{token}"):
        assert client.get(path).status_code in {404, 308}
        assert client.post(path, data={"csrf_token": csrf(client)}).status_code in {404, 308}

"""Refusals and mails are said in the language of whoever gets them."""

import ast
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, csrf, make_person, sign_in
from tests.stand_ins import Mailbox
from wiki.people import names, passwords
from wiki.people.actions import accounts, belonging, new_passwords, tickets
from wiki.people.models import Person
from wiki.web.running import Wiki

ROOM = Path(__file__).parents[2] / "wiki" / "people"
GERMAN = {
    new_passwords.RESET_SUBJECT: "%(site)s: neues Passwort",
    new_passwords.RESET: "Hallo %(name)s, %(minutes)d Minuten lang: %(link)s",
    tickets.INVITATION_SUBJECT: "Komm herein: %(site)s",
    tickets.INVITATION: "%(host)s lädt dich ein, %(days)d Tage lang: %(link)s",
    belonging.TAKEN: "Den Namen gibt es schon.",
    accounts.LAST_ADMIN: "Jemand muss Admin bleiben.",
    "Only an admin can do this.": "Das darf nur ein Admin.",
    names.email_problem("x"): "Das ist keine Adresse.",
    passwords.problem("x"): "Mindestens 10 Zeichen.",
}


@pytest.fixture
def german(app: Flask, tmp_path: Path) -> None:
    """Teach the wiki a little German."""
    catalogue = Catalog("de")
    for english, text in GERMAN.items():
        catalogue.add(english, text)
    out = BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "translations" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(out.getvalue())
    app.extensions["babel"].translation_directories.append(str(tmp_path / "translations"))


def speaks(wiki: Wiki, person: Person, language: str) -> Person:
    with wiki.work() as work:
        work.session.get_one(Person, person.id).language = language
    return person


@pytest.mark.usefixtures("german")
def test_refusals_are_in_the_language_of_who_asked(client: FlaskClient, wiki: Wiki) -> None:
    sam = speaks(wiki, make_person(wiki, "Sam Admin", role="admin", password=PASSWORD), "de")
    sign_in(client, sam)

    def post(path: str, **fields: str) -> str:
        answer = client.post(path, data={**fields, "csrf_token": csrf(client)})
        return answer.text if answer.status_code in {403, 422} else str(answer.status_code)

    assert post("/admin/teams", name="Tills") == "303"
    assert "Den Namen gibt es schon." in post("/admin/teams", name="TILLS")
    assert "Jemand muss Admin bleiben." in post(f"/admin/people/{sam.handle}", role="member", team="0")
    assert "Jemand muss Admin bleiben." in post(f"/admin/people/{sam.handle}/disable")
    assert "Das ist keine Adresse." in post("/admin/people/invite", email="x", role="member", side="", team="0")
    assert "Mindestens 10 Zeichen." in post("/me/password", current=PASSWORD, password="x")
    sign_in(client, speaks(wiki, make_person(wiki), "de"))
    assert "Das darf nur ein Admin." in post("/admin/teams", name="Shops")


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("de", "Flipside: neues Passwort", "Hallo Nia Okafor, 60 Minuten lang: http"),
        ("", "Flipside: set a new password", "Hello Nia Okafor,"),
        ("fr", "Flipside: set a new password", "within 60 minutes"),
        ("not-a-language", "Flipside: set a new password", "within 60 minutes"),
    ],
)
def test_a_mail_about_a_password_is_in_its_receivers_language(
    client: FlaskClient, wiki: Wiki, mailbox: Mailbox, language: str, subject: str, says: str
) -> None:
    nia = speaks(wiki, make_person(wiki), language)
    assert client.post("/forgot", data={"email": nia.email, "csrf_token": csrf(client)}).status_code == 200
    [mail] = mailbox.deliver()
    assert mail["Subject"] == subject
    assert says in mail.get_content()


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("usual", "says"), [("de", "Sam Admin lädt dich ein, 14 Tage lang: http"), ("en", "Hello,")])
def test_an_invitation_is_in_the_wikis_language_whoever_sends_it(
    app: Flask, client: FlaskClient, wiki: Wiki, mailbox: Mailbox, usual: str, says: str
) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = usual
    sign_in(client, speaks(wiki, make_person(wiki, "Sam Admin", role="admin"), "en" if usual == "de" else "de"))
    fields = {"email": "new@example.com", "role": "member", "side": "", "team": "0", "csrf_token": csrf(client)}
    assert client.post("/admin/people/invite", data=fields).status_code == 200
    [mail] = mailbox.deliver()
    assert says in mail.get_content()


def test_a_percent_sign_in_a_name_breaks_no_mail(client: FlaskClient, wiki: Wiki, mailbox: Mailbox) -> None:
    make_person(wiki, "100%(site)s %s %", email="p@example.com")
    client.post("/forgot", data={"email": "p@example.com", "csrf_token": csrf(client)})
    [mail] = mailbox.deliver()
    assert "Hello 100%(site)s %s %," in mail.get_content()


def test_limits_said_in_texts_are_the_real_ones() -> None:
    assert str(passwords.LEAST) in passwords.problem("x")
    assert str(passwords.MOST) in passwords.problem("xy" * passwords.MOST)


def test_every_refusal_of_this_room_is_marked_for_translation() -> None:
    unmarked = []
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in {"Invalid", "Forbidden"}:
                unmarked += [
                    f"{path.name}: {ast.unparse(text)}"
                    for argument in node.args
                    for text in (argument.values if isinstance(argument, ast.Dict) else [argument])
                    if (isinstance(text, ast.Constant) and text.value != "sign-in") or isinstance(text, ast.JoinedStr)
                ]
    assert not unmarked

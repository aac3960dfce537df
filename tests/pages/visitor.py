"""Somebody with a browser, whom every answer is checked for."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.builders import csrf, sign_in
from wiki.people.models import Person

UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data: blob:")


class Inline(HTMLParser):
    """Notes what a strict policy would not let run: scripts and styles within the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.found.append(tag)
        self.found += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name == "style"
            or name.startswith(("on", "hx-on"))
            or (name in {"href", "src", "action"} and (value or "").strip().lower().startswith("javascript:"))
        ]


class Fields(HTMLParser):
    """What the forms of a page hold: field → value, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        name = names.get("name") or ""
        if tag == "input" and names.get("type") not in {"radio", "checkbox", "submit"}:
            self.values.setdefault(name, names.get("value") or "")
        if tag == "textarea":
            self._text = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # HTML drops the line break right after the tag, and WTForms writes one there.
            self.values[self._text] = self.values[self._text].removeprefix("\r\n").removeprefix("\n")
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data


class Visitor:
    """A client signed in as `person`, or as nobody."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.client = app.test_client()
        self.person = person
        if person is not None:
            sign_in(self.client, person)

    def get(self, address: str, **options: Any) -> TestResponse:
        return self._checked(self.client.get(address, buffered=True, **options))

    def post(self, address: str, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form, with the proof that it came from here."""
        return self._checked(
            self.client.post(address, data={"csrf_token": csrf(self.client), **(data or {})}, **options)
        )

    def save(self, slug: str, body: str, /, **fields: Any) -> TestResponse:
        """Save a page's text; the title is that of the editor unless it is given."""
        begun = fields if {"title", "base"} <= set(fields) else self.fields(f"/p/{slug}/edit") | fields
        return self.post(f"/p/{slug}/edit", {**begun, "body": body})

    def fields(self, address: str) -> dict[str, str]:
        """What the form at an address begins with, besides its proof."""
        return fields_of(self.get(address).text)

    def _checked(self, answer: TestResponse) -> TestResponse:
        assert answer.status_code < 500, answer.text[:500]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert not set(UNSAFE) & set(policy.replace(";", " ").split())
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.mimetype == "text/html":
            inline = Inline()
            inline.feed(answer.text)
            assert inline.found == []
        return answer


def fields_of(html: str) -> dict[str, str]:
    parser = Fields()
    parser.feed(html.partition("<main")[2])
    parser.values.pop("csrf_token", None)
    parser.values.pop("", None)
    return parser.values

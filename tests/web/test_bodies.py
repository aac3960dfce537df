"""How much of a form is taken in."""

import io

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from tests.builders import csrf, make_person, sign_in
from wiki.web.bodies import MB, MOST_MB, PLAIN
from wiki.web.running import Wiki


@pytest.fixture
def form(app: Flask, wiki: Wiki) -> FlaskClient:
    """A browser that is signed in, and `/echo`, which answers how much it was told."""

    def echo() -> str:
        return str(len(request.form["body"]))

    app.add_url_rule("/echo", "echo", echo, methods=["POST"])
    client = app.test_client()
    sign_in(client, make_person(wiki))
    return client


def test_a_plain_form_is_taken_up_to_its_limit(form: FlaskClient) -> None:
    room = MOST_MB * MB - len(f"csrf_token={csrf(form)}&body=")
    for size, status in ((room, 200), (room + 1, 413)):
        answer = form.post("/echo", data={"csrf_token": csrf(form), "body": "x" * size})
        assert answer.status_code == status
    assert "more than 4 MB of text" in answer.text
    assert "your text still is" in answer.text


def test_a_form_with_files_has_the_same_room_for_texts_and_more_for_files(form: FlaskClient) -> None:
    def post(fields: int, size: int, file: int) -> int:
        # Put together here: the test client leaves files open that it makes of large bodies.
        parts = {"csrf_token": csrf(form), "body": "x", **{f"f{n}": "y" * size for n in range(fields)}}
        head = '--edge\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
        body = "".join(head.format(name, "") + value + "\r\n" for name, value in parts.items())
        body += head.format("file", '; filename="a.bin"') + "z" * file + "\r\n--edge--\r\n"
        return form.post("/echo", data=body.encode(), content_type="multipart/form-data; boundary=edge").status_code

    assert post(2, MB, 0) == 200
    assert post(5, MB, 0) == 413
    assert post(1, 10, 100 * 1024) == 200


def test_a_form_of_more_fields_than_any_page_has_is_refused(form: FlaskClient) -> None:
    fields = f"csrf_token={csrf(form)}&body=x"
    assert form.post("/echo", data=fields + "&a" * 400, content_type=PLAIN).status_code == 200
    assert form.post("/echo", data=fields + "&a" * MB, content_type=PLAIN).status_code == 413


@pytest.mark.parametrize(("size", "statuses"), [(1000, {200, 411}), (MOST_MB * MB + 1, {411, 413})])
def test_a_form_of_no_stated_length_is_not_read_beyond_the_limit(
    form: FlaskClient, size: int, statuses: set[int]
) -> None:
    class Endless(io.BytesIO):
        """A body as a server hands it on that has taken it apart, counting what is asked of it."""

        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            self.taken += len(found)
            return found

    body = Endless(f"csrf_token={csrf(form)}&body=".encode() + b"x" * (size * 3))
    answer = form.post(
        "/echo",
        input_stream=body,
        content_type=PLAIN,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code in statuses
    assert body.taken <= MOST_MB * MB + 128 * 1024


def test_one_broken_byte_does_not_empty_a_form(form: FlaskClient) -> None:
    body = f"csrf_token={csrf(form)}&body=".encode() + "na\xefve".encode("latin-1")
    answer = form.post("/echo", data=body, content_type=PLAIN)
    assert (answer.status_code, answer.text) == (200, "5")

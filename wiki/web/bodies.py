"""How much of a form is taken in: by its bytes, and by its fields, whatever kind of form it is.

Flask's own limits for forms count only the parts of multipart ones; the plain kind would be read up to the limit for
files, and a few megabytes of `a&a&a` become hundreds in memory.
"""

from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from wiki.kernel.settings import Settings

MB = 1024 * 1024
# The largest text that waits behind the sign-in (600 KB) when all of it is quotation marks: six bytes each.
MOST_MB = 4
# What stands around a file in the form that brings it: its fields, names and boundaries.
_AROUND_MB = 1
PLAIN = "application/x-www-form-urlencoded"


def most_bytes(settings: Settings) -> int:
    """The longest body there is: one with a file of exactly the limit."""
    return (settings.upload_limit_mb + _AROUND_MB) * MB


Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class MeasuredForms(FormDataParser):
    """Reads forms. Raises `RequestEntityTooLarge` for more than `MOST_MB` in all their texts, or too many of them."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        if mimetype == PLAIN:
            # The request has set a limit to this stream.
            body = stream.read()
            if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            # One byte that isn't UTF-8 would empty the whole form, and with it what somebody has typed.
            stream = BytesIO(body.decode("utf-8", "replace").encode())
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        if sum(len(text) for _, text in form.items(multi=True)) > MOST_MB * MB:
            for _, file in files.items(multi=True):
                file.close()
            raise RequestEntityTooLarge
        return rest, form, files


class MeasuredRequest(Request):
    """A request whose plain forms end at `MOST_MB`, with a stated length or without."""

    form_data_parser_class = MeasuredForms

    @property
    def is_plain_form(self) -> bool:
        return self.mimetype == PLAIN

    @property
    def max_content_length(self) -> int | None:
        """Bytes that are read at most; the limit for files is larger."""
        most = super().max_content_length
        return min(most or MOST_MB * MB, MOST_MB * MB) if self.is_plain_form else most

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

"""Attached files, for whoever may read their page."""

from flask import Blueprint, Response, send_file

from wiki.kernel.refusals import NotFound
from wiki.pages.files import path_of
from wiki.pages.queries.find import attachment_for
from wiki.web.forms import clean_line
from wiki.web.headers import FILE_POLICY
from wiki.web.request import session, who, wiki


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/file/<key>/<path:name>")(file)


def file(key: str, name: str) -> Response:  # noqa: ARG001 - the name is for people and downloads
    """The file. Pictures are shown; anything else is downloaded, and nothing in it may run."""
    found = attachment_for(session(), who(), key)
    path = path_of(wiki().settings.data, found.digest)
    if not path.is_file():
        raise NotFound(key)
    picture = found.media_type.startswith("image/")
    response = send_file(
        path.resolve(),
        mimetype=found.media_type,
        as_attachment=not picture,
        download_name=clean_line(found.name) or key,
        etag=found.digest,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response

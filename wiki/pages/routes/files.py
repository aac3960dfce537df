"""Attached files on their way out, to whoever may read their page."""

from flask import Blueprint, Response, send_file

from wiki.kernel.refusals import NotFound
from wiki.pages.files import path_of, smaller_path
from wiki.pages.queries.find import attachment_for, version_for
from wiki.pages.workshop import SIDES
from wiki.web.forms import clean_line
from wiki.web.headers import FILE_POLICY
from wiki.web.request import int_arg, session, who, wiki


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/file/<key>/<path:name>")(file)


def file(key: str, name: str) -> Response:  # noqa: ARG001 - the name is for people and downloads
    """The file, or an earlier `version` of it. Pictures are shown, smaller ones for a width of `w` once they are made;
    anything else is downloaded, and nothing in it may run. A part of it is sent to players that ask for one.
    """
    found = attachment_for(session(), who(), key)
    number = int_arg("version", 0, least=0)
    shown = version_for(session(), found, number) if number else found
    path, kind, etag = path_of(wiki().settings.data, shown.digest), shown.media_type, shown.digest
    picture, width = kind.startswith("image/"), int_arg("w", 0, least=0)
    if picture and width in SIDES:
        smaller = smaller_path(wiki().settings.data, shown.digest, width)
        if smaller.is_file():
            path, kind, etag = smaller, "image/webp", f"{etag}-{width}"
    if not path.is_file():
        raise NotFound(key)
    response = send_file(
        path.resolve(),
        mimetype=kind,
        as_attachment=not picture,
        download_name=clean_line(found.name) or key,
        conditional=True,
        etag=etag,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response

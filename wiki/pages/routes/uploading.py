"""Files on their way in: to a page, or for one that isn't saved yet."""

import errno

from flask import Blueprint, flash, jsonify, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.kernel.viewer import Viewer
from wiki.pages.accepting import NAMELESS, check_file, clean_name, limits_of
from wiki.pages.actions.attaching import Bytes, attach, keep_bytes
from wiki.pages.file_forms import UploadForm
from wiki.pages.files import kind_of, markdown
from wiki.pages.models import Attachment, Page
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.find import page_for
from wiki.pages.routes.file_lists import page_files_page
from wiki.pages.routes.refusing import REFUSED
from wiki.web.errors import error_page
from wiki.web.forms import clean_line
from wiki.web.request import must_sign_in, session, wiki, work
from wiki.web.spoken import translated

MOST_AT_ONCE = 20
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/p/<slug>/files")(to_page)
    blueprint.post("/files")(loose)


def to_page(slug: str) -> Response:
    """Attach files to a page. Programs that ask for JSON are told what to write into the text."""
    viewer = must_sign_in()
    try:
        page = page_for(session(), viewer, slug)
        _may_write(viewer, page)
        form = UploadForm()
        named, refused = _received(form)
    except (NotFound, Forbidden, RequestEntityTooLarge) as refusal:
        return _refused(refusal)
    except OSError as error:
        return _no_room(error)
    files = []
    if named:
        with work() as w:
            live = page_for(w.session, viewer, slug)
            if not may_write(reach_of(w.session, viewer), live):
                raise Forbidden(_("You may read this page, but not attach files to it."))
            for name, content in named:
                alt, caption = form.alt.data or "", form.caption.data or ""
                files.append(attach(w, viewer, live, name, content, alt=alt, caption=caption))
    if _wants_json():
        return _told(files, refused)
    if refused:
        form.add_errors({"file": " ".join(refused)})
        return make_response(page_files_page(page, form), REFUSED)
    flash(_("Attached. Copy the line beside it into the page’s text."))
    return redirect(f"{page.url}/files", 303)


def loose() -> Response:
    """Take files for a page or a note that isn't saved yet; once it is, they belong to its page."""
    viewer = must_sign_in()
    try:
        if not reach_of(session(), viewer).spaces_with("annotator"):
            raise Forbidden(_("There is no space yet that you may write in. Ask a keeper or an admin."))
        form = UploadForm()
        named, refused = _received(form)
    except (Forbidden, RequestEntityTooLarge) as refusal:
        return _refused(refusal)
    except OSError as error:
        return _no_room(error)
    with work() as w:
        alt, caption = form.alt.data or "", form.caption.data or ""
        files = [attach(w, viewer, None, name, content, alt=alt, caption=caption) for name, content in named]
    if not files and not _wants_json():
        raise Invalid({"file": " ".join(refused)})
    return _told(files, refused)


def _may_write(viewer: Viewer, page: Page) -> None:
    if not may_write(reach_of(session(), viewer), page):
        raise Forbidden(_("You may read this page, but not attach files to it."))


def _received(form: UploadForm) -> tuple[list[tuple[str, Bytes]], list[str]]:
    """The files that may come in, safe on the disk; and a sentence for each that may not, or for the form."""
    limits, folder = limits_of(wiki().settings), wiki().settings.data
    sent = [file for file in request.files.getlist("file") if file.filename]
    refused = [] if sent else [translated(NAMELESS)]
    if not form.validate():
        refused = [str(text) for texts in form.errors.values() for text in texts]
        return [], refused
    if len(sent) > MOST_AT_ONCE:
        return [], [_("At most %(most)d files at once, please.", most=MOST_AT_ONCE)]
    named = []
    for file in sent:
        name, data = clean_name(clean_line(file.filename)), file.stream.read()
        try:
            check_file(name, data, limits)
        except Invalid as refusal:
            refused.append(f"{name}: {translated(refusal.errors['file'])}" if name else translated(NAMELESS))
            continue
        named.append((name, keep_bytes(folder, name, data)))
    return named, refused


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _told(files: list[Attachment], refused: list[str]) -> Response:
    told = jsonify(files=[described(file) for file in files], errors=refused)
    told.status_code = 201 if files else REFUSED
    return told


def described(file: Attachment) -> dict[str, object]:
    """A file as the editor's scripts receive it; `markdown` is what puts it into a text."""
    kind = kind_of(file.media_type)
    return {
        "key": file.key,
        "name": file.name,
        "url": file.url,
        "kind": kind,
        "size": file.size,
        "alt": file.alt,
        "caption": file.caption,
        "markdown": markdown(file.name, file.url, file.media_type, file.alt, file.caption),
        "thumb": f"{file.url}?w=320" if kind == "picture" else "",
    }


def _refused(refusal: Exception) -> Response:
    """The refusal as JSON for programs; raised for people, who get a page."""
    if not _wants_json():
        raise refusal
    if isinstance(refusal, RequestEntityTooLarge):
        most = wiki().settings.upload_limit_mb
        status, text = 413, _("At most %(most)d MB, please.", most=most)
    elif isinstance(refusal, Forbidden):
        status, text = 403, translated(str(refusal))
    else:
        status, text = 404, _("This page isn’t there any more.")
    answer = jsonify(files=[], errors=[text])
    answer.status_code = status
    return answer


def _no_room(error: OSError) -> Response:
    """Raises what is no lack of room."""
    if error.errno not in _NO_ROOM:
        raise error
    if not _wants_json():
        return error_page(507)
    answer = jsonify(files=[], errors=[_("The disk is full. An admin has to make room first.")])
    answer.status_code = 507
    return answer

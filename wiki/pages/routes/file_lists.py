"""Files as people keep them: those of a page, those of a space, and one with its versions."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.actions.attaching import Bytes, add_version, bring_back, describe_file, remove_file
from wiki.pages.file_contexts import FileContext, PageFilesContext, SpaceFilesContext
from wiki.pages.file_forms import DescribeForm, UploadForm
from wiki.pages.models import Attachment, Page
from wiki.pages.permissions import may_write, reach_of
from wiki.pages.queries.file_lists import Row, file_in_full, files_of_page, files_of_space, versions_of
from wiki.pages.queries.find import attachment_for, page_by_id, page_for, space_for, version_for
from wiki.pages.routes.bylines import shown
from wiki.pages.routes.read import MOST_ID
from wiki.pages.routes.refusing import answered
from wiki.web.request import int_arg, must_sign_in, session, text_arg, who, wiki, work
from wiki.web.templating import show

PART = 48


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/p/<slug>/files")(of_page)
    blueprint.get("/s/<key>/files")(of_space)
    blueprint.route("/files/<key>", methods=["GET", "POST"])(one)
    blueprint.post("/files/<key>/remove")(remove)
    blueprint.post("/files/<key>/back")(back)
    blueprint.post("/files/<key>/versions/<int:number>")(restore)


def of_page(slug: str) -> str:
    """What is attached to a page, and the form to attach more."""
    page = page_for(session(), who(), slug)
    writes = who().signed_in and may_write(reach_of(session(), who()), page)
    return page_files_page(page, UploadForm(formdata=None) if writes else None)


def page_files_page(page: Page, form: UploadForm | None) -> str:
    """The page's files; `form` is None for who may not write."""
    reach = reach_of(session(), who())
    return show(
        PageFilesContext(
            page=page,
            files=_bylined(files_of_page(session(), reach, page.id)),
            removed=files_of_page(session(), reach, page.id, removed=True) if form is not None else [],
            form=form,
            most_mb=wiki().settings.upload_limit_mb,
        )
    )


def of_space(key: str) -> str:
    """What is attached to a space's pages, the newest first."""
    space, reach = space_for(session(), who(), key), reach_of(session(), who())
    kind, name = text_arg("kind", 20), text_arg("name", 100)
    before = int_arg("before", 0, least=0, most=MOST_ID)
    found = files_of_space(session(), reach, space.id, kind=kind, name=name, before=before, limit=PART)
    query = {"kind": kind, "name": name}
    last = found[-1].id if len(found) == PART else None
    kept = {label: value for label, value in query.items() if value}
    return show(
        SpaceFilesContext(
            space=space,
            files=_bylined(found),
            kinds=_kinds(),
            kind=kind,
            name=name,
            next=f"/s/{space.key}/files?{urlencode({**kept, 'before': last})}" if last else None,
        )
    )


def _bylined(files: Sequence[Row]) -> list[Row]:
    """The files, with their uploaders as the viewer may know them."""
    return [replace(file, by=shown(file.by)) for file in files]


def _kinds() -> list[tuple[str, str]]:
    return [
        ("picture", _("Pictures")),
        ("document", _("Documents")),
        ("video", _("Videos")),
        ("audio", _("Sounds")),
        ("other", _("Others")),
    ]


def _writes(viewer: Viewer, file: Attachment, page: Page | None) -> bool:
    if page is None:
        return file.by_id == viewer.person_id
    return viewer.signed_in and may_write(reach_of(session(), viewer), page)


def one(key: str) -> str | Response:
    """One file; who may write its page describes it here."""
    viewer = who()
    file = attachment_for(session(), viewer, key)
    page = page_by_id(session(), viewer, file.page_id) if file.page_id is not None else None
    writes = _writes(viewer, file, page)
    form = DescribeForm(obj=file) if writes else None
    if request.method == "POST":
        must_sign_in()
        if form is None:
            raise Forbidden(_("You may read this page, but not change its files."))
        if form.validate_on_submit():
            with work() as w:
                live = _changeable(w, viewer, key)
                describe_file(w, live, form.alt.data or "", form.caption.data or "")
            flash(_("Saved. Pages that show it already keep the words they have."))
            return redirect(f"/files/{key}", 303)
    reach = reach_of(session(), viewer)
    context = FileContext(
        file=_bylined([file_in_full(session(), reach, file)])[0],
        space=page.space if page is not None else None,
        versions=[replace(one, by=shown(one.by)) for one in versions_of(session(), file.id)],
        form=form,
    )
    return answered(form, show(context)) if form is not None else show(context)


def _changeable(w: Work, viewer: Viewer, key: str, *, removed: bool = False) -> Attachment:
    """A file whose page the viewer may write, or which is their own; raises `NotFound` and `Forbidden`."""
    file = attachment_for(w.session, viewer, key, removed=removed)
    if file.page_id is not None:
        page = page_by_id(w.session, viewer, file.page_id)
        if not may_write(reach_of(w.session, viewer), page):
            raise Forbidden(_("You may read this page, but not change its files."))
    return file


def _list_of(w: Work, viewer: Viewer, file: Attachment) -> str:
    return f"{page_by_id(w.session, viewer, file.page_id).url}/files" if file.page_id is not None else "/"


def remove(key: str) -> Response:
    """Take a file away; it can be brought back for a month."""
    viewer = must_sign_in()
    with work() as w:
        file = _changeable(w, viewer, key)
        remove_file(w, file)
        address = _list_of(w, viewer, file)
    flash(_("Removed. It can be brought back from here for 30 days."))
    return redirect(address, 303)


def back(key: str) -> Response:
    """Bring a removed file back."""
    viewer = must_sign_in()
    with work() as w:
        file = _changeable(w, viewer, key, removed=True)
        bring_back(w, file)
        address = _list_of(w, viewer, file)
    flash(_("It is back."))
    return redirect(address, 303)


def restore(key: str, number: int) -> Response:
    """Make an earlier version the present one again, as a new version."""
    viewer = must_sign_in()
    with work() as w:
        file = _changeable(w, viewer, key)
        old = version_for(w.session, file, number)
        if old.digest != file.digest:
            add_version(w, viewer, file, Bytes(old.digest, old.media_type, old.size))
    flash(_("Version %(number)s is shown again.", number=number))
    return redirect(f"/files/{key}", 303)

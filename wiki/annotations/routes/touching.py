"""In the editor: the notes that an edit touches, with the offer to mark them as answered."""

from flask import Blueprint, request

from wiki.annotations.contexts import TouchedContext
from wiki.annotations.queries.touching import touched_by
from wiki.annotations.routes.writing import MOST_ID
from wiki.markup import TooMuch
from wiki.pages.queries.find import page_by_id
from wiki.web.forms import clean_text
from wiki.web.request import must_sign_in, session
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.post(f"/notes/page/<int(max={MOST_ID}):page_id>/touched")(touched)


def touched(page_id: int) -> str:
    """The notes that the text in the editor touches; nothing for a text that can't be read, which Save will say."""
    viewer = must_sign_in()
    page = page_by_id(session(), viewer, page_id)
    try:
        found = touched_by(session(), viewer, page, clean_text(request.form.get("body", "")))
    except TooMuch:
        found = []
    names = list(dict.fromkeys(note.author.name for note, _ in found if note.author))
    return show(TouchedContext(touched=found, names=names))

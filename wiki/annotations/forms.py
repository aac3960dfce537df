"""What people type about notes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import Optional

from wiki.annotations.actions.selecting import Selection
from wiki.annotations.actions.settling import REASON
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import KINDS, LONGEST
from wiki.hooks.specs import Circle
from wiki.web.forms import Form, Line, Text, options

KIND_LABELS = {
    "question": _l("Question"),
    "experience": _l("Experience"),
    "correction": _l("Correction"),
    "suggestion": _l("Suggested edit"),
    "comment": _l("Comment"),
}
KIND_HINTS = {
    "question": _l("Something isn’t clear to you."),
    "experience": _l("What you have seen of it yourself."),
    "correction": _l("Something isn’t right."),
    "suggestion": _l("How it should be said."),
    "comment": _l("Anything else."),
}
KIND_ICONS = {
    "question": "circle-help",
    "experience": "thumbs-up",
    "correction": "triangle-alert",
    "suggestion": "pencil-line",
    "comment": "message-square",
}
OUTCOME_LABELS = {
    "answered": _l("Answered"),
    "applied": _l("Applied"),
    "declined": _l("Declined"),
    "done": _l("Done"),
}
REACTION_LABELS = {"thanks": _l("Thanks"), "same": _l("Same here"), "helped": _l("Helped")}
STATE_LABELS = {
    "open": _l("Open"),
    "settled": _l("Settled"),
    "orphaned": _l("Without a place"),
    "changed": _l("On changed words"),
}
LARGEST = 2**31 - 1


class PlaceForm(Form):
    """The passage that a note is about: a place in the text of a revision, and its words."""

    start = IntegerField(_l("From"), [Optional()])
    end = IntegerField(_l("To"), [Optional()])
    revision = IntegerField(_l("Revision"), [Optional()])
    exact = Text(_l("The words that it is about"), most=200_000)

    def selection(self, number: int) -> Selection:
        """What was selected; `number`: the revision meant where none is named."""
        start, end = (field.data if field.data is not None else -1 for field in (self.start, self.end))
        chosen = self.revision.data
        within = all(-1 <= value <= LARGEST for value in (start, end))
        return Selection(
            chosen if chosen is not None and 0 < chosen <= LARGEST else number,
            start if within else -1,
            end if within else -1,
            self.exact.data or "",
        )


class NoteForm(PlaceForm):
    """A note, or a change of one."""

    kind = RadioField(_l("Kind"), choices=options((kind, KIND_LABELS[kind]) for kind in KINDS), default="question")
    body = Text(_l("Your note"), most=LONGEST)
    replacement = Text(_l("How it should be"), most=LONGEST * 5)
    passage = HiddenField()
    audience = RadioField(_l("Who may read it"), default="readers")
    once = HiddenField()

    def offer(self, circles: Sequence[Circle], *, for_others: bool) -> None:
        """Whom the note may be for."""
        everybody = [("readers", _l("All who read the page"))] if for_others else []
        pairs = [(f"circle:{circle.key}", circle.title) for circle in circles] if for_others else []
        self.audience.choices = options([*everybody, *pairs, ("self", _l("Only me"))])
        if (not for_others and not self.audience.data) or (self.audience.data == "readers" and not for_others):
            self.audience.data = "self"

    def changes(self, kind: str) -> dict[str, str]:
        """What to change of a note of that kind besides its text; an answer keeps to its thread."""
        if "audience" not in self:
            return {}
        audience, _, circle = (self.audience.data or "").partition(":")
        now = {"kind": (self.kind.data if "kind" in self else "") or kind, "audience": audience, "circle": circle}
        return now | ({"replacement": self.replacement.data or ""} if kind == "suggestion" else {})

    def text(self) -> NoteText:
        audience, _, circle = (self.audience.data or "readers").partition(":")
        is_suggestion = self.kind.data == "suggestion"
        return NoteText(
            body=self.body.data or "",
            kind=self.kind.data or "",
            audience=audience,
            circle=circle,
            passage=(self.passage.data or None) if is_suggestion else None,
            replacement=(self.replacement.data or "") if is_suggestion else None,
        )


class ReplyForm(Form):
    """An answer."""

    body = Text(_l("Your answer"), most=LONGEST)
    once = HiddenField()


class SettleForm(Form):
    """What became of a note."""

    outcome = RadioField(_l("What became of it"), choices=options(OUTCOME_LABELS.items()))
    reason = Line(_l("Why, in a few words"), most=REASON)


class TakeForm(Form):
    """A suggestion to be taken over, perhaps improved."""

    replacement = Text(_l("How it should be"), most=LONGEST * 5)

"""How somebody wants to hear by mail."""

from dataclasses import dataclass
from typing import Literal

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.notices.events import MailChoicesChanged
from wiki.notices.models import DIGESTS, MailChoice, unchosen

Mails = Literal["now", "digest", "all"]
"""Which mails somebody ends: those that leave at once, digests, or both."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose; hours from 0 to 23, the day of the week from Monday, 0, to 6."""

    at_once: bool
    digest: str
    hour: int
    weekday: int
    quiet_from: int
    quiet_until: int
    watch_own: bool


def choose(work: Work, person_id: int, wish: Wish) -> None:
    """Tell the person as they wish from now on. Raises `Invalid`."""
    errors: dict[str, str] = {}
    if wish.digest not in DIGESTS:
        errors["digest"] = N_("Choose one of the list.")
    for name in ("hour", "quiet_from", "quiet_until"):
        if not 0 <= getattr(wish, name) <= 23:
            errors[name] = N_("Choose an hour of the day.")
    if not 0 <= wish.weekday <= 6:
        errors["weekday"] = N_("Choose a day of the week.")
    if errors:
        raise Invalid(errors)
    choice = _choice(work, person_id)
    for name in ("at_once", "digest", "hour", "weekday", "quiet_from", "quiet_until", "watch_own"):
        setattr(choice, name, getattr(wish, name))
    work.record(MailChoicesChanged(person_id, by_link=False))


def end_mails(work: Work, person_id: int, which: Mails) -> None:
    """Send the person no more such mails; by the link in one of them, so nobody need be signed in."""
    choice = _choice(work, person_id)
    if which in {"now", "all"}:
        choice.at_once = False
    if which in {"digest", "all"}:
        choice.digest = "off"
    work.record(MailChoicesChanged(person_id, by_link=True))


def count_mail(work: Work, person_id: int, day: str) -> None:
    """Note that a mail left at once on this day."""
    choice = _choice(work, person_id)
    choice.sent = choice.sent + 1 if choice.sent_on == day else 1
    choice.sent_on = day


def _choice(work: Work, person_id: int) -> MailChoice:
    """The person's row, locked; made where there is none yet."""
    found = work.session.get(MailChoice, person_id, with_for_update=True)
    if found is None:
        found = unchosen(person_id)
        work.session.add(found)
        work.session.flush()
    return found

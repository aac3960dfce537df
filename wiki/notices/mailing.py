"""The job that decides which notices leave by mail now, and for whom they wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pytz.tzinfo import BaseTzInfo  # type: ignore[import-untyped]
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from wiki.kernel.mail import post_to_be_made
from wiki.kernel.work import Work
from wiki.notices.actions.choosing import Mails, count_mail
from wiki.notices.hours import day_of, is_quiet, last_round, zone_of
from wiki.notices.letters import MAKER, about
from wiki.notices.models import MailChoice, Notice, unchosen
from wiki.people.models import Person
from wiki.web.running import Wiki

AT_ONCE_A_DAY = 4
LOOK_FOR_DIGESTS = timedelta(minutes=1)
MOST_IN_A_MAIL = 500


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Somebody for whom notices wait, the oldest since `oldest`."""

    person_id: int
    waits: str
    oldest: datetime
    zone: BaseTzInfo
    active: bool
    choice: MailChoice

    def is_quiet(self, now: datetime) -> bool:
        return is_quiet(now, self.zone, self.choice.quiet_from, self.choice.quiet_until)

    def has_enough(self, now: datetime) -> bool:
        """Whether as much has left at once today as may."""
        return self.choice.sent_on == day_of(now, self.zone) and self.choice.sent >= AT_ONCE_A_DAY

    def digest_is_due(self, now: datetime) -> bool:
        """Whether the hour of the digest has come since the oldest notice."""
        weekday = self.choice.weekday if self.choice.digest == "weekly" else None
        return self.oldest < last_round(now, self.zone, self.choice.hour, weekday)


class Mailing:
    """One turn a call; true when it put a mail into the outbox."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._looked: datetime | None = None

    def __call__(self) -> bool:
        now = self._wiki.clock.now()
        posted = self._send_at_once(now)
        # The worker is woken by every save; digests are due by the clock alone.
        if self._looked is None or now - self._looked >= LOOK_FOR_DIGESTS:
            self._looked = now
            posted = self._send_digests(now) or posted
        return posted

    def _send_at_once(self, now: datetime) -> bool:
        due = [one for one in self._waiting("now") if not (one.active and one.choice.at_once and one.is_quiet(now))]
        if not due:
            return False
        posted = False
        with self._wiki.quiet_work() as work:
            for one in due:
                if not one.active:
                    _let_wait(work, one.person_id, ["now"], None)
                elif not one.choice.at_once:
                    _let_wait(work, one.person_id, ["now"], "digest")
                elif one.has_enough(now):
                    _let_wait(work, one.person_id, ["now"], "rest")
                else:
                    _post(work, one.person_id, ["now"], "now")
                    count_mail(work, one.person_id, day_of(now, one.zone))
                    posted = True
        return posted

    def _send_digests(self, now: datetime) -> bool:
        waiting: dict[int, list[_Waiting]] = defaultdict(list)
        for one in self._waiting("digest", "rest"):
            waiting[one.person_id].append(one)
        concerned = {person_id: kinds for person_id, kinds in waiting.items() if _concerns(kinds, now)}
        if not concerned:
            return False
        with self._wiki.quiet_work() as work:
            posted = [_digest(work, person_id, kinds, now) for person_id, kinds in concerned.items()]
        return any(posted)

    def _waiting(self, *waits: str) -> list[_Waiting]:
        with self._wiki.database.reading() as session:
            return _who_waits(session, waits, self._wiki.settings.time_zone)


def _who_waits(session: Session, waits: Sequence[str], usual_zone: str) -> list[_Waiting]:
    oldest = (
        select(Notice.person_id, Notice.waits, func.min(Notice.at).label("oldest"))
        .where(Notice.waits.in_(waits))
        .group_by(Notice.person_id, Notice.waits)
        .subquery()
    )
    rows = session.execute(
        select(oldest, Person.time_zone, Person.disabled_at, MailChoice)
        .join(Person, Person.id == oldest.c.person_id)
        .outerjoin(MailChoice, MailChoice.person_id == oldest.c.person_id)
        .order_by(oldest.c.person_id, oldest.c.waits)
    )
    return [
        _Waiting(
            row.person_id,
            row.waits,
            row.oldest,
            zone_of(row.time_zone, usual_zone),
            row.disabled_at is None,
            row.MailChoice or unchosen(row.person_id),
        )
        for row in rows
    ]


def _wanted(one: _Waiting) -> list[str]:
    """What goes into a person's digest: who wants none is only told what was too much to leave at once."""
    if not one.active:
        return []
    return ["rest"] if one.choice.digest == "off" else ["digest", "rest"]


def _is_due(waiting: Sequence[_Waiting], now: datetime) -> bool:
    wanted = _wanted(waiting[0])
    return not waiting[0].is_quiet(now) and any(one.waits in wanted and one.digest_is_due(now) for one in waiting)


def _concerns(waiting: Sequence[_Waiting], now: datetime) -> bool:
    """Whether there is something to do: a digest is due, or something waits for one that will never be."""
    return _is_due(waiting, now) or any(one.waits not in _wanted(one) for one in waiting)


def _digest(work: Work, person_id: int, waiting: Sequence[_Waiting], now: datetime) -> bool:
    """Post the person's digest if it is due, and let what waits in vain wait no longer."""
    wanted = _wanted(waiting[0])
    if in_vain := [one.waits for one in waiting if one.waits not in wanted]:
        _let_wait(work, person_id, in_vain, None)
    if not _is_due(waiting, now):
        return False
    _post(work, person_id, wanted, "now" if "digest" not in wanted else "digest")
    return True


def _post(work: Work, person_id: int, waits: Sequence[str], ends: Mails) -> None:
    """One mail about all that waits; what is too much for it is told in the inbox alone."""
    rule = (Notice.person_id == person_id, or_(*(Notice.waits == one for one in waits)))
    ids = list(work.session.scalars(select(Notice.id).where(*rule).order_by(Notice.id.desc()).limit(MOST_IN_A_MAIL)))
    if ids:
        post_to_be_made(work, MAKER, about(person_id, ids, ends))
        _let_wait(work, person_id, waits, None)


def _let_wait(work: Work, person_id: int, waits: Sequence[str], for_what: str | None) -> None:
    """Let notices that wait for one mail wait for another, or for none."""
    rule = update(Notice).where(Notice.person_id == person_id, Notice.waits.in_(waits))
    work.session.execute(rule.values(waits=for_what))

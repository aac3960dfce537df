"""Mails about notices, written in the moment in which they leave: of what was read or closed meanwhile, not a word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wiki.kernel.mail import Letter
from wiki.kernel.texts import N_
from wiki.notices.actions.choosing import Mails
from wiki.notices.queries.inbox import Group, Told, grouped, notices_by_id
from wiki.notices.tokens import ending
from wiki.people.queries import person_by_id
from wiki.people.standing import viewer_of
from wiki.web.running import Wiki
from wiki.web.spoken import say_outside

MAKER = "notices"
MOST_PAGES = 40

_Say = Callable[[str], str]

ONE = N_("%(line)s: %(title)s")
SEVERAL = N_("%(site)s: %(pages)s pages with news for you")
HELLO = N_("Hello %(name)s,")
TIMES = N_("%(line)s, %(times)s times")
MORE = N_("And %(pages)s pages more: %(url)s")
FOOT = N_("""All your notices: %(inbox)s
Choose what reaches you, and when: %(choices)s
No more mails like this one: %(end)s""")


class Letters:
    """Makes the mails. `about`: the ids of a person and of notices, and which mails its link ends."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki

    def __call__(self, about: Mapping[str, Any]) -> Letter | None:
        with self._wiki.database.reading() as session:
            person_id, which = int(about["person"]), about["ends"]
            viewer = viewer_of(session, person_id)
            if viewer is None:
                return None
            groups = grouped(notices_by_id(session, viewer, about["notices"]))
            if not groups:
                return None
            person = person_by_id(session, person_id)
            say = say_outside(self._wiki.settings.language)

            def spoken(text: str) -> str:
                return say(person.language, text)

            subject = self._subject(groups, spoken)
            body = [spoken(HELLO) % {"name": person.name}, *self._parts(groups, spoken)]
            end = self._address(f"/unsubscribe/{ending(self._wiki.settings, person_id, which)}")
            return Letter(person.email, subject, "\n\n".join([*body, self._foot(end, spoken)]) + "\n", end)

    def _subject(self, groups: Sequence[Group], say: _Say) -> str:
        if len(groups) == 1:
            return say(ONE) % {"line": _line(groups[0].notices[0], say), "title": groups[0].title}
        return say(SEVERAL) % {"site": self._wiki.settings.site_name, "pages": len(groups)}

    def _parts(self, groups: Sequence[Group], say: _Say) -> list[str]:
        """A paragraph for each page: its title, what happened, where it is."""
        parts = []
        for group in groups[:MOST_PAGES]:
            lines = [f"{group.title} ({group.space_title})"]
            lines += [f"- {_line(notice, say)}{f': {notice.text}' if notice.text else ''}" for notice in group.notices]
            parts.append("\n".join([*lines, self._address(group.notices[0].url)]))
        if len(groups) > MOST_PAGES:
            left = {"pages": len(groups) - MOST_PAGES, "url": self._address("/notices")}
            parts.append(say(MORE) % left)
        return parts

    def _foot(self, end: str, say: _Say) -> str:
        inbox, choices = self._address("/notices"), self._address("/me/notices")
        return f"-- \n{say(FOOT) % {'inbox': inbox, 'choices': choices, 'end': end}}"

    def _address(self, path: str) -> str:
        return self._wiki.settings.base_url.rstrip("/") + path


def about(person_id: int, notice_ids: Sequence[int], ends: Mails) -> dict[str, Any]:
    """What a mail is about, as the outbox keeps it."""
    return {"person": person_id, "notices": list(notice_ids), "ends": ends}


def _line(notice: Told, say: _Say) -> str:
    who = {"who": notice.actor.name, "number": notice.number} if notice.actor else {}
    line = say(notice.line) % who if who else say(notice.nobody)
    return say(TIMES) % {"line": line, "times": notice.times} if notice.times > 1 else line

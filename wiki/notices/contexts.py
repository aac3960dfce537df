"""What the templates of this room receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from wiki.notices.forms import ChoicesForm
from wiki.notices.queries.inbox import Inbox
from wiki.notices.queries.watching import Watched
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """What somebody has been told, by page."""

    template: ClassVar[str] = "notices/inbox.html"

    inbox: Inbox = said(
        "`groups`, each with `page_id`, `title`, `url`, `space_title`, `unread` and its `notices`: `line` (filled in "
        "with `who`), `nobody`, `actor`, `at`, `times`, `since`, `number`, `unread`, `url`, `text`. `older`, `latest`."
    )
    later: bool = said("Whether this is a later part of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesPage:
    """How somebody wants to hear, and of what."""

    template: ClassVar[str] = "notices/choices.html"

    form: ChoicesForm = said("Fields `at_once digest hour weekday quiet_from quiet_until watch_own`.")
    watched: Sequence[Watched] = said("What they watch: `kind key label url` of each.")
    zone: str = said("The time zone that hours are of.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribePage:
    """Where the link in a mail leads."""

    template: ClassVar[str] = "notices/unsubscribe.html"

    which: str = said("Which mails its button ends: `now`, `digest` or `all`.")
    done: bool = said("Whether they have just been ended.")

"""What happens to people's wishes to be told. Reading a notice is no event: nobody else is to know of it."""

from dataclasses import dataclass

from wiki.kernel.events import Event


@dataclass(frozen=True, slots=True)
class WatchesChanged(Event):
    """Somebody watches more or less than before."""

    person_id: int


@dataclass(frozen=True, slots=True)
class MailChoicesChanged(Event):
    """Somebody wants other mails; by the link in a mail when `by_link`."""

    person_id: int
    by_link: bool

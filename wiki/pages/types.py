"""Page types: what kinds of pages there are, as small declarations.

A room or plugin adds its own by the hook `register_page_types`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wiki.kernel.settings import SettingError
from wiki.kernel.texts import N_

KEPT = "front_matter"
"""Field that keeps what an imported file's front matter says beyond what the wiki knows; no form shows it."""

FieldKind = Literal["line", "number", "choice"]


@dataclass(frozen=True, slots=True)
class TypeField:
    """Something that pages of a type say about themselves. `choices`: value → label, for kind `choice`.

    A number lies within `least` and `most`; a line has at most `most` characters.
    """

    name: str
    label: str
    kind: FieldKind = "line"
    help: str = ""
    choices: Mapping[str, str] | None = None
    least: int = 0
    most: int = 200

    def read(self, raw: object) -> object | None:
        """The value in `raw` (form text or front matter); None when empty. Raises `ValueError` saying why not."""
        text = " ".join(str("" if raw is None else raw).split())
        if not text:
            return None
        if self.kind == "number":
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise ValueError(N_("This must be a whole number."))
            if not self.least <= int(text) <= self.most:
                raise ValueError(N_("This number is too small or too large."))
            return int(text)
        if self.kind == "choice":
            if text not in (self.choices or {}):
                raise ValueError(N_("Choose one of the list."))
            return text
        if len(text) > self.most:
            raise ValueError(N_("This is too long."))
        return text


@dataclass(frozen=True, slots=True)
class Draft:
    """A text about to be saved, as a type's rules see it. `outline`: titles of its headings."""

    title: str
    body: str
    fields: Mapping[str, Any]
    outline: Sequence[str]


Rule = Callable[[Draft], str | None]
"""Answers what could be better, or None. A hint never stops a save: publishing must cost seconds."""


@dataclass(frozen=True, slots=True)
class PageType:
    """`template` shows the type's own facts under a page's title; `starter` is what a new page begins with.

    `fresh_days`: how long a page of the type holds until somebody has to go through it again; 0 is for ever.
    """

    name: str
    label: str
    about: str
    icon: str
    starter: str = ""
    template: str = "pages/types/plain.html"
    fields: tuple[TypeField, ...] = ()
    rules: tuple[Rule, ...] = ()
    position: int = 50
    fresh_days: int = 0

    def read_fields(self, raw: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, str]]:
        """The fields' values in `raw` that are not empty, and field → message for those that can't be read."""
        values, errors = {}, {}
        for field in self.fields:
            try:
                value = field.read(raw.get(field.name))
            except ValueError as error:
                errors[field.name] = str(error)
            else:
                if value is not None:
                    values[field.name] = value
        return values, errors

    def hints(self, draft: Draft) -> list[str]:
        """What could make the page better, one sentence each."""
        return [hint for rule in self.rules if (hint := rule(draft))]


class PageTypes:
    """All types of this wiki by name, in the order they are offered in; `fresh` goes before their own `fresh_days`."""

    def __init__(self, declared: Iterable[PageType], fresh: Mapping[str, int] | None = None) -> None:
        self._types: dict[str, PageType] = {}
        self._fresh = fresh or {}
        for kind in sorted(declared, key=lambda kind: kind.position):
            if kind.name in self._types:
                raise ValueError(f"two page types are called {kind.name!r}")
            self._types[kind.name] = kind

    def __iter__(self) -> Iterator[PageType]:
        return iter(self._types.values())

    def __contains__(self, name: str) -> bool:
        return name in self._types

    def get(self, name: str) -> PageType:
        """The type; a page whose type went with its plugin is shown as an article."""
        return self._types.get(name) or self._types["article"]

    def fresh_days(self, name: str) -> int:
        """How long pages of the type hold; 0 for ever."""
        return self._fresh.get(name, self.get(name).fresh_days)

    @property
    def dated(self) -> Mapping[str, int]:
        """Those types whose pages hold for some days only, with how many."""
        return {name: days for name in self._types if (days := self.fresh_days(name))}


def fresh_days(setting: str) -> dict[str, int]:
    """Type → days, from a setting such as `howto=180, article=0`; raises `SettingError`."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        name, _, days = (side.strip() for side in part.partition("="))
        if not (name and days.isascii() and days.isdigit() and len(days) < 6):
            raise SettingError(f"Setting fresh_days must be like 'howto=180, article=0', not {part!r}.")
        found[name] = int(days)
    return found


LEVELS = {
    "first-week": N_("First week"),
    "first-month": N_("First month"),
    "experienced": N_("Experienced"),
}

_HOWTO = N_("""## What you need

- A …

## 1. First step

Say what to do, then what one sees when it worked.

## 2. Second step



## How you know it worked


""")

_QUESTION = N_("""What I tried:

What I expected, and what happened instead:
""")


def needs_steps(draft: Draft) -> str | None:
    """A how-to without numbered steps is hard to follow, and nobody can annotate "step 3"."""
    if any(title[:1].isdigit() or title.lower().startswith("step ") for title in draft.outline):
        return None
    return N_("Number your steps (“## 1. Wake the printer”), so that people can talk about step 3.")


def says_when_done(draft: Draft) -> str | None:
    if any("worked" in title.lower() for title in draft.outline):
        return None
    return N_("Add “How you know it worked”: it saves a call.")


def asks_something(draft: Draft) -> str | None:
    return None if "?" in draft.title else N_("Put the question itself into the title.")


CORE_TYPES = (
    PageType(
        name="howto",
        label=N_("How-to"),
        about=N_("Steps that somebody can follow at the counter."),
        icon="list-ordered",
        starter=_HOWTO,
        template="pages/types/howto.html",
        fields=(
            TypeField("level", N_("Level"), "choice", choices=LEVELS, help=N_("Who can follow it?")),
            TypeField("minutes", N_("Minutes"), "number", least=1, most=600, help=N_("How long does it take?")),
            TypeField("summary", N_("In one sentence"), "line", help=N_("What can the reader do afterwards?")),
        ),
        rules=(needs_steps, says_when_done),
        position=10,
        fresh_days=180,
    ),
    PageType(
        name="note",
        label=N_("Note"),
        about=N_("Something worth keeping, in whatever form."),
        icon="pencil-line",
        position=20,
    ),
    PageType(
        name="question",
        label=N_("Question"),
        about=N_("Something you would like to know. Asking counts as contributing."),
        icon="circle-help",
        starter=_QUESTION,
        rules=(asks_something,),
        position=30,
    ),
    PageType(
        name="article",
        label=N_("Article"),
        about=N_("Background, policy, the why behind a how-to."),
        icon="book-open",
        fields=(TypeField("summary", N_("In one sentence"), "line"),),
        position=40,
        fresh_days=365,
    ),
)

"""What the templates of the care of pages receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wiki.pages.care import PageTemplate
from wiki.pages.models import Page, Space
from wiki.pages.queries.freshness import Due, Tally
from wiki.pages.queries.shelf import Kept
from wiki.pages.types import PageType
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class CareContext:
    """Pages to be cared for, to be worked through."""

    template: ClassVar[str] = "pages/care.html"

    kind: str = said("`stale`, or `ownerless`.")
    due: Sequence[Due] = said("The pages to begin with, at most fifty.")
    tallies: Sequence[Tally] = said("Spaces with such pages: key, title, how many.")
    totals: Mapping[str, int] = said("How many stale and how many ownerless pages there are.")
    space: str = said("Key of the chosen space, or empty.")
    keeps: Collection[int] = said("Ids of the spaces that the viewer keeps: there pages can be given to somebody.")
    form: Any = said("The form that names an owner.")
    wrong: str = said("Address of the page for which the owner that was typed is nobody; empty for none.")
    at: int = said("Which row has the focus, from 0; -1 for none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfContext:
    """Somebody's own favourites, and what they read last."""

    template: ClassVar[str] = "pages/shelf.html"

    favourites: Sequence[Kept] = said("Their favourites, by title.")
    read: Sequence[Kept] = said("What they read in the last 60 days, the latest first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesContext:
    """What new pages of a space may begin with."""

    template: ClassVar[str] = "pages/templates.html"

    space: Space = said("The space.")
    templates: Sequence[PageTemplate] = said("Its templates, by type and name.")
    kinds: Mapping[str, PageType] = said("Page types by name.")
    may_keep: bool = said("Whether the viewer keeps the space, and makes its templates.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFormContext:
    template: ClassVar[str] = "pages/template_form.html"

    form: Any = said("The form: name, type, body.")
    space: Space = said("The space.")
    made: PageTemplate | None = said("The template that is changed; None for a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeContext:
    template: ClassVar[str] = "pages/merge.html"

    form: Any = said("The form: into which page.")
    page: Page = said("The page that goes into another.")
    below: int = said("How many readable pages lie below it, and go along.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitContext:
    template: ClassVar[str] = "pages/split.html"

    form: Any = said("The form: section, title.")
    page: Page = said("The page.")

"""What the templates of files receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wiki.pages.models import Page, Space
from wiki.pages.queries.file_lists import Row, Version
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilesContext:
    """The files of a page."""

    template: ClassVar[str] = "pages/files.html"

    page: Page = said("The page.")
    files: Sequence[Row] = said("Its files, by name.")
    removed: Sequence[Row] = said("Files that were removed and can be brought back; only for who may write.")
    form: Any = said("The form that attaches a file; None for who may not write.")
    most_mb: int = said("Largest file, in MB.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFilesContext:
    """The files of a space."""

    template: ClassVar[str] = "pages/space_files.html"

    space: Space = said("The space.")
    files: Sequence[Row] = said("Files of its readable pages, the newest first.")
    kinds: Sequence[tuple[str, str]] = said("Kinds to choose from: name and label.")
    kind: str = said("The chosen kind, or empty.")
    name: str = said("The part of a name that was asked for, or empty.")
    next: str | None = said("Address of the next part; None at the end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContext:
    """One file: what it shows, where it is used, what it was before."""

    template: ClassVar[str] = "pages/file.html"

    file: Row = said("The file.")
    space: Space | None = said("The space of its page; None for a file without a page.")
    versions: Sequence[Version] = said("All its versions, the latest first.")
    form: Any = said("The form that describes it; None for who may not write.")

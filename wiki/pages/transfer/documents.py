"""What lies in a folder of Markdown: documents in a tree, and what can't be taken. Reads files, knows no database."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from wiki.markup import BadFrontMatter, front_matter

MARKDOWN = {".md", ".markdown"}
INDEX_NAMES = {"index", "readme"}
LARGEST = 2 * 1024 * 1024
# They belong to the wiki's own content and exports, and are read elsewhere.
KNOWN = {"company.toml", "space.yaml"}

_H1 = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report: a file, what kind of thing happened, and what exactly."""

    path: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page to be. `path` is its file relative to the folder, `parent` the path of the document above it.

    For a folder that has no page of its own one is made, whose `path` ends with a slash.
    """

    path: str
    parent: str | None
    title: str
    head: Mapping[str, object]
    body: str

    @property
    def digest(self) -> str:
        """Of all that the file says."""
        said = repr((self.title, sorted((k, repr(v)) for k, v in self.head.items()), self.body))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(slots=True)
class Found:
    """What a folder holds. `files`: everything else in it that a page may show, by relative path."""

    documents: list[Document] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)


def read_folder(folder: Path) -> Found:
    """All documents below `folder`, those above before those below, each level by position and name."""
    found = Found()
    _read(folder, folder, None, found)
    return found


def _read(root: Path, folder: Path, parent: str | None, found: Found) -> None:
    documents: list[Document] = []
    folders: list[Path] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        relative = path.relative_to(root).as_posix()
        try:
            path.name.encode("utf-8")
        except UnicodeEncodeError:
            shown = relative.encode("utf-8", "backslashreplace").decode()
            found.problems.append(Row(shown, "not taken", "its name is no UTF-8 text"))
            continue
        if path.name.startswith(".") or path.name in KNOWN or path.name.endswith(".history.yaml"):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            found.problems.append(Row(relative, "not taken", "leads out of the folder"))
        elif path.is_symlink() and path.is_dir():
            found.problems.append(Row(relative, "not taken", "a link to a folder, which may go round in a circle"))
        elif not (path.is_dir() or path.is_file()):
            found.problems.append(Row(relative, "not taken", "no file"))
        elif path.is_dir():
            folders.append(path)
        elif path.suffix.lower() not in MARKDOWN:
            found.files[relative] = path
        elif (document := _document(root, path, parent, found)) is not None:
            documents.append(document)
    own = [one for one in documents if PurePosixPath(one.path).stem.lower() in INDEX_NAMES and folder != root]
    rest = [one for one in documents if one not in own[:1]]
    for document in sorted(rest, key=_position):
        found.documents.append(document)
    for path in folders:
        if any(path.rglob("*.md")) or any(path.rglob("*.markdown")):
            above = _page_of_folder(root, path, parent, rest, found)
            _read(root, path, above, found)
        else:
            _read(root, path, parent, found)


def _page_of_folder(root: Path, folder: Path, parent: str | None, beside: list[Document], found: Found) -> str:
    """The path of the document that stands for a folder: its index, a file of its name beside it, or a made one."""
    for name in sorted(folder.iterdir()):
        if name.suffix.lower() in MARKDOWN and name.stem.lower() in INDEX_NAMES:
            document = _document(root, name, parent, found)
            if document is not None:
                found.documents.append(document)
                return document.path
    for document in beside:
        if PurePosixPath(document.path).stem == folder.name:
            return document.path
    path = folder.relative_to(root).as_posix() + "/"
    found.documents.append(Document(path, parent, _title_of(folder.name), {}, ""))
    return path


def _document(root: Path, path: Path, parent: str | None, found: Found) -> Document | None:
    relative = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("larger than 2 MB")
        source = path.read_bytes().decode("utf-8-sig").replace("\0", "")
        head, body = front_matter(source)
    except (OSError, ValueError, BadFrontMatter) as error:
        reason = "no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        found.problems.append(Row(relative, "not taken", reason))
        return None
    title = " ".join(str(head.get("title") or "").split())
    if not title and (heading := _H1.match(body)):
        # The page shows its title above the text, so the text needn't begin with it.
        title, body = heading[1].strip("*_` "), body[heading.end() :].lstrip("\n")
    return Document(relative, parent, title[:200] or _title_of(path.stem), head, body)


def _title_of(name: str) -> str:
    words = " ".join(re.split(r"[-_\s]+", name)).strip()
    return (words[:1].upper() + words[1:])[:200] or "Page"


def _position(document: Document) -> tuple[int, str]:
    raw = str(document.head.get("position", ""))
    return (int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 10**9, document.path)

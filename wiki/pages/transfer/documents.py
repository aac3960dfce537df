"""What lies in a folder of Markdown: documents in a tree, and what can't be taken. Reads files, knows no database."""

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from wiki.markup import BadFrontMatter, front_matter

MARKDOWN = {".md", ".markdown"}
INDEX_NAMES = ("index", "readme")
DEEPEST = 100
LARGEST = 2 * 1024 * 1024
# They belong to the wiki's own content and exports, and are read elsewhere.
KNOWN = {"company.toml", "space.yaml"}

_H1 = re.compile(r"\A\s*+#[ \t]++([^\n]++)(?:\n|\Z)")


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

    def leave_larger_than(self, limit_mb: int) -> None:
        """Take out, and report, the files beside the documents that are larger than a page's file may be."""
        for name, path in list(self.files.items()):
            if path.stat().st_size > limit_mb * 1024 * 1024:
                del self.files[name]
                self.problems.append(Row(name, "not taken", f"larger than {limit_mb} MB"))


def read_folder(folder: Path) -> Found:
    """All documents below `folder`, those above before those below, each level by position and name."""
    reader = _Reader(folder)
    reader.read(folder, None, [])
    reader.found.documents = _in_order(reader.found.documents)
    return reader.found


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root, self.found = root, Found()

    def read(self, folder: Path, parent: str | None, beside: list[Document]) -> None:
        """Take what lies in a folder; `beside` are the documents that lie next to it.

        What stands for it is its index, a document of its name beside it, or an empty one that is made.
        """
        files, folders = self._entries(folder)
        documents: list[Document] = []
        for path in files:
            if path.suffix.lower() not in MARKDOWN or self._is_exported_file(path):
                self.found.files[path.relative_to(self._root).as_posix()] = path
            elif (document := _document(self._root, path, parent, self.found)) is not None:
                documents.append(document)
        above, own, made = parent, None, None
        if folder != self._root:
            own = next((one for name in INDEX_NAMES for one in documents if _stem(one) == name), None)
            stands = own or next((one for one in beside if PurePosixPath(one.path).stem == folder.name), None)
            if stands is None:
                path_of_made = folder.relative_to(self._root).as_posix() + "/"
                stands = made = Document(path_of_made, parent, _title_of(folder.name), {}, "")
            above = stands.path
        before = len(self.found.documents)
        rest = [replace(one, parent=above) for one in documents if one is not own]
        self.found.documents += [own, *rest] if own else rest
        for inner in folders:
            self.read(inner, above, rest)
        if made is not None and len(self.found.documents) > before:
            self.found.documents.append(made)

    def _entries(self, folder: Path) -> tuple[list[Path], list[Path]]:
        """The files and the folders to take, by name; what can't be taken is reported."""
        files: list[Path] = []
        folders: list[Path] = []
        try:
            entries = sorted(folder.iterdir(), key=lambda path: path.name)
        except OSError as error:
            self._refuse(folder, error.strerror or str(error))
            return [], []
        for path in entries:
            if path.name in KNOWN or path.name.endswith(".history.yaml"):
                continue
            if (reason := self._why_not(path)) is not None:
                self._refuse(path, reason)
            else:
                (folders if path.is_dir() else files).append(path)
        return files, folders

    def _why_not(self, path: Path) -> str | None:
        try:
            path.name.encode("utf-8")
        except UnicodeEncodeError:
            return "its name is no UTF-8 text"
        if self._is_exported_file(path):
            return None if path.is_file() and not path.is_symlink() else "no file"
        # A text called `..md` is of something called a dot.
        is_of_dots = path.suffix.lower() in MARKDOWN and not path.stem.strip(".")
        if path.name.startswith(".") and not is_of_dots:
            return "hidden"
        # Not `resolve`, which refuses links that go round in a circle.
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._root)):
            return "leads out of the folder"
        if path.is_symlink() and path.is_dir():
            return "a link to a folder, which may go round in a circle"
        if path.is_dir():
            return "too many folders deep" if len(path.relative_to(self._root).parts) > DEEPEST else None
        return None if path.is_file() else "no file"

    def _refuse(self, path: Path, reason: str) -> None:
        shown = path.relative_to(self._root).as_posix().encode("utf-8", "backslashreplace").decode()
        self.found.problems.append(Row(shown, "not taken", reason))

    def _is_exported_file(self, path: Path) -> bool:
        """Whether an export wrote it as a page's file, `_files/key/name`: even a text is no page then."""
        parts = path.relative_to(self._root).parts
        return len(parts) == 3 and parts[0] == "_files" and (self._root / "space.yaml").exists()


def _stem(document: Document) -> str:
    return PurePosixPath(document.path).stem.lower()


def _in_order(documents: list[Document]) -> list[Document]:
    """As the tree is read: a page, what lies below it, its next neighbour."""
    below: dict[str | None, list[Document]] = defaultdict(list)
    for document in documents:
        below[document.parent].append(document)
    ordered: list[Document] = []
    waiting = sorted(below[None], key=_position, reverse=True)
    while waiting:
        document = waiting.pop()
        ordered.append(document)
        waiting += sorted(below[document.path], key=_position, reverse=True)
    return ordered


def _document(root: Path, path: Path, parent: str | None, found: Found) -> Document | None:
    relative = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("larger than 2 MB")
        source = path.read_bytes().decode("utf-8-sig").replace("\0", "")
        head, body = front_matter(source)
        # YAML can write halves of characters and zero bytes, which no database keeps.
        if "\\u0000" in json.dumps([*head.items()], default=str, ensure_ascii=False).encode().decode():
            raise ValueError("front matter: a zero byte")
    except (OSError, ValueError, BadFrontMatter) as error:
        reason = "no UTF-8 text" if isinstance(error, UnicodeError) else str(error)
        found.problems.append(Row(relative, "not taken", reason))
        return None
    title = " ".join(str(head.get("title") or "").split())
    if not title and (heading := _H1.match(body)):
        # The page shows its title above the text, so the text needn't begin with it.
        title = " ".join(heading[1].rstrip().rstrip("#").strip("*_` \t\r").split())
        body = body[heading.end() :].lstrip("\r\n")
    if len(title) > 200:
        found.problems.append(Row(relative, "title", "cut to 200 characters"))
    return Document(relative, parent, title[:200] or _title_of(path.stem), head, body)


def _title_of(name: str) -> str:
    words = " ".join(re.split(r"[-_\s]+", name)).strip()
    return (words[:1].upper() + words[1:])[:200] or "Page"


def _position(document: Document) -> tuple[int, bool, str]:
    raw = str(document.head.get("position", ""))
    return (
        int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 10**9,
        _stem(document) != "index",
        document.path,
    )

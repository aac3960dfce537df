"""The index on disk: one writer at a time, one opened snapshot a process, made anew when it is no good.

The folder holds `current`, the name of the folder in use, which bears the version of the schema in its own name.
In that one lies `filling` until every page is in it, and `broken` once something in it could not be read.
Nothing here is precious: whatever is missing is read from the database again.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh.index import EmptyIndexError
from whoosh.index import FileIndex as _FileIndex
from whoosh.util.filelock import FileLock

from wiki.search.engine import Answer, Busy, Entry, Health, Seeker, Sort, Suggestion, Unready
from wiki.search.question import Question
from wiki.search.whoosh.answering import answer
from wiki.search.whoosh.leaf import Codes, Leaf
from wiki.search.whoosh.schema import VERSION, make_schema
from wiki.search.whoosh.snapshot import Snapshot
from wiki.search.whoosh.storage import Files
from wiki.search.whoosh.suggesting import suggest
from wiki.search.whoosh.vocabulary import Vocabulary
from wiki.search.whoosh.writing import commit, merge
from wiki.search.words import spelled

log = logging.getLogger(__name__)

# Whoosh leaves it without types.
FileIndex: Any = _FileIndex


TRIES = 3
LOOSE, MOST_LOOSE, MANY_LOOSE = 32, 64, 8
"""A segment of fewer pages is loose; when there are so many loose ones, up to so many pages of them are joined."""
UNKNOWN = datetime(9000, 1, 1, tzinfo=UTC)


class WhooshEngine:
    """The search index in `folder`; nothing is opened or made before it is needed."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self.folder = folder
        self._today = today
        self._using = Lock()
        self._names, self._vocabulary = Codes(), Vocabulary()
        self._opened: tuple[str, int] | None = None
        self._snapshot: Snapshot | None = None
        self._leaves: dict[str, Leaf] = {}

    def health(self) -> Health:
        """How the index is, as far as a look at the folder tells."""
        name = self._name()
        if name is None or not (self.folder / name).is_dir():
            return "missing"
        if not name.startswith(f"v{VERSION}-"):
            return "outdated"
        if (self.folder / name / "broken").exists():
            return "broken"
        if self._generation(name) < 0:
            return "missing"
        return "filling" if (self.folder / name / "filling").exists() else "ready"

    def search(self, question: Question, seeker: Seeker, *, sort: Sort, first: int, many: int) -> Answer:
        """What answers the question: places `first` … `first + many` of it, with counts over all of it."""
        with self.snapshot() as snapshot:
            return answer(snapshot, question, seeker, self._like, self._today(), sort, first, many)

    def suggest(self, typed: str, seeker: Seeker, many: int) -> Sequence[Suggestion]:
        """Pages whose titles, and tags whose names, have words that begin as typed; the best first."""
        with self.snapshot() as snapshot:
            return suggest(snapshot, typed, seeker, self._today(), many)

    def indexed(self) -> Iterator[tuple[int, int, int, int]]:
        """Page, revision, space and guard of all that is indexed, to be compared with the database."""
        with self.snapshot() as snapshot:
            yield from list(snapshot.indexed())

    def _like(self, word: str) -> Sequence[tuple[str, int]]:
        self._vocabulary.read(self.folder / (self._name() or ""))
        return self._vocabulary.like(word)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The latest generation, for this thread alone until it is left. Raises `Unready`.

        A searcher is never refreshed: Whoosh would go on finding old versions of pages with their old rights.
        It is opened anew, once for each generation. Whatever else is raised inside marks the index as broken.
        """
        if self.health() != "ready":
            raise Unready(self.health())
        with self._using:
            try:
                yield self._latest()
            except Exception as error:
                self._drop()
                if self.health() == "ready":
                    self._mark_broken(error)
                raise Unready(str(error)) from error

    def _latest(self) -> Snapshot:
        name = self._name() or ""
        # Asked before opening: a commit in between costs one opening too many, never an old answer.
        state = (name, self._generation(name))
        if self._snapshot is None or state != self._opened:
            for attempt in range(TRIES):
                try:
                    self._snapshot = self._opened_anew(name)
                    break
                except FileNotFoundError:
                    # A segment was merged away between the look at the contents and the opening.
                    if attempt == TRIES - 1:
                        raise
            self._opened = state
        assert self._snapshot is not None
        return self._snapshot

    def _opened_anew(self, name: str) -> Snapshot:
        """The last commit, with those segments that are open already."""
        with self._open(name) as index:
            segments = index._segments()
        if self._opened is not None and self._opened[0] != name:
            self._drop()
        leaves: dict[str, Leaf] = {}
        try:
            for segment in segments:
                known = self._leaves.get(segment.segment_id())
                leaf = known.seen(segment) if known else Leaf(self.folder / name, segment, self._names)
                leaves[segment.segment_id()] = leaf
        finally:
            # Whatever is open is closed once: with the snapshot that lacks it, or all together.
            self._leaves |= leaves
        for gone in self._leaves.keys() - leaves.keys():
            self._leaves.pop(gone).close()
        return Snapshot(leaves, self._names)

    def close(self) -> None:
        with self._using:
            self._drop()

    def _drop(self) -> None:
        for leaf in self._leaves.values():
            leaf.close()
        self._leaves.clear()
        self._snapshot = self._opened = None

    def report_broken(self, error: Exception) -> None:
        """Note that the index can't be read; the drainer makes it anew."""
        with self._using:
            self._drop()
            self._mark_broken(error)

    def _mark_broken(self, error: Exception) -> None:
        log.error("the search index can't be read and will be made anew", exc_info=error)
        try:
            (self.folder / (self._name() or "") / "broken").touch()
        except OSError:
            log.warning("the search index can't even be marked as broken")

    def write(self, entries: Sequence[Entry], gone: Sequence[int] = ()) -> None:
        """Index these in place of what was known of their pages, and take out the pages `gone`, in one commit.

        Raises `Unfit` and `Busy`; any other failure leaves the index as it was.
        """
        with self.writing(), self._open(self._name() or "") as index:
            words = spelled(commit(index, entries, gone))
            with self._using:
                self._vocabulary.add(self.folder / (self._name() or ""), words)
        self._open_new()

    def _open_new(self) -> None:
        """Open the new generation here, in the thread of whoever wrote, so that no request waits for it."""
        if self.health() == "ready":
            with suppress(Unready), self.snapshot():
                log.debug("the new generation is open")

    def loose(self) -> Sequence[int]:
        """Pages in many small segments: written anew they are one, which is far quicker than Whoosh's merging."""
        try:
            with self.snapshot() as snapshot:
                small = snapshot.loose(LOOSE)
        except Unready:
            return ()
        if len(small) < MANY_LOOSE:
            return ()
        sums = accumulate(map(len, small))
        return [page for pages, so_far in zip(small, sums, strict=True) if so_far <= MOST_LOOSE for page in pages]

    def tidy(self) -> bool:
        """Merge segments of like size when there are many; true when it did."""
        with self.writing(), self._open(self._name() or "") as index:
            if not merge(index):
                return False
        self._open_new()
        return True

    def begin_afresh(self, started: datetime) -> None:
        """Make a new empty index, `filling`, in place of the present one. Only while `writing`."""
        before, name = self._name(), f"v{VERSION}-{secrets.token_hex(6)}"
        made = self.folder / name
        made.mkdir(parents=True)
        FileIndex.create(Files(made), make_schema())
        (made / "filling").write_text(started.isoformat(), "ascii")
        pointer = self.folder / f"current.{name}"
        pointer.write_text(name, "ascii")
        os.replace(pointer, self.folder / "current")
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)
        log.info("a new search index %s replaces %s", name, before)

    def filling_since(self) -> datetime | None:
        """When the index was begun, while not every page is in it; a date far off when that can't be read."""
        try:
            return datetime.fromisoformat((self.folder / (self._name() or "") / "filling").read_text("ascii"))
        except OSError:
            return None
        except ValueError:
            # A power cut may leave it empty. It is full, then, when no page waits at all.
            return UNKNOWN

    def filled(self) -> None:
        """Every page is in it: from now on it answers."""
        (self.folder / (self._name() or "") / "filling").unlink(missing_ok=True)
        self._open_new()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, of all processes. Raises `Busy`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "writer.lock"))
        if not lock.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            lock.release()

    def _name(self) -> str | None:
        try:
            name = (self.folder / "current").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return name if name and name.replace("-", "").isalnum() else None

    def _generation(self, name: str) -> int:
        """The number of the last commit; -1 when there is none."""
        found = [int(file[6:-4]) for file in _files(self.folder / name) if _is_contents(file)]
        return max(found, default=-1)

    @contextmanager
    def _open(self, name: str) -> Iterator[Any]:
        """The index of this name for as long as it is written or looked at; all its files are closed then."""
        files = Files(self.folder / name)
        try:
            try:
                index = FileIndex(files, make_schema())
            except EmptyIndexError as error:
                # It was there a moment ago: somebody deletes it.
                raise Unready("missing") from error
            yield index
        finally:
            files.release()


def _files(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_contents(file: str) -> bool:
    return file.startswith("_MAIN_") and file.endswith(".toc") and file[6:-4].isdigit()

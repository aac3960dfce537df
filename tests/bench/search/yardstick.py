"""The yardstick: SQLite FTS5 doing in SQL what a page of results takes, on the same pages, in the same process."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import select

from tests.bench.search.making import Made
from wiki.pages.models import Page, Revision
from wiki.search.words import STOP, asked
from wiki.web.running import Wiki

# The settings of the wiki's own database, in which such a table would stand.
_SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -4000;
"""
_TABLES = """
CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize = 'porter unicode61');
CREATE TABLE page (id INTEGER PRIMARY KEY, space INTEGER, guard INTEGER, type TEXT, year INTEGER);
CREATE TABLE tag (page INTEGER, name TEXT, PRIMARY KEY (page, name)) WITHOUT ROWID;
CREATE TABLE person (page INTEGER, person INTEGER, PRIMARY KEY (page, person)) WITHOUT ROWID;
"""
_FIND = """
WITH found AS MATERIALIZED (
  SELECT page.id, page.space, page.type, page.year, bm25(text, {title}, 1.0) AS rank
  FROM text JOIN page ON page.id = text.rowid
  WHERE text MATCH ? AND page.space IN ({spaces}) AND (page.guard IS NULL OR page.guard IN ({guards}))
)
SELECT 'type', type, count(*) FROM found GROUP BY type
UNION ALL SELECT 'space', space, count(*) FROM found GROUP BY space
UNION ALL SELECT 'year', year, count(*) FROM found GROUP BY year
UNION ALL SELECT 'tag', tag.name, count(*) FROM found JOIN tag ON tag.page = found.id GROUP BY tag.name
UNION ALL SELECT 'person', person.person, count(*) FROM found JOIN person ON person.page = found.id GROUP BY 2
UNION ALL SELECT 'hit', id, 0 FROM (SELECT id FROM found ORDER BY rank LIMIT 10)
"""
_SHOW = """
SELECT text.rowid, highlight(text, 0, '<mark>', '</mark>'), snippet(text, 1, '<mark>', '</mark>', ' … ', 40) FROM text
WHERE text MATCH ? AND text.rowid IN ({ids})
"""


class Yardstick:
    """An FTS5 table of a wiki's pages in `file`, for one person; `title` is how much a word in a title weighs."""

    def __init__(self, wiki: Wiki, made: Made, file: Path, title: float = 1.0) -> None:
        self._db = sqlite3.connect(file)
        self._db.executescript(_SETTINGS)
        self._find = _FIND.format(
            title=title,
            spaces=",".join(map(str, sorted(made.spaces))),
            guards=",".join(map(str, sorted(made.guards))),
        )
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.executescript(_TABLES)
            self._fill(wiki)

    def _fill(self, wiki: Wiki) -> None:
        pages = select(
            Page.id, Page.space_id, Page.guard_id, Page.type, Page.title, Page.tags, Page.changed_at, Revision.text
        ).join(Revision, Revision.id == Page.head_id)
        with wiki.database.reading() as session:
            for row in session.execute(pages.execution_options(yield_per=500)):
                self._db.execute(
                    "INSERT INTO text (rowid, title, body) VALUES (?, ?, ?)", (row.id, row.title, row.text)
                )
                values = (row.id, row.space_id, row.guard_id, row.type, row.changed_at.year)
                self._db.execute("INSERT INTO page VALUES (?, ?, ?, ?, ?)", values)
                self._db.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?)", [(row.id, tag) for tag in row.tags])
            authors = select(Revision.page_id, Revision.author_id).distinct()
            self._db.executemany("INSERT INTO person VALUES (?, ?)", map(tuple, session.execute(authors)))
        self._db.execute("INSERT INTO text(text) VALUES ('optimize')")
        self._db.execute("ANALYZE")
        self._db.commit()

    def page(self, query: str) -> int:
        """All that a page of results takes: counts, the ten best, their passages. How many were found at all."""
        words = _or(query)
        if not words:
            return 0
        rows = self._db.execute(self._find, (words,)).fetchall()
        if best := [row[1] for row in rows if row[0] == "hit"]:
            self._db.execute(_SHOW.format(ids=",".join(map(str, best))), (words,)).fetchall()
        return sum(row[2] for row in rows if row[0] == "type")

    def timed_page(self, query: str) -> float:
        """How long `page` takes, in ms."""
        began = time.perf_counter()
        self.page(query)
        return (time.perf_counter() - began) * 1000

    def best(self, query: str, *, stop: bool = False) -> list[int]:
        """The ten best pages by bm25 over title and text; small words too with `stop`."""
        words = _or(query, stop=stop)
        found = self._db.execute("SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT 10", (words or '""',))
        return [row[0] for row in found]

    def close(self) -> None:
        self._db.close()


def _or(query: str, *, stop: bool = False) -> str:
    """Any of the words. Small ones are left out, as everybody does who asks FTS5 about whole sentences."""
    words = _words(query)
    telling = [word for word in words if stop or word.lower() not in STOP] or words
    return " OR ".join(f'"{word}"' for word in telling)


def _words(query: str) -> list[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in query)
    return list(dict.fromkeys(word for word in plain.split() if asked(word)))

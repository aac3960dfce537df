"""Pages for an engine, without a wiki around them; and questions to it."""

from datetime import UTC, date, datetime
from typing import Any

from wiki.search.engine import Answer, Engine, Entry, Seeker, Sort
from wiki.search.language import read
from wiki.search.question import All, Node, Question

TODAY = date(2026, 3, 10)
STARTED = datetime(2026, 3, 10, tzinfo=UTC)
EVERYBODY = Seeker(frozenset({1}))
"""Who may read space 1, where pages stand unless it is said otherwise."""


class Shelf:
    """An engine that is ready. Pages are numbered from 1, and last changed long ago."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.writing():
            engine.begin_afresh(STARTED)
        engine.filled()
        self._last = 0

    def entry(self, title: str, text: str = "", **facts: Any) -> Entry:
        self._last += 1
        known: dict[str, Any] = {
            "page_id": self._last,
            "revision_id": 100 + self._last,
            "space_id": 1,
            "guard_id": 0,
            "type": "article",
            "tags": (),
            "changed": date(2020, 1, 1),
        }
        return Entry(title=title, text=text, **{**known, **facts})

    def add(self, title: str, text: str = "", **facts: Any) -> int:
        """Index a page; its id."""
        made = self.entry(title, text, **facts)
        self.engine.write([made])
        return made.page_id

    def fill(self, many: int, word: str = "filler", **facts: Any) -> list[int]:
        """Pages that have nothing to do with anything, so that words of others are rare."""
        made = [
            self.entry(f"Number {number}", f"{word} of the plain kind, {number}", **facts) for number in range(many)
        ]
        self.engine.write(made)
        return [entry.page_id for entry in made]

    def ask(
        self,
        question: str | Question,
        seeker: Seeker = EVERYBODY,
        *,
        sort: Sort = "relevance",
        first: int = 0,
        many: int = 10,
    ) -> Answer:
        if isinstance(question, str):
            question = read(question)
        return self.engine.search(question, seeker, sort=sort, first=first, many=many)

    def find(self, question: str | Question, seeker: Seeker = EVERYBODY, **asked: Any) -> list[int]:
        """The pages that answer, the best first."""
        return [found.page_id for found in self.ask(question, seeker, **asked).found]

    def suggest(self, typed: str, seeker: Seeker = EVERYBODY, many: int = 8) -> list[str]:
        return [offered.text for offered in self.engine.suggest(typed, seeker, many)]


def every(*nodes: Node | str) -> Question:
    """A question of these nodes; texts are read as they would be typed."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            made += read(node).root.nodes
        else:
            made.append(node)
    return Question("", All(tuple(made)))

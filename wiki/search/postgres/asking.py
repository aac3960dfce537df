"""A question in the terms of PostgreSQL: what is looked up in the index, and the conditions that pages must meet."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from wiki.search.engine import Seeker
from wiki.search.postgres.lexemes import anywhere, following, storable, together
from wiki.search.postgres.lookups import Lookups, Reading, fields_of
from wiki.search.question import All, Either, Limit, Node, Not, Nothing, Phrase, Question, Word

GAP = 3
"""Words this far apart still stand together: a stop word or two between them."""
NEIGHBOURS = 8

READABLE = """
    {e}.space_id = ANY(CAST(:spaces AS int[])) AND ({e}.guard_id = 0 OR {e}.guard_id = ANY(CAST(:guards AS int[])))
    AND ({e}.readers IS NULL OR :person = ANY({e}.readers)) AND {e}.page_id <> ALL(CAST(:hidden AS int[]))
"""
ROW_READABLE = READABLE.format(e="e")


def seen_by(seeker: Seeker) -> dict[str, Any]:
    """The values of `READABLE`."""
    return {
        "spaces": sorted(seeker.spaces),
        "guards": sorted(seeker.guards),
        "person": seeker.person_id,
        "hidden": sorted(seeker.hidden),
    }


class Asking:
    """One question, made ready. `asked`: words and phrases as they are numbered; `lookups`: what is looked up for
    them; `condition`: SQL on a page `p` and what it scored, `s`, with its `values`.

    `ranking`: the words that the order goes by, where there are too many; of the others it only matters that they are
    there.
    """

    def __init__(self, question: Question, reading: Reading, ranking: Collection[Word] | None = None) -> None:
        self._reading, self._words = reading, question.words
        self.asked: list[Word | Phrase] = [*self._words, *dict.fromkeys(question.phrases)]
        self._numbers = {_key(node): number for number, node in enumerate(self.asked)}
        self._besides = frozenset(_key(word) for word in self._words if ranking is not None and word not in ranking)
        self.lookups = Lookups()
        for number, node in enumerate(self.asked):
            # In a question so long it matters which words a page has, hardly how often.
            looked_up = reading.lookups(node, exact=ranking is None)
            self.lookups.add(number, looked_up, ranks=_key(node) not in self._besides)
        self.values: dict[str, Any] = {}
        loose = [node for node in question.root.nodes if isinstance(node, Word) and not node.required]
        # Then whatever was looked up answers: asking again would only take time.
        self._anything = len(loose) == len(question.root.nodes) and not self._besides
        self.condition = self._condition(question.root)
        # Whatever answers has one of the words that rank: then the others needn't be looked at.
        self.needs_words = not self._besides and any(isinstance(node, Word | Phrase) for node in question.root.nodes)
        self.near_any, self.near_all = self._near()

    def mistakable(self, unknown: Collection[int]) -> list[Word]:
        """Those of these numbers that may be mistyped words."""
        nodes = (self.asked[number] for number in sorted(unknown))
        return [node for node in nodes if isinstance(node, Word) and not node.prefix]

    def _near(self) -> tuple[str, str]:
        """Queries for pages where any neighbours of the question stand together, and where all do; or empty."""
        by_place = sorted((word for word in self._words if not word.field and not word.prefix), key=_place)[:NEIGHBOURS]
        pairs = [pair for pair in pairwise(by_place) if pair[0].place < pair[1].place]
        exact, loose = [], []
        for one, other in pairs:
            first, second = self._reading.terms(one), self._reading.terms(other)
            exact.append(together(first, second, min(other.place - one.place, 16)))
            loose += [together(first, second, gap) for gap in range(1, GAP + 1)]
            loose += [together(second, first, gap) for gap in range(1, GAP + 1)]
        return storable(" | ".join([*exact, *loose])), storable(" & ".join(exact))

    def _condition(self, node: Node, *, refused: bool = False) -> str:
        """SQL for a node. `refused`: it stands behind a minus, so its words count as they stand: synonyms and
        likenesses nobody asked to leave out."""
        match node:
            case Word():
                return self._refused([node]) if refused else self._found([node])
            case Phrase():
                return self._having(following(node.terms, fields_of(node))) if refused else self._found([node])
            case Limit():
                return self._limit(node)
            case Not():
                return f"NOT ({self._condition(node.node, refused=True)})"
            case Either():
                return " OR ".join(f"({self._condition(child, refused=refused)})" for child in node.nodes) or "false"
            case All():
                return self._all(node, refused=refused)
            case Nothing():
                return "false"
        raise TypeError(f"{node!r} was not made ready for an engine")

    def _all(self, node: All, *, refused: bool) -> str:
        loose = [child for child in node.nodes if isinstance(child, Word) and not child.required]
        needed = [child for child in node.nodes if not isinstance(child, Word) or child.required]
        made = [f"({self._condition(child, refused=refused)})" for child in needed]
        if loose and not self._anything and not any(isinstance(child, Word) for child in needed):
            made.append(f"({self._refused(loose) if refused else self._found(loose)})")
        return " AND ".join(made) or "true"

    def _found(self, nodes: Sequence[Word | Phrase]) -> str:
        """One of these is enough."""
        numbers = [self._numbers[_key(node)] for node in nodes if _key(node) not in self._besides]
        found = f"coalesce(s.has && {self._bind(numbers, 'int[]')}, false)"
        besides = [node for node in nodes if _key(node) in self._besides]
        if not besides:
            return found
        return f"{found} OR {self._having(' | '.join(self._reading.anyhow(node) for node in besides))}"

    def _refused(self, words: Sequence[Word]) -> str:
        return self._having(" | ".join(anywhere(word.term, fields_of(word), begins=word.prefix) for word in words))

    def _having(self, query: str) -> str:
        bound = self._bind(storable(query), "tsquery")
        return f"p.page_id IN (SELECT e.page_id FROM search_entry e WHERE e.words @@ {bound} AND {ROW_READABLE})"

    def _limit(self, limit: Limit) -> str:
        names = [storable(str(value)) for value in limit.values]
        ids = [value for value in limit.values if isinstance(value, int)]
        match limit.kind:
            case "type":
                return f"p.type = ANY({self._bind(names, 'text[]')})"
            case "tag":
                return f"p.tag_keys && {self._bind([name.casefold() for name in names], 'text[]')}"
            case "state":
                return f"p.states && {self._bind(names, 'text[]')}"
            case "space":
                return f"p.space_id = ANY({self._bind(ids, 'int[]')})"
            case "owner":
                return f"p.owner_id > 0 AND p.owner_id = ANY({self._bind(ids, 'int[]')})"
            case "person":
                return f"p.people && {self._bind(ids, 'int[]')}"
            case "under":
                return f"p.above && {self._bind(ids, 'int[]')}"
            case "changed":
                return f"p.changed BETWEEN {self._bind(limit.first, 'int')} AND {self._bind(limit.last, 'int')}"
        raise ValueError(limit.kind)

    def _bind(self, value: object, kind: str) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"CAST(:{name} AS {kind})"


def _key(node: Word | Phrase) -> Phrase | tuple[str, str]:
    return node if isinstance(node, Phrase) else (node.term, node.field)


def _place(word: Word) -> int:
    return word.place

"""Read what was typed as a question. Anything can be typed; nothing is an error, and notes say how it was read.

`OR` and `|` bind their two neighbours, closer than the sequence does; `AND` makes both of its neighbours required.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wiki.kernel.texts import N_
from wiki.search.question import All, Either, Filter, Node, Not, Note, Phrase, Question, Word
from wiki.search.tokens import LONGEST, MANY, Token, clean, tokens
from wiki.search.words import asked, fold, name_key, spans

TERMS = 32
DEPTH = 8
LEAST_PREFIX = 2

LONG = N_("Only the first %(count)s characters were read.")
MANY_WORDS = N_("Only the first %(count)s words and signs were read.")
OPEN_QUOTE = N_("A quotation mark without its other half was left out.")
OPEN_BRACKET = N_("A bracket without its other half was left out.")
DEEP = N_("Brackets inside more than %(count)s others were left out.")
ALONE = N_("“%(operator)s” has nothing to join or to leave out, so it was left out itself.")
NO_VALUE = N_("“%(field)s:” was given no value, so it was left out.")
UNKNOWN = N_("Pages cannot be limited by “%(field)s:”, so it was read as words.")
STAR = N_("A star stands for the end of a word, after two letters or more. Other stars were left out.")
COMMON = N_("“%(word)s” stands on nearly every page, so it was left out.")
LOUD = N_("NOT was read as a word of a sentence. To leave a word out, write a minus right before it.")
EMPTY = N_("There is no word in it that could be looked for.")


@dataclass(slots=True)
class Item:
    """Something of a sequence: the nodes of one token or bracket. `loose`: they are words that only rank."""

    nodes: list[Node]
    text: str = ""
    loose: bool = False
    group: bool = False
    required: bool = False


def read(typed: str) -> Question:
    """What was typed, as a question; its text is what was read of it."""
    text = clean(typed)
    reader = _Reader(text)
    if len(typed.strip()) > LONGEST:
        reader.note(LONG, count=str(LONGEST))
    root = reader.sequence(0)
    if not root.nodes and text:
        # Only words that stand everywhere, or only operators: then they are what is looked for.
        root = All(tuple(reader.words(text, keep_stop=True)))
        if not root.nodes:
            reader.note(EMPTY)
    plain = all(isinstance(node, Word) and not (node.required or node.prefix) for node in root.nodes)
    return Question(text, root, name_key(text) if plain else "", tuple(reader.notes.values()))


@dataclass(slots=True)
class _Reader:
    text: str
    notes: dict[tuple[str, ...], Note] = field(default_factory=dict)
    place: int = 0
    terms: int = 0
    _tokens: Iterator[Token] | None = None

    def note(self, text: str, **values: str) -> None:
        self.notes.setdefault((text, *values.values()), Note(text, values))

    def sequence(self, depth: int) -> All:
        """Read up to the closing bracket or the end."""
        items: list[Item] = []
        joint: Token | None = None
        negated: Token | None = None
        closed = False
        for token in self._rest():
            if token.kind == "close":
                if closed := depth > 0:
                    break
                self.note(OPEN_BRACKET)
            elif token.kind == "not":
                negated = token
            elif token.kind in {"or", "and"}:
                if joint is not None or not items:
                    self.note(ALONE, operator=(joint or token).text)
                joint = token if items else None
            elif (item := self._operand(token, depth)) is not None:
                if negated is not None or token.sign:
                    item = _signed(item, "-" if negated is not None else token.sign)
                _join(items, item, joint.kind if joint else "")
                joint = negated = None
        for unused in (joint, negated):
            if unused is not None:
                self.note(ALONE, operator=unused.text)
        if depth and not closed:
            self.note(OPEN_BRACKET)
        return All(tuple(node for item in items for node in _settled(item)))

    def _rest(self) -> Iterator[Token]:
        if self._tokens is None:
            self._tokens = self._some(tokens(self.text))
        return self._tokens

    def _some(self, all_tokens: Iterator[Token]) -> Iterator[Token]:
        for number, token in enumerate(all_tokens):
            if number >= MANY or self.terms >= TERMS:
                self.note(MANY_WORDS, count=str(min(number, MANY)))
                return
            yield token

    def _operand(self, token: Token, depth: int) -> Item | None:
        """What a token means; None when nothing is left of it."""
        if token.kind == "open":
            return self._group(depth)
        if token.kind == "quote":
            self.note(OPEN_QUOTE)
            return None
        if token.kind == "phrase":
            return self._phrase(token.text, "")
        if token.kind == "field":
            return self._limit(token)
        return self._bare(token)

    def _group(self, depth: int) -> Item | None:
        if depth >= DEPTH:
            self.note(DEEP, count=str(DEPTH))
            return None
        inner = self.sequence(depth + 1)
        return Item(list(inner.nodes), group=True) if inner.nodes else None

    def _phrase(self, text: str, limit: str) -> Item | None:
        """Words in this order; a single one must be there all the same."""
        words = self.words(text, keep_stop=False) or self.words(text, keep_stop=True)
        if not words:
            return None
        return Item([_in_order(words, " ".join(text.split()), limit)])

    def _limit(self, token: Token) -> Item | None:
        if not token.text:
            self.note(NO_VALUE, field=token.field)
            return None
        if token.field != "title":
            return Item([Filter(token.field, token.text)])
        if token.quoted:
            return self._phrase(token.text, "title")
        words = self._starred(token.text) or self.words(token.text, keep_stop=True)
        return Item([_in_order(words, token.text, "title")]) if words else None

    def _bare(self, token: Token) -> Item | None:
        name, colon, value = token.text.partition(":")
        if colon and value[:1].isalnum() and len(name) > 2 and name.isascii() and name.isalpha() and name.islower():
            self.note(UNKNOWN, field=name)
        words = self._starred(token.text) or self.words(token.text, keep_stop=False)
        if not words:
            if token.text == "NOT":
                self.note(LOUD)
            if token.sign and (known := fold(token.text)) and asked(known):
                self.note(COMMON, word=token.text)
            return None
        return Item(list(words), token.text, loose=True)

    def _starred(self, text: str) -> list[Word]:
        """A word by its beginning, when a star ends it."""
        if "*" not in text:
            return []
        begin = text.rstrip("*")
        found = asked(begin)
        if text[-1] == "*" and len(found) == 1 and begin.isalnum() and len(begin) >= LEAST_PREFIX:
            self.place += 1
            self.terms += 1
            return [Word(fold(begin), begin, self.place - 1, prefix=True)]
        self.note(STAR)
        return []

    def words(self, text: str, *, keep_stop: bool) -> list[Word]:
        """The words of a text that tell something, with their places in all that was typed."""
        found = asked(text)
        if not found:
            return []
        surface = [text[start:end] for start, end, _ in spans(text, {term for _, term, _ in found})]
        if len(surface) != len(found):
            surface = [term for _, term, _ in found]
        kept = [
            Word(term, typed, self.place + place)
            for (place, term, stop), typed in zip(found, surface, strict=True)
            if keep_stop or not stop
        ]
        last, term, _ = found[-1]
        self.place += last + (2 if len(term) == 2 and not term.isascii() else 1)
        if self.terms + len(kept) > TERMS:
            self.note(MANY_WORDS, count=str(TERMS))
            kept = kept[: TERMS - self.terms]
        self.terms += len(kept)
        return kept


def _in_order(words: list[Word], text: str, limit: str) -> Node:
    """Words as one node that must hold."""
    if len(words) == 1 and (words[0].prefix or limit):
        return replace(words[0], field=limit, required=True)
    first = words[0].place
    return Phrase(tuple((word.place - first, word.term) for word in words), text, limit)


def _one(item: Item) -> Node:
    """An item as a single node, for an operator beside it."""
    if len(item.nodes) == 1:
        return item.nodes[0]
    if item.loose:
        words = [node for node in item.nodes if isinstance(node, Word)]
        return _in_order(words, item.text, "")
    return All(tuple(item.nodes))


def _signed(item: Item, sign: str) -> Item:
    if sign == "-":
        return Item([Not(_one(item))])
    return Item([_one(item)], required=True)


def _join(items: list[Item], item: Item, joint: str) -> None:
    if joint == "and":
        items[-1] = Item([_one(items[-1])], required=True)
        item = Item([_one(item)], required=True)
    if joint == "or":
        before, after = _one(items[-1]), _one(item)
        first = before.nodes if isinstance(before, Either) and not items[-1].group else (before,)
        item = Item([Either((*first, after))])
        items.pop()
    items.append(item)


def _settled(item: Item) -> list[Node]:
    """The nodes of an item as they stand in the sequence."""
    if not item.required:
        return item.nodes
    return [replace(node, required=True) if isinstance(node, Word) else node for node in item.nodes]

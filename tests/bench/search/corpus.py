"""Texts to search in: unique pages made from a fixed seed, or any folder of Markdown; and queries for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wiki.markup import BadFrontMatter, TooMuch, front_matter, render
from wiki.search.words import STOP

SEED = 20260310
STEMS, TOPICS, TOPIC_STEMS = 21_000, 100, 600
WORDS = 975
"""Words of a page: 7 KB on average."""

_ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st t tr v w"
_VOWELS = "a e i o u a e i o ai ea ee oo ou"
_CODAS = "b ck d l m n n nd ng p r r rk s st t x"
ENDINGS = ("", "s", "ed", "ing", "er", "ment", "ly", "able")
TYPES = ("howto", "article", "question", "glossary")
NATURAL = (
    "how do i {} the {} {}",
    "how to {} the {}",
    "where is the {} for {}",
    "what to do when {} is {}",
    "why does my {} not {}",
    "who has a {} for the {} {}",
    "what is a {}",
    "when should we {} the {} {}",
)

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Text:
    """A page to be made. `text` and `html` are what the wiki would make of `body`."""

    title: str
    body: str
    text: str
    html: str
    outline: tuple[tuple[int, str, str], ...] = ()
    type: str = "article"
    tags: tuple[str, ...] = ()


class Language:
    """Some 60,000 forms of words, each as often as its rank says (Zipf and Mandelbrot), in topics, so that words
    that belong together stand together; a third of every text is made of the words that every text has."""

    def __init__(self, dice: np.random.Generator) -> None:
        self.dice = dice
        stems = self._stems()
        self.forms: list[str] = []
        for stem in stems:
            # Every stem as it is, and two more of its forms, so that stemming has something to do.
            more = dice.choice(len(ENDINGS) - 1, 2, replace=False) + 1
            self.forms += [stem + ENDINGS[number] for number in (0, *more.tolist())]
        self.small = sorted(word for word in STOP if len(word) > 1 or word in {"a", "i"})
        self._everywhere = _zipf(STEMS, 1.1)
        self._within = _zipf(TOPIC_STEMS, 1.1)
        self._small = _zipf(len(self.small), 0.8)
        # A topic's words, the most typical first; a common word belongs to many topics, the commonest to none.
        shares = 1 / (np.arange(STEMS - 30) + 40.0)
        shares /= shares.sum()
        self.topics = [dice.choice(STEMS - 30, TOPIC_STEMS, replace=False, p=shares) + 30 for _ in range(TOPICS)]

    def _stems(self) -> list[str]:
        onsets, vowels, codas = _ONSETS.split(), _VOWELS.split(), [*[""] * 12, *_CODAS.split()]
        made: dict[str, None] = {}
        while len(made) < STEMS:
            word = "".join(
                str(self.dice.choice(onsets)) + str(self.dice.choice(vowels)) + str(self.dice.choice(codas))
                for _ in range(int(self.dice.choice([1, 2, 3], p=[0.3, 0.5, 0.2])))
            )
            if len(word) > 2 and word not in STOP:
                made[word] = None
        # The common ones are short, by and large.
        return sorted(made, key=lambda word: len(word) + 6 * float(self.dice.random()))

    def topical(self, topic: int, count: int, skew: float = 1.0) -> Numbers:
        """Forms of words, as numbers, of a topic; with a higher `skew` more typical ones."""
        return self._bent(self.topics[topic][np.searchsorted(self._within, self.dice.random(count) ** skew)])

    def common(self, count: int) -> Numbers:
        """Forms of words, as numbers, of everything."""
        return self._bent(np.searchsorted(self._everywhere, self.dice.random(count)))

    def _bent(self, stems: Numbers) -> Numbers:
        return stems * 3 + np.searchsorted(np.array([0.6, 0.85, 1.0]), self.dice.random(len(stems)))

    def prose(self, topics: Sequence[int], own: Numbers, count: int) -> list[str]:
        """`count` words on some topics, `own` words among them."""
        first, second = self.topical(topics[0], count // 3), self.topical(topics[-1], count // 6)
        named = own[self.dice.integers(0, len(own), count // 40 + 1)]
        rest = self.common(count - len(first) - len(second) - len(named) - count // 3)
        numbers = np.concatenate([first, second, named, rest])
        words = [self.forms[number] for number in numbers.tolist()]
        small = np.searchsorted(self._small, self.dice.random(count // 3))
        words += [self.small[number] for number in small.tolist()]
        return [words[place] for place in self.dice.permutation(len(words)).tolist()]


def _zipf(size: int, power: float) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Sums of the shares of so many ranks, to be searched with a random number."""
    shares = 1 / (np.arange(size) + 2.7) ** power
    sums: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.cumsum(shares / shares.sum())
    sums[-1] = 1.0
    return sums


class Library:
    """The generated pages, and queries that somebody who knows them would ask."""

    def __init__(self) -> None:
        self._dice = np.random.default_rng(SEED)
        self._language = Language(self._dice)

    def pages(self, count: int) -> Iterator[Text]:
        """Unique ones: what is asked for more begins with the same ones."""
        for number in range(count):
            yield self._page(np.random.default_rng([SEED, number]), number)

    def _page(self, dice: np.random.Generator, number: int) -> Text:
        language = self._language
        language.dice = dice
        topics = [int(dice.integers(0, TOPICS)) for _ in range(2)]
        own = language.topical(topics[0], int(dice.integers(2, 5)))
        title = " ".join([language.forms[index] for index in own.tolist()]).capitalize()
        words = language.prose(topics, own, int(WORDS * dice.uniform(0.5, 1.5)))
        return _laid_out(dice, f"{title} {number}", words, topics)

    def queries(self, count: int) -> list[str]:
        """Of 1 to 6 words: a half short, of words that stand together, a half as people ask, with small words."""
        dice = np.random.default_rng([SEED, 1 << 32])
        language = self._language
        language.dice = dice
        made: dict[str, None] = {}
        while len(made) < count:
            topic = int(dice.integers(0, TOPICS))
            words = [language.forms[number] for number in language.topical(topic, 6, 2.5).tolist()]
            if dice.random() < 0.5:
                words[0] = language.forms[int(language.common(1)[0])]
            shape = str(dice.choice(NATURAL))
            short = " ".join(words[: int(dice.choice([1, 2, 3, 4, 5, 6], p=[0.25, 0.35, 0.2, 0.1, 0.05, 0.05]))])
            made[short if dice.random() < 0.5 else shape.format(*words)] = None
        return list(made)


def _laid_out(dice: np.random.Generator, title: str, words: list[str], topics: Sequence[int]) -> Text:
    """The words as a page: an opening, then sections with a heading each, of paragraphs and lists."""
    body, text, html, outline = [], [], [], []
    at = 0
    while at < len(words):
        if at:
            heading = " ".join(words[at : at + 4]).capitalize()
            anchor = "h-" + heading.lower().replace(" ", "-")
            at += 4
            body.append(f"## {heading}")
            text.append(heading)
            html.append(f'<h2 id="{anchor}">{heading}</h2>')
            outline.append((2, heading, anchor))
        for _ in range(int(dice.integers(2, 5))):
            many = int(dice.integers(20, 70))
            sentence = " ".join(words[at : at + many]).capitalize() + "."
            at += many
            if len(sentence) > 1:
                body.append(sentence)
                text.append(sentence)
                html.append(f"<p>{sentence}</p>")
    return Text(
        title,
        "\n\n".join(body) + "\n",
        "\n".join(text),
        "\n".join(html) + "\n",
        tuple(outline),
        TYPES[int(dice.integers(0, len(TYPES)))],
        (f"topic {topics[0]}", f"shelf {topics[0] % 12}"),
    )


def from_folder(folder: Path, count: int = 0) -> Iterator[Text]:
    """Pages of a folder of Markdown; `count` of them, told apart by a number when there are too few (0: as many as
    there are)."""
    files = sorted(path for path in folder.rglob("*.md") if path.is_file())
    if not files:
        raise SystemExit(f"There is no Markdown in {folder}.")
    for number in range(count or len(files)):
        path, again = files[number % len(files)], number // len(files)
        yield read_page(path.read_text("utf-8", "replace"), path, f" {again}" if again else "")


def read_page(source: str, path: Path, more: str = "") -> Text:
    """A file as a page: its title from front matter, its first heading, or its name."""
    try:
        said, body = front_matter(source)
    except BadFrontMatter:
        said, body = {}, source
    try:
        rendered = render(body + (f"\n\nCopy {more}." if more else ""))
    except TooMuch:
        rendered = render("```text\n" + body[:20_000].replace("```", "") + "\n```")
    first = next((heading.title for heading in rendered.outline if heading.level == 1), "")
    title = str(said.get("title") or first or path.stem)[:180] + more
    outline = tuple((heading.level, heading.title, heading.anchor) for heading in rendered.outline)
    shelf = path.parent.name
    return Text(title, body, rendered.text, rendered.html, outline, "howto", (shelf,) if shelf else ())


def queries_from(file: Path) -> list[str]:
    """A query a line."""
    found = [line.strip() for line in file.read_text("utf-8", "replace").splitlines()]
    return [line for line in found if line]


def queries_of(pages: Sequence[Text], count: int) -> list[str]:
    """Queries for pages of which nothing is known: words that stand together in them, or in their titles."""
    dice = np.random.default_rng([SEED, 1 << 33])
    made: dict[str, None] = {}
    for _ in range(count * 3):
        page = pages[int(dice.integers(0, len(pages)))]
        words = (page.title if dice.random() < 0.4 else page.text).split()
        many = int(dice.integers(1, 7))
        start = int(dice.integers(0, max(len(words) - many, 1)))
        if (query := " ".join(words[start : start + many])[:200]) and len(made) < count:
            made[query] = None
    return list(made)

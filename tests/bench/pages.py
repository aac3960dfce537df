"""Pages to measure with: unique ones made from a fixed seed, or any folder of Markdown."""

import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20260310
LINKS = 20
SYLLABLES = (
    *("ka", "le", "mi", "no", "ru", "sta", "ver", "pon", "dri", "el", "tas", "mo", "ne", "wi", "shu", "pra"),
    *("get", "lor", "bin", "cha", "fe", "hu", "ja"),
)


class Words:
    """A vocabulary with the shape of a language: few words that come often, many that come seldom."""

    def __init__(self, dice: random.Random, size: int = 12_000) -> None:
        self._dice = dice
        words: dict[str, None] = {}
        while len(words) < size:
            words["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4)))] = None
        self._words = list(words)
        self._weights = [1 / (rank + 3) for rank in range(size)]

    def some(self, count: int) -> list[str]:
        return self._dice.choices(self._words, self._weights, k=count)


def generated(count: int) -> Iterator[tuple[str, str]]:
    """Title and text of `count` unique pages of 7 KB on average, with 20 links each."""
    dice = random.Random(SEED)
    words = Words(dice)
    titles = [f"{' '.join(words.some(3)).capitalize()} {number}" for number in range(count)]
    for number, title in enumerate(titles):
        # The first page is the one that is viewed: it leads to pages of all the wiki.
        links = [titles[dice.randrange(number or count)] for _ in range(LINKS)]
        size = 10_000 if number == 0 else int(dice.uniform(4_000, 10_000))
        yield title, _body(dice, words, links, size)


def _body(dice: random.Random, words: Words, links: list[str], size: int) -> str:
    parts: list[str] = ["## What you need", "", *(f"- {' '.join(words.some(5))}" for _ in range(4)), ""]
    waiting, step, length = list(links), 0, 0
    while length < size or waiting:
        if length / max(size, 1) >= step / 8:
            step += 1
            parts += [f"## {step}. {' '.join(words.some(4)).capitalize()}", ""]
        sentence = words.some(dice.randint(30, 60))
        if waiting:
            sentence.insert(dice.randrange(len(sentence)), f"[[{waiting.pop()}]]")
        sentence.insert(dice.randrange(len(sentence)), f"**{words.some(1)[0]}**")
        parts += [" ".join(sentence).capitalize() + ".", ""]
        length = sum(len(part) + 1 for part in parts)
    rows = [f"| {' | '.join(words.some(3))} |" for _ in range(4)]
    parts += ["| Light | Means | Do |", "|---|---|---|", *rows, "", "```text", " ".join(words.some(12)), "```", ""]
    return "\n".join(parts)


def from_folder(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Texts of any folder of Markdown, told apart by a number; begun anew when there are fewer than `count`."""
    files = sorted(folder.rglob("*.md"))
    if not files:
        raise SystemExit(f"There is no Markdown in {folder}.")
    titles = [f"{files[number % len(files)].stem} {number}" for number in range(count)]
    for number, title in enumerate(titles):
        links = "\n".join(f"- [[{titles[(number * 7 + step) % count]}]]" for step in range(LINKS))
        text = files[number % len(files)].read_text("utf-8", "replace")
        if number == 0:
            text = (text * 10)[:9_000]
        yield title, f"{text}\n\nPage {number}.\n\n{links}\n"

"""From a text to everything the wiki keeps of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from markdown_it.token import Token

from wiki.markup import chunks
from wiki.markup.frontmatter import BadFrontMatter, front_matter
from wiki.markup.limits import Budget, Limits, TooMuch
from wiki.markup.outline import SIGN, Heading, Reference
from wiki.markup.parser import parser
from wiki.markup.pieces import EndOfSteps, HeadingOpening, Hole, OwnWord, Part, joined
from wiki.markup.placeholders import hole, own_word, without_reserved, without_reserved_characters
from wiki.markup.plain import together
from wiki.markup.recent import Recent
from wiki.markup.sanitise import sanitise
from wiki.markup.slugs import Anchors
from wiki.markup.steps import Sections
from wiki.markup.writer import Writer

SMALL_ENOUGH_TO_KEEP = 48 * 1024
_DEFAULT = Limits()
_RECENT: Recent[str, Part] = Recent(1500)
_LINE_ENDS = re.compile(r"\r\n?")
_SEVERAL_LINES = re.compile(r"\s*\n\s*")
_SIGNS_OF_EAST_ASIA = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the wiki keeps of a text.

    `html` is sanitised and holds placeholders (see `placeholders`), whose index counts in `references`, in which
    no target and section stands twice. `text` is for search and snippets, its blocks of code last (see `plain`) and
    without diagrams; `words` counts it. `front_matter` is empty when there is none, or when it cannot be read: then it
    stands in the page as written.
    """

    html: str
    text: str
    outline: tuple[Heading, ...]
    references: tuple[Reference, ...]
    words: int
    front_matter: Mapping[str, object]
    needs_diagrams: bool


def render(source: str, limits: Limits = _DEFAULT) -> Rendered:
    """Render a text. Raises `TooMuch` when it goes beyond a limit, and nothing else for any text."""
    if len(source) > SMALL_ENOUGH_TO_KEEP:
        return _render(source, limits)
    return _kept(source, limits)


@lru_cache(maxsize=64)
def _kept(source: str, limits: Limits) -> Rendered:
    return _render(source, limits)


def _render(source: str, limits: Limits) -> Rendered:
    if len(source) > limits.body or len(source.encode("utf-8", "replace")) > limits.body:
        raise TooMuch(f"The text is larger than {limits.body // 1024} KB. Split it into several pages.")
    head: Mapping[str, object] = {}
    body = source
    try:
        head, body = front_matter(source)
    except BadFrontMatter:
        head, body = {}, source
    return _Page(limits).render(clean(body), head)


def clean(text: str) -> str:
    """The text with plain line ends and without what may not reach the page (lone surrogates, reserved signs)."""
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return without_reserved(text)


def part_of(text: str, budget: Budget) -> Part:
    """Render a part of a text by itself. Raises `TooMuch`."""
    steps, cells, formulas, coloured = budget.steps, budget.cells, budget.formulas, budget.coloured
    env: dict[str, object] = {"budget": budget}
    tokens = parser().parse(text, env)
    notes = env.get("footnotes")
    if isinstance(notes, dict) and len(notes["list"]) > budget.limits.footnotes:
        raise TooMuch(f"The page has more than {budget.limits.footnotes} footnotes. Split it into several pages.")
    writer = Writer(budget)
    writer.write(tokens)
    sheet = writer.sheet
    pieces = joined(sheet.out)
    return Part(
        pieces=tuple(without_reserved_characters(piece) if isinstance(piece, str) else piece for piece in pieces),
        text="".join(sheet.words),
        code="\n".join(sheet.code),
        references=tuple(sheet.references),
        has_diagrams=sheet.has_diagrams,
        lines=text.count("\n"),
        still_open=_still_open(tokens),
        steps=budget.steps - steps,
        cells=budget.cells - cells,
        formulas=budget.formulas - formulas,
        coloured=budget.coloured - coloured,
    )


def _still_open(tokens: list[Token]) -> bool:
    # Told wrongly it costs only time: the part is joined with the next one and read again.
    return any(token.type == "html_block" for token in tokens) or (bool(tokens) and tokens[-1].type == "fence")


@dataclass(slots=True)
class _Page:
    """One page in the making."""

    limits: Limits
    budget: Budget = field(init=False)
    out: list[str] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    headings: int = 0
    line: int = 0
    anchors: Anchors = field(default_factory=Anchors)
    sections: Sections = field(default_factory=Sections)
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.budget = Budget(self.limits)

    def render(self, text: str, head: Mapping[str, object]) -> Rendered:
        parts = self._parts(chunks.split(text))
        for part in parts:
            self._add(part)
            self.line += part.lines
        self.out.append(self.sections.at_end())
        html = self._html()
        plain = together(_lines(part.text for part in parts), _lines(part.code for part in parts))
        return Rendered(
            html=html,
            text=plain,
            outline=tuple(self.outline),
            references=tuple(self.references),
            words=_count_words(plain),
            front_matter=MappingProxyType(dict(head)) if head else MappingProxyType({}),
            needs_diagrams=any(part.has_diagrams for part in parts),
        )

    def _parts(self, texts: list[str]) -> list[Part]:
        parts: list[Part] = []
        index = 0
        while index < len(texts):
            part, end = self._part(texts[index]), index + 1
            # Joined with its neighbour twice, then with all the rest: else a page of openings costs its square.
            for until in (end + 1, end + 2, len(texts)):
                if not part.still_open or end >= len(texts):
                    break
                end = min(until, len(texts))
                part = self._part("".join(texts[index:end]))
            parts.append(part)
            index = end
        return parts

    def _part(self, text: str) -> Part:
        kept = _RECENT.get(text)
        if kept is not None:
            self.budget.adopt(kept.steps, kept.cells, kept.formulas, kept.coloured)
            return kept
        part = part_of(text, self.budget)
        if len(text) <= chunks.LARGEST_KEPT:
            _RECENT.keep(text, part)
        return part

    def _add(self, part: Part) -> None:
        places = [self._place(reference) for reference in part.references]
        for piece in part.pieces:
            if isinstance(piece, str):
                self.out.append(piece)
            elif isinstance(piece, Hole):
                place = places[piece.number]
                self.out.append(hole(SIGN[self.references[place].kind], place, piece.label_html))
            elif isinstance(piece, HeadingOpening):
                self._heading(piece)
            elif isinstance(piece, OwnWord):
                self.out.append(own_word(piece.text))
            elif isinstance(piece, EndOfSteps):
                self.out.append(self.sections.at_end())

    def _place(self, reference: Reference) -> int:
        key = (reference.kind, reference.target, reference.section)
        place = self.known.setdefault(key, len(self.references))
        if place == len(self.references):
            self.references.append(reference)
        return place

    def _heading(self, heading: HeadingOpening) -> None:
        self.headings += 1
        if self.headings > self.limits.headings:
            raise TooMuch(f"The page has more than {self.limits.headings} headings. Split it into several pages.")
        anchor = self.anchors.take(heading.title)
        if heading.top:
            self.out.append(self.sections.before_heading(heading.level, bool(heading.step)))
            self.outline.append(Heading(heading.level, heading.title, anchor, self.line + heading.line))
        self.out.append(f'<h{heading.level} id="{anchor}">')
        if heading.step:
            self.out.append(f'<span class="step__number">{heading.step}</span> ')

    def _html(self) -> str:
        html = "".join(self.out)
        if len(html) <= self.limits.output:
            html = sanitise(html)
        if len(html) > self.limits.output:
            raise TooMuch("The page becomes too large. Split it into several pages.")
        return html


def _lines(texts: Iterable[str]) -> str:
    return _SEVERAL_LINES.sub("\n", "\n".join(texts)).strip()


def _count_words(text: str) -> int:
    count = len(text.split())
    # Scripts without spaces: two signs make about a word.
    return count if text.isascii() else count + len(_SIGNS_OF_EAST_ASIA.findall(text)) // 2

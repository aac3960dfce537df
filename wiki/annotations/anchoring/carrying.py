"""Where passages of a text are after an edit of it.

What the edit left in its order tells where both ends went. Of what it took away, the same words are looked for in what
the edit brought, and nowhere else: a text that was there before must never draw a passage to itself, so a passage is
rather an orphan than in a wrong place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz

from wiki.annotations.anchoring.diff import Edit, Same, compare
from wiki.annotations.anchoring.places import AROUND, Carried, Place, Quote, find, whole_signs

KEPT = 0.48
"""Share of a passage's characters that must be left where it was for it to be the same passage, edited."""
LEFT = 0.25
"""Less will do where what stands there now is like it letter by letter."""
BROUGHT = 0.6
"""Share of the characters of a passage found elsewhere that the edit must have brought there."""
AROUND_LIKE = 75.0
"""How like (of 100) what stands before or behind must be for a few words to be taken as moved."""
LIKE, LIKE_LENGTH = 78.0, 20
"""How like (of 100) words must be to be taken for an edited passage; one that was moved must be so long."""
MOST_PLACES = 200
"""Words that the edit brought in more places than these are in none of them for sure."""
MOST_SENTENCES = 3_000
"""So many sentences of what an edit brought are compared with a passage that is gone."""

_BLANK = re.compile(r"\s+")
_STOPS = frozenset(".!?:;…。！？؟۔")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\s.!?。！？؟۔][^\n]*?(?:[.!?؟۔…](?=\s|$)|[。！？]|(?=\n)|$)")


class Carrier:
    """One edit, from `old` to `new`, for all passages of the text; what they share is found once."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    @cached_property
    def _edit(self) -> Edit:
        return compare(self.old, self.new)

    @property
    def _same(self) -> Sequence[Same]:
        return self._edit.stayed

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [same.old for same in self._same]

    def carry(self, place: Place) -> Carried:
        """Where a passage of `old` is in `new`. Raises `ValueError` for a place that is none."""
        if not 0 <= place.start < place.end <= len(self.old):
            raise ValueError(f"no passage of the text: {place}")
        found = self._with_its_line(place) or self._stayed(place) or self._moved(place)
        if found is None or found.place is None or found.place.start == found.place.end:
            return Carried("orphaned", None, 0.0, "deleted")
        return replace(found, place=whole_signs(self.new, found.place))

    def brought_back(self, words: str, prefix: str, suffix: str) -> Place | None:
        """Where the edit brings words that were gone; None when it does not, or in places that can't be told apart."""
        longest = max(words.split(), key=len, default="")
        if longest not in self._came or self.new.count(longest) > MOST_PLACES:
            return None
        place = find(self.new, Quote(words, prefix, suffix))
        return place if place is not None and self._brought(place) >= BROUGHT else None

    def _with_its_line(self, place: Place) -> Carried | None:
        for same in self._edit.moved:
            if same.old <= place.start and place.end <= same.old + same.length:
                by = same.new - same.old
                return Carried("moved", Place(place.start + by, place.end + by), 1.0, "moved")
        return None

    def _stayed(self, place: Place) -> Carried | None:
        words = self.old[place.start : place.end]
        inside = list(self._inside(place))
        one_line = "\n" not in words and bool(words.strip())
        whole_line = one_line and self._is_whole_line(place)
        if len(inside) == 1 and inside[0][:2] == (place.start, place.end) and not whole_line:
            return Carried("anchored", Place(inside[0][2], inside[0][2] + len(words)), 1.0, "same words")
        kept = sum(len(_bare(self.old[start:end])) for start, end, _ in inside)
        share = kept / (len(_bare(words)) or 1)
        if not inside or share < LEFT:
            return None
        start, end = self._start(place.start, inside[0]), self._end(place.end, inside[-1])
        here = self._trimmed(Place(start, end), words)
        if one_line:
            here = self._in_one_line(here, inside)
        if whole_line:
            here = self._whole_line(here, words)
        now = self.new[here.start : here.end]
        if share < KEPT and fuzz.ratio(words, now) < LIKE:
            return None
        if _bare(now) == _bare(words):
            return Carried("anchored", here, 1.0, "same words")
        return Carried("changed", here, share, "words edited")

    def _inside(self, place: Place) -> Iterator[tuple[int, int, int]]:
        """Parts of a passage that stayed: from, to, and where in the new text."""
        at = max(bisect_right(self._starts, place.start) - 1, 0)
        for same in self._same[at:]:
            if same.old >= place.end:
                return
            start, end = max(same.old, place.start), min(same.old + same.length, place.end)
            if start < end:
                yield start, end, same.new + start - same.old

    def _start(self, start: int, first: tuple[int, int, int]) -> int:
        """Where a passage begins whose first part that stayed is `first`."""
        if first[0] == start:
            return first[2]
        at = bisect_right(self._starts, start) - 1
        before = self._same[at] if at >= 0 else Same(0, 0, 0)
        old_from, new_from = before.old + before.length, before.new + before.length
        return new_from + _along(self.old[old_from : first[0]], self.new[new_from : first[2]], start - old_from)

    def _end(self, end: int, last: tuple[int, int, int]) -> int:
        old_from, new_from = last[1], last[2] + last[1] - last[0]
        if old_from == end:
            return new_from
        at = bisect_right(self._starts, end - 1)
        behind = self._same[at] if at < len(self._same) else Same(len(self.old), len(self.new), 0)
        old, new = self.old[old_from : behind.old], self.new[new_from : behind.new]
        return new_from + len(new) - _along(old[::-1], new[::-1], behind.old - end)

    def _trimmed(self, place: Place, words: str) -> Place:
        """Without blanks at its ends that the passage did not have."""
        start, end = place.start, max(place.end, place.start)
        if not words[:1].isspace():
            while start < end and self.new[start].isspace():
                start += 1
        if not words[-1:].isspace():
            while start < end and self.new[end - 1].isspace():
                end -= 1
        return Place(start, end)

    def _in_one_line(self, place: Place, inside: Sequence[tuple[int, int, int]]) -> Place:
        """A passage of one block stays in one: in that which has most of it."""
        if "\n" not in self.new[place.start : place.end]:
            return place
        lines: dict[Place, int] = {}
        start = place.start
        for text in self.new[place.start : place.end].split("\n"):
            line = Place(start, start + len(text))
            lines[line] = sum(
                max(min(new + end - begin, line.end) - max(new, line.start), 0) for begin, end, new in inside
            )
            start = line.end + 1
        return self._trimmed(max(lines, key=lambda line: lines[line]), "x")

    def _is_whole_line(self, place: Place) -> bool:
        before, behind = self.old[max(place.start - 1, 0) : place.start], self.old[place.end : place.end + 1]
        return before in {"", "\n"} and behind in {"", "\n"}

    def _whole_line(self, place: Place, words: str) -> Place:
        end = self.new.find("\n", place.end)
        line = Place(self.new.rfind("\n", 0, place.start) + 1, end if end >= 0 else len(self.new))
        return self._trimmed(line, words)

    def _moved(self, place: Place) -> Carried | None:
        """The passage among what the edit brought."""
        words = self.old[place.start : place.end]
        found = list(islice(self._exactly(words), MOST_PLACES + 1))
        if len(found) > MOST_PLACES:
            return None
        if found:
            best = max(found, key=lambda here: (self._likeness(place, here), -abs(here.start - place.start)))
            # Few words stand everywhere; what is around them has to say that they are the same.
            if len(_bare(words)) >= LIKE_LENGTH or self._likeness(place, best) >= AROUND_LIKE:
                return Carried("moved", best, 1.0, "moved")
        return self._nearly(words)

    def _exactly(self, words: str) -> Iterator[Place]:
        at = self.new.find(words)
        while at >= 0:
            here = Place(at, at + len(words))
            if self._brought(here) >= BROUGHT:
                yield here
            at = self.new.find(words, at + 1)

    def _nearly(self, words: str) -> Carried | None:
        """A sentence that was moved and edited: the one that is most like it among those that the edit brought."""
        if len(words) < LIKE_LENGTH:
            return None
        best: tuple[float, Place] | None = None
        for sentence in self._sentences:
            here = self._ending_as(sentence, words)
            like = fuzz.ratio(words, self.new[here.start : here.end], score_cutoff=best[0] if best else LIKE)
            if like and self._brought(here) >= BROUGHT:
                best = like, here
        return Carried("moved", best[1], best[0] / 100, "moved and edited") if best else None

    @cached_property
    def _sentences(self) -> Sequence[Place]:
        """Lines and their sentences in which the edit brought something."""
        found: dict[Place, None] = {}
        for start, end in self._gaps:
            begin = self.new.rfind("\n", 0, start) + 1
            until = self.new.find("\n", end)
            for line in _LINE.finditer(self.new, begin, until if until >= 0 else len(self.new)):
                parts = [*_SENTENCE.finditer(self.new, line.start(), line.end())]
                for part in (line, *parts):
                    if part.end() > start and part.start() < end:
                        found[Place(part.start(), part.end())] = None
        return list(found)[:MOST_SENTENCES]

    def _ending_as(self, place: Place, words: str) -> Place:
        """A sentence without its full stop, where the passage has none."""
        end = place.end
        while end > place.start and self.new[end - 1] in _STOPS and words[-1] not in _STOPS:
            end -= 1
        return self._trimmed(Place(place.start, end), words)

    @cached_property
    def _gaps(self) -> Sequence[tuple[int, int]]:
        """What the edit brought: from, to."""
        gaps, at = [], 0
        for same in self._same:
            if self.new[at : same.new].strip():
                gaps.append((at, same.new))
            at = same.new + same.length
        if self.new[at:].strip():
            gaps.append((at, len(self.new)))
        return gaps

    @cached_property
    def _came(self) -> str:
        """All that the edit brought."""
        return "\n".join(self.new[start:end] for start, end in self._gaps)

    @cached_property
    def _ends(self) -> Sequence[int]:
        return [end for _, end in self._gaps]

    def _brought(self, place: Place) -> float:
        """Share of the characters of a passage of the new text that the edit brought."""
        brought = 0
        for start, end in self._gaps[bisect_right(self._ends, place.start) :]:
            if start >= place.end:
                break
            brought += len(_bare(self.new[max(start, place.start) : min(end, place.end)]))
        return brought / (len(_bare(self.new[place.start : place.end])) or 1)

    def _likeness(self, place: Place, here: Place) -> float:
        """How like, of 100, the surroundings of both are, where they are most like."""
        then, now = max(place.start - AROUND, 0), max(here.start - AROUND, 0)
        before = self.old[then : place.start], self.new[now : here.start]
        behind = self.old[place.end : place.end + AROUND], self.new[here.end : here.end + AROUND]
        return max(fuzz.ratio(*before) * bool(before[0]), fuzz.ratio(*behind) * bool(behind[0]))


def _bare(text: str) -> str:
    """The text without blanks: those say nothing."""
    return _BLANK.sub("", text)


def _along(old: str, new: str, at: int) -> int:
    """Where in `new` the place `at` of `old` is, of two texts that stand in place of each other."""
    if at <= 0 or not old[:at].strip():
        return 0
    if at >= len(old):
        return len(new)
    reached = 0
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if block.a >= at:
            return block.b if block.size else max(reached, 0)
        reached = block.b + min(block.size, at - block.a)
        if block.a + block.size >= at:
            return reached
    return reached

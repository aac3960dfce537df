"""Find what two sequences of lines or words have in common, in bounded time.

difflib is quadratic, at times cubic, on texts with many repeated lines, and a page's text comes from
outside. Here lines that stand once in each text are matched first (they are the surest landmarks), what
lies between them is compared by Myers' algorithm, and an `Effort` says when to stop: what is then still
uncompared counts as replaced. The answer is coarser, never late and never wrong.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiki.pages.words import words

_DEPTH = 12
_CELLS = 20_000
_MANY_LINES = 10_000
_WORDS_OF_A_LINE = 100
_WORDS_TO_COMPARE = 400_000
_ALIKE = 0.4
_BLANK_LINES = 0.1

Gap = tuple[int, int, int, int]
Match = tuple[int, int, int]


@dataclass(slots=True)
class Effort:
    """Steps of comparing that may still be made; shared by all parts of one comparison."""

    steps: int

    def spend(self, steps: int) -> bool:
        """Take the steps; False when they are used up."""
        self.steps -= steps
        return self.steps >= 0


def align(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Match]:
    """Runs that are equal in both, ascending, as (start in old, start in new, length)."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    found: list[Match] = []
    todo = [((0, len(a), 0, len(b)), _DEPTH)]
    while todo:
        gap, depth = todo.pop()
        ends, gap = _trim(a, b, gap)
        found += ends
        if gap[0] == gap[1] or gap[2] == gap[3]:
            continue
        landmarks = _landmarks(a, b, gap) if depth else []
        if landmarks:
            found += [(i, j, 1) for i, j in landmarks]
            todo += [(between, depth - 1) for between in _between(landmarks, gap)]
        else:
            found += _shortest_edit(a, b, gap, effort)
    return _runs(found)


def gaps(matches: Sequence[Match], old_length: int, new_length: int) -> list[Gap]:
    """What `align` left unmatched, ascending, as (old start, old stop, new start, new stop)."""
    found, i, j = [], 0, 0
    for start, other, length in (*matches, (old_length, new_length, 0)):
        if i < start or j < other:
            found.append((i, start, j, other))
        i, j = start + length, other + length
    return found


def pairs(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[tuple[int, int]]:
    """Which line became which: pairs of alike lines in the same order in both, as few crossings as none.

    Long stretches are searched only near the diagonal, and very long ones not at all.
    """
    if not old or not new or len(old) + len(new) > _MANY_LINES:
        return []
    room = min(_CELLS, max(effort.steps, 0))
    reach = len(new) if len(old) * len(new) <= room else max(1, room // (2 * len(old)))
    most = max(_WORDS_OF_A_LINE, _WORDS_TO_COMPARE // (len(old) * len(new)))
    news = [_signature(line, most) for line in new]
    scores: list[tuple[int, int, float]] = []
    for i, line in enumerate(old):
        words_here = _signature(line, most)
        middle = i * len(new) // len(old)
        span = range(min(len(new), middle + reach + 1) - 1, max(0, middle - reach) - 1, -1)
        effort.spend(len(span))
        for j in span:
            score = _likeness(words_here, news[j])
            if score >= _ALIKE or (score and not words_here and line == new[j]):
                scores.append((i, j, score))
    return _heaviest(scores, len(new))


def _signature(line: str, most: int) -> frozenset[str]:
    return frozenset(words(line[: most * 16])[:most])


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if not one and not other:
        return _BLANK_LINES
    return 2 * len(one & other) / (len(one) + len(other))


def _heaviest(scores: list[tuple[int, int, float]], width: int) -> list[tuple[int, int]]:
    # A Fenwick tree of the best chain that ends at or before a new line. Within one old line the
    # new lines come in descending order, so a chain never takes an old line twice.
    best: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)
    before: list[int] = []
    for number, (_, j, score) in enumerate(scores):
        top, at = max(best[k] for k in _downwards(j))
        before.append(at)
        for k in _upwards(j + 1, width):
            best[k] = max(best[k], (top + score, number))
    chain = []
    _, at = max(best[k] for k in _downwards(width))
    while at >= 0:
        chain.append(scores[at][:2])
        at = before[at]
    return chain[::-1]


def _downwards(k: int) -> Iterator[int]:
    yield 0
    while k:
        yield k
        k &= k - 1


def _upwards(k: int, width: int) -> Iterator[int]:
    while k <= width:
        yield k
        k += k & -k


def _trim(a: list[int], b: list[int], gap: Gap) -> tuple[list[Match], Gap]:
    i, i_end, j, j_end = gap
    head = 0
    while i + head < i_end and j + head < j_end and a[i + head] == b[j + head]:
        head += 1
    tail = 0
    while i_end - tail > i + head and j_end - tail > j + head and a[i_end - tail - 1] == b[j_end - tail - 1]:
        tail += 1
    found = [(i, j, head), (i_end - tail, j_end - tail, tail)]
    return [match for match in found if match[2]], (i + head, i_end - tail, j + head, j_end - tail)


def _landmarks(a: list[int], b: list[int], gap: Gap) -> list[tuple[int, int]]:
    i, i_end, j, j_end = gap
    in_a, in_b = Counter(a[i:i_end]), Counter(b[j:j_end])
    place = {b[k]: k for k in range(j, j_end) if in_b[b[k]] == 1}
    both = [(k, place[a[k]]) for k in range(i, i_end) if in_a[a[k]] == 1 and a[k] in place]
    return _longest_rising(both)


def _longest_rising(both: list[tuple[int, int]]) -> list[tuple[int, int]]:
    last: list[int] = []
    numbers: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(both):
        at = bisect_left(last, j)
        before.append(numbers[at - 1] if at else -1)
        last[at : at + 1] = [j]
        numbers[at : at + 1] = [number]
    chain, number = [], numbers[-1] if numbers else -1
    while number >= 0:
        chain.append(both[number])
        number = before[number]
    return chain[::-1]


def _between(landmarks: list[tuple[int, int]], gap: Gap) -> Iterator[Gap]:
    i, i_end, j, j_end = gap
    for x, y in (*landmarks, (i_end, j_end)):
        if i < x and j < y:
            yield i, x, j, y
        i, j = x + 1, y + 1


def _shortest_edit(a: list[int], b: list[int], gap: Gap, effort: Effort) -> list[Match]:
    i, i_end, j, j_end = gap
    n, m = i_end - i, j_end - j
    middle = n + m + 1 if n + m < effort.steps else max(effort.steps, 0) + 1
    furthest = [0] * (2 * middle + 1)
    trace: list[Sequence[int]] = []
    for d in range(middle):
        if not effort.spend(d + 1):
            return []
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and furthest[middle + k - 1] < furthest[middle + k + 1])
            x = start = furthest[middle + k + 1] if down else furthest[middle + k - 1] + 1
            while x < n and x - k < m and a[i + x] == b[j + x - k]:
                x += 1
            furthest[middle + k] = x
            if not effort.spend(x - start):
                return []
            if x >= n and x - k >= m:
                return [(i + u, j + v, length) for u, v, length in _walk_back(trace, n, m)]
        trace.append(array("l", furthest[middle - d : middle + d + 1 : 2]))
    return []


def _walk_back(trace: list[Sequence[int]], n: int, m: int) -> list[Match]:
    found, x, y = [], n, m
    for d in range(len(trace), 0, -1):
        row, k = trace[d - 1], x - y
        # Row d-1 holds the diagonals -(d-1), -(d-1)+2, ... d-1.
        left = row[(k + d - 2) // 2] if k > -d else -1
        right = row[(k + d) // 2] if k < d else -1
        down = k == -d or (k != d and left < right)
        start = right if down else left + 1
        if x > start:
            found.append((start, start - k, x - start))
        x = right if down else left
        y = x - (k + 1 if down else k - 1)
    if x:
        found.append((0, 0, x))
    return found


def _runs(found: list[Match]) -> list[Match]:
    runs: list[Match] = []
    for i, j, length in sorted(found):
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
        else:
            runs.append((i, j, length))
    return runs

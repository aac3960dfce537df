"""Notes (`[^1]: …`) and targets of links (`[name]: …`), which are written in one place of a text for all of it."""

import re
from collections.abc import Mapping

_BEGINS = re.compile(r"^ {0,3}\[(\^?[^\]\[\n]{1,500})\]:[ \t]*\S")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"^(?: {4}|\t)\s*\S")


def definitions(source: str) -> dict[str, str]:
    """What a text defines: label → its lines as written. A label is told from others as Markdown does: case and width
    of spaces don't matter."""
    found: dict[str, str] = {}
    lines, fence, at = source.split("\n"), "", 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        begun = None if fence else _BEGINS.match(line)
        if begun is None:
            continue
        end = _end_of_note(lines, at) if begun[1].startswith("^") else at
        found.setdefault(_plain(begun[1]), "\n".join(lines[at - 1 : end]).rstrip())
        at = end
    return found


def _end_of_note(lines: list[str], at: int) -> int:
    """The line behind a note: it goes on with its paragraph, and with what is indented."""
    end = at
    while end < len(lines):
        if lines[end].strip() and (end == at or lines[end - 1].strip()):
            if _BEGINS.match(lines[end]):
                return end
        elif lines[end].strip() and not _INDENTED.match(lines[end]):
            break
        end += 1
    while end > at and not lines[end - 1].strip():
        end -= 1
    return end


def with_definitions(text: str, known: Mapping[str, str]) -> str:
    """The text, and behind it what it uses of that which others define; what those use comes along."""
    own, plain = definitions(text), _plain(text)
    taken: dict[str, str] = {}
    # Each label is taken once: behind a block of code that is never closed it would be missing for ever.
    while missing := [label for label in known if label not in own | taken and f"[{label}]" in plain]:
        taken |= {label: known[label] for label in missing}
        plain = _plain("\n".join(taken[label] for label in missing))
    return "\n\n".join([text.rstrip(), *taken.values()]) + "\n" if taken else text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

"""The YAML block at the head of a text."""

import re
from typing import Any

import yaml

LARGEST = 16 * 1024
DEEPEST = 12
_BLOCK = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class BadFrontMatter(Exception):
    """The block is there but cannot be read. `line` counts from 1 in the whole text; `reason` is a sentence."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can name gigabytes."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self._refusal("aliases are not used here")
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._refusal("too many levels")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def _refusal(self, reason: str) -> yaml.MarkedYAMLError:
        return yaml.constructor.ConstructorError(None, None, reason, yaml.Mark("", 0, self.line, 0, None, 0))


def front_matter(source: str) -> tuple[dict[str, object], str]:
    """Split the text into its front matter and its body; `({}, source)` when it has none.

    Raises `BadFrontMatter` when the block is larger than 16 KB, is not a mapping or is not YAML.
    """
    if not source.startswith(("---", "\ufeff---")):
        return {}, source
    block = _BLOCK.match(source)
    if block is None:
        return {}, source
    if len(block[1]) > LARGEST:
        raise BadFrontMatter("The block is larger than 16 KB.", 1)
    found = _read(block[1])
    if found is None:
        return {}, source[block.end() :]
    if not isinstance(found, dict):
        raise BadFrontMatter("Write one “name: value” a line.", 2)
    return {str(key): value for key, value in found.items()}, source[block.end() :]


def _read(block: str) -> object:
    loader: _PlainLoader | None = None
    try:
        loader = _PlainLoader(block)
        found: object = loader.get_single_data()
        return found
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFrontMatter(str(error.problem or "This is not YAML."), (mark.line if mark else 0) + 2) from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        # A date such as 2024-99-99 and a number of 5,000 digits are errors of Python, not of YAML.
        raise BadFrontMatter(str(error).splitlines()[0] if str(error) else "This is not YAML.", 2) from None
    finally:
        if loader is not None:
            loader.dispose()

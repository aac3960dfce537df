"""The block parser: markdown-it's, counted, with an end to nesting and to the size of tables."""

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, table

from wiki.markup.limits import Budget, TooMuch


class CountedBlocks(ParserBlock):
    """Block parser that pays for each block from `env["budget"]` and refuses bottomless nesting.

    The stock parser drops, without a word, what is nested too deep; a writer must hear of it.
    """

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 -- its names
        """Turn the lines into tokens. Raises `TooMuch`."""
        budget: Budget = state.env["budget"]
        budget.spend(4 + state.level)
        if state.level >= state.md.options["maxNesting"]:
            raise TooMuch(f"Quotes and lists are nested more than {budget.limits.nesting // 2} deep.")
        rules = self.ruler.getRules("")
        line = startLine
        empty_line_before = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            budget.spend(6)
            for rule in rules:
                if rule(state, line, endLine, False):
                    break
            # An empty line between two blocks makes the list around them loose, one at the end does not.
            state.tight = not empty_line_before
            line = state.line
            if state.isEmpty(line - 1):
                empty_line_before = True
            if line < endLine and state.isEmpty(line):
                empty_line_before = True
                line += 1
                state.line = line


def counted_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A GFM table, its cells counted before they are made."""
    if not silent and start + 2 <= end and _is_delimiter_row(state, start + 1):
        columns = state.src[state.bMarks[start] : state.eMarks[start]].count("|") + 1
        row = start + 2
        while row < end and not state.isEmpty(row):
            row += 1
        budget: Budget = state.env["budget"]
        before = budget.cells
        budget.add_cells(columns * (row - start - 1))
        if table(state, start, end, silent):
            return True
        budget.cells = before
        return False
    return table(state, start, end, silent)


def _is_delimiter_row(state: StateBlock, line: int) -> bool:
    first = state.bMarks[line] + state.tShift[line]
    row = state.src[first : state.eMarks[line]]
    return row[:1] in ("|", "-", ":") and not row.strip("|-: \t")

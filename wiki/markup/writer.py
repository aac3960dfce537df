"""Writes the blocks of a part: paragraphs, headings, lists, tables, code."""

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from wiki.kernel.texts import N_
from wiki.markup import addresses, code, maths, rawhtml, steps
from wiki.markup.limits import Budget
from wiki.markup.phrases import Phrases, plain
from wiki.markup.pieces import EndOfSteps, HeadingOpening, Hole, OwnWord, Sheet

DONE, NOT_DONE = N_("done"), N_("not done")

_ALIGN = {"text-align:left": "align-left", "text-align:center": "align-center", "text-align:right": "align-right"}
_BREAK_AFTER = frozenset(
    {
        "p",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    }
)


class Writer:
    """Turns the tokens of one part into pieces; used once."""

    def __init__(self, budget: Budget) -> None:
        self.sheet = Sheet(budget)
        self.raw = rawhtml.OpenTags()
        self.phrases = Phrases(self.sheet, self.raw)
        self._own: dict[str, Callable[[Sequence[Token], int], None]] = {
            "inline": self._inline,
            "heading_open": self._heading,
            "paragraph_open": self._paragraph,
            "list_item_open": self._item,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "fence": self._fence,
            "code_block": self._code,
            "html_block": self._html,
            "hr": self._rule,
            "table_open": self._table,
            "table_close": self._table_end,
            "th_open": self._cell,
            "td_open": self._cell,
            "callout_open": self._callout,
            "callout_close": self._callout_end,
            "maths": self._maths,
            "wiki_include": self._include,
            "footnote_block_open": self._footnotes,
            "footnote_block_close": self._footnotes_end,
            "footnote_open": self._footnote,
            "footnote_close": self._footnote_end,
            "footnote_anchor": self._footnote_back,
        }

    def write(self, tokens: Sequence[Token]) -> None:
        """Write all tokens. Raises `TooMuch`."""
        own, out = self._own, self.sheet.out
        for index, token in enumerate(tokens):
            if index % 512 == 0:
                self.sheet.budget.look_at_clock()
            handle = own.get(token.type)
            if handle is not None:
                handle(tokens, index)
            elif token.hidden:
                continue
            elif token.nesting > 0:
                out.append(f"<{token.tag}>")
                self.raw.enter()
            else:
                out.append(f"{self.raw.leave()}</{token.tag}>\n")
                if token.tag in _BREAK_AFTER:
                    self.sheet.words.append("\n")
        out.append(self.raw.rest())

    def _inline(self, tokens: Sequence[Token], index: int) -> None:
        children = tokens[index].children
        if children:
            self.phrases.write(children)

    def _paragraph(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        children = tokens[index + 1].children or []
        if len(children) == 1 and children[0].type == "image" and children[0].attrs.get("title"):
            image = children[0]
            if addresses.safe_image(str(image.attrs.get("src", ""))) is not None:
                self._figure(image)
                tokens[index + 1].children = []
                tokens[index + 2].hidden = True
                return
        if token.hidden:
            # A tight item has no paragraph, but its words end here all the same.
            self.sheet.words.append("\n")
            return
        self.sheet.out.append("<p>")
        self.raw.enter()

    def _figure(self, image: Token) -> None:
        alt, caption = plain(image.children), str(image.attrs.pop("title"))
        self.sheet.words.append(f"{alt}\n{caption}\n")
        self.sheet.out.append(
            f'<figure class="figure">{self.phrases.picture(image, alt)}'
            f"<figcaption>{escape(caption, False)}</figcaption></figure>\n"
        )

    def _heading(self, tokens: Sequence[Token], index: int) -> None:
        token, children = tokens[index], tokens[index + 1].children or []
        level, title = int(token.tag[1]), plain(children).strip()
        top = token.level == 0 and not self.raw.any_open
        number = ""
        if level == steps.LEVEL and top and children and children[0].type == "text":
            step = steps.number_of(children[0].content + ("x" if len(children) > 1 else ""))
            if step is not None:
                number = step[0]
                rest = step[1][:-1] if len(children) > 1 else step[1]
                self.sheet.words.append(f"{number}. ")
                children[0].content = rest
        line = token.map[0] if token.map else 0
        self.sheet.out.append(HeadingOpening(level, title, number, top, line))
        self.raw.enter()

    def _list(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        start = token.attrs.get("start")
        first = f' start="{int(start)}"' if start is not None else ""
        tasks = ' class="tasks"' if "contains-task-list" in str(token.attrs.get("class", "")) else ""
        self.sheet.out.append(f"<{token.tag}{first}{tasks}>\n")
        self.raw.enter()

    def _item(self, tokens: Sequence[Token], index: int) -> None:
        meta = tokens[index].meta
        if meta and "checked" in meta:
            checked = "checked " if meta["checked"] else ""
            self.sheet.out += [
                f'<li class="task"><input type="checkbox" disabled {checked}aria-label="',
                OwnWord(DONE if meta["checked"] else NOT_DONE),
                '"> ',
            ]
        else:
            self.sheet.out.append("<li>")
        self.raw.enter()

    def _fence(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        info = unescapeAll(token.info).split(maxsplit=1)
        language = info[0] if info else ""
        if code.is_diagram(token.content, language):
            # Its source is not what a reader sees, so nobody looks for it.
            self.sheet.has_diagrams = True
            self.sheet.out.append(code.diagram(token.content))
        else:
            self.sheet.code.append(token.content)
            self.sheet.out.append(code.to_html(token.content, language, self.sheet.budget))

    def _code(self, tokens: Sequence[Token], index: int) -> None:
        content = tokens[index].content
        self.sheet.code.append(content)
        self.sheet.out.append(code.to_html(content, "", self.sheet.budget))

    def _html(self, tokens: Sequence[Token], index: int) -> None:
        content = tokens[index].content
        self.sheet.budget.spend(content.count("<"))
        self.sheet.out.append(self.raw.block(content))

    def _rule(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append("<hr>\n")

    def _table(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append('<div class="table-scroll" tabindex="0"><table>\n')
        self.raw.enter()

    def _table_end(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append(f"{self.raw.leave()}</table></div>\n")

    def _cell(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        align = _ALIGN.get(str(token.attrs.get("style", "")))
        self.sheet.out.append(f'<{token.tag} class="{align}">' if align else f"<{token.tag}>")
        self.raw.enter()

    def _callout(self, tokens: Sequence[Token], index: int) -> None:
        meta = tokens[index].meta
        classes = f"callout callout--{meta['kind']}"
        if meta["title"]:
            # Only this is the page's own word; nobody looks for "Note".
            self.sheet.words.append(f"{meta['title']}\n")
        title = escape(meta["title"], False) if meta["title"] else OwnWord(meta["usual"])
        if meta["folds"]:
            unfolded = " open" if meta["open"] else ""
            self.sheet.out += [
                f'<details class="{classes}"{unfolded}><summary class="callout__title">',
                title,
                "</summary>\n",
            ]
        else:
            self.sheet.out += [f'<aside class="{classes}"><p class="callout__title">', title, "</p>\n"]
        self.raw.enter()

    def _callout_end(self, tokens: Sequence[Token], index: int) -> None:
        tag = "details" if tokens[index].meta.get("folds") else "aside"
        self.sheet.out.append(f"{self.raw.leave()}</{tag}>\n")

    def _maths(self, tokens: Sequence[Token], index: int) -> None:
        content = tokens[index].content
        self.sheet.words.append(f"{content}\n")
        set_formula = maths.to_html(content, True, self.sheet.budget)
        self.sheet.out.append(f'<div class="maths" tabindex="0">{set_formula}</div>\n')

    def _include(self, tokens: Sequence[Token], index: int) -> None:
        self.sheet.out.append(Hole(self.sheet.refer(tokens[index].meta["reference"]), ""))
        self.sheet.out.append("\n")

    def _footnotes(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append(self.raw.rest())
        self.sheet.out.append(EndOfSteps())
        self.sheet.out.append('<section class="footnotes">\n<ol>\n')
        self.raw.enter()

    def _footnotes_end(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append(f"{self.raw.leave()}</ol>\n</section>\n")

    def _footnote(self, tokens: Sequence[Token], index: int) -> None:
        self.sheet.out.append(f'<li id="h--note-{tokens[index].meta["id"] + 1}">')
        self.raw.enter()

    def _footnote_end(self, _tokens: Sequence[Token], _index: int) -> None:
        self.sheet.out.append(f"{self.raw.leave()}</li>\n")

    def _footnote_back(self, tokens: Sequence[Token], index: int) -> None:
        meta = tokens[index].meta
        again = f"-{meta['subId'] + 1}" if meta["subId"] else ""
        self.sheet.grow(80)
        self.sheet.out.append(f' <a href="#h--mark-{meta["id"] + 1}{again}" class="footnote-back">↩\ufe0e</a>')

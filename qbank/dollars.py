r"""Mathematics between dollars, as rules for markdown-it.

A display environment of LaTeX (``\begin{align*} … \end{align*}``) that opens a line and closes one is a display too.
Single dollars follow pandoc (``tex_math_dollars``): no white space just inside, no digit just outside, so that
"costs $5 and $6" stays prose. Each token of mathematics carries in ``meta`` where its content starts and ends.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, image


def _closing(source: str, start: int, end: int, dollars: str) -> int:
    """Return where unescaped ``dollars`` stand in ``source[start:end]``, or -1."""
    while (at := source.find(dollars, start, end)) >= 0:
        before = at
        while before > start and source[before - 1] == "\\":
            before -= 1
        if (at - before) % 2 == 0:
            return at
        start = at + 1
    return -1


def _math_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    """``$…$``, and ``$$…$$`` within a paragraph."""
    source, opening = state.src, state.pos
    if source[opening] != "$":
        return False
    dollars = "$$" if source.startswith("$$", opening) else "$"
    start = opening + len(dollars)
    end = _closing(source, start, state.posMax, dollars)
    if end < 0 or not source[start:end].strip():
        return False
    after = end + len(dollars)
    if dollars == "$" and (
        source[start].isspace()
        or source[end - 1].isspace()
        or source[max(opening - 1, 0)].isdigit()
        or source[after : after + 1].isdigit()
    ):
        return False
    if not silent:
        token = state.push("math_inline" if dollars == "$" else "math_display", "", 0)
        token.content = source[start:end]
        token.meta = {"start": start, "end": end}
    state.pos = after
    return True


_TAG = re.compile(r"<(sub|sup|u)>")
TAGS = {"sub": "subscript", "sup": "superscript", "u": "underline"}
"""The elements of HTML that are read, since Markdown has no marks for them."""


def _tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    """``<sub>…</sub>``, ``<sup>…</sup>`` and ``<u>…</u>`` within a line."""
    opening = _TAG.match(state.src, state.pos, state.posMax)
    if opening is None:
        return False
    name = opening[1]
    start, closing = opening.end(), f"</{name}>"
    end = state.src.find(closing, start, state.posMax)
    if end <= start or state.src.find(opening[0], start, end) >= 0:
        return False
    if not silent:
        last, after = state.posMax, end + len(closing)
        state.push(f"{TAGS[name]}_open", name, 1)
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push(f"{TAGS[name]}_close", name, -1)
        state.pos, state.posMax = after, last
    else:
        state.pos = end + len(closing)
    return True


def _image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    """CommonMark's image, its place noted."""
    start = state.pos
    found = image(state, silent)
    if found and not silent:
        state.tokens[-1].meta = {"start": start}
    return found


def _math_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    """``$$…$$`` that opens a line and closes one, with no blank line within; it may follow a paragraph's line at once.

    What opens or closes inside a line is left to :func:`_math_inline`.
    """
    opening = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or not state.src.startswith("$$", opening):
        return False
    line, start = first, opening + 2
    while True:
        end = _closing(state.src, start, state.eMarks[line], "$$")
        if end >= 0:
            break
        line += 1
        if line >= last or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        start = state.bMarks[line]
    if state.src[end + 2 : state.eMarks[line]].strip() or (line == first and not state.src[opening + 2 : end].strip()):
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("math_block", "", 0)
    token.map = [first, state.line]
    token.meta = {"start": opening + 2, "end": end, "marks": state.bMarks[first + 1 : line + 1]}
    return True


_ENVIRONMENT = re.compile(r"\\begin\{((?:align|alignat|flalign|gather|multline|equation|eqnarray)\*?)\}")


def _environment(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    r"""``\begin{align*}`` that opens a line, up to the ``\end{align*}`` that closes one, with no blank line within."""
    opening = state.bMarks[first] + state.tShift[first]
    match = _ENVIRONMENT.match(state.src, opening)
    if state.is_code_block(first) or match is None:
        return False
    closing = f"\\end{{{match[1]}}}"
    line, start = first, opening
    while (at := state.src.find(closing, start, state.eMarks[line])) < 0:
        line += 1
        if line >= last or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        start = state.bMarks[line]
    end = at + len(closing)
    if state.src[end : state.eMarks[line]].strip():
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("math_block", "", 0)
    token.map = [first, state.line]
    token.meta = {"start": opening, "end": end, "marks": state.bMarks[first + 1 : line + 1]}
    return True


def markdown(max_nesting: int) -> MarkdownIt:
    """Return a parser with tables, strikethrough, mathematics and three tags, and without other HTML."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": max_nesting}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "math_inline", _math_inline)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.before("autolink", "tag", _tag)
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "math_block", _math_block, {"alt": interrupts})
    parser.block.ruler.before("math_block", "math_environment", _environment, {"alt": interrupts})
    return parser

r"""Mathematics between dollars and between LaTeX's own marks, as rules for markdown-it.

Single dollars follow pandoc (``tex_math_dollars``): no white space just inside, no digit just outside, so that
"costs $5 and $6" stays prose. ``\(…\)`` and ``\[…\]`` are what ``$…$`` and ``$$…$$`` are, without that rule
(``tex_math_single_backslash``), and a display environment (``\begin{align*} … \end{align*}``) is a display: see
``enclosed.py``. Each token of mathematics carries in ``meta`` where its content starts and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, image

from .enclosed import closings


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


def _math_enclosed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's shape
    r"""``\(…\)``, and ``\[…\]`` and ``\begin{align} … \end{align}`` within a paragraph."""
    source, opening = state.src, state.pos
    if source[opening] != "\\" or source[opening + 1 : opening + 2] not in _ENCLOSING:
        return False
    closing = closings(source).get(opening)
    if closing is None:
        return False
    start, end, after = _content(source, opening, closing)
    if after > state.posMax or not source[start:end].strip():
        return False
    if not silent:
        token = state.push("math_inline" if source[opening + 1] == "(" else "math_display", "", 0)
        token.content = source[start:end]
        token.meta = {"start": start, "end": end}
    state.pos = after
    return True


_ENCLOSING = frozenset("([b")
"""Behind a backslash: what may open a formula."""


def _content(source: str, opening: int, closing: int) -> tuple[int, int, int]:
    """Return where the content starts and ends between two marks of LaTeX, and what comes behind; environments count.

    ``opening`` and ``closing`` are where the marks begin.
    """
    if source[opening + 1] != "b":
        return opening + 2, closing, closing + 2
    after = source.index("}", closing) + 1
    return opening, after, after


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
    r"""Read a display that opens and closes a line, no blank line within; it may follow a paragraph's line at once.

    What opens or closes inside a line is left to the rules above.
    """
    opening = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first):
        return False
    find = _dollars_end if state.src.startswith("$$", opening) else _enclosed_end
    found = find(state, opening, first, last)
    if found is None:
        return False
    line, start, end, after = found
    if state.src[after : state.eMarks[line]].strip() or (line == first and not state.src[start:end].strip()):
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("math_block", "", 0)
    token.map = [first, state.line]
    token.meta = {"start": start, "end": end, "marks": state.bMarks[first + 1 : line + 1]}
    return True


_Found = tuple[int, int, int, int]
"""The last line of a display, where its content starts and ends, and what comes behind."""


def _dollars_end(state: StateBlock, opening: int, first: int, last: int) -> _Found | None:
    """Find the end of ``$$…$$``."""
    start = opening + 2
    for line in _lines(state, first, last):
        end = _closing(state.src, start if line == first else state.bMarks[line], state.eMarks[line], "$$")
        if end >= 0:
            return line, start, end, end + 2
    return None


def _enclosed_end(state: StateBlock, opening: int, first: int, last: int) -> _Found | None:
    r"""Find the end of ``\[…\]`` or ``\begin{align} … \end{align}``."""
    if not state.src.startswith(("\\[", "\\begin{"), opening):
        return None
    closing = closings(state.src).get(opening)
    if closing is None:
        return None
    start, end, after = _content(state.src, opening, closing)
    line = next((line for line in _lines(state, first, last) if closing < state.eMarks[line]), None)
    return None if line is None else (line, start, end, after)


def _lines(state: StateBlock, first: int, last: int) -> Iterator[int]:
    """Yield the lines that a display may take."""
    yield first
    for line in range(first + 1, last):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return
        yield line


def markdown(max_nesting: int) -> MarkdownIt:
    """Return a parser with tables, strikethrough, mathematics and three tags, and without other HTML."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": max_nesting}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "math_inline", _math_inline)
    parser.inline.ruler.before("escape", "math_enclosed", _math_enclosed)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.before("autolink", "tag", _tag)
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "math_block", _math_block, {"alt": interrupts})
    return parser

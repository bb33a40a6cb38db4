r"""The formulas of a text, each with its place: display mathematics cut into rows, rows into parts.

A row ends at ``\\``; on a row, ``\quad`` parts claims, and so does a comma between two equations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qbank.markup import parse

from .reading.tokens import Token, Unreadable, tokenize

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without its dollars; ``offset`` characters into the text of the field at ``path``.

    ``display``: it stands in a display of its own; ``first``: nothing precedes it there.
    """

    latex: str
    path: Path
    offset: int
    display: bool = False
    first: bool = True


_ALIGNED = r"(?:aligned|align\*?|gathered|gather\*?|split|eqnarray\*?|multline\*?|alignedat|flalign\*?|equation\*?)"
_OUTER = re.compile(
    rf"\s*\\begin\{{({_ALIGNED})\}}(?:\[[^\]]*\])?(?:\{{\d+\}})?(.*)\\end\{{\1\}}\s*[.,;]?\s*", re.DOTALL
)
_PIECES = re.compile(r"\\begin\{[^{}]*\}|\\end\{[^{}]*\}|\\\\(?:\s*\[[^\[\]]{0,20}\])?|\\.|[{}]", re.DOTALL)
_DOLLARS = re.compile(r"\s*(\$\$?)(.*?)\1\s*", re.DOTALL)
_DEFINING = frozenset({r"\coloneqq", r"\triangleq", r"\stackrel", r"\overset", r"\doteq", r"\propto"})
_RELATIONS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv"})


def formulas(text: str, path: Path) -> Iterator[Formula]:
    """Yield every formula of a Markdown text, in reading order: rows of displays, parts of rows."""
    for node in parse(text).walk():
        if node.type == "math":
            yield from parts(Formula(node.text, path, node.offset))
        elif node.type == "math_block":
            first = True
            for row in rows(Formula(node.text, path, node.offset, display=True)):
                for part in parts(row):
                    yield Formula(part.latex, path, part.offset, display=True, first=first)
                    first = False


def bare(entry: str, path: Path) -> Formula:
    """Return the formula of an entry of a ``check`` block, with or without its dollars."""
    match = _DOLLARS.fullmatch(entry)
    return Formula(match.group(2), path, match.start(2)) if match else Formula(entry, path, 0)


def rows(formula: Formula) -> Iterator[Formula]:
    """Cut a display into its rows; an environment that only aligns is opened."""
    start, end = 0, len(formula.latex)
    match = _OUTER.fullmatch(formula.latex)
    if match:
        start, end = match.span(2)
    depth = 0
    begin = start
    for piece in _PIECES.finditer(formula.latex, start, end):
        text = piece.group()
        if text == "{" or text.startswith(r"\begin"):
            depth += 1
        elif text == "}" or text.startswith(r"\end"):
            depth -= 1
        elif text.startswith(r"\\") and depth == 0:
            yield from _piece(formula, begin, piece.start())
            begin = piece.end()
    yield from _piece(formula, begin, end)


def _piece(formula: Formula, start: int, end: int) -> Iterator[Formula]:
    text = formula.latex[start:end]
    lead = len(text) - len(text.lstrip(" \t\r\n&"))
    shown = text[lead:].rstrip()
    if shown:
        yield Formula(shown, formula.path, formula.offset + start + lead, formula.display, formula.first)


def parts(row: Formula) -> Iterator[Formula]:
    """Cut a row where claims are parted; a row that cannot be cut into signs stays whole."""
    try:
        tokens = tokenize(row.latex)
    except Unreadable:
        yield from _piece(row, 0, len(row.latex))
        return
    begin = 0
    for start, end in _cuts(tokens):
        yield from _piece(row, begin, start)
        begin = end
    yield from _piece(row, begin, len(row.latex))


def _cuts(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    depth = 0
    level: list[Token] = []
    cuts: list[Token] = []
    for token in tokens:
        opens = token.kind == "open" or token.text in ("(", "[", r"\{") or token.text.startswith(r"\begin")
        closes = token.kind == "close" or token.text in (")", "]", r"\}") or token.text.startswith(r"\end")
        depth += opens - closes
        if depth == 0 and (token.kind == "space" or token.text in (",", ";")):
            cuts.append(token)
        elif depth == 0:
            level.append(token)
    for at, cut in enumerate(cuts):
        if cut.kind == "space":
            yield cut.start, cut.end
            continue
        before = cuts[at - 1].end if at else 0
        after = cuts[at + 1].start if at + 1 < len(cuts) else tokens[-1].end + 1
        sides = ((before, cut.start), (cut.end, after))
        if all(any(t.text in _RELATIONS and low <= t.start < high for t in level) for low, high in sides):
            yield cut.start, cut.end


def states(latex: str) -> bool:
    r"""Tell whether a formula states something about values: a relation between two sides, outside scripts.

    ``= ?`` and a trailing ``=`` ask, ``x \in \mathbb{R}`` says what is taken for granted, a list of indices
    (``i = 1, \dots, n``) and an arrow state nothing.
    """
    try:
        tokens = tokenize(latex)
    except Unreadable:
        return any(sign in latex for sign in ("=", "<", ">", r"\le", r"\ge", r"\ne", r"\in", r"\equiv"))
    if any(token.text in _DEFINING for token in tokens):
        return True
    top = list(_top_level(tokens))
    signs = [at for at, token in enumerate(top) if token.text in _RELATIONS or token.text in (r"\in", r"\sim")]
    if not signs or signs[-1] == len(top) - 1 or top[signs[-1] + 1].text == "?":
        return False
    texts = [token.text for token in top]
    reals = texts[signs[0]] == r"\in" and any(text.startswith(r"\mathbb") for text in texts)
    listed = r"\ldots" in texts and "," in texts and signs == [1]
    return not reals and not listed


def _top_level(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens outside scripts."""
    depth = 0
    for at, token in enumerate(tokens):
        script = at > 0 and tokens[at - 1].kind in ("sub", "sup")
        if depth or (script and token.kind == "open"):
            depth += (token.kind == "open") - (token.kind == "close")
        elif token.kind not in ("sub", "sup", "align", "open", "close") and not script:
            yield token

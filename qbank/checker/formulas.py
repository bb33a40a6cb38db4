"""The formulas of a text, each with its place: displays cut into rows, rows into parts (see ``cutting``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qbank.markup import parse

from .cutting import BECAUSE, IF, IFF, NOTE, OR, SO, Cut, cut
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
    link: str = ""
    """How it is joined to the part before it in the same formula: a constant of ``cutting``."""
    place: tuple[int, int, int] = (0, 0, 0)
    """Which formula of the text, which row of it, and which system of equations (0: none)."""
    before: str = ""
    """The prose between it and the formula before it."""
    prose: bool = False
    """A row of words alone."""


_DOLLARS = re.compile(r"\s*(\$\$?)(.*?)\1\s*", re.DOTALL)
_DEFINING = frozenset({r"\coloneqq", r"\triangleq", r"\stackrel", r"\overset", r"\doteq", r"\propto"})
_RELATIONS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv"})


def formulas(text: str, path: Path, *, worked: bool = False) -> Iterator[Formula]:
    """Yield every formula of a Markdown text, in reading order: rows of displays, parts of rows.

    What is joined by an arrow, "if" or "or" is parted only in a ``worked`` solution: a premise stands whole.
    """
    end = 0
    for number, node in enumerate(node for node in parse(text).walk() if node.type in ("math", "math_block")):
        display = node.type == "math_block"
        before = text[end : node.offset].replace("$", " ")
        for at, one in enumerate(cut(node.text) if worked else _premises(cut(node.text))):
            yield Formula(
                node.text[one.start : one.end],
                path,
                node.offset + one.start,
                display=display,
                first=at == 0,
                link=one.link,
                place=(number, one.row, one.system),
                before=before if at == 0 else "",
                prose=one.prose,
            )
        end = node.offset + len(node.text)


def _premises(cuts: Sequence[Cut]) -> list[Cut]:
    found: list[Cut] = []
    for one in cuts:
        joins = one.link in (SO, IFF, BECAUSE, IF, OR, NOTE) and one.row == (found[-1].row if found else -1)
        if joins:
            found[-1] = replace(found[-1], end=one.end)
        else:
            found.append(one)
    return found


def bare(entry: str, path: Path) -> Formula:
    """Return the formula of an entry of a ``check`` block, with or without its dollars."""
    match = _DOLLARS.fullmatch(entry)
    return Formula(match.group(2), path, match.start(2)) if match else Formula(entry, path, 0)


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

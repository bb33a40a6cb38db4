"""LaTeX that we wrote as the text that it prints: the way back, for comparing a document with the bank.

Formulas stay LaTeX, between dollars; white space and whatever only shapes the page are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from .characters import ACCENTS, ASCII, MATH, TEXT
from .render import without_numbering

TICKED, OPEN = "☑", "☐"
"""A gap's option that is ticked, and one that is not."""

_DROPPED: Mapping[str, int] = MappingProxyType(
    {
        r"\href": 1,
        r"\qbaddress": 1,
        r"\qbdeep": 2,
        r"\qbfigure": 1,
        r"\qbgap": 2,
        r"\qbmenu": 1,
        r"\qbscript": 1,
        r"\begin{tabular}": 1,
        r"\begin{tabularx}": 2,
    }
)
"""How many arguments print nothing that the author wrote; those that follow do."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENTS = r"(?:align(?:ed|at|edat)?|flalign|gather(?:ed)?|multline|equation|eqnarray)\*?"
_COMBINING = {accent: char for char, accent in ACCENTS.items()}
_SYMBOLS = {f"\\ensuremath{{{written}}}": char for char, written in MATH.items()}
_WRITTEN = {
    written: char
    for char, written in [*TEXT.items(), *ASCII.items()]
    if written.startswith("\\") and not char.isspace()
}
_FIXED = {**_WRITTEN, **_SYMBOLS, r"\textquotesingle{}": "'", r"\qbpicked": TICKED, r"\qbpick": OPEN, r"\mbox{-}": "-"}
_FIXED |= {r"\allowbreak{}": "", r"\-": ""}
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<comment>%[^\n]*)",
            r"(?P<row>\\\\)",
            r"\\\((?P<inline>.*?)\\\)",
            r"\\\[(?P<display>.*?)\\\]",
            rf"(?P<own>\\begin\{{(?P<name>{_ENVIRONMENTS})\}}.*?\\end\{{(?P=name)\}})",
            r"\\qbmissing\{(?P<missing>[0-9A-F]+)\}",
            rf"(?P<fixed>{'|'.join(map(re.escape, sorted(_FIXED, key=len, reverse=True)))})",
            r"""\\(?P<accent>["'^`~=.]|[uvHcdbr](?=\{))\{\\?(?P<letter>[A-Za-z]?)\}""",
            r"(?P<environment>\\(?:begin|end)\{\w+\*?\})(?:\[[^\]]*\])?",
            r"(?P<item>\\item\[[^\]]*\])",
            r"(?P<command>\\(?:[A-Za-z]+|.))",
            r"(?P<shape>[{}&~\s])",
            r"(?P<char>[^\\{}&~%\s]+|.)",
        )
    ),
    re.DOTALL,
)


@lru_cache(maxsize=65_536)  # most texts stand in all documents
def decoded(latex: str) -> str:
    """Return the text that ``latex`` prints, without white space."""
    out = []
    at = 0
    while found := _TOKEN.match(latex, at):
        at = found.end()
        kind = found.lastgroup or ""
        if kind in {"environment", "command"}:
            at = _behind_arguments(latex, at, _DROPPED.get(found[kind], 0))
        else:
            reader = _READERS.get(kind)
            out.append(reader(found) if reader else "")
    return "".join(out)


def formula(latex: str) -> str:
    """Return a formula as it is compared: without white space, and without what shapes it as a display."""
    inner = re.fullmatch(r"\s*(?:\\displaystyle)?\s*\\qbfit\{(.*)\}\s*", latex, re.DOTALL)
    plain = without_numbering(inner[1] if inner else latex)
    plain = re.sub(rf"\\(?:begin|end)\{{{_ENVIRONMENTS}\}}", "", plain)
    return f"${''.join(plain.split())}$"


def arguments(latex: str, at: int, count: int) -> tuple[list[str], int]:
    """Return ``count`` arguments in braces that start at ``at``, and where they end."""
    found = []
    for _ in range(count):
        end = _behind_arguments(latex, at, 1)
        found.append(latex[at + 1 : end - 1])
        at = end
    return found, at


def _behind_arguments(latex: str, at: int, count: int) -> int:
    """Return the place behind ``count`` arguments in braces; an unclosed one goes on to the end."""
    for _ in range(count):
        depth = 0
        for brace in _BRACE.finditer(latex, at):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                at = brace.end()
                break
        else:
            return len(latex)
    return at


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found["letter"] + _COMBINING[f"\\{found['accent']}"])


_READERS: Mapping[str, Callable[[re.Match[str]], str]] = MappingProxyType(
    {
        "inline": lambda found: formula(found["inline"]),
        "display": lambda found: formula(found["display"]),
        "own": lambda found: formula(found["own"]),
        "missing": lambda found: chr(int(found["missing"], 16)),
        "fixed": lambda found: _FIXED[found["fixed"]],
        "letter": _accented,
        "char": lambda found: found["char"],
    }
)

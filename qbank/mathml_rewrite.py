r"""Formulas said in the words of the converter to MathML, where it lacks those of the author.

``split`` becomes ``aligned``, ``\substack`` a column, mathematics inside ``\text`` comes out of it, and so on. Every
change is an :class:`Edit`, so that places in the new text lead back to the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|[{}$%]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+\*?)\}(\{[0-9 ]*\})?")
_ROW_GAP = re.compile(r"(\\\\)\*?\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|in|mu|pc|bp|sp|dd)\s*\]")
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}")
_DROPPED = re.compile(r"\\(?:(?:nonumber|notag|allowdisplaybreaks|ensuremath|smash)(?![A-Za-z])|label\s*\{[^{}]*\})")
_SUBSTACK = re.compile(r"\\substack\s*(?=\{)")
_TEXT = re.compile(r"\\(?:text|textrm|textnormal|textup|mbox|hbox)\s*(?=\{)")
_TEXT_NAMES = re.compile(r"\\(?:textnormal|textup|mbox|hbox)\s*(?=\{)")

_ENVIRONMENTS: Mapping[str, str] = MappingProxyType(
    {
        "align": "aligned",
        "align*": "aligned",
        "alignat": "aligned",
        "alignat*": "aligned",
        "alignedat": "aligned",
        "flalign": "aligned",
        "flalign*": "aligned",
        "split": "aligned",
        "gather": "gathered",
        "gather*": "gathered",
        "multline": "gathered",
        "multline*": "gathered",
        "smallmatrix": "matrix",
        # nothing to lay out; an empty name drops the pair
        "equation": "",
        "equation*": "",
        "displaymath": "",
        "math": "",
    }
)
"""Environments that math-core lacks or would number, by what stands in for them."""
_WITH_COUNT = frozenset({"alignat", "alignat*", "alignedat"})

_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "varinjlim": r"\underrightarrow{\lim}",
        "varprojlim": r"\underleftarrow{\lim}",
        "varliminf": r"\underline{\lim}",
        "varlimsup": r"\overline{\lim}",
        "smallint": r"\int ",
        "smallsetminus": r"\setminus ",
        "centerdot": r"\cdot ",
        "varpropto": r"\propto ",
        "thicksim": r"\sim ",
        "thickapprox": r"\approx ",
        "smallsmile": r"\smile ",
        "smallfrown": r"\frown ",
        "shortmid": r"\mid ",
        "shortparallel": r"\parallel ",
        "nshortmid": r"\nmid ",
        "nshortparallel": r"\nparallel ",
        "widetilde": r"\tilde ",
        "mathclap": "",
        "mathllap": "",
        "mathrlap": "",
        "mathnormal": "",
        "pmb": r"\boldsymbol ",
        "textsl": r"\textit",
        "dotsc": r"\ldots ",
        "dotso": r"\ldots ",
        "dotsb": r"\cdots ",
        "dotsm": r"\cdots ",
        "dotsi": r"\cdots ",
        "enskip": r"\enspace ",
        "hspace*": r"\hspace",
        "hfill": r"\quad ",
        "cr": r"\\ ",
        "displaybreak": "",
        "allowbreak": "",
        "nobreak": "",
        "/": "",
        "-": "",
        "\n": r"\ ",
    }
)
"""Commands that math-core lacks, by what comes nearest."""
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|[^A-Za-z])", re.DOTALL)
_RULE = re.compile(r"\\cline\s*\{[^{}]*\}")
_BETWEEN = re.compile(r"\\(?:short)?intertext\s*(?=\{)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the old text, and what stands there in the new."""

    start: int
    end: int
    replacement: str


def rewrite(latex: str) -> tuple[str, tuple[Edit, ...]]:
    """Say in math-core's words what it would not read; return the edits too, in order and apart."""
    edits: list[Edit] = []
    for edit in sorted(_edits(latex), key=lambda e: (e.start, e.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    parts, at = [], 0
    for edit in edits:
        parts += [latex[at : edit.start], edit.replacement]
        at = edit.end
    return "".join((*parts, latex[at:])), tuple(edits)


def _edits(latex: str) -> Iterator[Edit]:
    for found in _ENVIRONMENT.finditer(latex):
        which, name, count = found.groups()
        end = found.end() if name in _WITH_COUNT or not count else found.start(3)
        if (new := _ENVIRONMENTS.get(name)) is not None:
            yield Edit(found.start(), end, f"\\{which}{{{new}}}" if new else "")
    for found in _ROW_GAP.finditer(latex):
        yield Edit(found.end(1), found.end(), "")
    for found in _TAG.finditer(latex):
        yield Edit(found.start(), found.end(), rf"\qquad\text{{{found[2]}}}" if found[1] else rf"\qquad({found[2]})")
    for found in _DROPPED.finditer(latex):
        yield Edit(found.start(), found.end(), "")
    for found in _SUBSTACK.finditer(latex):
        if (close := _closing(latex, found.end())) is not None:
            yield Edit(found.start(), found.end() + 1, r"{\begin{matrix}")
            yield Edit(close, close + 1, r"\end{matrix}}")
    for found in _COMMAND.finditer(latex):
        if (alias := _ALIASES.get(found[1])) is not None:
            yield Edit(found.start(), found.end(), alias)
    for found in _RULE.finditer(latex):
        yield Edit(found.start(), found.end(), "")
    for found in _BETWEEN.finditer(latex):
        if (close := _closing(latex, found.end())) is not None:
            yield Edit(found.start(), found.end(), r"&\text")
            yield Edit(close, close + 1, r"}\\ ")
    for found in _TEXT_NAMES.finditer(latex):
        yield Edit(found.start(), found.end(), r"\text")
    for found in _TEXT.finditer(latex):
        close = _closing(latex, found.end())
        if close is not None:
            yield from _text_edits(latex, found.end() + 1, close)


def _text_edits(latex: str, start: int, close: int) -> Iterator[Edit]:
    r"""Take mathematics out of a ``\text{…}``, and keep the space behind ``\%``."""
    dollars = [found.start() for found in _TOKEN.finditer(latex, start, close) if found[0] == "$"]
    if len(dollars) % 2 == 0:
        for opening, closing in zip(dollars[::2], dollars[1::2], strict=True):
            yield Edit(opening, opening + 1, "}{")
            yield Edit(closing, closing + 1, r"}\text{")
    for found in _TOKEN.finditer(latex, start, close):
        if re.fullmatch(r"\\[%$&#_]", found[0]) and latex[found.end() : found.end() + 1] == " ":
            yield Edit(found.end(), found.end(), "{}")


def _closing(latex: str, opening: int) -> int | None:
    """Return where the brace that opens at ``opening`` is closed."""
    depth = 0
    for found in _TOKEN.finditer(latex, opening):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return None

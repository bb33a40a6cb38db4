r"""Where the formulas end that LaTeX's own marks open: ``\(…\)``, ``\[…\]`` and ``\begin{align} … \end{align}``.

One pass over a text pairs all of them, so that no text takes longer than in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_MAX_WITHIN = 3
"""Formulas within the words of a formula: ``\\(\\text{if \\(x > 0\\)}\\)``."""
ENVIRONMENTS = "(?:align|alignat|flalign|gather|multline|equation|eqnarray)\\*?"
"""The environments that are displays of their own."""
_TOKEN = re.compile(
    rf"\\begin\{{(?P<begin>{ENVIRONMENTS})\}}|\\end\{{(?P<end>{ENVIRONMENTS})\}}|\\(?P<bracket>[()\[\]])|\\."
    r"|(?P<brace>[{}])|(?P<blank>\n[ \t]*(?=\n))",
    re.DOTALL,
)
_OPENED_BY = {")": "(", "]": "["}


@lru_cache(maxsize=4)
def closings(source: str) -> Mapping[int, int]:
    r"""Return where each formula opens in ``source``, with where its closing mark begins.

    A bracket is closed by the next of its kind, and an opening bracket before that leaves it unpaired, unless it stands
    in braces of the formula. No formula reaches over a blank line. A backslash before a backslash opens nothing.
    """
    pairing = _Pairing()
    for token in _TOKEN.finditer(source):
        pairing.take(token)
    return pairing.found


class _Pairing:
    """Pairs the marks of one text."""

    def __init__(self) -> None:
        self.found: dict[int, int] = {}
        self.brackets: list[tuple[str, int, int]] = []  # that are open: the sign, its place, the depth of braces
        self.environments: dict[str, int] = {}
        self.depth = 0

    def take(self, token: re.Match[str]) -> None:
        """Read one token."""
        match token.lastgroup:
            case "begin":
                self.environments[token["begin"]] = token.start()
            case "end" if token["end"] in self.environments:
                self.found[self.environments.pop(token["end"])] = token.start()
            case "bracket":
                self.bracket(token["bracket"], token.start())
            case "brace":
                self.brace(1 if token["brace"] == "{" else -1)
            case "blank":
                self.brackets.clear()
                self.environments.clear()

    def bracket(self, sign: str, at: int) -> None:
        """Open a formula, or close the last one."""
        if sign in "([":
            while self.brackets and self.brackets[-1][2] >= self.depth:
                self.brackets.pop()
            if len(self.brackets) < _MAX_WITHIN:
                self.brackets.append((sign, at, self.depth))
        elif self.brackets and self.brackets[-1][0] == _OPENED_BY[sign]:
            _, opened, self.depth = self.brackets.pop()
            self.found[opened] = at

    def brace(self, step: int) -> None:
        """Leave or enter braces; a formula that is open in the words of another does not reach beyond them."""
        self.depth += step
        while len(self.brackets) > 1 and self.brackets[-1][2] > self.depth:
            self.brackets.pop()
        if self.brackets:
            self.depth = max(self.depth, self.brackets[0][2])

r"""Sums that a solution writes without their range: ``\\sum x_i y_i`` where all others run over i from 1 to n."""

from __future__ import annotations

import re
from collections.abc import Iterable

_RANGED = re.compile(r"\\sum\s*_\s*\{\s*([a-z])\s*=\s*([^{}=]*)\}\s*\^\s*(\{[^{}]*\}|\w)")
_BARE = re.compile(r"\\sum(?![A-Za-z])(?!\s*(?:\\limits\s*)?[_^])")
_SCRIPTED = re.compile(r"\\sum\s*(?:\\limits\s*)?_")
_INDEX = re.compile(r"_\s*\{?\s*([a-z])(?![A-Za-z])")


class Ranges:
    """The one range over which all sums of a question and its solution run, if they tell one."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = " ".join(texts)
        found = {
            (match.group(1), match.group(2).strip(), match.group(3).strip("{} ")) for match in _RANGED.finditer(whole)
        }
        alone = len(found) == 1 and len(_RANGED.findall(whole)) == len(_SCRIPTED.findall(whole))
        self.index, self.low, self.high = found.pop() if alone else ("", "", "")

    def put(self, latex: str) -> str:
        """Return a formula with the range for each sum without one, if it speaks of this index and of no other."""
        if not self.index or set(_INDEX.findall(latex)) != {self.index}:
            return latex
        return _BARE.sub(lambda _: rf"\sum_{{{self.index}={self.low}}}^{{{self.high}}}", latex)

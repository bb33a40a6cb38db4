r"""Formulas for the MathJax that Moodle brings: 2.7 with amsmath and amssymb, and ``\require`` for a few more.

Its commands: https://docs.mathjax.org/en/v2.7-latest/tex.html#supported-latex-commands. What it lacks is spelt
otherwise where there is another spelling; the rest is named to the author.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)

_OTHER: Mapping[str, str] = MappingProxyType(
    {"bm": r"\boldsymbol", "coloneqq": r"\mathrel{:=}", "eqqcolon": r"\mathrel{=:}", "nobreakspace": "~"}
)
_REQUIRED: Mapping[str, str] = MappingProxyType(
    {"cancel": "cancel", "bcancel": "cancel", "xcancel": "cancel", "color": "color", "textcolor": "color"}
)
_LACKING = frozenset(
    {"overbracket", "underbracket", "mathclap", "mathllap", "mathrlap", "prescript", "xleftrightarrow", "xLeftarrow"}
    | {"xRightarrow", "xLeftrightarrow", "xmapsto", "xhookrightarrow", "xhookleftarrow", "xrightleftharpoons"}
    | {"xleftrightharpoons", "intertext", "underleftrightarrow", "overleftrightarrow", "cline"}
)


_LACKING_ENVIRONMENTS = frozenset({"rcases"})


_NOTABLE = re.compile(
    rf"\\(?:{'|'.join(sorted(_OTHER.keys() | _REQUIRED.keys() | _LACKING))})(?![A-Za-z])|\{{[dr]cases\}}"
)
"""What most formulas do not have."""


@lru_cache(maxsize=4096)  # the writer asks, and so does the reader
def respell(latex: str) -> str:
    """Return a formula in the commands that MathJax 2.7 knows."""
    if not _NOTABLE.search(latex):
        return latex
    latex = latex.replace("{dcases}", "{cases}")
    names = set(_COMMAND.findall(latex))
    if names & _OTHER.keys():
        latex = _COMMAND.sub(lambda found: _OTHER.get(found[1] or "", found[0]), latex)
    packages = sorted({_REQUIRED[name] for name in names if name in _REQUIRED})
    return "".join(rf"\require{{{package}}}" for package in packages) + latex


def lacking(latex: str) -> list[str]:
    """Return the commands and environments of a formula that MathJax 2.7 does not know."""
    if not _NOTABLE.search(latex):
        return []
    environments = {name for name in _LACKING_ENVIRONMENTS if f"{{{name}}}" in latex}
    return sorted((_LACKING & set(_COMMAND.findall(latex))) | environments)

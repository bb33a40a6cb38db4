r"""Formulas that are right at a glance: most are, and a few searches tell so in a tenth of the time of a scan.

What opens is taken away from the inside: ``\frac{a}{b_1}`` becomes ``²¤¤``, which is a formula. Whoever is not plain
enough for that is for :mod:`.texscan` to judge; the tests hold that it finds nothing where this one does not look on.
"""

from __future__ import annotations

import re

from .texcommands import ALIGNING, COMMANDS, WITH_ARGUMENT, WITHIN

_DEPTH = 10
"""Groups within groups: fewer than a scan takes."""
_NO_BASE = {"limits", "nolimits", "displaylimits", *WITHIN}
_WANTS = {"": "¢", "m": "¹", "mm": "²", "om": "¹"}
_MARKS = {
    **{
        f"\\{name}": _WANTS[wants]
        for name, wants in COMMANDS.items()
        if wants in _WANTS and name not in _NO_BASE and name[0] not in ",;:!>/- \n\\"
    },
    **{f"\\{sign}": " " for sign in ",;:!"},  # no base of a script
    **{f"\\begin{{{name}}}": "«" for name in ALIGNING - {"split", *WITH_ARGUMENT}},
    **{f"\\end{{{name}}}": "»" for name in ALIGNING - {"split", *WITH_ARGUMENT}},
    "\\left": "¿",
    "\\right": "¡",
    "\\\\": "¶",
}
"""What a command is to the searches below; one that is not here ends them. Sets of Latin-1 are compiled quickly."""
_SIGNS = r"A-Za-z0-9+\-*/=<>.,:;!?|()\[\]"
_GATE = re.compile(rf"(?:[{_SIGNS}{{}}^_'&\s]|\\[A-Za-z]++(?!\*)|\\[^\sA-Za-z\\]|\\\\(?!\[))*+")
_TEXT = re.compile(r"\\text\{[A-Za-z0-9 .,;:!?()+=-]*\}")
_COMMAND = re.compile(r"\\(?:(?:begin|end)\{[A-Za-z]+\}|[A-Za-z]+|.)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{([A-Za-z]+)\}")
_SCRIPT = r"[A-Za-z0-9¤¢]"
_UNIT = (
    rf"(?:[{_SIGNS}¤¦¢]|¹¤|²¤¤)'*+"  # what may carry primes and scripts
    rf"(?:_{_SCRIPT}(?:\^{_SCRIPT})?+|\^{_SCRIPT}(?:_{_SCRIPT})?+)?+"
)
_FORMULA = re.compile(rf"(?:{_UNIT}|\s)*+")
_GROUP = re.compile(rf"\{{(?:{_UNIT}|\s)*+\}}")
_FENCED = re.compile(rf"¿[(\[|.](?:{_UNIT}|\s)*+¡[)\]|.]|«(?:{_UNIT}|[\s&¶])*+»")


def right(latex: str) -> bool:
    """Whether a formula is plainly right; ``False`` says nothing."""
    if not _GATE.fullmatch(latex) or len(set(_ENVIRONMENT.findall(latex))) > 1:
        return False
    rest = _COMMAND.sub(lambda found: _MARKS.get(found[0], "÷"), _TEXT.sub("¢", latex))
    for _ in range(_DEPTH):
        if _FORMULA.fullmatch(rest):
            return True
        inner = _GROUP.sub("¤", rest)
        if "¿" in inner or "«" in inner:
            inner = _FENCED.sub("¦", inner)
        if inner == rest:
            return False
        rest = inner
    return False

"""The LaTeX packages that a document needs, told from the commands that it uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_BY_PACKAGE = {
    "array": "arraybackslash qbgrading",
    "bm": "bm",
    "booktabs": "toprule",
    "cancel": "bcancel cancel xcancel",
    "graphicx": "includegraphics qbanswers qbfigure qbfit qbtop",
    "lastpage": "LastPage",
    "longtable": "longtable",
    "mathrsfs": "mathscr",
    "mathtools": (
        "coloneqq eqqcolon dcases rcases mathclap mathllap mathrlap overbracket underbracket prescript shortintertext "
        "xLeftarrow xLeftrightarrow xRightarrow xhookleftarrow xhookrightarrow xleftrightarrow xleftrightharpoons "
        "xmapsto xrightleftharpoons"
    ),
    "multicol": "multicols",
    "needspace": "qbquestion qbdescription",
    "tabularx": "tabularx",
    "xcolor": "color textcolor",
}
PACKAGES: Mapping[str, str] = MappingProxyType(
    {name: package for package, names in _BY_PACKAGE.items() for name in names.split()}
)
"""Commands, environments and labels with the package that has them. amsmath and amssymb are always there."""

ALWAYS = ("amsmath", "amssymb")
BODY = r"\begin{document}"
"""What ends the preamble."""


def packages(source: str) -> tuple[str, ...]:
    """Return the packages to load for the body of ``source``, in alphabetical order after the mathematics."""
    body = source.partition(BODY)[2]
    used = set(re.findall(r"\\([A-Za-z]+)", body)) | set(re.findall(r"\\(?:begin|pageref)\{([A-Za-z]+)\*?\}", source))
    return (*ALWAYS, *sorted({PACKAGES[name] for name in used if name in PACKAGES} - set(ALWAYS)))

"""The LaTeX packages that a document needs, told from the commands that it uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "qbquestion": "needspace",
        "LastPage": "lastpage",
        "qbfit": "graphicx",
        "qbfigure": "graphicx",
        "toprule": "booktabs",
        "tabularx": "tabularx",
        "arraybackslash": "array",
        "bm": "bm",
        "cancel": "cancel",
        "bcancel": "cancel",
        "xcancel": "cancel",
        "mathscr": "mathrsfs",
        "xrightarrow": "amsmath",
        "coloneqq": "mathtools",
        "eqqcolon": "mathtools",
        "textcolor": "xcolor",
        "color": "xcolor",
    }
)
"""Commands, environments and labels with the package that has them. amsmath and amssymb are always there."""

ALWAYS = ("amsmath", "amssymb")


def packages(source: str) -> tuple[str, ...]:
    """Return the packages to load for the body of ``source``, in alphabetical order after the mathematics."""
    body = source.partition(r"\begin{document}")[2]
    used = set(re.findall(r"\\([A-Za-z]+)", body)) | set(re.findall(r"\\(?:begin|pageref)\{([A-Za-z]+)\*?\}", source))
    return (*ALWAYS, *sorted({PACKAGES[name] for name in used if name in PACKAGES} - set(ALWAYS)))

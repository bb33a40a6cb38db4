"""Pages from templates: style and script inlined, and a policy that lets nothing else in or out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from qbank.templating import Templates

TEMPLATES = Templates("html")


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's template and the scripts it carries, each of one file or several, by the names in ``templates/html``."""

    template: str
    scripts: Sequence[Sequence[str]]
    styles: Sequence[str] = ("style.css",)
    """One after another; behind them comes ``own.css``, which is empty, for users to put theirs in its place."""
    asked: bool = False
    """It holds nothing of the keys."""
    paper: bool = False
    """It is made to be printed."""
    solved: bool = False
    """Its keys are filled in."""


_KINDS = ("choosing", "numbers", "texts", "expression", "formulas", "matching", "ordering", "gaps", "writing")
ANSWERING = tuple(f"practice/{name}" for name in ("base", *_KINDS))
"""The files of a script that knows every kind of answer, in their order: each uses what stands before it."""
_SCROLLERS = ("scrollers",)
PRACTICE = Layout("practice.html.j2", (_SCROLLERS, (*ANSWERING, "practice/page")))
SOLUTIONS = Layout("solutions.html.j2", (_SCROLLERS,))
EXAM = Layout(
    "exam.html.j2",
    (_SCROLLERS, (*ANSWERING, "exam/answers", "exam/clock", "exam/page")),
    ("style.css", "exam.css"),
    asked=True,
)
_PAPER = ("style.css", "sheet.css")
SHEET = Layout("sheet.html.j2", (_SCROLLERS, ("print",)), _PAPER, asked=True, paper=True)
SOLVED_SHEET = Layout("sheet.html.j2", (_SCROLLERS, ("print",)), _PAPER, paper=True, solved=True)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "practice.html": PRACTICE,
        "solutions.html": SOLUTIONS,
        "exam.html": EXAM,
        "sheet.html": SHEET,
        "sheet-solutions.html": SOLVED_SHEET,
    }
)
"""By the names of the files."""


def enclosed(templates: Templates, names: Sequence[str]) -> str:
    """Return files as one strict script that leaves no names behind."""
    return '"use strict";\n(() => {\n' + "".join(templates.source(f"{name}.js") for name in names) + "})();\n"


def write_page(
    layout: Layout, values: Mapping[str, Any], templates: Templates = TEMPLATES, *, style: str = ""
) -> bytes:
    """Return the page. ``values`` are the template's; ``style``, ``scripts`` and ``policy`` are added.

    The argument ``style`` is put before the styles of the page's own.
    """
    style += "".join(map(templates.source, (*layout.styles, "own.css")))
    scripts = [enclosed(templates, names) for names in layout.scripts]
    added = {
        "style": Markup(style),  # noqa: S704  # not an author's
        "scripts": [Markup(script) for script in scripts],  # noqa: S704  # see above
        "policy": policy([style], scripts),
    }
    return templates.render(layout.template, {**values, **added}).encode()


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return the Content-Security-Policy under which only these styles and scripts run (CSP level 3)."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            " ".join(("style-src", *map(_hash, styles))),
            " ".join(("script-src", *map(_hash, scripts))),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

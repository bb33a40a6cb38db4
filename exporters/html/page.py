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
    styles: Sequence[str] = ("style.css", "own.css")
    """One after another; ``own.css`` is empty, for users to put theirs in its place."""


PRACTICE = (
    *("base", "choosing", "numbers", "texts", "expression", "formulas", "matching", "ordering", "gaps", "writing"),
    "page",
)
"""The files of the practice page's script, in their order: each uses what stands before it."""
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "practice.html": Layout("practice.html.j2", (("scrollers",), tuple(f"practice/{name}" for name in PRACTICE))),
        "solutions.html": Layout("solutions.html.j2", (("scrollers",),)),
    }
)


def enclosed(templates: Templates, names: Sequence[str]) -> str:
    """Return files as one strict script that leaves no names behind."""
    return '"use strict";\n(() => {\n' + "".join(templates.source(f"{name}.js") for name in names) + "})();\n"


def write_page(layout: Layout, values: Mapping[str, Any], templates: Templates = TEMPLATES) -> bytes:
    """Return the page. ``values`` are the template's; ``style``, ``scripts`` and ``policy`` are added."""
    style = "".join(map(templates.source, layout.styles))
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

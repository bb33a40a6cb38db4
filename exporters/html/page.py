"""Pages from templates: style and script inlined, and a policy that lets nothing else in or out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = "html/"


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's template and the scripts it carries, each of one file or several, by the names in ``templates/html``."""

    template: str
    scripts: Sequence[Sequence[str]]
    style: str = "style.css"


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


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("qbank.templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}  # gaps keep the order of the text
    return environment


def _asset(name: str) -> str:
    """Return a file of the templates as it stands."""
    environment = _environment()
    loader = environment.loader
    assert loader is not None  # noqa: S101  # given above
    return loader.get_source(environment, _FOLDER + name)[0]


def _script(names: Sequence[str]) -> str:
    """Return files as one strict script that leaves no names behind."""
    return '"use strict";\n(() => {\n' + "".join(_asset(f"{name}.js") for name in names) + "})();\n"


def write_page(layout: Layout, values: Mapping[str, Any]) -> bytes:
    """Return the page. ``values`` are the template's; ``style``, ``scripts`` and ``policy`` are added."""
    style = _asset(layout.style)
    scripts = [_script(names) for names in layout.scripts]
    return (
        _environment()
        .get_template(_FOLDER + layout.template)
        .render(
            **values,
            style=Markup(style),  # noqa: S704  # ours
            scripts=[Markup(script) for script in scripts],  # noqa: S704  # ours
            policy=policy([style], scripts),
        )
        .encode()
    )


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

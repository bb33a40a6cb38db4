"""What a check found, as text for programs. :mod:`.text` and :mod:`.proof` are for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qbank.diagnostic import Diagnostic
from qbank.evidence import Report

from . import as_json, github, junit, sarif

RENDERERS: Mapping[str, Callable[[Report, Sequence[Diagnostic]], str]] = {
    "github": github.render,
    "json": as_json.render,
    "junit": junit.render,
    "sarif": sarif.render,
}
"""Every format for machines by the name that follows ``--format``."""

__all__ = ["RENDERERS"]

"""What a check found, as text for programs. :mod:`.text` and :mod:`.proof` are for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from qbank.diagnostic import Diagnostic
from qbank.evidence import Report

MODULES: Mapping[str, str] = {"github": "github", "json": "as_json", "junit": "junit", "sarif": "sarif"}
"""Every format for machines by the name that follows ``--format``, with its module."""


def renderer(name: str) -> Callable[[Report, Sequence[Diagnostic]], str]:
    """Return what writes the format; its module is imported now, since one run needs one. Raises :class:`KeyError`."""
    render: Callable[[Report, Sequence[Diagnostic]], str] = import_module(f".{MODULES[name]}", __package__).render
    return render


__all__ = ["MODULES", "renderer"]

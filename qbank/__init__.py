"""A question bank in YAML whose answer keys are proved, for Moodle, LaTeX and HTML.

``load(paths) -> (Bank, [Diagnostic])``, ``check(bank) -> (Report, [Diagnostic])`` and
``export(bank, "moodle", ...) -> ([Path], [Diagnostic])`` are the whole pipeline.
Importing this package imports none of them; the first use does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checker.run import check
    from .exporting import export
    from .loader import load

__all__ = ["check", "export", "load"]

_HOMES = {"check": ".checker.run", "export": ".exporting", "load": ".loader"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""A question bank in YAML whose answer keys are proved."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loader import load

__all__ = ["load"]

_HOMES = {"load": ".loader"}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``qbank --help`` loads neither pydantic nor sympy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)

"""Our own fixed words on paper, by language: every language has every word."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .chinese import ZH
from .english import EN
from .french import FR
from .german import DE
from .spanish import ES
from .words import Strings

__all__ = ["STRINGS", "Strings", "strings"]

STRINGS: Mapping[str, Strings] = MappingProxyType({"en": EN, "de": DE, "fr": FR, "es": ES, "zh": ZH})
"""By primary language subtag (RFC 5646)."""


def strings(language: str) -> Strings | None:
    """Return the words of ``language`` (``de``, ``de-AT``, ``de_CH`` …), or ``None`` where there are none."""
    return STRINGS.get(language.replace("_", "-").split("-")[0].lower())

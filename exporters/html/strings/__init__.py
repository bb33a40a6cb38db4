"""The fixed words of the pages, in each language they speak."""

from collections.abc import Mapping
from types import MappingProxyType

from .chinese import ZH
from .english import EN
from .french import FR
from .german import DE
from .spanish import ES
from .words import Strings

__all__ = ["STRINGS", "Strings", "direction"]

STRINGS: Mapping[str, Strings] = MappingProxyType({"en": EN, "de": DE, "fr": FR, "es": ES, "zh": ZH})
"""By primary language subtag (RFC 5646)."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """Return which way a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

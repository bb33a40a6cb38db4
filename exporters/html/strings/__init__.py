"""The fixed words of the pages, in each language they speak."""

from collections.abc import Mapping
from types import MappingProxyType

from .chinese import ZH
from .english import EN
from .french import FR
from .german import DE
from .spanish import ES
from .words import Strings

__all__ = ["STRINGS", "Strings"]

STRINGS: Mapping[str, Strings] = MappingProxyType({"en": EN, "de": DE, "fr": FR, "es": ES, "zh": ZH})
"""By primary language subtag (RFC 5646)."""

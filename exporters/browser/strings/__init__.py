"""The fixed words of the bank's page, in each language that the HTML pages speak."""

from collections.abc import Mapping
from types import MappingProxyType

from .chinese import ZH
from .english import EN
from .french import FR
from .german import DE
from .spanish import ES
from .words import Words

__all__ = ["WORDS", "Words"]

WORDS: Mapping[str, Words] = MappingProxyType({"en": EN, "de": DE, "fr": FR, "es": ES, "zh": ZH})
"""By primary language subtag (RFC 5646)."""

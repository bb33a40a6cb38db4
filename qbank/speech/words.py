"""The words, by language."""

from collections.abc import Mapping
from types import MappingProxyType

from .chinese import ZH
from .english import EN
from .french import FR
from .german import DE
from .spanish import ES

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"en": EN, "de": DE, "fr": FR, "es": ES, "zh": ZH})
"""By primary subtag (RFC 5646)."""

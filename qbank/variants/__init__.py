"""Questions with parameters: their values, the placeholders in their texts, and the variants that these make.

A question with ``parameters`` is a family. :func:`~qbank.variants.reading.read_family` reads it; each variant is then
plain data with numbers in place of placeholders, and goes through the same models and checks as any question.
"""

from .family import Family, Named
from .reading import read_family

__all__ = ["Family", "Named", "read_family"]

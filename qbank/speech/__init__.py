"""Formulas said in words: see :func:`spoken`."""

from .walk import LONGEST, spoken

__all__ = ["LONGEST", "spoken"]

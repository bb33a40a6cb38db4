"""Labels, numbers and points as they are printed: plain text, to be escaped where it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from qbank.numbering import LABELS, named

from .strings import Strings

__all__ = ["amount", "label", "letter", "named", "number", "points", "unit", "worths"]

LONGEST_PLAIN = 15
"""Digits before the point, or zeros behind it, up to which a number is written out."""
NEARLY = Decimal("1e-6")
"""Points that a third of 3 points may differ from 1, written as 33.33333 percent."""


def label(numbering: str, number: int) -> str:
    """Return ``1.``, ``b.``, ``C.``, ``iv.`` … or nothing; letters go on with ``aa`` after ``z``."""
    sign = LABELS[numbering](number)
    return f"{sign}." if sign else ""


def letter(number: int) -> str:
    """Return ``A`` for 1 and so on: how statements and the right sides of a matching are named."""
    return LABELS["ABC"](number)


def amount(value: Decimal, words: Strings) -> str:
    """Return a number as people of the language write it, without idle zeros."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", words.decimal).replace("-", "−")


def number(value: Decimal, words: Strings) -> str:
    """Return a number with the digits that it was written with; what is very large or small with a power of ten."""
    if value == 0 or -LONGEST_PLAIN <= value.adjusted() < LONGEST_PLAIN:
        written = f"{value:f}"
    else:
        digits = value.scaleb(-value.adjusted())
        exponent = f"{value.adjusted()}".translate(_RAISED)
        written = f"{digits:f} · 10{exponent}"
    return written.replace(".", words.decimal).replace("-", "−")


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def unit(written: str) -> str:
    """Return a unit with its exponents raised: ``m/s²`` for ``m/s^2``."""
    return re.sub(r"\^\{?(-?\d+)\}?", lambda found: found[1].translate(_RAISED), written)


def points(value: Decimal, words: Strings) -> str:
    """Return ``1 point``, ``2.5 points`` and so on."""
    return (words.one_point if abs(value) == 1 else words.many_points).format(n=amount(value, words))


def worths(fractions: Sequence[Decimal], value: Decimal, words: Strings, *, signed: bool = False) -> list[str]:
    """Return what shares in percent of ``value`` points are worth.

    In points where all of them have two decimals at most, so that whoever grades can add them up; else in percent.
    ``signed`` puts a plus before what is earned, for shares that add up.
    """
    earned = [fraction * value / 100 for fraction in fractions]
    if all(abs(each - round(each, 2)) < NEARLY for each in earned):
        written = [points(round(each, 2), words) for each in earned]
    else:
        written = [f"{amount(round(fraction, 2), words)} %" for fraction in fractions]
    return [f"+{text}" if signed and each > 0 else text for each, text in zip(earned, written, strict=True)]

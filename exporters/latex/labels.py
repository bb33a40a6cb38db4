"""Labels, numbers and points as they are printed: plain text, to be escaped where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from .strings import Strings

LONGEST_PLAIN = 15
"""Digits before the point, or zeros behind it, up to which a number is written out."""


def label(numbering: str, number: int) -> str:
    """Return ``1.``, ``b.``, ``C.``, ``iv.`` … or nothing; letters go on with ``aa`` after ``z``."""
    sign = NUMBERINGS[numbering](number)
    return f"{sign}." if sign else ""


def named(numbering: str, number: int) -> str:
    """Return how text speaks of an option: by its label without the full stop, else by its number."""
    return NUMBERINGS[numbering](number) or str(number)


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += sign * count
    return out


NUMBERINGS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "123": str,
        "abc": _letters,
        "ABC": lambda number: _letters(number).upper(),
        "iii": _roman,
        "III": lambda number: _roman(number).upper(),
        "none": lambda _number: "",
    }
)


def letter(number: int) -> str:
    """Return ``A`` for 1 and so on: how statements and the right sides of a matching are named."""
    return NUMBERINGS["ABC"](number)


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
    if all(each == round(each, 2) for each in earned):
        written = [points(each, words) for each in earned]
    else:
        written = [f"{amount(round(fraction, 2), words)} %" for fraction in fractions]
    return [f"+{text}" if signed and each > 0 else text for each, text in zip(earned, written, strict=True)]

"""How options are numbered, by the value of a question's ``numbering``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType


def letters(number: int) -> str:
    """Return A, B … Z, AA … for a number from 1."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals, in capitals."""
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True):
        count, number = divmod(number, value)
        out += sign * count
    return out


_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")

LABELS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "123": str,
        "abc": lambda number: letters(number).lower(),
        "ABC": letters,
        "iii": lambda number: roman(number).lower(),
        "III": roman,
        "none": lambda _number: "",
    }
)


def named(numbering: str, number: int) -> str:
    """Return how text speaks of an option: by its label, else by its number."""
    return LABELS[numbering](number) or str(number)

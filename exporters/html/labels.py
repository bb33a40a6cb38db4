"""How options are numbered, and how numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from .strings import Strings


def letter(index: int) -> str:
    """Return A, B … Z, AA … for an index from 0."""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals, in capitals."""
    parts = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
    out = ""
    for value, sign in parts:
        out += sign * (number // value)
        number %= value
    return out


_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")

LABELS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "123": str,
        "abc": lambda n: letter(n - 1).lower(),
        "ABC": lambda n: letter(n - 1),
        "iii": lambda n: roman(n).lower(),
        "III": roman,
        "none": lambda _n: "",
    }
)
"""How options are numbered, by the value of ``numbering``."""


def decimal_text(number: Decimal, strings: Strings) -> str:
    """Return a number as the language writes it, without trailing zeros."""
    return format(number.normalize(), "f").replace(".", strings.decimal)


def measured(number: Decimal, strings: Strings) -> str:
    """Return a quantity as the language writes it, very large and small ones with a power of ten."""
    if number and not -6 <= number.adjusted() < 12:
        digits, _, power = f"{number.normalize():e}".partition("e")
        return f"{digits.replace('.', strings.decimal)} · 10^{int(power)}"
    return decimal_text(number, strings)


def percent(number: Decimal, strings: Strings) -> str:
    """Return a share in percent, to two places, without the sign."""
    return decimal_text(round(number, 2), strings).replace("-", "−")


def total(numbers: Iterable[Decimal]) -> Decimal:
    """Return the exact sum."""
    return sum(numbers, Decimal(0))


def plain_number(number: Decimal) -> int | float:
    """Return a number as JSON writes it."""
    return int(number) if number == number.to_integral_value() else float(number)


def key_number(number: Decimal | float) -> str:
    """Return a share in one way of writing, to as many digits as JSON keeps: for comparisons."""
    return f"{float(number):.12g}"

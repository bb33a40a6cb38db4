"""How options are numbered, and how numbers are written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from qbank.numbering import LABELS

from .strings import Strings

__all__ = ["LABELS", "decimal_text", "key_number", "letter", "measured", "percent", "plain_number", "total"]


def letter(index: int) -> str:
    """Return A, B … Z, AA … for an index from 0."""
    return LABELS["ABC"](index + 1)


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

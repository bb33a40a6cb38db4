"""Numbers as Moodle reads and keeps them: a decimal point, 14 significant digits, and absolute tolerances.

Moodle compares in double precision and widens every tolerance by 1e-14 of the number
(``question/type/numerical/question.php``), so that both ends are inside; what is written here need only be exact to its
14 digits. A tolerance is rounded up, and covers what rounding took from the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal, localcontext

DIGITS = 14
"""Significant digits that Moodle keeps (PHP's ``precision``)."""
_WIDENING = Decimal("1e-14")
_NEAREST = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=999_999, Emin=-999_999)
_UP = Context(prec=DIGITS, rounding=ROUND_CEILING, Emax=999_999, Emin=-999_999)
_PLAIN = range(-7, DIGITS)
"""Exponents of numbers that are written without one."""


@dataclass(frozen=True, slots=True)
class Around:
    """A number with its tolerance, as Moodle keeps them; ``trouble`` says what is lost, or nothing."""

    value: str
    tolerance: str
    trouble: str = ""


def around(value: Decimal, low: Decimal, high: Decimal) -> Around:
    """Return the number and tolerance that accept everything from ``low`` to ``high``, and as little else as can be."""
    with localcontext(prec=700):  # numbers have up to 100 digits on either side of the point, and exponents
        middle = _NEAREST.plus(value)
        margin = _UP.plus(max(high - middle, middle - low, Decimal(0)))
        own = (high - low) / 2
        return Around(spelled(middle), spelled(margin), _trouble(value, middle, own))


def _trouble(value: Decimal, kept: Decimal, margin: Decimal) -> str:
    if kept != value:
        return f"Moodle keeps {DIGITS} digits of a number: {spelled(kept)} for {value}"
    widening = _WIDENING * max(margin, abs(value), _WIDENING)
    narrow = margin / 100 if margin else abs(value) * Decimal("1e-8")
    if value and widening > narrow:
        return f"Moodle takes every number that is less than {spelled(_NEAREST.plus(widening))} off for the same"
    return ""


def spelled(value: Decimal) -> str:
    """Return a number as Moodle reads it: ``0.05``, or ``6.02e23`` where it is large or small."""
    sign, digits, exponent = value.normalize(Context(prec=700, Emax=999_999, Emin=-999_999)).as_tuple()
    if not isinstance(exponent, int) or not any(digits):
        return "0"
    if value.adjusted() in _PLAIN:
        return f"{value:f}".rstrip("0").rstrip(".") if exponent < 0 else f"{int(value)}"
    first, *rest = map(str, digits)
    point = "." + "".join(rest) if rest else ""
    return f"{'-' * sign}{first}{point}e{value.adjusted()}"


def decimal(value: Decimal) -> str:
    """Return a mark, percentage or penalty with a point and no exponent, with at most the seven decimals kept."""
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

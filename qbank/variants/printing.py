r"""Values as a person writes them: ``\frac{1}{2}`` in a formula, ``1/2`` in prose, ``2\sqrt{3}``, ``-3``, ``0.5``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from . import exact
from .exact import Irrational, Monomial, NoValueError, Value

_LONGEST = 12
"""Decimals of a number that is printed with a decimal point because its author wrote one."""


class Shape(Enum):
    """What a printed number is beside powers and products."""

    ATOM = "atom"
    """A whole number or a letter: it takes a power as it stands."""
    FRACTION = "fraction"
    """One piece in a product; a power wants parentheses."""
    PRODUCT = "product"
    """Several factors."""
    SUM = "sum"
    """Several terms: parentheses wherever it is multiplied."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as LaTeX without its sign. ``unit``: it is one, and may be left out before a factor."""

    text: str
    negative: bool
    shape: Shape
    unit: bool = False
    zero: bool = False

    @property
    def signed(self) -> str:
        """The value with its sign."""
        return f"-{self.text}" if self.negative else self.text


def latex(value: Value) -> str:
    """Return a value as LaTeX."""
    return printed(value).signed


def printed(value: Value, form: str = "", *, decimals: bool = False) -> Printed:
    """Return a value for a formula. ``form`` is a number of decimals or ``decimal``; ``decimals``: 0.5 and not 1/2.

    Raises :class:`NoValueError` for a number whose decimals never end, and for one that cannot be rounded.
    """
    if form:
        text = number(value, form)
        return Printed(text.removeprefix("-"), text.startswith("-"), Shape.ATOM)
    if isinstance(value, Irrational):
        return _sum(value)
    size = abs(value)
    if size.denominator == 1:
        return Printed(str(size.numerator), value < 0, Shape.ATOM, unit=size == 1, zero=size == 0)
    if decimals and (exact.ends(size) or _LONGEST + 1) <= _LONGEST:
        return Printed(f"{exact.decimal(size):f}", value < 0, Shape.ATOM)
    return Printed(rf"\frac{{{size.numerator}}}{{{size.denominator}}}", value < 0, Shape.FRACTION)


def plain(value: Value, form: str = "", *, decimals: bool = False) -> str:
    """Return a value for prose: ``1/2``; what is irrational as a formula between dollars."""
    if isinstance(value, Irrational) and not form:
        return f"${latex(value)}$"
    text = printed(value, form, decimals=decimals).signed
    if isinstance(value, Fraction) and text.startswith(("\\", "-\\")):
        return f"{value.numerator}/{value.denominator}"
    return text


def number(value: Value, form: str = "") -> str:
    """Return a value as a decimal number: for fields that hold a number, and for formats.

    Without a form all decimals are written, or twenty digits where they never end.
    """
    if form.isdigit():
        return f"{exact.rounded(value, int(form)):f}"
    if form == "decimal" and not (isinstance(value, Fraction) and exact.ends(value) is not None):
        raise NoValueError("its decimals never end: say how many are wanted, such as : 2")
    return f"{exact.decimal(value):f}"


def _sum(value: Irrational) -> Printed:
    parts = [_product(monomial, size) for monomial, size in value.terms]
    # what is positive comes first, else the rational part
    parts.sort(key=lambda part: part.negative)
    if len(parts) == 1:
        return parts[0]
    first, *others = parts
    text = first.text + "".join(f" {'-' if part.negative else '+'} {part.text}" for part in others)
    if first.negative:  # all of them are: -(a + b) is written -a - b
        return Printed(
            f"-{first.text}" + "".join(f" - {part.text}" for part in others), negative=False, shape=Shape.SUM
        )
    return Printed(text, negative=False, shape=Shape.SUM)


def _product(monomial: Monomial, size: Fraction) -> Printed:
    top, bottom = _sides(monomial)
    numerator = "".join(([str(abs(size.numerator))] if abs(size.numerator) != 1 or not top else []) + _joined(top))
    denominator = "".join(([str(size.denominator)] if size.denominator != 1 else []) + _joined(bottom))
    if denominator:
        return Printed(rf"\frac{{{numerator}}}{{{denominator}}}", size < 0, Shape.FRACTION)
    single = len(top) <= 1 and (not top or abs(size.numerator) == 1)
    letter = (single and numerator in (r"\pi", "e")) or numerator.isdigit()
    shape = Shape.ATOM if letter else Shape.FRACTION if single else Shape.PRODUCT
    return Printed(numerator, size < 0, shape)


def _sides(monomial: Monomial) -> tuple[list[str], list[str]]:
    top = [rf"\sqrt{{{monomial.radicand}}}"] if monomial.radicand > 1 else []
    bottom: list[str] = []
    for atom, exponent in monomial.atoms:
        base = atom.latex if atom.latex in (r"\pi", "e") else rf"\left({atom.latex}\right)"
        times = abs(exponent)
        text = atom.latex if times == 1 else f"{base}^{{{times}}}"
        (top if exponent > 0 else bottom).append(text)
    return top, bottom


def _joined(factors: list[str]) -> list[str]:
    """Part factors that would run into one another."""
    found: list[str] = []
    for factor in factors:
        spaced = found and (factor[0].isalnum() or found[-1].split("\\")[-1].isalpha())
        found.append(f" {factor}" if spaced else factor)
    return found

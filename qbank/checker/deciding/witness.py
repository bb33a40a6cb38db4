"""Verdicts, and the witnesses that show a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flint import acb, arb, ctx, fmpq

from qbank.checker.grids import Grid
from qbank.checker.numeric.matrices import Value

DIGITS = (8, 16, 32, 64, 128, 256)
BITS = 1100
MAX_TEXT = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A point where two formulas differ, as text."""

    point: Mapping[str, str]
    left: str
    right: str

    def told(self, left: str = "the first", right: str = "the second") -> str:
        """Return it in words; ``left`` and ``right`` name the two."""
        where = ", ".join(f"{name} = {value}" for name, value in self.point.items())
        return (f"at {where}, " if where else "") + f"{left} is {self.left} and {right} is {self.right}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is ``equal``, ``different`` or ``undecided``; ``method`` is ``symbolic`` or ``numeric``.

    ``witness`` shows a difference; ``reason`` says why nothing was decided.
    """

    outcome: str
    method: str = ""
    witness: Difference | None = None
    reason: str = ""

    @property
    def proved(self) -> bool:
        """Tell whether equality was shown by algebra."""
        return self.outcome == "equal" and self.method != "numeric"


def told_apart(one: Value, other: Value) -> tuple[str, str]:
    """Print both values with as many digits as it takes to see the difference, 8 at least."""
    with ctx.workprec(BITS):
        for digits in DIGITS:
            left, right = _text(one, digits), _text(other, digits)
            if left != right:
                break
    return left, right


def _text(value: Value, digits: int) -> str:
    if isinstance(value, Grid):
        items = [_text(item, digits) for item in value.items]
        rows = [items[at : at + value.columns] for at in range(0, len(items), value.columns)]
        return _listed(items if value.is_vector else [_listed(row) for row in rows])
    if isinstance(value, fmpq):
        exact = str(value)
        return exact if len(exact) <= MAX_TEXT else _decimal(arb(value), digits)
    if isinstance(value, acb):
        real, imaginary = _decimal(value.real, digits), _decimal(value.imag, digits)
        if value.imag.is_zero():
            return real
        return f"{real} {'-' if imaginary[0] == '-' else '+'} {imaginary.lstrip('-')}i"
    return _decimal(value, digits)


def _listed(items: Sequence[str]) -> str:
    return f"({', '.join(items)})"


def _decimal(value: arb, digits: int) -> str:
    if 0 in value:
        return "0"
    text = str(value.str(digits, radius=False))
    number, mark, exponent = text.partition("e")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return number + mark + exponent

"""Formulas in the language of Maxima, which STACK's students type: ``2*x*exp(x)``; and as one types them elsewhere.

Only what has one meaning there is written: what Maxima would take otherwise, or students could not type, is refused
with a reason (https://docs.stack-assessment.org/en/Students/Answer_assessment/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from qbank.checker.syntax import (
    Add,
    Between,
    Call,
    Const,
    Div,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Set,
)

RELATION, SUM, PRODUCT, POWER, ATOM = range(5)
"""Binding strengths, from the weakest on."""


class UnprintableError(ValueError):
    """A formula that cannot be written; the message says what of it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: for Maxima, or as people type."""

    times: bool = True
    """Every product with its ``*``."""
    e_power: bool = False
    """``e^x`` for ``exp(x)``."""
    blanks: bool = False
    """Blanks around ``+`` and ``-``."""
    constants: str = "%"
    """What stands before ``e``, ``i`` and ``pi``."""


MAXIMA = Style()
TYPED = tuple(
    Style(times, e_power, blanks, "")
    for blanks in (False, True)
    for e_power in (False, True)
    for times in (True, False)
)
"""The ways in which people type."""

_CALLS: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech")},
        **{
            name: name for name in ("csch", "exp", "ln", "sqrt", "abs", "binomial", "floor", "max", "min", "gcd", "lcm")
        },
        **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
        **{f"ar{name}": f"a{name}" for name in ("sinh", "cosh", "tanh")},
        "mod": "mod",
        "gamma": "gamma",
        "erf": "erf",
        "ceil": "ceiling",
        "sign": "signum",
        "re": "realpart",
        "im": "imagpart",
        "conj": "conjugate",
        "arg": "carg",
        "det": "determinant",
        "transpose": "transpose",
    }
)
"""Functions by their names in Maxima."""
_SIGNS: Mapping[str, str] = MappingProxyType({"=": "=", "<": "<", ">": ">", r"\le": "<=", r"\ge": ">=", r"\ne": "#"})
_GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "kappa", "lambda"}
    | {"mu", "nu", "xi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta"}
    | {"Lambda", "Xi", "Sigma", "Phi", "Psi", "Omega"}
)
_TAKEN = frozenset(
    {"e", "i", "pi", "inf", "minf", "true", "false", "and", "or", "not", "if", "then", "else", "for", "do", "in", "is"}
    | {"thru", "step", "while", "unless", "from", "next", "nounor", "nounand", "xor", "union", "diff", "int", "sum"}
)
"""Names that mean something else in STACK."""
_WORD = re.compile("[A-Za-z][A-Za-z0-9]*")


def maxima(node: Node, style: Style = MAXIMA) -> str:
    """Return a formula as Maxima reads it, or in another ``style``. Raises :class:`UnprintableError`."""
    return _Printer(style).text(node, RELATION)


def variables(node: Node) -> list[str]:
    """Return the names in a formula as Maxima spells them, sorted. Raises :class:`UnprintableError`."""
    from qbank.checker.syntax import names_in  # noqa: PLC0415  # beside its use

    return sorted({_name(name) for name in names_in(node)})


@dataclass(frozen=True, slots=True)
class _Printer:
    style: Style

    def text(self, node: Node, level: int) -> str:
        """Return ``node`` in parentheses where it binds less than ``level``."""
        printer = _PRINTERS.get(type(node))
        if printer is None:
            raise UnprintableError(f"it has no way to type {_KINDS.get(type(node).__name__, 'a part of it')}")
        written, strength = printer(self, node)
        return f"({written})" if strength < level else written

    def listed(self, nodes: tuple[Node, ...]) -> str:
        return ",".join(self.text(node, SUM) for node in nodes)

    def number(self, node: Num) -> tuple[str, int]:
        value = node.value
        if value.denominator == 1:
            return str(value.numerator), ATOM if value >= 0 else SUM
        if node.places is not None and (value * 10**node.places).denominator == 1:
            whole, rest = divmod(abs(value), 1)
            digits = str(int(rest * 10**node.places)).rjust(node.places, "0")
            return f"{'-' * (value < 0)}{whole}.{digits}", ATOM if value >= 0 else SUM
        return f"{value.numerator}/{value.denominator}", PRODUCT if value >= 0 else SUM

    def constant(self, node: Const) -> tuple[str, int]:
        known = {"pi": f"{self.style.constants}pi", "e": f"{self.style.constants}e", "i": f"{self.style.constants}i"}
        known |= {"infinity": "inf", "true": "true", "false": "false", "empty": "{}"}
        if node.name not in known:
            raise UnprintableError("it has no way to type sets of all numbers of a kind")
        return known[node.name], ATOM

    def name(self, node: Name) -> tuple[str, int]:
        return _name(node), ATOM

    def sum(self, node: Add) -> tuple[str, int]:
        blank = " " * self.style.blanks
        written = self.text(node.terms[0], SUM)
        for term in node.terms[1:]:
            sign, of = ("-", term.of) if isinstance(term, Neg) else ("+", term)
            written += f"{blank}{sign}{blank}{self.text(of, PRODUCT)}"
        return written, SUM

    def negative(self, node: Neg) -> tuple[str, int]:
        return f"-{self.text(node.of, PRODUCT)}", SUM

    def product(self, node: Mul) -> tuple[str, int]:
        written = self.text(node.factors[0], PRODUCT)
        for before, factor in pairwise(node.factors):
            following = self.text(factor, PRODUCT)
            joined = not self.style.times and not _is_quotient(before) and _joins(written, following)
            written += ("" if joined else "*") + following
        return written, PRODUCT

    def quotient(self, node: Div) -> tuple[str, int]:
        return f"{self.text(node.numerator, PRODUCT)}/{self.text(node.denominator, POWER)}", PRODUCT

    def power(self, node: Pow) -> tuple[str, int]:
        return f"{self.text(node.base, ATOM)}^{self.text(node.exponent, ATOM)}", POWER

    def call(self, node: Call) -> tuple[str, int]:
        function, arguments = node.function, node.arguments
        if node.primes:
            raise UnprintableError("it has no way to type the derivative of a function")
        if function == "exp" and self.style.e_power:
            return f"e^{self.text(arguments[0], ATOM)}", POWER
        if function == "root" and len(arguments) == 2:
            return self.power(Pow(arguments[0], Div(Num(Fraction(1)), arguments[1])))
        if function == "factorial":
            return f"{self.text(arguments[0], ATOM)}!", POWER
        if function not in _CALLS:
            raise UnprintableError(f"it has no function for “{function}”")
        return f"{_CALLS[function]}({self.listed(arguments)})", ATOM

    def matrix(self, node: Matrix) -> tuple[str, int]:
        return f"matrix({','.join(f'[{self.listed(row)}]' for row in node.rows)})", ATOM

    def set(self, node: Set) -> tuple[str, int]:
        return f"{{{self.listed(node.items)}}}", ATOM

    def interval(self, node: Between) -> tuple[str, int]:
        ends = "o" if node.low_open else "c", "o" if node.high_open else "c"
        return f"{''.join(ends)}({self.listed((node.low, node.high))})", ATOM

    def relation(self, node: Relation) -> tuple[str, int]:
        if len(node.sides) != 2 or node.signs[0] not in _SIGNS:
            raise UnprintableError("it compares two sides only, by =, <, > and the like")
        left, right = (self.text(side, SUM) for side in node.sides)
        blank = " " * self.style.blanks
        return f"{left}{blank}{_SIGNS[node.signs[0]]}{blank}{right}", RELATION


def _is_quotient(node: Node) -> bool:
    return isinstance(node, Div) or (isinstance(node, Num) and node.value.denominator > 1)


def _joins(left: str, right: str) -> bool:
    """Tell whether a product reads well, and as one, without its sign: ``2x``, ``(x+1)y``, ``x(y+1)`` not."""
    if right[0].isdigit() or not re.search(r"(?:(?<![A-Za-z_])\d|[\d)]|(?<![A-Za-z_^])[A-Za-z])$", left):
        return False
    return right[0] == "(" or left[-1] in ")0123456789" or re.match("[A-Za-z](?![A-Za-z(_])", right) is not None


def _name(name: Name) -> str:
    base = name.base.removeprefix("\\")
    known = base in _GREEK if name.base.startswith("\\") else _WORD.fullmatch(base)
    if not known or base in _TAKEN or name.sup:
        raise UnprintableError(f"it has no such name as {name.base}" + " with an index above" * bool(name.sup))
    return "_".join([base, *(["".join(map(_index, name.sub))] if name.sub else [])])


def _index(node: Node) -> str:
    if isinstance(node, Num) and node.value.denominator == 1 and node.value >= 0:
        return str(node.value)
    if isinstance(node, Name) and not node.sub and not node.sup and (found := _WORD.fullmatch(node.base)):
        return found[0]
    raise UnprintableError("it has no such index")


_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "Apply": "a function of the question's own",
        "Big": "a sum over an index",
        "Deriv": "a derivative",
        "Integral": "an integral",
        "Limit": "a limit",
        "Cases": "cases",
        "PlusMinus": "plus or minus",
        "Tuple": "a point",
        "Unit": "units",
        "Logic": "logic",
        "Quantified": "logic",
        "Chance": "probabilities",
        "Moment": "expectations",
    }
)
_PRINTERS: Mapping[type, Callable[[_Printer, Any], tuple[str, int]]] = MappingProxyType(
    {
        Num: _Printer.number,
        Const: _Printer.constant,
        Name: _Printer.name,
        Add: _Printer.sum,
        Neg: _Printer.negative,
        Mul: _Printer.product,
        Div: _Printer.quotient,
        Pow: _Printer.power,
        Call: _Printer.call,
        Matrix: _Printer.matrix,
        Set: _Printer.set,
        Between: _Printer.interval,
        Relation: _Printer.relation,
    }
)

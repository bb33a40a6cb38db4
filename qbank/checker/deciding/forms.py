r"""The form that a question asks for: factored, expanded, in lowest terms, …: exact over the rationals.

A formula has a form, has it not, or that is open (``None``): ``x^2 - 2`` is factored over the rationals and not over
the reals, ``(2x-2)(x+1)`` is in factors but a 2 was left. Only names, numbers, roots and logarithms are judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd, isqrt

from flint import fmpq, fmpq_mpoly, fmpz

from qbank.checker.syntax import Add, Call, Const, Div, Mul, Name, Neg, Node, Num, Pow, Unit, names_in, walk

from .factors import (
    HAS,
    MAX_DEGREE,
    Formed,
    OpenForm,
    as_monomial,
    content_of,
    factors_of,
    in_one_ring,
    irreducibles,
    lacks,
    repeated,
    sum_inside,
    terms_of,
    written_number,
)
from .polynomials import Polynomial, TooLarge, polynomial

MAX_PRIME = 10**12
_WIDER = re.compile(
    r"\b(?:reals?|complex|linear factors|modulo|mod|integers|field|radicals?)\b|\\mathbb|\\bmod", re.IGNORECASE
)
_PARTLY = re.compile(r"\b(?:factor(?:ing|ed)? out|common|group(?:ing|ed)?|prime factors? of)\b", re.IGNORECASE)
_FULLY = re.compile(r"\b(?:completely|fully|complete|as far as possible)\b", re.IGNORECASE)
_COLLECTED = re.compile(r"\b(?:simplif\w+|collect\w*|combin\w+|like terms)\b", re.IGNORECASE)


def judge_form(form: str, tree: Node, stem: str = "") -> Formed:
    """Tell whether ``tree`` has ``form``, a key of :data:`FORMS`; ``stem`` may ask for more or less of it."""
    try:
        return FORMS[form](tree, stem)
    except OpenForm as problem:
        return Formed(has=None, why=str(problem))
    except TooLarge:
        return Formed(has=None, why="it is too large")


def _factored(tree: Node, stem: str) -> Formed:
    if not any(names_in(tree)):
        return _into_primes(tree)
    missing, doubt, numbers = "", "", 0
    parts = list(factors_of(tree))
    if any(power < 0 and written_number(part) is None for part, power in parts):
        raise OpenForm("it is a fraction")
    for part, _ in parts:
        if written_number(part) is not None:
            numbers += 1
            continue
        found = irreducibles(part)
        if sum(power for _, power in found) > 1:
            missing = "it is a sum" if len(parts) == 1 else "a factor of it can be factored further"
            continue
        if isinstance(part, Add) and (content := content_of(polynomial(part))) > 1:
            if len(parts) == 1 or _FULLY.search(stem):
                missing = f"a factor {content} can be taken out"
            doubt = f"a factor {content} can be taken out"
        if not _collected(part):
            doubt = "a factor of it is not collected"
        if _WIDER.search(stem) and any(one.total_degree() > 1 for one, _ in found):
            doubt = "it is factored over the rationals, and the stem may mean other numbers"
    if missing:
        return Formed(has=None if _PARTLY.search(stem) or _foreign(stem) else False, why=missing)
    if doubt or numbers > 2:
        raise OpenForm(doubt or "its numbers are not multiplied out")
    return HAS


def _foreign(stem: str) -> bool:
    return bool(re.search(r"\b(?:modulo|mod|integers|field)\b|\\mathbb|\\bmod", stem))


def _collected(node: Node) -> bool:
    found = [as_monomial(term) for term in terms_of(node)]
    kinds = [one[0] for one in found if one is not None]
    return len(kinds) == len(found) == len(set(kinds)) and all(one is None or one[1] <= 1 for one in found)


def _into_primes(tree: Node) -> Formed:
    for part, power in factors_of(tree):
        value = written_number(part)
        if value is None or value.denominator != 1 or power < 0 or abs(value) > MAX_PRIME:
            raise OpenForm("it is no product of integers")
        if abs(value) > 1 and not fmpz(abs(int(value))).is_prime():
            return lacks(f"{value} is no prime")
    return HAS


def _expanded(tree: Node, stem: str) -> Formed:
    in_one_ring(_plain(tree))
    if sum_inside(tree):
        return lacks("a product of sums is left")
    found = [as_monomial(term) for term in terms_of(tree)]
    kinds = [one[0] for one in found if one is not None]
    if len(kinds) < len(found) or any(one is not None and one[1] > 1 for one in found):
        raise OpenForm("a term of it is no monomial")
    if len(set(kinds)) < len(kinds):
        return Formed(has=False if _COLLECTED.search(stem) else None, why="like terms are not collected")
    return HAS


def _plain(tree: Node) -> Polynomial:
    """Return a formula as a polynomial, quotients by monomials left out. Raises :class:`OpenForm`."""
    total = Polynomial({})
    for term in terms_of(tree):
        above = repeated(term) or [Num(Fraction(1))]
        below = [part for part, power in factors_of(term) if power < 0]
        if any(not isinstance(part, Name) and written_number(part) is None for part in below):
            raise OpenForm("it is no polynomial in names")
        total = total.plus(polynomial(Mul(tuple(above))))
    return total


def _lowest(tree: Node, stem: str) -> Formed:
    del stem
    tree = tree.of if isinstance(tree, Neg) else tree
    if not any(names_in(tree)):
        return _lowest_number(tree)
    if not isinstance(tree, Div):
        if len(polynomial(tree).terms) and all(isinstance(node, Name) for node in _atoms(polynomial(tree))):
            return HAS
        raise OpenForm("it is no single fraction")
    one, other = polynomial(tree.numerator), polynomial(tree.denominator)
    above, below = in_one_ring(one, other)
    if not above or not below:
        raise OpenForm("it is no fraction")
    if not above.gcd(below).is_constant():
        return lacks("numerator and denominator have a common factor")
    if gcd(content_of(one), content_of(other)) > 1:
        return lacks("numerator and denominator have a common number")
    return HAS


def _atoms(one: Polynomial) -> set[Node]:
    return {node for monomial in one.terms for node, _ in monomial}


def _lowest_number(tree: Node) -> Formed:
    match tree:
        case Num(_, None):
            return HAS
        case Num():
            return lacks("it is a decimal number")
        case Div(above, below):
            one, other = written_number(above), written_number(below)
            if one is None or other is None or one.denominator != 1 or other.denominator != 1 or other <= 0:
                raise OpenForm("it is no fraction of two integers")
            if gcd(int(one), int(other)) > 1:
                return lacks("numerator and denominator have a common divisor")
            return HAS if other > 1 else Formed(has=None, why="its denominator is 1")
        case Add():
            return lacks("it is a sum")
    raise OpenForm("it is no fraction")


def _is_root(node: Node) -> bool:
    """Tell whether a node is a root that is no rational number: of a name, or of an integer."""
    match node:
        case Call("sqrt", (Num(value),)):
            return value.denominator == 1 and value > 0 and isqrt(int(value)) ** 2 != value
        case Call("sqrt" | "root", (under, *_)):
            return any(names_in(under))
        case Pow(Num(value), Div(Num(one), Num(other))) if one == 1 and other == 2:
            return value.denominator == 1 and value > 0 and isqrt(int(value)) ** 2 != value
    return False


def _rationalised(tree: Node, stem: str) -> Formed:
    if re.search(r"\bnumerators?\b", stem):
        raise OpenForm("the stem speaks of the numerator")
    for node in walk(tree):
        if isinstance(node, Div) and any(_is_root(part) for part in walk(node.denominator)):
            return lacks("a root is left in a denominator")
        if isinstance(node, Pow) and not (isinstance(node.exponent, Num) and node.exponent.value > 0):
            raise OpenForm("it has powers that may be roots or fractions")
        if isinstance(node, Div) and any(isinstance(part, Call | Pow | Const | Div) and not _whole(part)
                                         for part in walk(node.denominator)):  # fmt: skip
            raise OpenForm("its denominator is no polynomial")
        if isinstance(node, Call) and any(isinstance(part, Div) for part in walk(node)):
            raise OpenForm("a fraction stands below a root")
        if isinstance(node, Call) and isinstance(node.arguments[0], Num) and not _squarefree(node):
            raise OpenForm("a root can be simplified")
        if isinstance(node, Div):
            _reduced(node)
    return HAS


def _whole(node: Node) -> bool:
    """Tell whether a power has a positive whole exponent."""
    return isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value.denominator == 1


def _squarefree(node: Call) -> bool:
    value = node.arguments[0].value if isinstance(node.arguments[0], Num) else Fraction(0)
    return (node.function == "sqrt" and value.denominator == 1 and 1 < value < MAX_PRIME
            and all(power == 1 for _, power in fmpz(int(value)).factor()))  # fmt: skip


def _reduced(node: Div) -> None:
    one, other = polynomial(node.numerator), polynomial(node.denominator)
    if one.terms and other.terms and gcd(content_of(one), content_of(other)) > 1:
        raise OpenForm("a number can be cancelled")


def _variable(tree: Node) -> Name:
    names = set(names_in(tree))
    if len(names) != 1:
        raise OpenForm("it has several names")
    return names.pop()


def _partial_fractions(tree: Node, stem: str) -> Formed:
    _variable(tree)
    wrong, doubt, bases, whole = "", "", set(), 0
    for term in terms_of(tree):
        above = repeated(term)
        below = [(part, -power) for part, power in factors_of(term) if power < 0]
        numerator = polynomial(Mul(tuple(above or [Num(Fraction(1))])))
        if sum(power for _, power in below) > MAX_DEGREE:
            raise OpenForm("its degree is too high")
        under = [part for part, power in below for _ in range(power)]
        denominator = polynomial(Mul(tuple(under or [Num(Fraction(1))])))
        top, bottom = in_one_ring(numerator, denominator)
        if not top or not bottom:
            raise OpenForm("a term of it is zero")
        if bottom.is_constant():
            whole += not _collected(term) or len(numerator.terms) > 1
            continue
        found = bottom.factor()[1]
        if len(found) > 1:
            wrong = "a denominator has several factors"
            continue
        base, power = found[0]
        if top.total_degree() >= base.total_degree():
            wrong = "a numerator has too high a degree"
        if (str(base), power) in bases:
            doubt = "two terms of it have one denominator"
        bases.add((str(base), power))
        if base.total_degree() > 1 and (_WIDER.search(stem) or not _definite(base)):
            doubt = "a denominator is irreducible over the rationals, but not over all numbers"
    if wrong:
        return lacks(wrong)
    if doubt or whole:
        raise OpenForm(doubt or "its whole part is not collected")
    return HAS


def _definite(base: fmpq_mpoly) -> bool:
    """Tell whether a quadratic in one name has no real zeros."""
    if base.total_degree() != 2:
        return False
    found = {sum(exponents): value for exponents, value in base.to_dict().items()}
    a, b, c = (found.get(power, fmpq(0)) for power in (2, 1, 0))
    return bool(b * b - 4 * a * c < 0)


def _completed_square(tree: Node, stem: str) -> Formed:
    del stem
    variable = _variable(tree)
    (whole,) = in_one_ring(polynomial(tree))
    if whole.total_degree() != 2:
        raise OpenForm("it is no quadratic")
    squares = constants = 0
    for term in terms_of(tree):
        if variable not in set(names_in(term)):
            constants += 1
            if written_number(term) is None:
                raise OpenForm("its constant is not one number")
            continue
        parts = [(part, power) for part, power in factors_of(term) if written_number(part) is None]
        (inner,) = in_one_ring(polynomial(parts[0][0]))
        if len(parts) > 1 or parts[0][1] == 1:
            if len(terms_of(tree)) == 1 and len(parts) == 1:
                raise OpenForm("a number stands before the whole")
            return lacks(f"{variable.base} stands outside a square")
        if parts[0][1] != 2 or inner.total_degree() != 1:
            raise OpenForm("it is no square of a linear term")
        squares += 1
        if polynomial(parts[0][0]).terms.get(((variable, 1),)) not in (1, -1) or not _collected(parts[0][0]):
            raise OpenForm("a number can be taken out of the square")
    if squares != 1:
        return lacks("it is no single square")
    if constants > 1:
        raise OpenForm("its constants are not added up")
    return HAS


def _cartesian(tree: Node, stem: str) -> Formed:
    del stem
    unit = Const("i")
    for node in walk(tree):
        if isinstance(node, Div) and unit in set(walk(node.denominator)):
            return lacks("i is left in a denominator")
        if isinstance(node, Pow | Call) and unit in set(walk(node)):
            raise OpenForm("i stands in a power or function")
    held = [term for term in terms_of(tree) if unit in set(walk(term))]
    if any(sum(unit in set(walk(part)) for part, _ in factors_of(term)) > 1 for term in held):
        return lacks("a product of complex numbers is left")
    if len(held) > 1 or any(isinstance(part, Add) and unit in set(walk(part)) for one in held for part in walk(one)):
        raise OpenForm("its real and imaginary parts are not collected")
    if len(terms_of(tree)) - len(held) > 1 or any(names_in(tree)):
        raise OpenForm("its real part is not one term")
    return HAS


def _logs(tree: Node) -> list[Call]:
    return [node for node in walk(tree) if isinstance(node, Call) and node.function == "ln" and any(names_in(node))]


def _single_logarithm(tree: Node, stem: str) -> Formed:
    del stem
    terms = [term for term in terms_of(tree) if _logs(term)]
    if len(terms) > 1:
        return lacks("it is a sum of logarithms")
    inner = tree.numerator if isinstance(tree, Div) and not any(names_in(tree.denominator)) else tree
    if isinstance(inner, Call) and inner.function == "ln" and not _logs(inner.arguments[0]):
        return HAS
    raise OpenForm("it is no single logarithm, or has a number before it")


def _sum_of_logarithms(tree: Node, stem: str) -> Formed:
    del stem
    for one in _logs(tree):
        inner = one.arguments[0]
        if isinstance(inner, Mul | Div | Pow) and any(names_in(inner)):
            return lacks("a logarithm of a product, quotient or power is left")
        if not isinstance(inner, Name):
            raise OpenForm("a logarithm holds more than a name")
    if not _logs(tree) or len(terms_of(tree)) != len(_logs(tree)):
        raise OpenForm("it is no sum of logarithms")
    return HAS


def _scientific(tree: Node, stem: str) -> Formed:
    del stem
    tree = tree.of if isinstance(tree, Neg) else tree
    parts = [part for part in (tree.factors if isinstance(tree, Mul) else (tree,)) if not isinstance(part, Unit)]
    if any(isinstance(part, Unit) for part in walk(Mul(tuple(parts)))):
        raise OpenForm("its unit is no plain factor")
    match [part.of if isinstance(part, Neg) else part for part in parts]:
        case [Num(value), Pow(Num(base), exponent)] if base == 10 and written_number(exponent) is not None:
            within = 1 <= value < 10
            return Formed(has=within, why="" if within else "the number before the power of ten is not in [1, 10)")
    raise OpenForm("it is no number times a power of ten")


FORMS: Mapping[str, Callable[[Node, str], Formed]] = {
    "factored": _factored,
    "expanded": _expanded,
    "lowest-terms": _lowest,
    "rationalised": _rationalised,
    "partial-fractions": _partial_fractions,
    "completed-square": _completed_square,
    "cartesian": _cartesian,
    "single-logarithm": _single_logarithm,
    "sum-of-logarithms": _sum_of_logarithms,
    "scientific": _scientific,
}
"""The forms that may be asked for."""

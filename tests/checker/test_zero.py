"""The zero test: true identities are proved, whatever is put in for their letters; mutated ones never are."""

from __future__ import annotations

import random

import pytest
import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.integrals import definite
from qbank.checker.symbolic.limits import limit_of
from qbank.checker.symbolic.series import finite, infinite
from qbank.checker.symbolic.zero import is_zero

x, y = sp.symbols("x y", real=True)
a, b = sp.symbols("a b", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
k = sp.Symbol("k", real=True)
HALF = sp.Rational(1, 2)

IDENTITIES = [
    sp.sin(x) ** 2 + sp.cos(x) ** 2 - 1,
    sp.sin(x + y) - sp.sin(x) * sp.cos(y) - sp.cos(x) * sp.sin(y),
    sp.sin(x) * sp.cos(y) - (sp.sin(x + y) + sp.sin(x - y)) / 2,
    sp.tan(x / 2) - sp.sin(x) / (1 + sp.cos(x)),
    sp.cosh(x) ** 2 - sp.sinh(x) ** 2 - 1,
    sp.log(a * b) - sp.log(a) - sp.log(b),
    sp.log(x**2) - 2 * sp.log(sp.Abs(x)),
    sp.log(a) / sp.log(10) - sp.log(a**2) / sp.log(100),
    sp.sqrt(x**2 + 2 * x + 1) - sp.Abs(x + 1),
    1 / (sp.sqrt(3) - sp.sqrt(2)) - sp.sqrt(3) - sp.sqrt(2),
    sp.sqrt(5 + 2 * sp.sqrt(6)) - sp.sqrt(2) - sp.sqrt(3),
    sp.cos(2 * sp.pi / 7) + sp.cos(4 * sp.pi / 7) + sp.cos(6 * sp.pi / 7) + HALF,
    4 * sp.atan(sp.Rational(1, 5)) - sp.atan(sp.Rational(1, 239)) - sp.pi / 4,
    sp.asin(x) + sp.acos(x) - sp.pi / 2,
    sp.factorial(n) / sp.factorial(n - 2) - n * (n - 1),
    sp.binomial(n + 1, 3) - sp.binomial(n, 3) - sp.binomial(n, 2),
    x ** (n + 2) - x**2 * x**n,
    sp.exp(sp.I * x) - sp.cos(x) - sp.I * sp.sin(x),
    sp.sqrt(x) * sp.sqrt(y) - sp.sqrt(x * y),
    sp.Piecewise((x, x >= 0), (-x, True)) - sp.Abs(x),
    sp.log(sp.sqrt(x**2 + 1) - x) + sp.log(sp.sqrt(x**2 + 1) + x),
    x * y * sp.log(sp.sqrt(2) - 1) + x * y * sp.log(sp.sqrt(2) + 1),
]


@pytest.mark.parametrize("identity", IDENTITIES, ids=str)
def test_an_identity_is_proved(identity: sp.Expr) -> None:
    assert is_zero(identity)


@pytest.mark.parametrize("identity", IDENTITIES, ids=str)
def test_a_mutated_identity_is_never_proved(identity: sp.Expr) -> None:
    assert not is_zero(identity + sp.Rational(1, 10**12))
    for term in sp.Add.make_args(identity):
        assert not is_zero(identity + term / 7)


@pytest.mark.parametrize(
    "false",
    [
        sp.sqrt(x**2) - x,
        (x**2) ** a - x ** (2 * a),
        sp.atan(x) + sp.atan(1 / x) - sp.pi / 2,
        sp.sign(x) ** 2 - 1,
        sp.asin(sp.sin(x)) - x,
        sp.sqrt(2) + sp.sqrt(3) - sp.sqrt(5 + 2 * sp.sqrt(6) + sp.Rational(1, 10**30)),
        sp.atan(1) + sp.atan(2) + sp.atan(3),
        sp.log(x**2) - 2 * sp.log(sp.Abs(x) + 1),
        (-1) ** n - 1,
        sp.sqrt(x) - sp.sqrt(-x),
        sp.log(x) - sp.log(-x),
        sp.sqrt(x * y) - sp.sqrt(-x * y),
    ],
    ids=str,
)
def test_what_holds_only_here_and_there_is_not_proved(false: sp.Expr) -> None:
    assert not is_zero(false)


def test_what_the_domain_says_of_signs_is_used() -> None:
    assert is_zero(sp.sqrt((1 - x) ** 2) - (1 - x), [1 - x])
    assert not is_zero(sp.sqrt((1 - x) ** 2) - (1 - x), [1 + x])


@pytest.mark.parametrize("seed", range(12))
def test_random_rewriting(seed: int) -> None:
    """An identity holds whatever stands for its letters, and times and beside whatever stands there."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    inside = draw.choice([x * y, x + 2 * y, x**2 + 1, sp.exp(y), x / 3])
    identity = draw.choice(IDENTITIES[:5]).xreplace({x: inside})
    around = draw.choice([sp.log(a), sp.sqrt(x**2 + 1), y / (1 + x**2), sp.exp(-x)])
    assert is_zero(sp.expand(identity * around) + identity)
    assert not is_zero(identity * around + around / 10**6)


@pytest.mark.parametrize(
    ("integrand", "low", "high", "value"),
    [
        (x * sp.exp(x), 0, 1, 1),
        (x**2 * sp.exp(-a * x), 0, sp.oo, 2 / a**3),
        (sp.exp(-(x**2)), -sp.oo, sp.oo, sp.sqrt(sp.pi)),
        (1 / (1 + x**2), 0, 1, sp.pi / 4),
        (sp.Abs(x), -1, 2, sp.Rational(5, 2)),
        (sp.log(x), 0, 1, -1),
        (x * sp.sin(x), 0, sp.pi, sp.pi),
        (1 / (x**2 - 4), 0, 1, -sp.log(3) / 4),
    ],
)
def test_integrals(integrand: sp.Expr, low: sp.Expr, high: sp.Expr, value: sp.Expr) -> None:
    assert is_zero(definite(integrand, x, sp.sympify(low), sp.sympify(high)) - value)


@pytest.mark.parametrize(
    ("integrand", "low", "high"),
    [(1 / x, -1, 1), (1 / x**2, -1, 1), (sp.tan(x), 0, sp.pi), (1 / (2 + sp.cos(x)), 0, 2 * sp.pi)],
)
def test_an_antiderivative_that_jumps_gives_no_value(integrand: sp.Expr, low: int, high: sp.Expr) -> None:
    with pytest.raises(Undecided):
        definite(integrand, x, sp.Integer(low), sp.sympify(high))


def test_limits() -> None:
    assert limit_of(sp.sin(x) / x, x, sp.Integer(0)) == 1
    assert limit_of((1 + a / x) ** x, x, sp.oo) == sp.exp(a)
    for none in (sp.Abs(x) / x, 1 / x, sp.sin(1 / x)):
        with pytest.raises(Undecided):
            limit_of(none, x, sp.Integer(0))


def test_sums() -> None:
    one = sp.Integer(1)
    assert is_zero(finite(k, k, one, n) - n * (n + 1) / 2)
    assert is_zero(finite(1 / (k * (k + 1)), k, one, n) - n / (n + 1))
    assert finite(1 / k, k, one, n) is None
    assert infinite(k * HALF**k, k, one) == 2
    assert infinite(1 / k**2, k, one) == sp.pi**2 / 6
    assert infinite(x**k, k, one, strict=True) is None
    assert infinite(1 / k, k, one) is None

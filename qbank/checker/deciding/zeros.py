"""The real zeros of one formula in one unknown, exactly: candidates that are sure to hold every zero.

Polynomials are factored over the rationals; roots, logarithms, exponentials and absolute values are undone step by
step. Undoing may add candidates (squaring does) but loses none: whoever asks for the solutions tries each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import lcm

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr, OddRoot
from qbank.checker.symbolic.zero import is_zero

from .exact import NotReal, ball, known_sign

MAX_DEGREE = 24
MAX_DEPTH = 8
MAX_CANDIDATES = 64
KEPT = 512
"""Formulas whose zeros are kept: each option is compared with the same equation."""
MAX_WRITTEN = 3
"""Absolute values, and different roots, that are undone in one formula."""

MAX_COEFFICIENT = 10**30
"""What has numbers of hundreds of digits takes minutes to be factored."""
Window = tuple[Expr, Expr]
"""Bounds of the unknown, numbers: within them a periodic function has finitely many zeros."""


def zeros(expression: Expr, unknown: Expr, window: Window | None = None, depth: int = 0) -> list[Expr]:
    """Return numbers (or expressions in the other quantities) among which every real zero is.

    Raises :class:`Undecided` where they cannot be found, or where the formula vanishes everywhere.
    """
    return list(_zeros(expression, unknown, window, depth))


def is_factored_soon(expression: Expr) -> bool:
    """Tell whether the numbers in a formula are small enough for it to be factored in a short time."""
    numbers = (abs(part) for one in expression.atoms(sp.Rational) for part in (one.p, one.q))
    return max(numbers, default=0) < MAX_COEFFICIENT


@lru_cache(KEPT)
def _zeros(expression: Expr, unknown: Expr, window: Window | None, depth: int) -> tuple[Expr, ...]:
    if depth > MAX_DEPTH:
        raise Undecided("an equation of too many layers")
    if unknown not in expression.free_symbols:
        if expression == 0 or is_zero(expression):
            raise Undecided("an equation that holds everywhere")
        return ()
    if expression.has(sp.zoo, sp.nan, sp.oo):
        raise Undecided("an equation without a value")
    if expression.has(sp.Abs):
        return tuple(_without_bars(expression, unknown, window, depth))
    numerator, _ = sp.fraction(sp.together(expression))
    found: dict[Expr, None] = {}
    for factor in _factors(numerator, unknown):
        found.update(dict.fromkeys(_factor_zeros(factor, unknown, window, depth)))
        if len(found) > MAX_CANDIDATES:
            raise Undecided("too many solutions to follow")
    return tuple(found)


def _without_bars(expression: Expr, unknown: Expr, window: Window | None, depth: int) -> list[Expr]:
    bars = sorted((part for part in expression.atoms(sp.Abs) if unknown in part.free_symbols), key=str)
    innermost = [bar for bar in bars if not bar.args[0].has(sp.Abs)]
    if not innermost or len(innermost) > MAX_WRITTEN:
        raise Undecided("too many absolute values")
    found: list[Expr] = []
    for signs in product((1, -1), repeat=len(innermost)):
        opened = expression.xreplace({bar: way * bar.args[0] for bar, way in zip(innermost, signs, strict=True)})
        if unknown in opened.free_symbols or not is_zero(opened):
            found += zeros(opened, unknown, window, depth + 1)
        else:
            raise Undecided("an equation that holds on a whole stretch")
    return list(dict.fromkeys(found))


def _factors(numerator: Expr, unknown: Expr) -> Iterator[Expr]:
    for factor in sp.Mul.make_args(numerator):
        base = factor.base if factor.is_Pow and factor.exp.is_positive and factor.base is not sp.E else factor
        if unknown in base.free_symbols:
            yield base


def _factor_zeros(factor: Expr, unknown: Expr, window: Window | None, depth: int) -> list[Expr]:
    if factor.is_polynomial(unknown):
        return polynomial_zeros(factor, unknown)
    kernels = _kernels(factor, unknown)
    roots = [kernel for kernel in kernels if kernel.is_Pow and kernel.exp.is_Rational]
    if roots:
        return _without_roots(factor, unknown, roots, window, depth)
    if all(_exponent(kernel) is not None for kernel in kernels):
        return _exponential(factor, unknown, kernels, window, depth)
    if all(isinstance(kernel, sp.log) for kernel in kernels):
        return _logarithmic(factor, unknown, kernels, window, depth)
    if all(isinstance(kernel, sp.sin | sp.cos | sp.tan | sp.cot | sp.sec | sp.csc) for kernel in kernels):
        return _periodic(factor, unknown, kernels, window, depth)
    if len(kernels) == 1:
        return _undone(factor, unknown, kernels[0], window, depth)
    raise Undecided("an equation that is not solved by algebra")


def _kernels(expression: Expr, unknown: Expr) -> list[Expr]:
    """Return the outermost parts that are no polynomial in the unknown."""
    found: dict[Expr, None] = {}

    def visit(part: Expr) -> None:
        if unknown not in part.free_symbols or part == unknown:
            return
        if part.is_Add or part.is_Mul:
            for inner in part.args:
                visit(inner)
        elif part.is_Pow and part.exp.is_Integer and part.exp > 0:
            visit(part.base)
        elif part.is_Pow and part.exp.is_Rational:
            found[part.base ** sp.Rational(1, part.exp.q)] = None
        else:
            found[part] = None

    visit(expression)
    return sorted(found, key=str)


def polynomial_zeros(polynomial: Expr, unknown: Expr) -> list[Expr]:
    """Return the real zeros of a polynomial. Raises :class:`Undecided` beyond reach."""
    poly = sp.Poly(polynomial, unknown)
    if poly.degree() > MAX_DEGREE:
        raise Undecided(f"a polynomial of degree above {MAX_DEGREE}")
    rational = all(one.is_Rational for one in poly.all_coeffs())
    large = not rational and not is_factored_soon(polynomial)
    factors = [part for part, _ in poly.factor_list()[1]] if (rational or _small(poly)) and not large else [poly]
    found: list[Expr] = []
    for factor in factors:
        if factor.has(unknown) and unknown in factor.free_symbols:
            found += _irreducible(factor, unknown)
    return list(dict.fromkeys(found))


def _small(poly: Expr) -> bool:
    return bool(sp.count_ops(poly.as_expr()) <= 60 and poly.get_domain().is_QQ is False and poly.degree() <= 6)


def _irreducible(factor: Expr, unknown: Expr) -> list[Expr]:
    coefficients = factor.all_coeffs()
    degree = factor.degree()
    step = 0
    for power, coefficient in enumerate(reversed(coefficients)):
        if power and coefficient != 0:
            step = sp.igcd(step, power) if step else power
    if step > 1:  # a polynomial in a power of the unknown
        inner = sp.Poly(coefficients[::step], unknown)
        return [root for value in polynomial_zeros(inner.as_expr(), unknown) for root in _power_roots(value, int(step))]
    if degree == 1:
        return [sp.cancel(-coefficients[1] / coefficients[0])]
    if degree == 2:
        a, b, c = coefficients
        inside = sp.factor(b**2 - 4 * a * c)
        if inside.is_number and known_sign(inside) < 0:
            return []
        root = sp.sqrt(inside)
        return [_tidy((-b + root) / (2 * a)), _tidy((-b - root) / (2 * a))]
    if not all(one.is_Rational for one in coefficients):
        raise Undecided("a polynomial equation with parameters, of degree above 2")
    return list(factor.real_roots())


def _power_roots(value: Expr, power: int) -> list[Expr]:
    """Return the real solutions of ``x^power = value``."""
    if value.is_number:
        way = known_sign(value)
        if way == 0:
            return [sp.Integer(0)]
        if way < 0:
            return [-((-value) ** sp.Rational(1, power))] if power % 2 else []
    elif power % 2 and not value.is_nonnegative:
        raise Undecided("an odd root of a quantity of unknown sign")
    root = sp.sqrtdenest(value ** sp.Rational(1, power)) if value.is_number else value ** sp.Rational(1, power)
    return [root] if power % 2 else [root, -root]


def _tidy(number: Expr) -> Expr:
    if number.is_number:
        return sp.expand(sp.radsimp(number))
    return number if number.has(sp.Pow) else sp.cancel(number)


def _without_roots(factor: Expr, unknown: Expr, roots: list[Expr], window: Window | None, depth: int) -> list[Expr]:
    """Put a quantity t for a root and take t out again by a resultant: no zero is lost."""
    if len(roots) > MAX_WRITTEN:
        raise Undecided("an equation with too many roots")
    root = roots[0]
    name = sp.Dummy("t")
    flat = factor.replace(
        lambda part: part.is_Pow and part.base == root.base and part.exp.is_Rational and not part.exp.is_Integer,
        lambda part: name ** (part.exp * root.exp.q) if (part.exp * root.exp.q).is_Integer else part,
    )
    if root.base == unknown:  # polynomials in a root of the unknown itself
        flat = flat.subs(unknown, name ** int(root.exp.q))
        if unknown in flat.free_symbols:
            raise Undecided("roots of different kinds")
        return [value ** int(root.exp.q) for value in zeros(flat, name, None, depth + 1)]
    above, _ = sp.fraction(sp.together(flat))
    if not above.is_polynomial(name) or sp.Poly(above, name).degree() * root.exp.q > MAX_DEGREE:
        raise Undecided("an equation with roots that is not solved by algebra")
    base = sp.fraction(sp.together(name ** int(root.exp.q) - root.base))[0]
    return zeros(sp.expand(sp.resultant(above, base, name)), unknown, window, depth + 1)


def _exponent(kernel: Expr) -> Expr | None:
    """Return u where ``kernel`` is e^u with a positive base otherwise."""
    if isinstance(kernel, sp.exp):
        return kernel.args[0]
    if kernel.is_Pow and kernel.base.is_positive and kernel.base.is_number:
        return kernel.exp * sp.log(kernel.base)
    return None


def _exponential(factor: Expr, unknown: Expr, kernels: list[Expr], window: Window | None, depth: int) -> list[Expr]:
    """Solve for a common exponential, or compare two of them by their logarithms."""
    exponents = [sp.expand(sp.expand_log(_exponent(kernel), force=True)) for kernel in kernels]
    parts = [_moving(exponent, unknown) for exponent in exponents]
    ratios = [sp.simplify(moving / parts[0][0]) for moving, _ in parts]
    if all(ratio.is_Rational for ratio in ratios):
        below = lcm(*(int(ratio.q) for ratio in ratios))
        name = sp.Dummy("t", positive=True)
        values = {
            kernel: name ** int(ratio * below) * sp.exp(fixed)
            for kernel, ratio, (_, fixed) in zip(kernels, ratios, parts, strict=True)
        }
        flat = factor.xreplace(values)
        if unknown in flat.free_symbols:
            raise Undecided("an equation that is not solved by algebra")
        return [
            solution
            for value in zeros(flat, name, None, depth + 1)
            if _positive(value)
            for solution in zeros(parts[0][0] / below - sp.log(value), unknown, window, depth + 1)
        ]
    terms = sp.Add.make_args(sp.expand(factor))
    if len(terms) == 2:
        one, other = (_parted(term, kernels) for term in terms)
        ratio = -other[0] / one[0]
        if unknown not in ratio.free_symbols:
            if not _positive(ratio):
                return []
            return zeros(sp.expand(one[1] - other[1] - sp.log(ratio)), unknown, window, depth + 1)
    raise Undecided("an equation that is not solved by algebra")


def _moving(exponent: Expr, unknown: Expr) -> tuple[Expr, Expr]:
    fixed, moving = exponent.as_independent(unknown, as_Add=True)
    return moving, fixed


def _parted(term: Expr, kernels: list[Expr]) -> tuple[Expr, Expr]:
    """Return the factor of a term beside its exponentials, and the logarithm of these."""
    rest, logarithm = sp.Integer(1), sp.Integer(0)
    for factor in sp.Mul.make_args(term):
        base, power = factor.as_base_exp() if factor not in kernels else (factor, sp.Integer(1))
        inside = _exponent(factor)
        if inside is None and base in kernels:
            inside = _exponent(base)
            logarithm += power * inside if inside is not None else 0
        elif inside is not None:
            logarithm += inside
        else:
            rest *= factor
    return rest, logarithm


def _positive(value: Expr) -> bool:
    """Tell whether a number is positive; what depends on other quantities may be."""
    if value.is_number:
        try:
            return known_sign(value) > 0
        except NotReal:
            return False
    return not value.is_nonpositive


def _logarithmic(factor: Expr, unknown: Expr, kernels: list[Expr], window: Window | None, depth: int) -> list[Expr]:
    if len(kernels) == 1:
        return _undone(factor, unknown, kernels[0], window, depth)
    names = {kernel: sp.Dummy(f"t{at}") for at, kernel in enumerate(kernels)}
    flat = sp.expand(factor.xreplace(names))
    poly = sp.Poly(flat, *names.values()) if flat.is_polynomial(*names.values()) else None
    if poly is None or poly.total_degree() > 1 or unknown in flat.free_symbols:
        raise Undecided("an equation that is not solved by algebra")
    weights = [poly.coeff_monomial(name) for name in names.values()]
    if not all((weight / weights[0]).is_Rational for weight in weights):
        raise Undecided("an equation that is not solved by algebra")
    scale = lcm(*(int((weight / weights[0]).q) for weight in weights))
    whole = [int(weight / weights[0] * scale) for weight in weights]
    if sum(map(abs, whole)) > MAX_DEGREE:
        raise Undecided("an equation of too high a degree")
    right = sp.exp(-poly.coeff_monomial(1) / weights[0] * scale)
    left = sp.Mul(*(kernel.args[0] ** weight for kernel, weight in zip(kernels, whole, strict=True)))
    return zeros(left - right, unknown, window, depth + 1)


def _undone(factor: Expr, unknown: Expr, kernel: Expr, window: Window | None, depth: int) -> list[Expr]:
    """Solve for the one kernel, then undo it."""
    name = sp.Dummy("t", real=True)
    flat = factor.xreplace({kernel: name})
    if unknown in flat.free_symbols:
        raise Undecided("an equation that is not solved by algebra")
    if isinstance(kernel, OddRoot):
        inside, order = kernel.args
        powers = [value**order for value in zeros(flat, name, None, depth + 1)]
        return [found for power in powers for found in zeros(inside - power, unknown, window, depth + 1)]
    undo = {
        sp.log: sp.exp, sp.asin: sp.sin, sp.acos: sp.cos, sp.atan: sp.tan, sp.asinh: sp.sinh, sp.acosh: sp.cosh,
        sp.atanh: sp.tanh, sp.sinh: sp.asinh, sp.tanh: sp.atanh,
    }.get(kernel.func)  # fmt: skip
    if undo is None:
        raise Undecided("an equation that is not solved by algebra")
    values = zeros(flat, name, None, depth + 1)
    return [found for value in values for found in zeros(kernel.args[0] - undo(value), unknown, window, depth + 1)]


def _periodic(factor: Expr, unknown: Expr, kernels: list[Expr], window: Window | None, depth: int) -> list[Expr]:
    """Solve in t = tan(u/2), then take every period within the window."""
    if window is None:
        raise Undecided("an equation with infinitely many solutions")
    angles = [sp.expand(kernel.args[0]) for kernel in kernels]
    parts = [_moving(angle, unknown) for angle in angles]
    ratios = [sp.simplify(moving / parts[0][0]) for moving, _ in parts]
    if not all(ratio.is_Rational for ratio in ratios) or parts[0][0].diff(unknown, 2) != 0:
        raise Undecided("angles without a common part")
    below = lcm(*(int(ratio.q) for ratio in ratios))
    unit = parts[0][0] / below
    name, angle = sp.Dummy("t", real=True), sp.Dummy("u", real=True)
    flat = factor.xreplace(
        {
            kernel: kernel.func(angle * int(ratio * below) + fixed)
            for kernel, ratio, (_, fixed) in zip(kernels, ratios, parts, strict=True)
        }
    )
    if unknown in flat.free_symbols:
        raise Undecided("an equation that is not solved by algebra")
    flat = sp.expand_trig(_with_sines(flat))
    flat = flat.subs({sp.sin(angle): 2 * name / (1 + name**2), sp.cos(angle): (1 - name**2) / (1 + name**2)})
    if angle in flat.free_symbols:
        raise Undecided("an equation that is not solved by algebra")
    values = [_angle(value) for value in zeros(flat, name, None, depth + 1)] + [sp.pi]
    slope = unit.diff(unknown)
    found: list[Expr] = []
    for value in values:
        found += _turns((value - (unit - slope * unknown)) / slope, 2 * sp.pi / slope, window)
    return found


def _angle(half: Expr) -> Expr:
    """Return the angle whose half has the tangent ``half``, by its cosine where that is simple."""
    cosine = sp.radsimp(sp.expand((1 - half**2) / (1 + half**2))) if half.is_number else half
    if not half.is_number or sp.count_ops(cosine) > sp.count_ops(half) + 4:
        return 2 * sp.atan(half)
    return sp.acos(cosine) if known_sign(half) >= 0 else -sp.acos(cosine)


def _with_sines(expression: Expr) -> Expr:
    def written(part: Expr) -> Expr:
        sine, cosine = sp.sin(part.args[0]), sp.cos(part.args[0])
        return {sp.tan: sine / cosine, sp.cot: cosine / sine, sp.sec: 1 / cosine, sp.csc: 1 / sine}[part.func]

    return expression.replace(lambda part: isinstance(part, sp.tan | sp.cot | sp.sec | sp.csc), written)


def _turns(start: Expr, period: Expr, window: Window) -> list[Expr]:
    low, high, first, step = (float(ball(number).real.mid()) for number in (*window, start, period))
    least, most = sorted(((low - first) / step, (high - first) / step))
    if most - least > MAX_CANDIDATES:
        raise Undecided("too many solutions to follow")
    return [start + k * period for k in range(int(least) - 1, int(most) + 2)]

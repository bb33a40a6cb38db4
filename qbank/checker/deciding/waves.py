r"""The largest and smallest value of a wave over all times: ``\max_t A\sin(\omega t + \varphi)``."""

from __future__ import annotations

import math
from contextlib import suppress
from functools import partial

import sympy as sp
from sympy.simplify.fu import TR7, TR8

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.budget import within
from qbank.checker.symbolic.functions import Expr

CALLS = 150_000
STEPS = 360
_TRIED = (sp.Rational(7, 5), sp.Rational(2, 3), sp.Rational(9, 4), sp.Rational(4, 7), sp.Rational(11, 6))


def extreme_of_wave(value: Expr, unknown: Expr, way: int) -> Expr | None:
    """Return the largest (``way`` 1) or smallest value of a constant plus a wave, or of a multiple of its size.

    ``None`` where it is no such function. Raises :class:`Undecided` where the wave may stand still.
    """
    if not value.has(sp.sin, sp.cos):
        return None
    factor, rest = value.as_independent(unknown, as_Add=False)
    sized = isinstance(rest, sp.Abs)
    found = _wave(rest.args[0] if sized else value, unknown)
    if found is None:
        return None
    mean, amplitude, frequency = found
    if not frequency.is_nonzero and not _ceases(factor * amplitude if sized else amplitude, frequency):
        raise Undecided("a wave that may stand still")
    if not sized:
        best = mean + way * amplitude
    elif factor.is_nonnegative and (way > 0 or mean == 0):
        best = factor * (sp.Abs(mean) + amplitude) if way > 0 else sp.Integer(0)
    else:
        raise Undecided("an extremum that is not worked out")
    with suppress(TypeError, ValueError, ZeroDivisionError, OverflowError):
        if _borne_out(value, unknown, best, way):
            return best
    raise Undecided("an extremum that a point contradicts")


def _wave(value: Expr, unknown: Expr) -> tuple[Expr, Expr, Expr] | None:
    """Return mean, amplitude and frequency of a sum of sines and cosines of one frequency."""
    reduced = within(CALLS, partial(_reduced, value))
    if reduced is None:
        return None
    mean, frequency, size = sp.Integer(0), None, sp.Integer(0)
    cosine, sine = sp.Integer(0), sp.Integer(0)
    moving = 0
    for term in sp.Add.make_args(reduced):
        factor, wave = term.as_independent(unknown, as_Add=False)
        if wave == 1:
            mean += factor
            continue
        if not isinstance(wave, sp.sin | sp.cos):
            return None
        angle = sp.expand(wave.args[0])
        slope = sp.diff(angle, unknown)
        phase = sp.expand(angle - slope * unknown)
        frequency = slope if frequency is None else frequency
        if unknown in slope.free_symbols or unknown in phase.free_symbols or slope not in (frequency, -frequency):
            return None
        turned = 1 if slope == frequency else -1
        moving, size = moving + 1, sp.Abs(factor)
        if isinstance(wave, sp.cos):
            cosine, sine = cosine + factor * sp.cos(phase), sine - turned * factor * sp.sin(phase)
        else:
            cosine, sine = cosine + factor * sp.sin(phase), sine + turned * factor * sp.cos(phase)
    if frequency is None:
        return None
    amplitude = size if moving == 1 else sp.sqrt(sp.expand(cosine**2 + sine**2))
    return mean, amplitude, frequency


def _reduced(value: Expr) -> Expr:
    """Return squares and products of waves as sums of waves."""
    return sp.expand(TR8(TR7(sp.expand(value))))


def _ceases(amplitude: Expr, frequency: Expr) -> bool:
    """Tell whether the amplitude is zero where the frequency is."""
    factors = [one.as_base_exp()[0] for one in sp.Mul.make_args(frequency) if not one.is_number]
    return all(one.is_Symbol and amplitude.xreplace({one: sp.Integer(0)}) == 0 for one in factors)


def _borne_out(value: Expr, unknown: Expr, best: Expr, way: int) -> bool:
    """Tell whether many times, with numbers put in for all else, come up to the value and never go beyond it."""
    others = sorted(value.free_symbols - {unknown}, key=str)
    for at in range(len(_TRIED)):
        put = {one: _TRIED[(at + place) % len(_TRIED)] + place for place, one in enumerate(others)}
        expected = float(best.xreplace(put))
        at_time = sp.lambdify(unknown, value.xreplace(put), "math")
        angles = [one.args[0].xreplace(put) for one in value.atoms(sp.sin, sp.cos) if unknown in one.free_symbols]
        period = 2 * math.pi / min(abs(float(sp.diff(angle, unknown))) for angle in angles)
        seen = [at_time(period * step / STEPS) for step in range(STEPS)]
        spread = max(seen) - min(seen)
        gap = (max(one * way for one in seen) - expected * way) / (spread or 1)
        if not -0.01 < gap < 1e-9:
            return False
        if not others:
            break
    return True

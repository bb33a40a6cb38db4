"""A budget of counted work for sympy's own algorithms, which may run for ever: so many calls, then no answer.

Calls are counted, not seconds: the same answer on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import sympy as sp

T = TypeVar("T")


class _Spent(BaseException):
    """The budget is spent; no ordinary exception, since sympy catches those."""


def within(calls: int, work: Callable[[], T]) -> T | None:
    """Return what ``work`` gives, or ``None`` where it takes more than so many calls or sympy fails."""
    left = calls

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left < 0:
                raise _Spent

    def ignored(told: sys.UnraisableHookArgs) -> None:
        if told.exc_type is _Spent:  # raised while a generator was closed, which passes nothing on: count again
            sys.setprofile(count)
        else:
            hook(told)

    before, hook = sys.getprofile(), sys.unraisablehook
    sys.unraisablehook = ignored
    sys.setprofile(count)
    try:
        return work()
    except (_Spent, RecursionError):
        return None
    except (NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError, KeyError, IndexError,
            AssertionError, sp.PolynomialError):  # fmt: skip  # sympy's ways to say that it cannot
        return None
    finally:
        sys.setprofile(before)
        sys.unraisablehook = hook

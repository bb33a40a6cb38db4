"""Derivatives of formulas that hold antiderivatives: how two of them are compared up to a constant."""

from __future__ import annotations

from collections.abc import Mapping

from .syntax import Add, Deriv, Div, Integral, Mul, Name, Neg, Node, names_in, walk


def rate(node: Node, by: Name, defined: Mapping[Name, Node]) -> Node | None:
    r"""Return the derivative of ``node`` by ``by``, its antiderivatives undone by hand.

    An antiderivative by another variable u, which ``defined`` says how to make from ``by``, gives its integrand times
    du/dx: the rule of substitution. ``None`` where an antiderivative stands inside a product or function of ``by``.
    """
    match node:
        case Integral(body, variable, None, None):
            if variable == by:
                return body
            return Mul((body, Deriv(variable, (by,), total=True))) if variable in defined else None
        case Add(terms):
            rates = [rate(term, by, defined) for term in terms]
            return None if None in rates else Add(tuple(one for one in rates if one is not None))
        case Neg(of):
            inner = rate(of, by, defined)
            return None if inner is None else Neg(inner)
        case Div(above, below) if _open(above) and _fixed(below, by, defined):
            inner = rate(above, by, defined)
            return None if inner is None else Div(inner, below)
        case Mul(factors) if any(_open(one) for one in factors):
            moving = [one for one in factors if _open(one)]
            others = tuple(one for one in factors if not _open(one))
            inner = rate(moving[0], by, defined) if len(moving) == 1 else None
            if inner is None or not all(_fixed(one, by, defined) for one in others):
                return None
            return Mul((*others, inner))
    return None if _open(node) else Deriv(node, (by,), total=True)


def _open(node: Node) -> bool:
    """Tell whether an antiderivative stands in a formula."""
    return any(isinstance(part, Integral) and part.lower is None and part.upper is None for part in walk(node))


def _fixed(node: Node, by: Name, defined: Mapping[Name, Node]) -> bool:
    """Tell whether a formula does not depend on ``by``, as far as definitions tell."""
    todo, seen = list(names_in(node)), set[Name]()
    while todo:
        name = todo.pop()
        if name == by:
            return False
        if name in defined and name not in seen:
            seen.add(name)
            todo += names_in(defined[name])
    return True

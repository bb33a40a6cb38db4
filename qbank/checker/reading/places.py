r"""Derivatives at places: ``\frac{\partial}{\partial x} f(1, 2)`` is that of f by x, taken at (1, 2)."""

from __future__ import annotations

from qbank.checker.syntax import Apply, At, Deriv, Name, Node, names_in, rebuild, walk

from .variables import Variables


class TwoWays(Exception):  # noqa: N818 - a limit, not an error
    """What is differentiated holds a function at a place that does not name what it is differentiated by."""


def placed(node: Node, variables: Variables) -> Node:
    r"""Return a formula whose derivatives are taken before values are put in.

    Nobody means by ``\frac{d}{dx} f(2)`` the derivative of a number. Raises :class:`TwoWays`.
    """
    node = rebuild(node, lambda child: placed(child, variables))
    if not isinstance(node, Deriv):
        return node
    of = node.of
    if isinstance(of, Apply) and not of.primes and _lacks(of, node, variables):
        names = tuple(Name(base) for base in variables.parameters_of(of.function))
        if len(names) == len(of.arguments) and set(node.by) <= set(names) and not _holds(of, node.by):
            return At(Deriv(Apply(of.function, names), node.by, total=node.total), names, of.arguments)
    if any(isinstance(part, Apply) and _unclear(part, node, variables) for part in walk(of)):
        raise TwoWays
    return node


def _unclear(call: Apply, derivative: Deriv, variables: Variables) -> bool:
    """Tell whether a function is at a place without the letter, or a partial derivative meets the letter twice."""
    twice = any(sum(by in set(names_in(one)) for one in call.arguments) > 1 for by in derivative.by)
    return _lacks(call, derivative, variables) or (twice and not derivative.total)


def _lacks(call: Apply, derivative: Deriv, variables: Variables) -> bool:
    """Tell whether a letter that a function has for an argument does not occur in what is put in for it."""
    known = variables.parameters_of(call.function)
    return any((by.base in known or not known) and not _holds(call, (by,)) for by in derivative.by)


def _holds(call: Apply, by: tuple[Name, ...]) -> bool:
    return any(name in by for argument in call.arguments for name in names_in(argument))

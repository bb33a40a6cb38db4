r"""Quantities whose partial derivatives are written by indices, ``u_{xx} + u_{yy} = 0`` of ``u = x^2 - y^2``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .tokens import Token

_COORDINATES = frozenset({"x", "y", "z", "t"})
_PARTING = frozenset({",", ";", "&", r"\\", r"\quad", r"\qquad", ":"})
"""What may stand before a formula for a quantity, of several."""


def surfaces(places: Sequence[tuple[Sequence[Token], list[str]]], known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return them with the coordinates in their formulas.

    Each is given by a formula in two coordinates or more, and one of them stands somewhere with two coordinates below
    it: one alone may be a component. ``known``: what is a function anyway.
    """
    found: dict[str, tuple[str, ...]] = {}
    for tokens, marks in places:
        for at in range(len(tokens) - 2):
            if tokens[at].kind != "letter" or tokens[at + 1].text != "=" or marks[at]:
                continue
            if at and tokens[at - 1].text not in _PARTING:
                continue
            inside = {token.text for token, mark in zip(tokens[at + 2 :], marks[at + 2 :], strict=True) if not mark}
            if tokens[at].text not in inside and len(inside & _COORDINATES) > 1:
                found.setdefault(tokens[at].text, tuple(sorted(inside & _COORDINATES)))
    twice = {base for tokens, _ in places for base, letters in _indexed(tokens) if set(letters) <= _COORDINATES}
    found = {base: own for base, own in found.items() if base not in known | _COORDINATES}
    return found if twice & set(found) else {}


def _indexed(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield letters with two others below them."""
    for at in range(len(tokens) - 5):
        base, mark, opened, one, other, closed = tokens[at : at + 6]
        shape = (base.kind, mark.kind, opened.kind, one.kind, other.kind, closed.kind)
        if shape == ("letter", "sub", "open", "letter", "letter", "close"):
            yield base.text, (one.text, other.text)

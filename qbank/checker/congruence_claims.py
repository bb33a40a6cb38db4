"""Congruences that a worked solution claims: by remainders of numbers, by trying all of them, or for all integers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .deciding.congruences import NotWhole, residue, residue_or_none, whole
from .deciding.equality import Comparer, Difference
from .printing import latex
from .ruling import WRONG, Ruling
from .solution import FAILS, HOLDS, UNDECIDED
from .syntax import Congruence, Const, Name, Node, Num, names_in

MAX_MODULUS = 500


class Congruences:
    """Judges one congruence after another: those that hold bind the ones after them."""

    def __init__(self) -> None:
        self._held: list[Congruence] = []

    def judge(self, comparer: Comparer, claim: Congruence, stated: Sequence[Node]) -> Ruling:
        """Judge a congruence of two sides: of numbers by their remainders, else for all integers.

        ``stated``: what the question states, of which the congruences bind the quantities too.
        """
        left, right = claim.sides
        number = whole(claim.modulus)
        if number is not None and number > 0:
            one, other = residue_or_none(left, number), residue_or_none(right, number)
            if one is not None and other is not None:
                witness = None if one == other else Difference({}, f"{one} modulo {number}", f"{other} modulo {number}")
                return Ruling(
                    HOLDS if one == other else FAILS, "the remainders agree" if one == other else WRONG, witness
                )
        if number is not None and number <= MAX_MODULUS:
            earlier = [one for one in (*stated, *self._held) if isinstance(one, Congruence)]
            if (ruling := self._residues(comparer, claim, earlier, number)) is not None:
                return ruling
        if comparer.compare(claim, Const("true")).proved:
            return Ruling(HOLDS, "for all integers")
        return Ruling(UNDECIDED, "a congruence that was not decided")

    def _residues(
        self, comparer: Comparer, claim: Congruence, before: Sequence[Congruence], modulus: int
    ) -> Ruling | None:
        """Judge a congruence in one unknown by trying all remainders that the ones ``before`` it leave."""
        names = {name for side in claim.sides for name in names_in(side)}
        if len(names) != 1:
            return None
        (name,) = names
        earlier = [
            one.sides
            for one in before
            if whole(one.modulus) == modulus and len(one.sides) == 2 and {*names_in(one)} == names
        ]
        try:
            left_over = [
                value for value in range(modulus) if all(_agree(pair, name, value, modulus) for pair in earlier)
            ]
            wrong = [value for value in left_over if not _agree(claim.sides, name, value, modulus)]
        except NotWhole:
            return None
        if wrong and earlier and left_over and not comparer.bound:
            shown = [str(residue(side, modulus, {name: wrong[0]})) for side in claim.sides]
            return Ruling(FAILS, WRONG, Difference({latex(name): str(wrong[0])}, *shown))
        if wrong:
            return None
        self._held.append(Congruence(claim.sides, Num(Fraction(modulus))))
        return Ruling(HOLDS, "follows from the congruences before it" if earlier else "for all integers")


def _agree(pair: Sequence[Node], name: Name, value: int, modulus: int) -> bool:
    one, other = (residue(side, modulus, {name: value}) for side in pair)
    return one == other

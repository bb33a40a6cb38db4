r"""Relations of every kind, ``\in``, ``\subsetneq``, ``\nmid``, ``\perp``, crossed out or not, and congruences."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from qbank.checker.syntax import Apply, Call, Congruence, Logic, Name, Neg, Node, Num, Relation, Tuple

from .arithmetic import RELATIONS
from .kinds import AND, IFF, IMPLIED, IMPLIES, OR, SET, STATEMENT, XOR
from .matrices import LINEAR, listed
from .sets import SetReader

MEMBERSHIP = frozenset({r"\in", r"\notin", r"\subset", r"\subseteq", r"\sim", r"\propto"})
_TURNED = {r"\ni": r"\in", r"\supset": r"\subset", r"\supseteq": r"\subseteq"}
_STRICT = {r"\subsetneq": False, r"\supsetneq": True}
_NEGATED = {"=": r"\ne", r"\in": r"\notin", "<": r"\ge", ">": r"\le", r"\mid": r"\nmid"}
_MODULO = frozenset({r"\pmod", r"\bmod", r"\mod"})
_STARTS = RELATIONS | frozenset({"(", "[", ","})


class RelationReader(SetReader):
    """Reads relations and remainders."""

    equivalences = False
    r"""A ``\equiv`` stands in the formula."""

    congruent = False
    r"""A ``\equiv`` stands before, so that mod ends the congruence."""

    symbols: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(AND, "and"), **dict.fromkeys(OR, "or"), **dict.fromkeys(XOR, "xor"), r"\&": "and",
        **dict.fromkeys(IMPLIES, "implies"), **dict.fromkeys(IMPLIED, "implied"), **dict.fromkeys(IFF, "iff"),
    }  # fmt: skip

    def relation(self) -> Node:
        """Read sides with relations between them."""
        congruent, self.congruent = self.congruent, self._has_modulus()
        sides = [self.side()]
        signs: list[str] = []
        while (sign := self._sign(sides[-1])) is not None:
            signs.append(sign)
            if sign == r"\sim":
                sides.append(self.distribution())
            else:
                sides.append(self.member(sides[-1]) if sign in (r"\in", r"\notin") else self.side())
        node = self._related(sides, signs) if signs else sides[0]
        if self.congruent:
            node = self._congruence(sides, signs)
        elif r"\not\equiv" in signs:
            raise self.refuse("this crossed sign is not understood")
        self.congruent = congruent
        return node

    def _sign(self, left: Node) -> str | None:
        token = self.now
        if token.kind not in ("op", "command"):
            return None
        if token.text == r"\not":
            wanted = _NEGATED.get(self.ahead().text)
            if self.ahead().text == r"\equiv" and self.congruent:
                self.at += 2
                return r"\not\equiv"
            if wanted is None:
                raise self.refuse("this crossed sign is not understood")
            self.at += 2
            return wanted
        if token.text == r"\equiv" and not self.congruent and self.is_statement(left):
            return None
        if token.text == r"\sim" and not isinstance(left, Name):
            return None
        if token.text == r"\mid" and (self.bars or isinstance(left, Relation)):
            return None
        if token.text == "|" and (self.bars or not self.divides()):
            return None
        if token.text in RELATIONS or token.text in MEMBERSHIP or token.text in _TURNED or token.text in _STRICT or (
            token.text in (r"\mid", r"\nmid", "|", r"\perp")
        ):  # fmt: skip
            self.take()
            return r"\mid" if token.text == "|" else token.text
        return None

    def is_statement(self, node: Node) -> bool:
        """Tell whether ``node`` is true or false."""
        if isinstance(node, Apply):
            return node.function in self.notation.kinds.predicates
        return self.kind(node) == STATEMENT

    def divides(self) -> bool:
        """Tell whether the bar here is the only one: then it divides."""
        return sum(token.text == "|" for token in self.tokens) == 1

    def _related(self, sides: list[Node], signs: list[str]) -> Node:
        kinds = [self.kind(side) for side in sides]
        if any(kind in LINEAR for kind in kinds) and SET in kinds and set(signs) <= {"=", r"\ne"}:
            sides = [listed(side) for side in sides]
        if len(signs) == 1:
            return self._related_pair(sides[0], signs[0], sides[1])
        pairs = list(zip(sides, signs, sides[1:], strict=False))
        if any(sign in _STRICT or sign in (r"\nmid", r"\perp", r"\mid") for sign in signs):
            return Logic("and", tuple(self._related_pair(*pair) for pair in pairs))
        if all(sign in _TURNED or sign == "=" for sign in signs) and set(signs) != {"="}:
            turned = tuple(_TURNED.get(sign, sign) for sign in reversed(signs))
            return Relation(tuple(reversed(sides)), turned)
        if any(sign in _TURNED for sign in signs):
            raise self.refuse("inclusions both ways in a row", self.tokens[0])
        return Relation(tuple(sides), tuple(signs))

    def _related_pair(self, left: Node, sign: str, right: Node) -> Node:
        if sign in _TURNED:
            return Relation((right, left), (_TURNED[sign],))
        if sign in _STRICT:
            left, right = (right, left) if _STRICT[sign] else (left, right)
            return Logic("and", (Relation((left, right), (r"\subseteq",)), Relation((left, right), (r"\ne",))))
        if sign == r"\nmid":
            return Logic("not", (Relation((left, right), (r"\mid",)),))
        if sign == r"\perp":
            if self.kind(left) not in LINEAR or self.kind(right) not in LINEAR:
                raise self.refuse("what is perpendicular or independent here is not understood", self.tokens[0])
            return Relation((Call("dot", (left, right)), Num(Fraction(0))), ("=",))
        return Relation((left, right), (sign,))

    def member(self, element: Node) -> Node:
        r"""Read the set after ``\in``: of a number, a pair in parentheses is an interval."""
        home = self.side()
        if isinstance(home, Tuple) and self.kind(element) is None and not isinstance(element, Tuple):
            return self.as_set(home)
        return home

    def distribution(self) -> Node:
        r"""Read what stands right of ``\sim``."""
        return self.side()

    def _has_modulus(self) -> bool:
        r"""Tell whether a ``\equiv`` with a modulus follows before the statement ends."""
        depth, seen = 0, False
        if not self.equivalences:
            return False
        for at in range(self.at, len(self.tokens)):
            token = self.tokens[at]
            depth += (token.kind == "open" or token.text == "(") - (token.kind == "close" or token.text == ")")
            ends = token.text in self.symbols or token.text in (",", ";") or token.kind in ("align", "row")
            if depth < 0 or (depth == 0 and ends):
                return False
            seen = seen or (depth == 0 and token.text == r"\equiv")
            modulus = token.text in _MODULO or (token.kind == "word" and token.text.strip() == "mod")
            if seen and depth == 0 and modulus:
                return True
            if at - self.at > 0 and not seen and token.text in ("=", "<", ">"):
                return False
        return False

    def _congruence(self, sides: list[Node], signs: list[str]) -> Node:
        negative = signs == [r"\not\equiv"]
        if set(signs) != {r"\equiv"} and not negative:
            raise self.refuse("a congruence among other relations", self.tokens[0])
        token = self.now
        if token.text not in _MODULO and not (token.kind == "word" and token.text.strip() == "mod"):
            raise self.refuse(self.stray())
        self.take()
        node = Congruence(tuple(sides), self.argument() if token.text == r"\pmod" else self.product())
        return Logic("not", (node,)) if negative else node

    def product(self) -> Node:
        r"""Read factors; ``-7 \bmod 3`` is the remainder of -7."""
        start = self.at
        node = super().product()
        before = self.tokens[start - 1].text if start else ""
        wrapped = self.tokens[start].text == "(" and self.tokens[self.at - 1].text == ")"
        if not (isinstance(node, Call) and node.function == "mod") or before not in ("+", "-") or wrapped:
            return node
        first = start == 1 or self.tokens[start - 2].kind == "open" or self.tokens[start - 2].text in _STARTS
        if not first:
            raise self.refuse("how far the remainder reaches is read in two ways", hint="use parentheses")
        if before == "+":
            return node
        return Neg(Call("mod", (Neg(node.arguments[0]), node.arguments[1])))  # the minus before it is taken off

    def remainder(self, left: Node) -> Node:
        r"""Read ``\bmod m`` after ``left``; ``x = 2 \bmod 5`` may be meant as a congruence."""
        token = self.now
        node = super().remainder(left)
        modulus = node.arguments[1] if isinstance(node, Call) else node
        if self.has("=") and isinstance(left, Num) and isinstance(modulus, Num) and left.value < modulus.value:
            raise self.refuse("a remainder or a congruence: this mod is read in two ways", token, "write \\equiv")
        return node

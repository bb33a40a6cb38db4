r"""Largest and smallest values: ``\max(a, b)``, ``\max_x f(x)``, ``\min_{x + y = 6} xy``, ``\max\{f(x) : x > 0\}``.

What stands below an extremum, behind the colon of a set or after "subject to" are conditions. They are kept as the one
case in which the function under the extremum has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from qbank.checker.syntax import (
    Apply,
    Between,
    Big,
    Call,
    Cases,
    Const,
    Logic,
    Matrix,
    Name,
    Node,
    Pow,
    Relation,
    Tuple,
    names_in,
)

from .calculus import CalculusReader
from .tokens import Token

_COORDINATES = (Name("x"), Name("y"), Name("z"))
_SUBJECT = frozenset({"subject to", "s.t.", "such that", "under", "on", "for", "where", "with", "when"})
_SEPARATORS = frozenset({",", ";", r"\land", r"\wedge"})
_SIGNS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\in"})


class ExtremumReader(CalculusReader):
    """Reads extrema."""

    def best(self, token: Token) -> Node:
        r"""Read ``\max``: of arguments in parentheses or braces, or of what follows over the names below it."""
        operator = token.text.removeprefix("\\")
        if self.now.kind == "sub":
            return self._best_over(operator, token)
        if self.now.text in ("(", r"\{"):
            return self._best_listed(operator)
        if self.now.kind == "letter" and self.now.text not in self.notation.functions:
            start = self.at
            of = self.product()
            if self._at_subject():
                return self._limited(operator, [], self._subject(), of, token)
            if self._free(of) and self.now.kind == "end":
                return self._over_all(operator, of)
            if operator in EXTREMES and self.now.kind == "end" and _is_open(of):
                return Call(EXTREMES[operator], (of,))
            self.at = start
        if self.now.text in self.notation.functions and self.ahead().kind == "end" and operator in EXTREMES:
            return Call(EXTREMES[operator], (Name(self.take().text),))
        if self.now.text in self.notation.functions and self.ahead().text == "(":
            of = self.factor()
            if self._at_subject():
                return self._limited(operator, [], self._subject(), of, token)
            return self._best_of(operator, of, token)
        raise self.refuse(f"{token.text} of what is not understood", token, "write \\max(a, b)")

    def _best_listed(self, operator: str) -> Node:
        """Read what stands in parentheses or braces: arguments, a formula, or a formula with conditions."""
        opener = self.take()
        closer = ")" if opener.text == "(" else r"\}"
        bars, self.bars = self.bars, ["set"] if closer == r"\}" else self.bars
        items = [self.sum()]
        if closer == r"\}" and self.now.text in (r"\mid", "|", ":"):
            self.take()
            self.bars = bars
            conditions = self._conditions(lambda: self.now.text == closer)
            self.take()
            return self._limited(operator, *conditions, items[0], opener)
        while self.now.text == ",":
            self.take()
            items.append(self.sum())
        if self.now.text != closer:
            raise self.refuse(f"{closer!r} is missing here")
        self.take()
        self.bars = bars
        if len(items) == 1 and closer == ")" and self._free(items[0]):
            return self._over_all(operator, items[0])
        if len(items) == 1 and operator in EXTREMES and self.now.kind == "end" and _is_open(items[0]):
            return Call(EXTREMES[operator], tuple(items))
        return Call(operator, tuple(items))

    def _free(self, of: Node) -> bool:
        """Tell whether a formula is made of coordinates alone, of which equations may leave some values."""
        names = set(names_in(of))
        return len(names) > 1 and all(name in _COORDINATES for name in names)

    @staticmethod
    def _over_all(operator: str, of: Node) -> Node:
        r"""Return ``\max xy``: over all coordinates in it."""
        return _over(operator, sorted({name.base for name in names_in(of)}), of)

    def _best_of(self, operator: str, of: Node, token: Token) -> Node:
        r"""Return ``\max f(x, y)``: over all that f is a function of."""
        letters = [one.base for one in of.arguments if isinstance(one, Name)] if isinstance(of, Apply) else []
        if not isinstance(of, Apply) or len(set(letters)) != len(of.arguments):
            raise self.refuse(f"{token.text} of what is not understood", token, "write \\max(a, b)")
        return _over(operator, letters, of)

    # conditions

    def _best_over(self, operator: str, token: Token) -> Node:
        self.take()
        if self.now.kind != "open":
            letters: list[str] = [self.bound_letter(self.take())]
            conditions: list[Node] = []
        else:
            self.take()
            letters, conditions = self._below()
            self.take()
        if self.now.kind == "sup":
            raise self.refuse("what this runs over is not understood", token)
        if letters and not conditions:
            return self.bounded(operator, letters, (None, None), token)
        start = self.at
        self.bound += letters
        body = self.product()
        del self.bound[len(self.bound) - len(letters) :]
        self.check_reach(start, token)
        return self._limited(operator, letters, conditions, body, token)

    def _below(self) -> tuple[list[str], list[Node]]:
        """Read the group below an extremum; its letters need to stand nowhere else."""
        inside = self.tokens[self.at : self.group_end(self.at - 1)]
        letters = [token.text for token in inside if token.kind == "letter"]
        if all(token.kind == "letter" or token.text == "," for token in inside):
            self.at += len(inside)
            return letters, []
        outside = len(self.bound)
        self.bound += [letter for letter in letters if letter not in self.notation.functions]
        found = self._conditions(lambda: self.now.kind == "close")
        del self.bound[outside:]
        return found

    def _at_subject(self) -> bool:
        return self.now.kind == "word" and " ".join(self.now.text.lower().split()).strip(", ") in _SUBJECT

    def _subject(self) -> list[Node]:
        """Read the conditions after "subject to", to the end of the formula."""
        self.take()
        letters, conditions = self._conditions(lambda: self.now.kind == "end")
        if letters:
            raise self.refuse("a condition is missing here")
        return conditions

    def _conditions(self, ended: Callable[[], bool]) -> tuple[list[str], list[Node]]:
        r"""Read what an extremum is over: names alone, and conditions, as in ``x, y`` and ``x, y \ge 0``."""
        names: list[Node] = []
        told: list[str] = []
        conditions: list[Node] = []
        stacked = self.now.text == r"\substack"
        if stacked:
            self.take()
            self.expect("open")
        while not ended() or stacked:
            if self.now.kind == "end":
                raise self.refuse("what this runs over is not understood")
            found = self.relation()
            if self.now.text in (":", r"\mid", "|"):
                self.take()
                told += self._bases([*names, found])
                names = []
            elif isinstance(found, Name | Tuple):
                names.append(found)
            else:
                if conditions and _goes_on(conditions[-1], found):
                    raise self.refuse("whether both ends hold for each name is not understood")
                conditions += self._shared(names, found)
                names = []
            while self.now.text in _SEPARATORS or self.now.kind == "row" or self._says_and():
                self.take()
            if stacked and self.now.kind == "close":
                self.take()
                stacked = False
                if not ended():
                    raise self.refuse("what this runs over is not understood")
        told += self._bases(names)
        return told, conditions

    def _says_and(self) -> bool:
        return self.now.kind == "word" and self.now.text.strip() == "and"

    def _bases(self, nodes: Iterable[Node]) -> list[str]:
        """Return the letters of names, or of a point of names."""
        names = [name for node in nodes for name in (node.items if isinstance(node, Tuple) else (node,))]
        bases = [name.base for name in names if isinstance(name, Name) and not name.sub and not name.sup]
        if len(bases) < len(names):
            raise self.refuse("what this runs over is not understood", hint="write the names alone, or x \\in [a, b]")
        return bases

    def _shared(self, names: Sequence[Node], found: Node) -> list[Node]:
        r"""Return a condition, also for the names that stand before it: ``x, y \ge 0``."""
        parts = found.operands if isinstance(found, Logic) and found.operator == "and" else (found,)
        if any(isinstance(part, Relation) and not set(part.signs) <= _SIGNS for part in parts) or not all(
            isinstance(part, Relation | Between) or _is_space(part) for part in parts
        ):
            raise self.refuse("what this runs over is not understood", hint="write x \\ge 0, or x \\in [a, b]")
        if not names:
            return list(parts)
        match found:
            case Relation((Name(), right), (sign,)):
                return [*(Relation((name, right), (sign,)) for name in names), found]
        raise self.refuse("what this runs over is not understood", hint="write x \\ge 0, or x \\in [a, b]")

    def _limited(
        self, operator: str, letters: Sequence[str], conditions: Sequence[Node], body: Node, token: Token
    ) -> Node:
        """Return an extremum under conditions, over the letters that are named or else those it must be over."""
        own = [one for one in body.arguments if isinstance(one, Name)] if isinstance(body, Apply) else []
        inside = list(dict.fromkeys(name for one in conditions for name in names_in(one)))
        points = [one.sides[0] for one in conditions if isinstance(one, Relation) and isinstance(one.sides[0], Tuple)]
        names = [Name(letter) for letter in letters] or [Name(base) for base in self._bases(points)]
        match conditions:
            case [Relation((_, Name() as between, _))] if not names and not own:
                names = [between]  # 1 <= i <= n
        if not names:
            spaces = not any(isinstance(one, Relation) for one in conditions)
            names = own if spaces else [name for name in inside if name in own]
        if not names and not own:
            names = [name for name in inside if name in _COORDINATES]
            if not names and set(inside) <= set(names_in(body)):
                names = inside
        if not names or any(name.sub or name.sup for name in names):
            raise self.refuse("over which names is not understood", token, "write them below: \\max_{x, y}")
        bounds, rest = _closed_interval(names, conditions)
        if bounds is not None:
            return Big(operator, names[0].base, *bounds, body)
        if rest:
            body = Cases((body,), (rest[0] if len(rest) == 1 else Logic("and", tuple(rest)),))
        return _over(operator, [name.base for name in names], body)


def _over(operator: str, letters: Sequence[str], node: Node) -> Node:
    for letter in reversed(letters):
        node = Big(operator, letter, None, None, node)
    return node


def _goes_on(before: Node, found: Node) -> bool:
    r"""Tell whether two conditions may be one for two names: ``0 \le x, y \le 1``."""
    match before, found:
        case Relation((_, Name()), (r"\le" | "<",)), Relation((Name(), _), (r"\le" | "<",)):
            return True
    return False


def _is_space(node: Node) -> bool:
    r"""Tell whether a node is all real numbers, or points of as many coordinates as is said."""
    return node == Const("reals") or (isinstance(node, Pow) and node.base == Const("reals"))


def _closed_interval(names: Sequence[Name], conditions: Sequence[Node]) -> tuple[tuple[Node, Node] | None, list[Node]]:
    r"""Return the ends of the one closed interval that the conditions are, else those that confine the names."""
    rest: list[Node] = []
    for one in conditions:
        match one:
            case Between() if len(names) == 1:
                rest.append(Relation((names[0], one), (r"\in",)))
            case Relation((_, space), (r"\in",)) if _is_space(space):
                continue
            case _ if not _is_space(one):
                rest.append(one)
    match names, rest:
        case [name], [Relation((low, inner, high), (r"\le", r"\le"))] if inner == name:
            return (low, high), []
        case [name], [Relation((high, inner, low), (r"\ge", r"\ge"))] if inner == name:
            return (low, high), []
        case [name], [Relation((inner, Between(low, high, False, False)), (r"\in",))] if inner == name:
            return (low, high), []
    return None, rest


def _is_open(of: Node) -> bool:
    """Tell whether a formula is one of names with plain values, not one of their list."""
    return any(True for _ in names_in(of)) and not isinstance(of, Tuple | Matrix)


EXTREMES = {"max": "greatest", "min": "least"}
r"""What ``\max S`` is called: the greatest value of S, over which names is left open."""

OPERANDS: Mapping[str, Callable[[ExtremumReader, Token], Node]] = dict.fromkeys(
    (r"\max", r"\min", r"\argmax", r"\argmin"), ExtremumReader.best
)
"""What starts an operand, with the method that reads on after it."""

r"""Sets: written out or by a condition, intervals, unions and the like, membership, sets of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from qbank.checker.index_letters import folded
from qbank.checker.syntax import (
    Add,
    Between,
    Builder,
    Call,
    Const,
    Logic,
    Matrix,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Set,
    Tuple,
)

from .cursor import CLOSERS
from .kinds import SET, STATEMENT, VECTOR
from .matrices import LINEAR, MatrixReader, listed, transposed
from .tokens import Token

OPERATIONS = {
    r"\cup": "union", r"\cap": "intersection", r"\setminus": "setminus", r"\smallsetminus": "setminus",
    r"\backslash": "setminus", r"\triangle": "symdiff", r"\bigtriangleup": "symdiff",
}  # fmt: skip
NUMBERS = {
    r"\mathbb{R}": "reals", r"\mathbb{Z}": "integers", r"\mathbb{N}": "naturals", r"\mathbb{Q}": "rationals",
    r"\mathbb{C}": "complexes",
}  # fmt: skip
_INFINITY = Const("infinity")
_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_POSITIVE = Between(_ZERO, _INFINITY, low_open=True, high_open=True)
_NONNEGATIVE = Between(_ZERO, _INFINITY, low_open=False, high_open=True)
_NEGATIVE = Between(Neg(_INFINITY), _ZERO, low_open=True, high_open=True)
_PARTS = {
    "+": _POSITIVE, "-": _NEGATIVE, ">0": _POSITIVE, r"\ge0": _NONNEGATIVE, "<0": _NEGATIVE, r"\ge1": Between(
        _ONE, _INFINITY, low_open=False, high_open=True), r"\le0": Between(
        Neg(_INFINITY), _ZERO, low_open=True, high_open=False),
}  # fmt: skip
MAX_LISTED = 200
REGION = "region"
"""What is called with a point and the conditions on its coordinates."""
_PAIR = 2


class SetReader(MatrixReader):
    """Reads sets and intervals."""

    french = False
    """The cursor is in ``]a, b[``."""

    def side(self) -> Node:
        """Read one side of a relation: a sum, or sets with one operation between them."""
        node = self.sum()
        operation = OPERATIONS.get(self.now.text)
        if operation is None:
            return node
        items = [self.as_set(node)]
        while (found := OPERATIONS.get(self.now.text)) is not None:
            if found != operation or (operation == "setminus" and len(items) > 1):
                raise self.refuse("operations of sets in a row are read in two ways", hint="use parentheses")
            self.take()
            items.append(self.as_set(self.sum()))
        return Call(operation, tuple(items))

    def home(self) -> Node:
        r"""Read the set after ``\in`` where a formula follows: one set, or several with one operation between them."""
        node = self.factor()
        operation = OPERATIONS.get(self.now.text)
        if operation is None:
            return self.as_set(node)
        items = [self.as_set(node)]
        while OPERATIONS.get(self.now.text) == operation and (operation != "setminus" or len(items) == 1):
            self.take()
            items.append(self.as_set(self.factor()))
        return Call(operation, tuple(items))

    def as_set(self, node: Node) -> Node:
        """Return what an operand of a set operation is: a pair in parentheses is an interval."""
        if isinstance(node, Tuple) and len(node.items) == _PAIR and not any(map(self.kind, node.items)):
            return Between(node.items[0], node.items[1], low_open=True, high_open=True)
        if self.kind(node) not in (SET, STATEMENT) and not isinstance(node, Name | Call):
            raise self.refuse("an operation of sets on something that is no set", self.tokens[self.at - 1])
        return node

    def starts_factor(self) -> bool:
        """Tell whether a factor stands here; in ``]0, 1[`` the bracket closes."""
        if self.now.text == "]" or (self.french and self.now.text == "["):
            return False
        return super().starts_factor()

    def sum(self) -> Node:
        """Read terms; a difference of sets is what one has more."""
        node = super().sum()
        if not isinstance(node, Add | Neg):
            return node
        terms = node.terms if isinstance(node, Add) else (node,)
        kinds = [self.kind(term) for term in terms]
        if SET in kinds or STATEMENT in kinds:
            if any(kind in LINEAR for kind in kinds) and isinstance(node, Add):
                return Add(tuple(listed(term) for term in terms))
            return self.added(terms, kinds)
        return node

    def added(self, terms: tuple[Node, ...], kinds: list[str | None]) -> Node:
        """Return the sum of sets or statements that ``terms`` are."""
        if kinds == [SET, SET] and isinstance(terms[1], Neg) and not isinstance(terms[0], Neg):
            return Call("setminus", (terms[0], terms[1].of))
        raise self.refuse("a sum of sets or statements is not understood", self.tokens[self.at - 1])

    def combined(self, factors: list[Node], signs: list[str], token: Token) -> Node:
        r"""Return ``A \times B`` of sets, or a list of two beside vectors."""
        kinds = [self.kind(factor) for factor in factors]
        if set(signs[1:]) == {r"\times"} and set(kinds) == {SET}:
            return Call("cartesian", tuple(self.as_set(factor) for factor in factors))
        if any(isinstance(factor, Between) for factor in factors) and STATEMENT not in kinds:
            lists = [listed(factor) for factor in factors]
            if SET not in [self.kind(factor) for factor in lists]:
                return self.multiplied(lists, signs, token)
        if set(kinds) == {SET} and set(signs) == {""}:
            if len(set(factors)) < len(factors) or {Name("H"), Name("T")} <= set(factors):
                raise self.refuse("events one after another, or at once", token, "write \\cap")
            return Call("intersection", tuple(factors))
        raise self.refuse("a product of sets or statements", token)

    # lists and intervals

    def item(self) -> Node:
        """Read one item of a list: any formula."""
        return self.statement()

    def parenthesis(self, token: Token) -> Node:
        """Read a parenthesis that is just opened; ``[0,1[`` closes by an opening bracket."""
        french, self.french = self.french, token.text == "[" and self._closes_open()
        try:
            if not self.french:
                return super().parenthesis(token)
            return self._interval(token, low_open=False)
        finally:
            self.french = french

    def reversed_bracket(self, token: Token) -> Node:
        """Read ``]0, 1[`` after its first bracket."""
        french, self.french = self.french, True
        try:
            return self._interval(token, low_open=True)
        finally:
            self.french = french

    def _interval(self, token: Token, *, low_open: bool) -> Node:
        low = self.sum()
        self.expect("op", ",")
        high = self.sum()
        if self.now.text not in ("[", "]"):
            raise self.refuse("this interval is not understood", token)
        return Between(low, high, low_open, self.take().text == "[")

    def _closes_open(self) -> bool:
        """Tell whether the bracket that is just opened closes as ``[a, b[``."""
        depth, comma = 0, False
        for at in range(self.at, len(self.tokens)):
            text, kind = self.tokens[at].text, self.tokens[at].kind
            if depth == 0 and text == "[" and comma and self.tokens[at - 1].text not in (",", "+", "-"):
                after = self.tokens[at + 1].text if at + 1 < len(self.tokens) else ""
                return after in ("", ")", ",", "=", r"\}") or after in OPERATIONS
            depth += (kind == "open" or text in ("(", "[")) - (kind == "close" or text in (")", "]"))
            comma = comma or (depth == 0 and text == ",")
            if depth < 0:
                return False
        return False

    def listed(self, opener: Token, items: list[Node], closer: Token) -> Node:
        """Return what ``items`` in parentheses or brackets are: a list, an interval, or the one item."""
        pair = len(items) == _PAIR and not any(self.kind(item) for item in items)
        if closer.text != CLOSERS[opener.text]:
            if not pair:
                raise self.refuse(f"{CLOSERS[opener.text]!r} is missing here", closer)
            return Between(items[0], items[1], low_open=opener.text == "(", high_open=closer.text == ")")
        if len(items) == 1:
            return items[0]
        if opener.text == "(":
            if pair and any(item in (_INFINITY, Neg(_INFINITY)) for item in items):
                return Between(items[0], items[1], low_open=True, high_open=True)
            return super().listed(opener, items, closer)
        rows = [listed(item) for item in items]
        widths = {len(row.items) if isinstance(row, Tuple) else 0 for row in rows}
        if len(widths) == 1 and widths != {0}:
            return Matrix(tuple(item for row in rows if isinstance(row, Tuple) for item in row.items), widths.pop())
        if any(self.kind(item) for item in items):
            raise self.refuse("a list of these is not understood", opener)
        if pair:
            return Between(items[0], items[1], low_open=False, high_open=False)
        return Tuple(tuple(items))

    # sets

    def braces(self, token: Token) -> Node:
        r"""Read a set whose ``\{`` is just taken: its items, or a condition."""
        if self.now.text in (r"\begin{array}", r"\begin{aligned}", r"\begin{matrix}"):
            return self.system(token)
        bars, self.bars = self.bars, ["set"]
        items: list[Node] = []
        while self.now.text != r"\}":
            if self.now.text == r"\ldots":
                items = self._continued(items)
            else:
                items.append(self.relation())
            if self.now.text in (r"\mid", "|", ":"):
                return self._builder(token, items, bars)
            if self.now.text in (",", ";"):
                self.take()
            elif self.now.text != r"\}":
                raise self.refuse(self.stray())
        self.take()
        self.bars = bars
        if any(self.kind(item) == STATEMENT for item in items):
            raise self.refuse("a set of statements", token)
        return Set(tuple(items)) if items else Const("empty")

    def system(self, token: Token) -> Node:
        """Read equations after a brace."""
        raise self.refuse("equations after a brace are not understood", token)

    def _builder(self, token: Token, items: list[Node], bars: list[str]) -> Node:
        self.take()
        self.bars = []
        home = None
        element = items[0]
        if isinstance(element, Relation) and element.signs == (r"\in",):
            element, home = element.sides
        points = isinstance(element, Tuple) and all(isinstance(one, Name) for one in element.items)
        if points and len(items) == 1 and home in (None, Pow(Const("reals"), Num(Fraction(2)))):
            return self._points(element, token, bars)
        if len(items) != 1 or not isinstance(element, Name):
            raise self.refuse("a set of values of a formula is not understood", token, "write \\{x \\in A \\mid …\\}")
        conditions = [self.statement()]
        while self.now.text == ",":
            self.take()
            conditions.append(self.statement())
        if any(self.kind(condition) != STATEMENT for condition in conditions):
            raise self.refuse("the condition of this set is not understood", token)
        self.expect("command", r"\}")
        self.bars = bars
        return Builder(element, home, conditions[0] if len(conditions) == 1 else Logic("and", tuple(conditions)))

    def _points(self, element: Node, token: Token, bars: list[str]) -> Node:
        r"""Read the conditions of a region, ``\{(x, y) : x^2 + y^2 \le 4, x \ge 0\}``."""
        conditions = [self.statement()]
        while self.now.text in (",", ";"):
            self.take()
            conditions.append(self.statement())
        if any(self.kind(condition) != STATEMENT for condition in conditions):
            raise self.refuse("the condition of this set is not understood", token)
        self.expect("command", r"\}")
        self.bars = bars
        return Call(REGION, (element, *conditions))

    def _continued(self, items: list[Node]) -> list[Node]:
        r"""Read on after ``1, 2, \ldots``: whole numbers in equal steps up to the next."""
        token = self.take()
        self.expect("op", ",")
        last = self.sum()
        values = [whole(item) for item in (*items, last)]
        if not items or None in values:
            raise self.refuse("an ellipsis leaves open what it stands for", token)
        numbers = [value for value in values if value is not None]
        step = numbers[1] - numbers[0] if len(items) > 1 else 1
        listed_numbers = list(range(numbers[0], numbers[-1] + (step > 0) - (step < 0), step)) if step else []
        if listed_numbers[: len(items)] != numbers[:-1] or listed_numbers[-1] != numbers[-1]:
            raise self.refuse("an ellipsis leaves open what it stands for", token)
        if len(listed_numbers) > MAX_LISTED:
            raise self.refuse(f"a set of more than {MAX_LISTED} numbers", token)
        return [Num(Fraction(number)) if number >= 0 else Neg(Num(Fraction(-number))) for number in listed_numbers]

    def empty(self, _token: Token) -> Node:
        r"""Read ``\emptyset``."""
        return Const("empty")

    def size(self, _token: Token) -> Node:
        r"""Read the set after ``\#``."""
        return Call("card", (self.factor(),))

    def powerset(self) -> Node:
        r"""Read the set after ``\mathcal{P}``."""
        return Call("powerset", (self.parenthesis(self.expect("op", "(")),))

    def unions(self, token: Token) -> Node:
        r"""Read ``\bigcup`` or ``\bigcap`` over an index."""
        operator = {r"\bigcup": r"\union", r"\bigcap": r"\intersection"}[token.text]
        return self.big(Token(token.kind, operator, token.start, token.end))

    def numbers(self, token: Token) -> Node:
        r"""Read what stands after ``\mathbb{R}``: a dimension, a sign, a bound."""
        home = Const(NUMBERS[token.text])
        sign = self.now
        if sign.kind not in ("sub", "sup"):
            return home
        self.take()
        inside = self._script()
        text = "".join(part.text for part in inside)
        if text in _PARTS and (sign.kind == "sup" or text != "+" or home == Const("integers")):
            part = _PARTS[text]
            if home == Const("reals"):
                return part
            if home == Const("naturals") and text != r"\ge1":
                raise self.refuse("whether 0 is a natural number is left open", sign)
            if home in (Const("integers"), Const("rationals"), Const("naturals")):
                return Call("intersection", (home, part))
        if home == Const("naturals") and sign.kind == "sub" and text == "0":
            return Call("intersection", (Const("integers"), _NONNEGATIVE))
        if sign.kind == "sub" or text in _PARTS or text == "*":
            raise self.refuse("this set of numbers is not understood", sign)
        self.at -= len(inside) + 2 * (self.tokens[self.at - 1].kind == "close")
        if r"\times" in [part.text for part in inside]:
            self.expect("open")
            sizes = [self.factor()]
            while self.now.text == r"\times":
                self.take()
                sizes.append(self.factor())
            self.expect("close")
            return Pow(home, Tuple(tuple(sizes)))
        return Pow(home, self.argument())

    def _script(self) -> list[Token]:
        """Take a script and return the tokens inside it."""
        if self.now.kind != "open":
            return [self.take()]
        inside, depth = [], 0
        self.take()
        while depth or self.now.kind != "close":
            if self.now.kind == "end":
                raise self.refuse("'}' is missing")
            depth += (self.now.kind == "open") - (self.now.kind == "close")
            inside.append(self.take())
        self.take()
        return inside

    # complements

    def overlined(self, token: Token) -> Node:
        r"""Read what stands under ``\overline``: of a set the complement, of a statement the negation."""
        self.expect("open")
        bars, self.bars = self.bars, []
        node = self.statement()
        self.bars = bars
        self.expect("close")
        if self.kind(node) not in (SET, STATEMENT):
            return self.conjugated(node, token)
        return self.opposite(node)

    def conjugated(self, node: Node, token: Token) -> Node:
        """Return what a bar over a number is: its conjugate, where numbers are complex."""
        if self.notation.variables.complex:
            return Call("conj", (node,))
        raise self.refuse("a bar over several signs is read in two ways", token)

    def marked(self, base: Node, token: Token) -> Callable[[Node], Node] | None:
        """Return what the sign ``token`` above ``base`` does: of a set, c is the complement."""
        if token.text in ("c", "C", r"\complement", r"\mathsf{c}") and self.kind(base) in (SET, STATEMENT):
            return self.opposite
        return super().marked(base, token)

    def opposite(self, node: Node) -> Node:
        """Return the complement of a set, the negation of a statement."""
        return Logic("not", (node,)) if self.kind(node) == STATEMENT else Call("complement", (node,))

    def primed(self, node: Node) -> Node:
        """Read a prime after a set, a statement or a matrix."""
        kind = self.kind(node)
        if kind in (SET, STATEMENT):
            self.take()
            return self.opposite(node)
        if kind in LINEAR and kind != VECTOR:
            self.take()
            return transposed(node)
        return super().primed(node)


def whole(node: Node) -> int | None:
    """Return the whole number that ``node`` writes."""
    node = folded(node)
    if isinstance(node, Neg):
        value = whole(node.of)
        return None if value is None else -value
    return int(node.value) if isinstance(node, Num) and node.value.denominator == 1 else None


OPERANDS: Mapping[str, Callable[[SetReader, Token], Node]] = {
    "(": SetReader.parenthesis,
    "[": SetReader.parenthesis,
    "]": SetReader.reversed_bracket,
    r"\overline": SetReader.overlined,
    r"\{": SetReader.braces,
    r"\emptyset": SetReader.empty,
    r"\varnothing": SetReader.empty,
    r"\#": SetReader.size,
    r"\bigcup": SetReader.unions,
    r"\bigcap": SetReader.unions,
}
"""What starts an operand, with the method that reads on after it."""

r"""Statements: connectives and quantifiers around relations.

Precedence as textbooks have it: ``\neg``, ``\land``, ``\lor``, ``\to``, ``\leftrightarrow``, and last ``\equiv``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Call,
    Const,
    Div,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Quantified,
    Relation,
    rebuild,
    walk,
)

from .cursor import MAX_DEPTH
from .kinds import NOT, SET, STATEMENT
from .relations import RelationReader
from .tokens import Token

_CONNECTED = {"and": "and", "or": "or", "implies": "implies", "iff": "iff", "if and only if": "iff", "xor": "xor"}
CONDITIONAL = frozenset({"if", "for", "when", "where", "whenever", "for all", "if and only if"})
OTHERWISE = frozenset({"otherwise", "else", "elsewhere", "other", "in all other cases", "others"})
_SETTLED = frozenset({"such that", "s.t.", "so that", "we have", "with", "subject to", "under", "on"})


class LogicReader(RelationReader):
    """Reads statements."""

    def whole(self) -> Node:
        """Read the formula up to its end."""
        self.equivalences = any(token.text == r"\equiv" for token in self.tokens)
        node = super().whole()
        if any(isinstance(part, Relation | Logic) for part in walk(node)):
            self._check_arithmetic(node)
        return self._as_boolean(node)

    def _check_arithmetic(self, node: Node) -> None:
        """Refuse arithmetic with statements."""
        for part in walk(node):
            inside = (
                (*part.arguments,) if isinstance(part, Apply)
                else part.arguments if isinstance(part, Call) and part.function not in ("complement", "card", "region")
                else ()
            )  # fmt: skip
            if isinstance(part, Neg | Div | Pow):
                inside = tuple(getattr(part, name) for name in part.__slots__)
            if any(isinstance(item, Relation | Logic) for item in inside) and not self.notation.kinds.boolean:
                raise self.refuse("a statement where a value must stand", self.tokens[0])

    def _as_boolean(self, node: Node) -> Node:
        """Read sums and products of a question on Boolean algebra as or and and."""
        if not self.notation.kinds.boolean:
            return node
        leaves = Add | Mul | Name | Logic | Num | Relation | Const | Call
        if all(
            isinstance(part, leaves)
            and (not isinstance(part, Num) or part.value in (0, 1))
            and (not isinstance(part, Call) or part.function == "complement")
            for part in walk(node)
            if not isinstance(part, Num) or part.places is None
        ) and not (isinstance(node, Num) or any(isinstance(p, Name) and p.sup for p in walk(node))):
            return _boolean(node)
        return node

    # connectives

    def statement(self) -> Node:
        """Read a formula of the lowest precedence."""
        node = self._equivalence()
        if self.now.text == r"\equiv" and self.kind(node) == STATEMENT and not self.congruent:
            sides = [node]
            while self.now.text == r"\equiv":
                self.take()
                sides.append(self._checked(self._equivalence(), self.now))
            return Relation(tuple(sides), (r"\equiv",) * (len(sides) - 1))
        return node

    def connective(self) -> str | None:
        """Return the connective that stands here."""
        token = self.now
        if token.kind == "command":
            return self.symbols.get(token.text)
        return _CONNECTED.get(" ".join(token.text.split())) if token.kind == "word" else None

    def _equivalence(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(f"more than {MAX_DEPTH} levels of nesting")
        node = self._chained(self._implication, ("iff",))
        self.depth -= 1
        return node

    def _implication(self) -> Node:
        return self._chained(self._disjunction, ("implies", "implied"))

    def _disjunction(self) -> Node:
        node = self._conjunction()
        operator = self.connective()
        if operator not in ("or", "xor"):
            return node
        operands = [self._checked(node, self.now)]
        while (found := self.connective()) in ("or", "xor"):
            if found != operator:
                raise self.refuse("or beside exclusive or is read in two ways", hint="use parentheses")
            token = self.take()
            operands.append(self._checked(self._conjunction(), token))
        return Logic(operator, tuple(operands))

    def _conjunction(self) -> Node:
        node = self._negation()
        if self.connective() != "and":
            return node
        operands = [self._checked(node, self.now)]
        while self.connective() == "and":
            token = self.take()
            operands.append(self._checked(self._negation(), token))
        return Logic("and", tuple(operands))

    def _chained(self, part: Callable[[], Node], operators: tuple[str, ...]) -> Node:
        node = part()
        found = self.connective()
        if found not in operators or not self.is_statement(node):
            return node
        token = self.take()
        other = self._checked(part(), token)
        if self.connective() in operators:
            raise self.refuse("arrows in a row are read in two ways", hint="use parentheses")
        pair = (other, node) if found == "implied" else (node, other)
        return Logic("implies" if found == "implied" else str(found), pair)

    def _negation(self) -> Node:
        token = self.now
        if token.text in NOT or (token.kind == "word" and token.text.strip() == "not") or self._prefixed_tilde():
            self.take()
            return Logic("not", (self._checked(self._negation(), token),))
        if token.text in (r"\forall", r"\exists", r"\nexists"):
            return self._quantified()
        return self.relation()

    def _prefixed_tilde(self) -> bool:
        return self.now.text == r"\sim"

    def _checked(self, node: Node, token: Token) -> Node:
        """Return ``node`` if it can be true or false: a name that stands beside connectives can."""
        known = self.kind(node)
        if known == STATEMENT or (known is None and isinstance(node, Name | Apply)) or self._is_boolean_value(node):
            return node
        if known == SET and isinstance(node, Name | Call):
            return node
        raise self.refuse("no statement stands beside this connective", token)

    def _is_boolean_value(self, node: Node) -> bool:
        if self.notation.kinds.boolean and isinstance(node, Add | Mul | Num):
            return True
        return isinstance(node, Num) and node.value in (0, 1) and node.places is None

    def starts_factor(self) -> bool:
        """Tell whether a factor stands here; words that connect statements do not start one."""
        token = self.now
        if token.kind == "word":
            word = " ".join(token.text.lower().split()).strip(",. ")
            if word in _CONNECTED or word in CONDITIONAL or word in OTHERWISE or word in _SETTLED or word == "mod":
                return False
        if token.text in NOT or (token.text == "|" and not self.bars and self.divides()):
            return False
        return super().starts_factor()

    # quantifiers

    def _quantified(self) -> Node:
        token = self.take()
        operator = "forall" if token.text == r"\forall" else "exists"
        if self.now.text == "!":
            raise self.refuse("a quantifier that counts is not understood", token)
        names = [self._bound_name()]
        while self.now.text == "," and self.ahead().kind == "letter" and self.ahead(2).text in (",", r"\in", ":"):
            self.take()
            names.append(self._bound_name())
        home = self._home(names)
        self.bound += [name.base for name in names]
        told = self._separator()
        if told:
            body = self.statement()
        else:
            closed = self.now.text in ("(", "[") or self.now.text in (r"\forall", r"\exists", r"\nexists", *NOT)
            body = self._negation()
            plain = closed or isinstance(body, Apply) or self.connective() is None
            if not plain:
                raise self.refuse("how far this quantifier reaches is read in two ways", token, "use parentheses")
        del self.bound[-len(names) :]
        body = self._checked(body, token)
        for name in reversed(names):
            body = Quantified(operator, name, home, body)
        return Logic("not", (body,)) if token.text == r"\nexists" else body

    def _bound_name(self) -> Name:
        token = self.now
        if token.kind != "letter":
            raise self.refuse("a quantifier takes a name")
        self.bound.append(token.text)
        name = self.name()
        self.bound.pop()
        if not isinstance(name, Name):
            raise self.refuse("a quantifier takes a name", token)
        return name

    def _home(self, names: list[Name]) -> Node | None:
        sign = self.now
        if sign.text == r"\in":
            self.take()
            return self.home()
        if sign.text not in ("<", ">", r"\le", r"\ge"):
            return None
        if len(names) > 1:
            raise self.refuse("a bound of several names")
        self.take()
        bound = self.sum()
        infinity = Const("infinity")
        opened = sign.text in ("<", ">")
        if sign.text in (">", r"\ge"):
            return Between(bound, infinity, low_open=opened, high_open=True)
        return Between(Neg(infinity), bound, low_open=True, high_open=opened)

    def _separator(self) -> bool:
        token = self.now
        word = token.text.strip() if token.kind == "word" else ""
        if token.text in (":", ".", ",", r"\mid", "|", ";") or word in _SETTLED:
            self.take()
            if self.now.kind == "word" and self.now.text.strip() in _SETTLED:
                self.take()
            return True
        return False

    def added(self, terms: tuple[Node, ...], kinds: list[str | None]) -> Node:
        """Return the sum of sets or statements that ``terms`` are."""
        if self.notation.kinds.boolean and not any(isinstance(term, Neg) for term in terms):
            return Add(terms)
        return super().added(terms, kinds)

    def combined(self, factors: list[Node], signs: list[str], token: Token) -> Node:
        """Return the product of sets or statements that ``factors`` are."""
        if self.notation.kinds.boolean and STATEMENT in [self.kind(factor) for factor in factors]:
            return Mul(tuple(factors))
        return super().combined(factors, signs, token)

    def denied(self, token: Token) -> Node:
        r"""Read ``\neg A`` within a set operation."""
        node = self.factor()
        if self.kind(node) not in (SET, STATEMENT) and not isinstance(node, Name | Apply):
            raise self.refuse("no statement stands beside this connective", token)
        return self.opposite(node) if self.kind(node) == SET else Logic("not", (node,))

    def truth(self, token: Token) -> Node:
        r"""Read ``\top`` or ``\bot``."""
        return Const("true" if token.text == r"\top" else "false")


def _boolean(node: Node) -> Node:
    match node:
        case Add(terms):
            return Logic("or", tuple(map(_boolean, terms)))
        case Mul(factors):
            return Logic("and", tuple(map(_boolean, factors)))
        case Call("complement", (of,)):
            return Logic("not", (_boolean(of),))
        case Num(value):
            return Const("true" if value else "false")
        case Name():
            return node
    return rebuild(node, _boolean)


OPERANDS: Mapping[str, Callable[[LogicReader, Token], Node]] = {
    **dict.fromkeys(NOT, LogicReader.denied),
    r"\top": LogicReader.truth,
    r"\bot": LogicReader.truth,
}
"""What starts an operand, with the method that reads on after it."""

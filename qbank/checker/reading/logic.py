r"""Statements: relations of every kind, connectives and quantifiers, congruences, cases and systems of equations.

Precedence as textbooks have it: ``\neg``, ``\land``, ``\lor``, ``\to``, ``\leftrightarrow``, and last ``\equiv``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import ClassVar

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Call,
    Cases,
    Congruence,
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
    Tuple,
    rebuild,
    walk,
)

from .arithmetic import RELATIONS
from .kinds import AND, IFF, IMPLIED, IMPLIES, NOT, OR, SET, STATEMENT, XOR
from .matrices import LINEAR, listed
from .sets import SetReader
from .tokens import Token

MEMBERSHIP = frozenset({r"\in", r"\notin", r"\subset", r"\subseteq", r"\sim", r"\propto"})
_TURNED = {r"\ni": r"\in", r"\supset": r"\subset", r"\supseteq": r"\subseteq"}
_STRICT = {r"\subsetneq": False, r"\supsetneq": True}
_NEGATED = {"=": r"\ne", r"\in": r"\notin", "<": r"\ge", ">": r"\le", r"\mid": r"\nmid"}
_CONNECTED = {"and": "and", "or": "or", "implies": "implies", "iff": "iff", "if and only if": "iff", "xor": "xor"}
_IF = frozenset({"if", "for", "when", "where", "whenever", "for all", "if and only if"})
_OTHERWISE = frozenset({"otherwise", "else", "elsewhere", "other", "in all other cases", "others"})
_SETTLED = frozenset({"such that", "s.t.", "so that", "we have", "with"})
_MODULO = frozenset({r"\pmod", r"\bmod", r"\mod"})
_TRUE = Const("true")
_STARTS = RELATIONS | frozenset({"(", "[", ","})
_ARITHMETIC = Add | Neg | Mul | Div | Pow | Apply


class LogicReader(SetReader):
    """Reads statements."""

    _equivalences = False
    congruent = False
    r"""A ``\equiv`` stands before, so that mod ends the congruence."""
    symbols: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(AND, "and"), **dict.fromkeys(OR, "or"), **dict.fromkeys(XOR, "xor"), r"\&": "and",
        **dict.fromkeys(IMPLIES, "implies"), **dict.fromkeys(IMPLIED, "implied"), **dict.fromkeys(IFF, "iff"),
    }  # fmt: skip

    def whole(self) -> Node:
        """Read the formula up to its end."""
        self._equivalences = any(token.text == r"\equiv" for token in self.tokens)
        node = super().whole()
        if any(isinstance(part, Relation | Logic) for part in walk(node)):
            self._check_arithmetic(node)
        return self._as_boolean(node)

    def _check_arithmetic(self, node: Node) -> None:
        """Refuse arithmetic with statements."""
        for part in walk(node):
            inside = (
                (*part.arguments,) if isinstance(part, Apply)
                else part.arguments if isinstance(part, Call) and part.function not in ("complement", "card")
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
        if self.depth > 50:
            raise self.refuse("more than 50 levels of nesting")
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
        if found not in operators or not self._is_statement(node):
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

    def _is_statement(self, node: Node) -> bool:
        if isinstance(node, Apply):
            return node.function in self.notation.kinds.predicates
        return self.kind(node) == STATEMENT

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
            if word in _CONNECTED or word in _IF or word in _OTHERWISE or word in _SETTLED or word == "mod":
                return False
        if token.text in NOT or (token.text == "|" and not self.bars and self._divides()):
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

    # relations

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
        if token.text == r"\equiv" and not self.congruent and self._is_statement(left):
            return None
        if token.text == r"\sim" and not isinstance(left, Name):
            return None
        if token.text == r"\mid" and (self.bars or isinstance(left, Relation)):
            return None
        if token.text == "|" and (self.bars or not self._divides()):
            return None
        if token.text in RELATIONS or token.text in MEMBERSHIP or token.text in _TURNED or token.text in _STRICT or (
            token.text in (r"\mid", r"\nmid", "|", r"\perp")
        ):  # fmt: skip
            self.take()
            return r"\mid" if token.text == "|" else token.text
        return None

    def _divides(self) -> bool:
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

    # congruences

    def _has_modulus(self) -> bool:
        r"""Tell whether a ``\equiv`` with a modulus follows before the statement ends."""
        depth, seen = 0, False
        if not self._equivalences:
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

    # cases and systems

    def cases(self, token: Token) -> Node:
        r"""Read ``\begin{cases}``: values with their conditions, or equations that hold together."""
        return self._rows(token, r"\end{cases}")

    def system(self, token: Token) -> Node:
        r"""Read ``\{\begin{array}{l} … \end{array}`` after its brace."""
        start = self.take()
        if start.text == r"\begin{array}":
            self._columns_of_array()
        node = self._rows(token, start.text.replace("begin", "end"))
        if self.now.text == r"\}":
            self.take()
        return node

    def _rows(self, token: Token, end: str) -> Node:
        values: list[Node] = []
        conditions: list[Node] = []
        equations: list[Node] = []
        bars, self.bars = self.bars, []
        while self.now.text != end:
            value = self.aligned_statement()
            if self.now.text in (",", ";") and self.now.kind == "op":
                self.take()
            if self.now.kind == "align" or self._condition_word() is not None:
                values.append(value)
                conditions.append(self._condition())
            else:
                equations.append(value)
            if self.now.kind == "row":
                self.take()
            elif self.now.text != end:
                raise self.refuse(self.stray())
        self.take()
        self.bars = bars
        if values and not equations:
            if _TRUE in conditions[:-1]:
                raise self.refuse("a case after the last", token)
            return Cases(tuple(values), tuple(conditions))
        if not values and equations and all(self.kind(row) == STATEMENT for row in equations):
            return Logic("and", tuple(equations)) if len(equations) > 1 else equations[0]
        raise self.refuse("these cases are not understood", token)

    def aligned_statement(self) -> Node:
        """Read a statement; an ``&`` right before or after its relation only aligns."""
        relations = RELATIONS | MEMBERSHIP
        at = self.at
        while at < len(self.tokens) and self.tokens[at].kind != "row" and not self.tokens[at].text.startswith("\\end"):
            if self.tokens[at].kind == "align" and (
                (self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text in relations) or at == self.at
                or self.tokens[at - 1].text in relations | {"+", "-"} or self.tokens[at + 1].text in ("+", "-")
            ):  # fmt: skip
                self.tokens = [*self.tokens[:at], *self.tokens[at + 1 :]]
            else:
                at += 1
        return self.statement()

    def _condition_word(self) -> str | None:
        if self.now.kind != "word":
            return None
        word = " ".join(self.now.text.lower().split()).strip(",.:; ")
        return word if word in _IF or word in _OTHERWISE else None

    def _condition(self) -> Node:
        token = self.now
        if token.kind == "align":
            self.take()
        word = self._condition_word()
        if word is not None:
            self.take()
        if word in _OTHERWISE:
            if self.now.text == ".":
                self.take()
            return _TRUE
        conditions = [self.statement()]
        while self.now.text == "," and self.now.kind == "op":
            self.take()
            if self.now.kind == "row" or self.now.text.startswith(r"\end"):
                break
            conditions.append(self.statement())
        if self.now.text in (".", ";"):
            self.take()
        if any(self.kind(condition) != STATEMENT for condition in conditions):
            raise self.refuse("this condition is not understood", token)
        return conditions[0] if len(conditions) == 1 else Logic("and", tuple(conditions))

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
    r"\begin{cases}": LogicReader.cases,
    **dict.fromkeys(NOT, LogicReader.denied),
    r"\top": LogicReader.truth,
    r"\bot": LogicReader.truth,
}
"""What starts an operand, with the method that reads on after it."""

r"""Probability: ``P(A \mid B)``, expectations and other moments, distributions; names by what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qbank.checker.syntax import Call, Chance, Const, Logic, Moment, Mul, Name, Node, Relation, Set

from . import matrices
from .arithmetic import RELATIONS
from .cases import CaseReader
from .kinds import CHANCE, MEAN, MOMENTS, SET, STATEMENT, UNIT_VECTORS
from .matrices import LINEAR, transposed
from .sets import NUMBERS
from .tokens import Token

_BARRED = (r"\bar{", r"\overline{")
_TRUTH = {"true": Const("true"), "false": Const("false")}
_DISTRIBUTIONS = {
    "N": "normal", r"\mathcal{N}": "normal", "Normal": "normal", "U": "uniform", r"\mathcal{U}": "uniform",
    "Unif": "uniform", "Uniform": "uniform", "Bernoulli": "bernoulli", "Ber": "bernoulli", "Bern": "bernoulli",
    "B": "binomial", "Bin": "binomial", "Binomial": "binomial", "Binom": "binomial", "Poisson": "poisson",
    "Pois": "poisson", "Poi": "poisson", "Po": "poisson", "Exp": "exponential", "Exponential": "exponential",
    "Expo": "exponential", "Geom": "geometric", "Geometric": "geometric", "Geo": "geometric", "Gamma": "gamma",
    r"\Gamma": "gamma", "Beta": "beta",
}  # fmt: skip
_COUNTS = {
    "normal": 2, "uniform": 2, "bernoulli": 1, "binomial": 2, "poisson": 1, "exponential": 1, "geometric": 1,
    "gamma": 2, "beta": 2,
}  # fmt: skip
_OUTCOMES = frozenset({"+", "-"})
_ENDS = frozenset({")", "]", r"\}", ",", r"\mid", "|", r"\cap", r"\cup"})
"""What stands after the outcome of a test."""


def _outcome(positive: Name, sign: str) -> Node:
    """Return the event that a test is positive, or the opposite one."""
    return positive if sign == "+" else Call("complement", (positive,))


class ChanceReader(CaseReader):
    """Reads probabilities, moments and distributions, and hands names of every kind to their readers."""

    def name(self) -> Node:
        """Read a name, or what letters and words stand for that are no names."""
        node = self._structure(self.now)
        return super().name() if node is None else node

    def _structure(self, token: Token) -> Node | None:
        text, kinds = token.text.strip(), self.notation.kinds
        if text in self.notation.functions:
            return None
        if token.kind == "word":
            return self._word(text)
        if text in NUMBERS:
            return self.numbers(self.take())
        if text in CHANCE and (text in kinds.operators or len(text) > 1) and self._applied_at(1):
            self.take()
            return self.chance(token)
        if text == "p" and "p" in kinds.operators and self.ahead().text == "(" and self._relates():
            self.take()
            return self.chance(token)
        if text in (r"\mathbb{E}", r"\mathbb{P}") and not self._applied_at(1):
            raise self.refuse(f"{text} without brackets", token)
        if text in MEAN and (text in kinds.operators or (len(text) > 1)) and self._applied_at(1):
            self.take()
            return self.moment("mean", token)
        if text in ("V", "C", "P") and (run := self._run()):
            self.at += len(run)
            return self.chance(token) if run == "Pr" else self.moment(MOMENTS[run.lower()], token)
        if text == r"\rho" and self._of_two_variables():
            self.take()
            return self.moment("correlation", token)
        if text == r"\mathbb{V}" and self._applied_at(1):
            self.take()
            return self.moment("variance", token)
        if text == r"\mathcal{P}" and self.ahead().text == "(":
            self.take()
            return self.powerset()
        if text.startswith(_BARRED):
            return self._barred_letter(token)
        if kinds.identity and text in ("I", r"\mathbf{I}", r"\mathbb{I}") and "I" not in self.notation.words:
            return self.identity(self.take())
        if kinds.units and text in UNIT_VECTORS and self.ahead().kind not in ("sub", "sup"):
            return self.unit_vector(self.take())
        if text in (r"\mathbf{0}", r"\vec{0}", r"\boldsymbol{0}"):
            self.take()
            return Call("zero", ())
        if self.ahead().kind == "prime" and not {text + "'", text} & (self.notation.words | self.notation.functions):
            return self._primed_name(token)
        return None

    def _applied_at(self, distance: int) -> bool:
        if self.ahead(distance).kind == "sub":
            distance += 2 if self.ahead(distance + 1).kind != "open" else 4
        return self.ahead(distance).text in ("(", "[", r"\{", r"\lbrace")

    def _of_two_variables(self) -> bool:
        """Tell whether ``(X, Y)`` follows, a pair of random variables."""
        one, two = self.ahead(2), self.ahead(4)
        shape = [self.ahead(1).text, self.ahead(3).text, self.ahead(5).text] == ["(", ",", ")"]
        return shape and {one.text, two.text} <= self.notation.kinds.variables and one.text != two.text

    def _relates(self) -> bool:
        """Tell whether a relation stands in the parenthesis that follows."""
        depth = 0
        for token in self.tokens[self.at + 1 :]:
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                return False
            if token.text in RELATIONS:
                return True
        return False

    def _run(self) -> str:
        """Return ``Var``, ``Cov`` or ``Pr`` where these letters stand before a bracket."""
        for run in ("Var", "Cov", "Corr", "Pr"):
            texts = [token.text for token in self.tokens[self.at : self.at + len(run)]]
            if texts == list(run) and self.ahead(len(run)).text in ("(", "["):
                return run if run[0] not in self.notation.functions else ""
        return ""

    def _word(self, text: str) -> Node | None:
        if text in ("true", "false"):
            self.take()
            return _TRUTH[text]
        if text in self.notation.words:
            return None
        token = self.now
        if text in CHANCE and self._applied_at(1):
            self.take()
            return self.chance(token)
        if text == "E" and self._applied_at(1):
            self.take()
            return self.moment("mean", token)
        if text.lower() in MOMENTS and (self._applied_at(1) or self.ahead().kind == "letter"):
            self.take()
            return self.moment(MOMENTS[text.lower()], token)
        read = matrices.WORDS.get(text.lower())
        if read is not None and (
            self.ahead().text in ("(", "[") or self.ahead().kind == "letter" or self.ahead().text in matrices.OPERANDS
        ):
            self.take()
            return read(self)
        return None

    def _barred_letter(self, token: Token) -> Node | None:
        """Read a set, event or proposition under a bar."""
        inner = token.text[token.text.index("{") + 1 : -1]
        base = Name(inner)
        if len(inner) > 1 and inner.isalpha() and {self.kind(Name(letter)) for letter in inner} in ({SET}, {STATEMENT}):
            self.take()
            letters = tuple(Name(letter) for letter in inner)
            either = self.kind(letters[0]) == SET
            return self.opposite(Call("intersection", letters) if either else Logic("and", letters))
        if self.kind(base) not in (SET, STATEMENT):
            return None
        self.take()
        if token.text in (self.notation.known or ()):
            self.bound.append(inner)
            node = self.scripts(inner, token)
            self.bound.pop()
        else:
            node = self.scripts(inner, token)
        return self.opposite(node)

    def _primed_name(self, token: Token) -> Node | None:
        kind = self.kind(Name(token.text))
        if kind not in (SET, STATEMENT, "matrix"):
            return None
        self.take()
        node = self.leaf(token)
        self.take()
        return transposed(node) if kind in LINEAR else self.opposite(node)

    # events

    def chance(self, token: Token) -> Node:
        """Read the event in brackets after P, which is just taken."""
        opener = self.take()
        if opener.text not in ("(", "[", r"\{"):
            raise self.refuse("a probability without its event, or with an index", token)
        closer = {"(": ")", "[": "]", r"\{": r"\}"}[opener.text]
        bars, self.bars = self.bars, ["given"]
        event = self._events(closer)
        given = None
        if self.now.text in (r"\mid", "|"):
            self.take()
            given = self._events(closer)
        self.bars = bars
        if self.now.text != closer:
            raise self.refuse(self.stray())
        self.take()
        return Chance(event, given)

    def _events(self, closer: str) -> Node:
        items = [self._event()]
        while self.now.text in (",", ";"):
            self.take()
            items.append(self._event())
        if self.now.text not in (closer, r"\mid", "|"):
            raise self.refuse(self.stray())
        return items[0] if len(items) == 1 else Logic("and", tuple(items))

    def _event(self) -> Node:
        token = self.now
        word = " ".join(token.text.split()) if token.kind == "word" else ""
        alone = self.ahead().text in (")", "]", r"\}", ",", r"\mid", "|", r"\cap", r"\cup", "^") or (
            self.ahead().kind in ("word", "prime")
        )
        if word and alone and word not in self.notation.words and word.replace("-", "").replace(" ", "").isalnum():
            return self._worded(word)
        if token.text in _OUTCOMES and self.ahead().text in _ENDS:
            self.take()
            return _outcome(Name("+"), token.text)
        if token.kind == "letter" and self.ahead().kind == "sup" and (length := self._outcome_length()):
            self.at += length
            return _outcome(Name(f"{token.text}^+"), self.tokens[self.at - 1 - (length > 3)].text)
        node = self.statement()
        return self._as_event(node, token)

    def _outcome_length(self) -> int:
        """Return of how many tokens ``T^+`` or ``T^{-}`` is made, nothing where something else stands here."""
        braced = self.ahead(2).kind == "open"
        length = 5 if braced else 3
        return length if self.ahead(2 + braced).text in _OUTCOMES and self.ahead(length).text in _ENDS else 0

    def _worded(self, word: str) -> Node:
        """Read an event that is named in words, and what stands after it."""
        self.take()
        negative = word.startswith("not ")
        node: Node = Name(word.removeprefix("not ").strip())
        if negative:
            node = Call("complement", (node,))
        if self.now.kind == "prime":
            self.take()
            node = Call("complement", (node,))
        elif self.now.kind == "sup":
            self.take()
            if self.now.text not in ("c", "C", r"\complement"):
                raise self.refuse("this superscript is not understood here")
            self.take()
            node = Call("complement", (node,))
        operator = {r"\cap": "intersection", r"\cup": "union"}.get(self.now.text)
        if operator:
            self.take()
            return Call(operator, (node, self._event()))
        if (found := self.connective()) in ("and", "or"):
            self.take()
            return Logic(str(found), (node, self._event()))
        return node

    def _as_event(self, node: Node, token: Token) -> Node:
        r"""Return the event that ``node`` is: a product ``AB`` is the event that both happen."""
        if isinstance(node, Mul):
            return Call("intersection", tuple(self._as_event(factor, token) for factor in node.factors))
        if isinstance(node, Name | Relation | Logic | Set) or self.kind(node) in (SET, STATEMENT):
            return node
        raise self.refuse("no event", token)

    # moments and distributions

    def moment(self, kind: str, token: Token) -> Node:
        """Read what an expectation, variance or the like is taken of; its sign is just taken."""
        if self.now.kind == "sub":
            raise self.refuse("an index on an expectation is not understood", token)
        power = None
        if self.now.kind == "sup":
            sign = self.take()
            power = (self.argument(), sign)
        arguments: list[Node]
        given = None
        if self.now.text not in ("(", "[", r"\{"):
            arguments = [self.factor()]
        else:
            closer = {"(": ")", "[": "]", r"\{": r"\}"}[self.take().text]
            bars, self.bars = self.bars, ["given"]
            arguments = [self.sum()]
            while self.now.text == ",":
                self.take()
                arguments.append(self.sum())
            if self.now.text in (r"\mid", "|"):
                self.take()
                given = self._events(closer)
            self.bars = bars
            if self.now.text != closer:
                raise self.refuse(self.stray())
            self.take()
        pair = kind in ("covariance", "correlation")
        if len(arguments) != 1 + pair:
            raise self.refuse("this many arguments are not understood", token)
        node: Node = Moment(kind, tuple(arguments), given)
        return self.raised(node, *power) if power else node

    def distribution(self) -> Node:
        r"""Read what stands right of ``\sim``."""
        token = self.now
        word = token.text.strip()
        function = _DISTRIBUTIONS.get(word)
        length = 1
        if token.kind == "letter" and len(word) == 1:
            run = self._letters()
            if len(run) > 1:
                function, length = _DISTRIBUTIONS.get(run), len(run)
        if token.kind == "command" and word == r"\exp":
            function = "exponential"
        if function is None or self.ahead(length).text not in ("(", "["):
            raise self.refuse("this distribution is not understood", token)
        self.at += length
        opener = self.take()
        closer = ")" if opener.text == "(" else "]"
        if opener.text == "[" and function != "uniform":
            raise self.refuse("this distribution is not understood", token)
        arguments = [self.sum()]
        while self.now.text in (",", ";"):
            self.take()
            arguments.append(self.sum())
        if self.now.text != closer:
            raise self.refuse(self.stray())
        self.take()
        if len(arguments) != _COUNTS[function]:
            raise self.refuse("this many parameters are not understood", token)
        return Call(f"dist_{function}", tuple(arguments))

    def _letters(self) -> str:
        run, at = "", self.at
        while at < len(self.tokens) and self.tokens[at].kind == "letter" and len(self.tokens[at].text) == 1:
            if run and self.tokens[at - 1].end != self.tokens[at].start:
                break
            run += self.tokens[at].text
            at += 1
        return run


OPERANDS: Mapping[str, Callable[[ChanceReader, Token], Node]] = {r"\Pr": ChanceReader.chance}
"""What starts an operand, with the method that reads on after it."""

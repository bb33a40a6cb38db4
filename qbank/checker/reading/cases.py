r"""Values by cases and systems of equations: ``\begin{cases}``, ``\{\begin{array}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qbank.checker.syntax import Cases, Const, Logic, Node

from .arithmetic import RELATIONS
from .kinds import STATEMENT
from .logic import CONDITIONAL, OTHERWISE, LogicReader
from .relations import MEMBERSHIP
from .tokens import Token

_TRUE = Const("true")


class CaseReader(LogicReader):
    """Reads cases and systems."""

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

    def _condition(self) -> Node:
        token = self.now
        if token.kind == "align":
            self.take()
        word = self._condition_word()
        if word is not None:
            self.take()
        if word in OTHERWISE:
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

    def _condition_word(self) -> str | None:
        if self.now.kind != "word":
            return None
        word = " ".join(self.now.text.lower().split()).strip(",.:; ")
        return word if word in CONDITIONAL or word in OTHERWISE else None


OPERANDS: Mapping[str, Callable[[CaseReader, Token], Node]] = {r"\begin{cases}": CaseReader.cases}
"""What starts an operand, with the method that reads on after it."""

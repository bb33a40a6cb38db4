r"""Indices: what stands below a name, ``w_{21}``, and in parentheses above it, ``x^{(4)}``.

Letters and numbers side by side are several indices; where an index may as well be a product, a power or a sum of
several, it is refused.
"""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.syntax import Add, Div, Name, Node, Num, negated

from .cursor import Cursor
from .tokens import Token

_LABELS = frozenset({"max", "min", "eq", "tot", "net", "avg", "ref", "rms", "eff", "out", "crit", "opt", "total", "new",
                     "old", "esc", "err", "test", "train", "val", "pred", "true", "init", "final"})  # fmt: skip
"""Words that stand as indices, also where they are set as letters."""


class IndexReader(Cursor):
    """Reads the indices of names."""

    def indices(self, base: str) -> tuple[Node, ...]:
        """Read a subscript: letters, digits, sums of these, words; ``_{ji}`` holds two."""
        if self.now.kind != "open":
            token = self.take()
            if token.text == r"\infty":
                return (Name("infty"),)
            if token.kind == "number" and len(token.text) > 1:
                raise self.refuse("a subscript of several digits without braces", token, f"write {{{token.text}}}")
            return (self._index_leaf(token),)
        self.take()
        items = self.index_list("}")
        self.expect("close")
        if len(items) == 2 and base not in self.notation.paired and {type(item) for item in items} == {Num, Name}:
            raise self.refuse("this index is read in two ways", hint="part the indices by commas")
        if base in self.notation.paired and len(items) == 1 and isinstance(items[0], Num):
            digits = str(items[0].value)
            if digits.isdigit():
                return tuple(Num(Fraction(int(digit))) for digit in digits)
        return items

    def superscript(self) -> tuple[Node, ...]:
        """Read an index in parentheses above."""
        self.expect("open")
        self.expect("op", "(")
        items = self.index_list(")")
        self.expect("op", ")")
        self.expect("close")
        return items

    def parenthesised_index(self, start: int = 0, base: str = "") -> bool:
        """Tell whether ``{(…)}`` with one index inside follows, ``start`` tokens ahead: of ``e``, it is a power."""
        opened = self.ahead(start).kind == "open" and self.ahead(start + 1).text == "("
        if not opened or (base == "e" and "e" not in self.notation.words):
            return False
        place, inside = start + 2, []
        while self.ahead(place).kind in ("letter", "number", "word") or self.ahead(place).text in (",", "+", "-"):
            inside.append(self.ahead(place))
            place += 1
        if self.ahead(place).text != ")" or self.ahead(place + 1).kind != "close":
            return False
        kinds = [token.kind for token in inside]
        if len(inside) == 1 or (
            len(inside) > 1 and set(kinds[1::2]) == {"op"} and {t.text for t in inside[1::2]} == {","}
        ):
            return True
        if kinds == ["letter", "op", "number"]:  # a layer or a step next to this one, or a power
            if inside[0].text in self.notation.layers:
                return True
            raise self.refuse(
                "a superscript in parentheses may be an index or a power", hint="write x^{n+1} for a power"
            )
        return False

    def index_list(self, closer: str) -> tuple[Node, ...]:
        """Read indices up to ``closer``, side by side or parted by commas."""
        items: list[Node] = []
        while True:
            terms = self._juxtaposed()
            if self.now.text in ("+", "-") and self.now.kind == "op":
                if len(terms) > 1:
                    raise self.refuse("several indices beside a sum", hint="part the indices by commas")
                node: Node = terms[0]
                while self.now.text in ("+", "-") and self.now.kind == "op":
                    sign = self.take().text
                    more = self._juxtaposed()
                    if len(more) > 1:
                        raise self.refuse("several indices beside a sum", hint="part the indices by commas")
                    node = Add((node, negated(more[0]) if sign == "-" else more[0]))
                terms = [node]
            if self.now.text == "/" and len(terms) == 1 and self.ahead().kind in ("number", "letter"):
                self.take()  # t_{1/2}
                terms = [Div(terms[0], self._index_leaf(self.take()))]
            items.extend(terms)
            if self.now.text != ",":
                break
            self.take()
        if self.now.text != closer:
            raise self.refuse("this index is not understood")
        return tuple(items)

    def _label(self) -> str:
        """Return the word that stands here as an index in plain letters: ``T_{max}`` is the T with the word max."""
        run = ""
        while len(self.ahead(len(run)).text) == 1 and self.ahead(len(run)).kind == "letter":
            run += self.ahead(len(run)).text
        return run if run in _LABELS else ""

    def _juxtaposed(self) -> list[Node]:
        if self.now.text in (r"\max", r"\min", r"\infty"):
            return [Name(self.take().text[1:])]
        if label := self._label():
            self.at += len(label)
            return [Name(label)]
        terms: list[Node] = []
        while self.now.kind in ("letter", "number", "word"):
            if self.now.kind == "number" and terms and isinstance(terms[-1], Num):
                raise self.refuse("two numbers side by side print as one", hint="part the indices by commas")
            terms.append(self._index_leaf(self.take()))
        if not terms:
            raise self.refuse("this index is not understood")
        return terms

    def _index_leaf(self, token: Token) -> Node:
        if token.kind == "number":
            digits = token.text.partition(".")[2]  # z_{0.975}
            return Num(Fraction(token.text), len(digits) if digits else None)
        if token.kind in ("letter", "word"):
            return Name(token.text.strip())
        raise self.refuse("this index is not understood", token)

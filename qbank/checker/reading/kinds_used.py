r"""What formulas show of the kinds of names: bold letters, a transpose, a matrix written out, signs of sets, arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .kinds import (
    BOLD,
    CHANCE,
    CONNECTIVES,
    IFF,
    IMPLIED,
    IMPLIES,
    MATRIX_WORDS,
    MEAN,
    MOMENTS,
    RELATION_SIGNS,
    SET_SIGNS,
    Kinds,
    from_names,
    is_capital,
    spanned_by_units,
)
from .kinds_of_chance import ChanceNoted
from .tokens import Token

_PROPOSITIONS = frozenset("pqrstuvPQRS")
_ARROWS = IMPLIES | IMPLIED | IFF
_AROUND = CONNECTIVES | {"", "(", ")", r"\equiv", "=", r"\{", r"\}", ",", "[", "]", r"\top", r"\bot"}
_BOLD_CAPITALS = frozenset(f"{bold}{letter}}}" for bold in BOLD for letter in "ABCDHJKLMPQRSUVWX")


def kinds_used(formulas: Sequence[Sequence[Token]], said: Kinds) -> Kinds:
    """Return the kinds that the use of names shows, beside those that words ``said``."""
    seen = _Seen(said)
    for tokens in formulas:
        seen.formula_given(tokens)
    for tokens in formulas:
        seen.look(tokens)
    for tokens in formulas:
        seen.look_beside(tokens)
    return seen.kinds(formulas)


class _Seen(ChanceNoted):
    """Names by kind, as the signs beside them show."""

    def kinds(self, formulas: Sequence[Sequence[Token]]) -> Kinds:
        """Return what was found."""
        texts = {token.text for tokens in formulas for token in tokens}
        found = self.found
        if self.weak - self.functional:
            found["operators"] |= self.weak - self.functional
        if found["operators"] & (CHANCE | {"p"}) and "P" not in self.functional:
            found["operators"].add("P")
        if "E" in found["events"]:
            found["operators"].discard("E")
        found["sets"] -= found["matrices"] | found["vectors"]
        found["propositions"] -= found["matrices"] | found["vectors"] | found["sets"] | found["events"]
        environments = any(text.startswith(r"\begin{") and "matrix" in text for text in texts)
        linear = (
            bool(found["matrices"])
            or environments
            or self.matrix_words
            or any(text.startswith(BOLD) for text in texts & _BOLD_CAPITALS)
        )
        named = any(len(t) > 1 and t[0].text == "I" and t[1].text == "=" for t in formulas)
        seen = from_names(
            found,
            spanned_by_units(texts),
            boolean=self.said.boolean,
            identity=linear and not named and "I" not in found["matrices"] | found["events"] | found["sets"],
        )
        return replace(seen, sizes=frozenset(self.sizes))

    def look(self, tokens: Sequence[Token]) -> None:
        """Note what the signs of one formula tell about the letters beside them."""
        self.tokens = tokens
        texts = {token.text for token in tokens}
        self.bare_t = any(
            token.text == "T" and "sup" not in (self.kind(at - 1), self.kind(at - 2), self.kind(at - 3))
            for at, token in enumerate(tokens)
        )
        quantified = bool(texts & {r"\forall", r"\exists"})
        if texts & CONNECTIVES:
            self.propositions()
        for at, token in enumerate(tokens):
            text = token.text
            if token.kind == "sup":
                self.superscript(at)
            elif text in SET_SIGNS:
                self.add("sets", self.before(at))
                self.add("sets", at + 1)
            elif text in (r"\in", r"\notin"):
                self.member(at)
            elif text == "=" and token.kind == "op":
                self.equation(at)
            elif text == r"\sim" and at:
                self.add("variables", self.before(at))
            elif text == r"\lambda" and self.text(at + 1) == "I" and self.text(at - 1) == "-":
                self.linear(self.before(at - 1))  # A - \lambda I
            elif text == r"\mathcal{P}" and self.text(at + 1) == "(" and self.text(at + 3) == ")":
                self.add("sets", at + 2)
            elif text == r"\det" or (token.kind == "word" and text.strip().lower() in MATRIX_WORDS):
                self.matrix_words = True
                opened = self.text(at + 1) in ("(", "[")
                self.capitals(at + 1, self.closing(at + 1) if opened else at + 2)
            elif text in (r"\rVert", r"\|") and self.text(at + 1) == "_" and self.text(at + 2).strip("{}") == "F":
                self.linear(self.before(at))
            elif text == r"\times" and texts & (SET_SIGNS | {r"\mathcal{P}", r"\emptyset", r"\{", r"\in"}):
                places = (self.before(at), at + 1)
                if all(is_capital(self.text(place)) and len(self.text(place)) == 1 for place in places):
                    self.add("sets", places[0])
                    self.add("sets", places[1])
            if self.text(at + 1) in ("(", "[", r"\{", "_"):
                if text.strip() in CHANCE or text == "p":
                    self.chance(at)
                elif text.strip() in MEAN or (token.kind == "word" and text.strip().lower() in MOMENTS):
                    self.moment(at)
            if quantified and token.kind == "letter" and is_capital(text) and self.text(at + 1) == "(":
                self.found["predicates"].add(text)

    def look_beside(self, tokens: Sequence[Token]) -> None:
        """Note what follows from known matrices for the letters that they multiply."""
        self.tokens = tokens
        matrices = self.found["matrices"]
        for _ in range(2):
            known = [at for at, token in enumerate(tokens) if token.kind == "letter" and (
                token.text in matrices or (token.text.startswith(BOLD) and token.text[-2].isupper())
            )]  # fmt: skip
            for at in known:
                after = self.after_scripts(at + 1)
                for place in (after, self.before(at)):
                    near = self.text(place)
                    if near.startswith((r"\hat{", r"\tilde{")) and near[-2].islower():
                        near = near[near.index("{") + 1 : -1]
                    if len(near) != 1 or self.kind(place) != "letter" or self.kind(place - 1) in ("sub", "sup"):
                        continue
                    if near.isupper() or (place == after and near not in "deikmnt"):
                        self.linear(place)
        for at, token in enumerate(tokens):
            if token.text.startswith(BOLD) and token.text[-2:-1].islower():
                place = self.before(at)
                plain = len(self.text(place)) == 1 and self.text(place).isupper()
                if plain and self.after_scripts(place + 1) == at:
                    self.linear(place)

    def linear(self, at: int) -> None:
        """Note that the letter at ``at`` is a matrix or, in lower case, a vector."""
        if self.kind(at) == "letter" and self.text(at) not in ("I", "d", r"\lambda"):
            self.add("matrices" if is_capital(self.text(at)) else "vectors", at)

    def capitals(self, start: int, end: int) -> None:
        """Note that the capital letters between two places are matrices."""
        for place in range(start, end):
            if is_capital(self.text(place)) and self.kind(place - 1) not in ("sub", "sup"):
                self.linear(place)

    def superscript(self, at: int) -> None:
        """Note what a transpose tells, and the inverse of a product of capitals."""
        braced = self.kind(at + 1) == "open"
        inner = at + 1 + braced
        minus = self.text(inner) == "-"
        inner += minus
        mark = self.text(inner)
        if braced and self.kind(inner + 1) != "close":
            return
        transposed = mark in (r"\top", r"\intercal") or (
            mark in ("T", r"\dagger") and not (self.bare_t and self.kind(inner) == "letter")
        )
        group = self.text(at - 1) in (")", "]")
        if transposed and group:
            start = self.opening(at - 1)
            self.capitals(start, at)
            if at - start == 3:
                self.linear(start + 1)
        elif transposed:
            self.linear(self.before(at) if self.kind(at - 1) != "letter" else at - 1)
        elif minus and mark == "1" and group:
            start = self.opening(at - 1)
            if at - start > 3 and all(is_capital(self.text(place)) for place in range(start + 1, at - 1)):
                self.capitals(start, at)
        elif minus and mark == "1" and is_capital(self.text(at - 1)):
            self.similar(at)
        elif mark in ("c", r"\complement") and is_capital(self.text(at - 1)):
            self.add("sets", at - 1)

    def similar(self, at: int) -> None:
        """Note that ``PDP^{-1}`` and ``P^{-1}AP`` hold matrices: of numbers, nobody writes the factor twice."""
        letter = self.text(at - 1)
        start, end = at - 1, self.after_scripts(at)
        while is_capital(self.text(start - 1)) and self.kind(start - 2) not in ("sub", "sup"):
            start -= 1
        while is_capital(self.text(end)):
            end += 1
        rest = [*range(start, at - 1), *range(self.after_scripts(at), end)]
        if len(rest) > 1 and letter in (self.text(place) for place in rest):
            for place in (*rest, at - 1):
                self.linear(place)

    def member(self, at: int) -> None:
        r"""Read ``x \in \mathbb{R}^n``, ``A \in \mathbb{R}^{m \times n}`` and ``x \in A``."""
        home = self.text(at + 1)
        if is_capital(home) and len(home) == 1:
            after = self.after_scripts(at + 2)
            if self.kind(after) not in ("letter", "number", "open"):
                self.add("sets", at + 1)
        if home not in (r"\mathbb{R}", r"\mathbb{C}") or self.text(at + 2) != "^":
            return
        end = self.closing(at + 3) if self.kind(at + 3) == "open" else at + 3
        inside = [self.text(place) for place in range(at + 3, end + 1)]
        if {"+", "*"} & set(inside) or r"\infty" in inside:
            return
        place = self.before(at)
        while place >= 0:
            self.add("matrices" if r"\times" in inside else "vectors", place)
            self._sized(place, [text for text in inside if text not in ("{", "}")])
            comma = place - 1
            place = self.before(comma) if self.text(comma) == "," else -1

    def _sized(self, at: int, inside: Sequence[str]) -> None:
        r"""Note the size that ``\mathbb{R}^{m \times n}`` or ``\mathbb{R}^n`` says."""
        sides = [int(text) if text.isdigit() else text for text in inside if text != r"\times"]
        plain = all(isinstance(side, int) or (len(side) == 1 and side.isalpha()) for side in sides)
        if plain and len(sides) == 1 + (r"\times" in inside):
            family = self.kind(at + 1) == "sub"
            self.sizes.add((self.text(at) + "_" * family, sides[0], sides[1] if len(sides) > 1 else 1))

    def equation(self, at: int) -> None:
        """Note that a name alone before a matrix, a list or a set written out is one, and a function of such values."""
        place = self.before(at)
        if self.text(at - 1) == ")" and self.opening(at - 1) == 1 and self.text(at + 1) == "(" and self._lists(at + 1):
            self.add("vectors", 0)
            return
        if (
            place < 0
            or self.kind(place - 1) in ("letter", "number", "sup", "sub")
            or self.text(place - 1) in (")", "]")
        ):
            return
        start = at + 1
        if self.text(start) in ("(", "[") and self.text(start + 1).startswith(r"\begin"):
            start += 1
        opener = self.text(start)
        if opener.startswith(r"\begin{") and ("matrix" in opener or opener == r"\begin{array}"):
            ends = [p for p in range(start, len(self.tokens)) if self.text(p) == "\\\\" or self.text(p)[:4] == r"\end"]
            row = range(start, ends[0] if ends else len(self.tokens))
            wide = any(self.kind(p) == "align" for p in row)
            if "vmatrix" not in opener.lower():
                self.add("matrices" if wide else "vectors", place)
        elif opener in ("(", r"\langle") and self._lists(start):
            self.add("vectors", place)
        elif opener == r"\{" and r"\begin" not in self.text(start + 1):
            self.add("sets", place)

    def _lists(self, start: int) -> bool:
        """Tell whether a list in parentheses that opens at ``start`` is a whole side."""
        end = self.closing(start)
        last = self.after_scripts(end + 1)
        ended = last >= len(self.tokens) or self.text(last) in (",", ".", ";", "=")
        return ended and self.text(end) != "]" and any(self.text(p) == "," for p in range(start, end))

    def propositions(self) -> None:
        """Letters beside connectives are propositions, where nothing else stands beside them."""
        arrows_only = True
        signs = 0
        for token in self.tokens:
            if token.text in CONNECTIVES - _ARROWS:
                arrows_only = False
            signs += token.text in _ARROWS
        letters = [at for at, token in enumerate(self.tokens) if token.kind == "letter"]
        if arrows_only:
            plain = all(
                token.text in _PROPOSITIONS or token.text in ("(", ")") or token.text in CONNECTIVES
                or token.text == r"\equiv" for token in self.tokens
            )  # fmt: skip
            if plain and signs:
                self.found["propositions"].update(self.text(at) for at in letters)
            return
        equation = self.text(1) == "=" and all(
            token.kind in ("letter", "prime") or token.text in CONNECTIVES | {"(", ")", "[", "]"}
            for token in self.tokens[2:]
        )
        for at in letters:
            after = self.after_scripts(at + 1)
            if "=" in (self.text(at - 1), self.text(after)) and not (equation and at == 0):
                continue  # x = 1 or x = 2: a number
            if self._is_compared(at, after):
                continue  # f'(x) = 0 and f''(x) < 0
            if self.text(at - 1) in _AROUND and self.text(after) in _AROUND and self.kind(at - 1) != "sup":
                beside = {self.text(at - 1), self.text(after)}
                if beside & CONNECTIVES or self.text(after) == ")" or self.text(at - 1) in ("(", r"\equiv"):
                    text = self.text(at)
                    if text not in (r"\mathbb{R}", r"\mathbb{Z}", r"\mathbb{N}"):
                        self.add("propositions", at)

    def _is_compared(self, at: int, after: int) -> bool:
        """Tell whether a letter, ``after`` its scripts, is a function or its argument beside a relation."""
        if self.text(after) == "(":
            return self.text(self.closing(after) + 1) in RELATION_SIGNS
        applied = self.text(at - 1) == "(" and self.text(after) == ")" and self.kind(at - 2) in ("letter", "prime")
        return applied and self.text(after + 1) in RELATION_SIGNS

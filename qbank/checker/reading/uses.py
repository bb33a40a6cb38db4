r"""How formulas use their names: which they define or apply as functions, and with what indices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .functions import FUNCTION_LETTERS, WORDS
from .tokens import Token, Tokens
from .variables import is_differential, script_marks
from .words import touches

if TYPE_CHECKING:
    from .notation import Notation

_STARTED = frozenset({"f", "g", "h", "u", "v", "x", "y", "N", "T"})
"""Letters that are functions where an equation gives their value at a number."""
APPLIED_LETTERS = FUNCTION_LETTERS | {r"\Phi"}
"""Letters that are functions where they always stand before a parenthesis."""


def defined_functions(tokens: Tokens, notation: Notation) -> Iterable[str]:
    """Yield names that the formula defines as functions, ``f(x) = …``, or differentiates by a prime, ``g'(z)``."""
    marks = script_marks(tokens)
    for place, name, after in placed_names(tokens, notation):
        token = tokens[place]
        composed = [part.text for part in tokens[place - 1 : place + 5]]
        if composed[0::2] == ["(", r"\circ", ")"] and composed[5:] == ["("]:
            yield from (composed[1], composed[3])  # (f \circ g)(x)
        primed = after
        while primed < len(tokens) and tokens[primed].kind == "prime":
            primed += 1
        if name in APPLIED_LETTERS and _order_at(tokens, after):
            yield name
        opened = primed < len(tokens) and tokens[primed].text == "("
        if opened and not marks[place]:
            known = token.kind == "word" and name.lower() in WORDS
            defined = place == 0 and _defines(tokens, primed)
            defined |= place == 0 and name in _STARTED and _at_number(tokens, primed)
            if not known and (primed > after or defined or token.kind == "word"):
                yield name


def _at_number(tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether ``(0) =`` stands here."""
    inside = tokens[opened + 1 : opened + 4]
    return [token.kind for token in inside[:1]] == ["number"] and [token.text for token in inside[1:]] == [")", "="]


def _order_at(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether ``^{(n)}(`` stands at ``at``, the order of a derivative."""
    shape = [token.text for token in tokens[at : at + 7]]
    return shape[:3] + shape[4:] == ["^", "{", "(", ")", "}", "("]


def _defines(tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether the parenthesis at ``opened`` holds plain names only, several if indexed, before ``=``."""
    indexed = several = inside = False
    for at in range(opened + 1, len(tokens)):
        token = tokens[at]
        if inside or token.kind == "sub":
            indexed, inside = True, token.kind == "sub" or (inside and tokens[at].kind == "open")
            continue
        if token.text == ")":
            named = at > opened + 1 and (several or not indexed)
            return named and at + 1 < len(tokens) and tokens[at + 1].text == "="
        several |= token.text == ","
        if token.kind not in ("letter", "close") and token.text not in (",", ";"):
            return False
    return False


def placed_names(tokens: Tokens, notation: Notation) -> list[tuple[int, str, int]]:
    """Return every name with the places where it stands and where it ends."""
    try:
        words, found = tokens.names
    except AttributeError:
        words, found = None, []
    if words != notation.longest:
        found, place = [], 0
        while place < len(tokens):
            name, after = _name_at(tokens, place, notation)
            if name:
                found.append((place, name, after))
            place = after
        tokens.names = notation.longest, found
    return found


def _name_at(tokens: Tokens, place: int, notation: Notation) -> tuple[str, int]:
    token = tokens[place]
    if token.kind == "word":
        return (token.text.strip() if token.text.strip().isalpha() else ""), place + 1
    if token.kind != "letter" or is_differential(tokens, place):
        return "", place + 1
    letters = ""
    for at in range(place, len(tokens)):
        if not touches(tokens, place, at):
            break
        letters += tokens[at].text
    name = notation.word_at(letters) if letters else token.text
    return name, place + (len(name) if letters else 1)


def renamed_constants(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield ``e`` and ``\pi`` where an equation has them alone on its left, or something is differentiated by them."""
    whole = any(token.text in (r"\bmod", r"\pmod", r"\mod") for token in tokens)  # m^e \bmod n
    for place, token in enumerate(tokens):
        if token.text not in ("e", r"\pi") or token.kind != "letter":
            continue
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        before = tokens[place - 1].text if place else ""
        named = place == 0 and after == "=" and not any(other.text == token.text for other in tokens[1:])
        if named or before == r"\partial" or (token.text == "e" and whole):
            yield token.text


def uses_of(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, bool]]:
    """Yield every name outside scripts, and whether a parenthesis follows it at once (primes apart)."""
    marks = script_marks(tokens)
    for place, name, after in placed_names(tokens, notation):
        end = after
        while end < len(tokens) and tokens[end].kind == "prime":
            end += 1
        if not marks[place]:
            yield name, end < len(tokens) and tokens[end].text == "("


def indexed_uses_of(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, bool]]:
    """Yield every name outside scripts, and whether it has an index with a parenthesis after it."""
    marks = script_marks(tokens)
    for place, name, after in placed_names(tokens, notation):
        end = after
        while end < len(tokens) and (tokens[end].kind == "sub" or marks[end] == "sub"):
            end += 1
        if not marks[place]:
            yield name, end > after and end < len(tokens) and tokens[end].text == "("


def subscripts_in(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, str]]:
    """Yield every name with a subscript, and its indices as letters ``l``, one-digit numbers ``n``, commas ``c``."""
    for _, name, after in placed_names(tokens, notation):
        if after < len(tokens) and tokens[after].kind == "sub":
            inside = tokens[after + 1 : after + 2]
            if inside and inside[0].kind == "open":
                end = next((at for at in range(after + 2, len(tokens)) if tokens[at].kind == "close"), len(tokens))
                inside = tokens[after + 2 : end]
            yield name, "".join(_index_kind(token) for token in inside)


def _index_kind(token: Token) -> str:
    if token.kind == "number":
        return "n" if len(token.text) == 1 else "m"
    return "l" if token.kind == "letter" else "c" if token.text == "," else "x"


def layers_in(tokens: Sequence[Token]) -> Iterable[str]:
    """Yield the letters that stand alone in a superscript in parentheses."""
    for place in range(len(tokens) - 5):
        texts = [token.text for token in tokens[place : place + 6]]
        if texts[:3] == ["^", "{", "("] and texts[4:] == [")", "}"] and tokens[place + 3].kind == "letter":
            yield texts[3]

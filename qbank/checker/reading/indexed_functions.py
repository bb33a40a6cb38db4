r"""Functions whose name has an index: ``f_X(x)``, ``v_C(t)``, ``U_{out}(s)``, ``T_2(x)``, ``y_1'(x)``.

Such a name is made one letter before anything else is read. Running indices (``P_n(x)``), parameters (``h_\theta(x)``)
and partial derivatives (``f_x(x, y)``) are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .tokens import Token
from .variables import INDEPENDENT

_RUNNING = frozenset("ijklmnrqwxyztuvabθ")
"""Index letters that run, stand for parameters, or say by what is differentiated."""
_NO_FUNCTIONS = frozenset({"d", "e", "i", "j", "A", "B", "N", r"\pi", r"\Delta", r"\partial", r"\delta"})


def indexed_functions(formulas: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return the names with an index that are applied to a variable somewhere."""
    found: set[str] = set()
    families: set[str] = set()
    for tokens in formulas:
        for at, end, label in _indexed(tokens):
            after = _after_primes(tokens, end)
            if not _opens(tokens, after):
                continue
            if label is None:
                families.add(tokens[at].text)
            elif _single(label, tokens, after) or _joint(label, tokens, after):
                found.add(f"{tokens[at].text}_{{{label}}}")
    return frozenset(name for name in found if name.partition("_")[0] not in families)


def _single(label: str, tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether a name follows that such a function depends on: ``f_X(t)`` and ``F_Y(y)``."""
    if opened + 2 >= len(tokens) or tokens[opened + 2].text != ")":
        return False
    argument = tokens[opened + 1].text
    return argument in INDEPENDENT or (label.isupper() and argument == label.lower())


def _joint(label: str, tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether ``(x, y)`` follows ``f_{X,Y}``."""
    letters = label.replace(",", "")
    shape = [token.text for token in tokens[opened + 1 : opened + 2 * len(letters) + 1]]
    return len(letters) > 1 and letters.isupper() and shape == [*",".join(letters.lower()), ")"]


def joined_up(tokens: Sequence[Token], names: frozenset[str]) -> Sequence[Token]:
    """Return the tokens with each of these names as one letter."""
    if not names:
        return tokens
    whole: list[Token] = []
    done = 0
    for at, end, label in _indexed(tokens):
        name = f"{tokens[at].text}_{{{label}}}"
        if at >= done and label is not None and name in names:
            whole += tokens[done:at]
            whole.append(Token("letter", name, tokens[at].start, tokens[end - 1].end))
            done = end
    return [*whole, *tokens[done:]]


def _indexed(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str | None]]:
    """Yield where a letter with an index starts and ends, and the index if it is a label."""
    for at, token in enumerate(tokens):
        if token.kind != "letter" or at + 2 >= len(tokens) or tokens[at + 1].kind != "sub":
            continue
        end = at + 3
        if tokens[at + 2].kind == "open":
            end = next((place + 1 for place in range(at + 3, len(tokens)) if tokens[place].kind == "close"), 0)
        inside = [part for part in tokens[at + 2 : end] if part.kind not in ("open", "close")]
        if end and token.text not in _NO_FUNCTIONS:
            yield at, end, _label(inside)


def _label(inside: Sequence[Token]) -> str | None:
    """Return an index that is a label: a number, a word, a capital letter or several letters."""
    text = "".join(part.text.strip() for part in inside)
    if text.count(",") == 1 and text.replace(",", "").isupper() and len(text) == 3:
        return text  # f_{X,Y}
    if len(inside) == 1 and inside[0].kind in ("number", "word"):
        return text if text.isalnum() else None
    if not inside or any(part.kind != "letter" or len(part.text) > 1 for part in inside):
        return None
    return None if len(text) == 1 and text in _RUNNING else text


def _after_primes(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind == "prime":
        at += 1
    return at


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text == "("

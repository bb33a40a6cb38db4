r"""Measures of distributions, each one quantity: ``H(Y \mid X)``, ``I(X; Y)``, ``D_{KL}(P \| Q)``.

Such a name is made one letter before anything else is read. A letter that the question also applies to something else
than capitals is a function, and left alone: ``H(p)`` with ``H(\tfrac14)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .tokens import Token

HEADS = frozenset({"H", "I", "D", "KL", "IG"})
"""Letters and words that measure distributions."""
_SIGNS = {",": ",", ";": ";", "|": "|", r"\mid": "|", r"\|": r"\|", r"\parallel": r"\|", r"\lvert": "|"}
_LABELS = frozenset({"KL", "JS"})
_DISTRIBUTIONS = frozenset("pqPQ")


def measures(formulas: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return the letters that are measures wherever they stand before a parenthesis."""
    found: set[str] = set()
    others: set[str] = set()
    for tokens in formulas:
        for at, end in _applied(tokens):
            head = tokens[at].text.strip()
            (found if _name(tokens, at, end) else others).add(head)
    return frozenset(found - others)


def with_measures(tokens: Sequence[Token], heads: frozenset[str]) -> Sequence[Token]:
    """Return the tokens with each measure of these ``heads`` as one letter."""
    if not heads:
        return tokens
    whole: list[Token] = []
    done = 0
    for at, end in _applied(tokens):
        if at >= done and tokens[at].text.strip() in heads and (name := _name(tokens, at, end)):
            whole += tokens[done:at]
            whole.append(Token("letter", name, tokens[at].start, tokens[end - 1].end))
            done = end
    return [*whole, *tokens[done:]]


def is_measure(base: str) -> bool:
    """Tell whether a name is that of a measure."""
    head, opened, inside = base.partition("(")
    return bool(opened) and head.partition("_")[0] in HEADS and not any(sign.isdigit() for sign in inside)


def _applied(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where such a letter stands, and where the parenthesis after it and its index ends."""
    for at, token in enumerate(tokens):
        if token.text.strip() not in HEADS or token.kind not in ("letter", "word"):
            continue
        opened = at + 1
        if opened + 1 < len(tokens) and tokens[opened].kind == "sub":
            opened += 2
            if tokens[opened - 1].kind == "open":
                opened = next((p + 1 for p in range(opened, len(tokens)) if tokens[p].kind == "close"), len(tokens))
        if opened < len(tokens) and tokens[opened].text == "(":
            end = next((p + 1 for p in range(opened, len(tokens)) if tokens[p].text == ")"), 0)
            if end:
                yield at, end


def _name(tokens: Sequence[Token], at: int, end: int) -> str:
    """Return the name of what is measured, or nothing where the parenthesis holds something else."""
    head = tokens[at].text.strip()
    opened = next(place for place in range(at, end) if tokens[place].text == "(")
    label = "".join(token.text.strip() for token in tokens[at + 2 : opened] if token.kind not in ("open", "close"))
    inside = [token for token in tokens[opened + 1 : end - 1] if token.kind != "space"]
    letters = [token.text for token in inside[::2]]
    signs = [_SIGNS.get(token.text, "") for token in inside[1::2]]
    single = all(len(letter) == 1 and letter.isalpha() for letter in letters)
    plain = all(letter.isupper() for letter in letters) if head != "D" else set(letters) <= _DISTRIBUTIONS
    if not letters or len(letters) != len(signs) + 1 or not all(signs) or not single or not plain:
        return ""
    if (opened > at + 1 and label not in _LABELS) or (head in ("D", "KL") and signs != [r"\|"]):
        return ""
    if head in ("H", "I") and r"\|" in signs:
        return ""
    shown = "".join(letter + sign for letter, sign in zip(letters, [*signs, ""], strict=True))
    return f"{head}_{{{label}}}({shown})" if label else f"{head}({shown})"

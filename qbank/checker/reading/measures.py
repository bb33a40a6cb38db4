r"""Measures that are one quantity each: ``H(Y \mid X)``, ``I(X; Y)``, ``D_{KL}(P \| Q)``, ``\dim\ker A``.

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
    spans = [(at, end, _name(tokens, at, end)) for at, end in _applied(tokens) if tokens[at].text.strip() in heads]
    spans += [(at, end, _text(tokens[at:end])) for at, end in _dimensions(tokens)]
    whole: list[Token] = []
    done = 0
    for at, end, name in sorted(spans):
        if at >= done and name:
            whole += tokens[done:at]
            whole.append(Token("letter", name, tokens[at].start, tokens[end - 1].end))
            done = end
    return [*whole, *tokens[done:]]


def is_measure(base: str) -> bool:
    """Tell whether a name is that of a measure."""
    if base.startswith(_OPAQUE):
        return True
    head, opened, inside = base.partition("(")
    return bool(opened) and head.partition("_")[0] in HEADS and not any(sign.isdigit() for sign in inside)


_OPAQUE = (r"\dim", r"\deg", r"\sum")
_ENDS = frozenset({"=", "+", "-", "<", ">", r"\le", r"\ge", r"\ne", ",", ")", "]", "."})
"""What ends a sum of degrees."""
_SPACES = frozenset({r"\ker", "ker", "im", "Im", "img", "image", "null", "Null", "Nul", "col", "Col", "row", "Row",
                     "span", "range", "Range", "Bild", "Kern"})  # fmt: skip


def _dimensions(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    r"""Yield where ``\dim``, ``\deg`` or a sum of degrees stands, with what it is of."""
    for at, token in enumerate(tokens):
        if token.text in (r"\dim", r"\deg") and (end := _argument_end(tokens, at + 1)):
            start = _sum_before(tokens, at) if token.text == r"\deg" else at
            after = next((one for one in tokens[end:] if one.kind != "space"), None)
            ends = after is None or after.kind in ("close", "align", "row") or after.text in _ENDS
            if after is None or (after.kind not in ("sup", "sub", "prime") and (start == at or ends)):
                yield start, end


def _argument_end(tokens: Sequence[Token], at: int) -> int:
    """Return where what a dimension is of ends: a letter with its index, or a parenthesis; 0 where that is open."""
    while at < len(tokens) and (tokens[at].kind == "space" or tokens[at].text.strip() in _SPACES):
        at += 1
    if at < len(tokens) and tokens[at].text == "(":
        depth = 0
        for place in range(at, len(tokens)):
            depth += (tokens[place].text == "(") - (tokens[place].text == ")")
            if depth == 0:
                return place + 1
        return 0
    if at >= len(tokens) or tokens[at].kind != "letter":
        return 0
    at += 1
    if at < len(tokens) and tokens[at].kind == "sub":
        opened = at + 1 < len(tokens) and tokens[at + 1].kind == "open"
        closed = (place for place in range(at, len(tokens)) if tokens[place].kind == "close")
        at = next(closed, len(tokens) - 1) + 1 if opened else at + 2
    return at


def _sum_before(tokens: Sequence[Token], at: int) -> int:
    r"""Return where ``\sum_{v \in V}`` before ``\deg`` starts, or ``at``."""
    place = at - 1
    while place >= 0 and tokens[place].kind == "space":
        place -= 1
    if place < 0 or (tokens[place].kind != "close" and not (place > 0 and tokens[place - 1].kind == "sub")):
        return at
    while place >= 0 and tokens[place].kind != "sub":
        place -= 1
    return place - 1 if place > 0 and tokens[place - 1].text == r"\sum" else at


def _text(tokens: Sequence[Token]) -> str:
    """Return the name of what is written, without blanks and without parentheses around a single letter."""
    parts = [token.text.strip() for token in tokens if token.kind != "space"]
    if parts[-1] == ")" and len(parts) > 3 and parts[-3] == "(":
        parts = [*parts[:-3], parts[-2]]
    return "".join(f"{part} " if part[0] == "\\" and part[-1].isalpha() else part for part in parts).replace(" ", "~")


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

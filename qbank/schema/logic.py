"""What an option says about statements (A), (B) …: the set of truth values under which it is right.

Three ways to say it, tried in this order: a row of truth values (``True, False``), a short English phrase
(``Only (A)``), and, in ``means``, a formula (``A & ~B``). What could be read in two ways is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

Valuation = tuple[bool, ...]
"""One truth value for each statement."""
Valuations = frozenset[Valuation]

MAX_STATEMENTS = 10
"""2**10 rows of a truth table are looked at in no time; nobody asks about more."""

MAX_FORMULA = 1000
"""Characters of a formula."""

_WORDS = dict.fromkeys(
    ("true", "t", "wahr", "w", "richtig", "r", "vrai", "v", "correct", "right"), True
) | dict.fromkeys(("false", "f", "falsch", "faux", "incorrect", "wrong"), False)
_PART = re.compile(r"(?:\(?([A-Z])\)?\s*(?:[:=]|\bis\b|\s)\s*)?([a-z]+)", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`]+")


class FormulaError(ValueError):
    """A formula that cannot be read; the text says why."""


def all_valuations(count: int) -> list[Valuation]:
    """Return every row of the truth table for ``count`` statements, the all-true one first."""
    return list(product((True, False), repeat=count))


def read_option(text: str, count: int) -> Valuations | None:
    """Return what an option's text says about ``count`` statements, or ``None`` if it cannot be told."""
    row = read_row(text)
    if row is not None:
        return frozenset({row}) if len(row) == count else None
    return _read_phrase(text, count)


def read_row(text: str) -> Valuation | None:
    """Read truth values such as ``True, False``, ``T/F``, ``wahr; falsch`` or ``(A) true, (B) false``, in order."""
    plain = _MARKUP.sub("", text).strip().rstrip(".")
    parts = (
        re.split(r"\s*[,;/|]\s*(?:and\s+)?|\s+and\s+", plain) if re.search(r"[,;/|]|\band\b", plain) else plain.split()
    )
    if len(parts) > MAX_STATEMENTS or len(text) > MAX_FORMULA:
        return None
    values = []
    for position, part in enumerate(parts):
        match = _PART.fullmatch(part)
        if not match or match[2].lower() not in _WORDS:
            return None
        if match[1] and match[1].upper() != chr(ord("A") + position):
            return None
        values.append(_WORDS[match[2].lower()])
    return tuple(values) or None


_LETTER = r"\(?[A-Z]\)?"
_LETTERS = rf"{_LETTER}(?:, {_LETTER})*(?:,? and {_LETTER})?"
_NAMED = (
    # phrases that name the true statements, and for how many statements they are plain (0: any)
    (re.compile(rf"(?:O|o)nly ({_LETTERS})(?: (?:is|are) (?:true|correct))?"), 0),
    (re.compile(rf"({_LETTERS}) only"), 0),
    (re.compile(rf"(?:B|b)oth ({_LETTER} and {_LETTER})(?: are (?:true|correct))?"), 2),
)
_ALL_OR_NONE = (
    # phrases, whether they call all statements true or none, and for how many statements they are plain
    (re.compile(r"(?:N|n)one(?: of (?:them|the statements|these statements))?(?: (?:is|are) true)?"), False, 0),
    (re.compile(r"(?:A|a)ll(?: of (?:them|the statements|these statements))?(?: are true)?"), True, 0),
    (re.compile(r"(?:N|n)either(?: is true)?"), False, 2),
    (re.compile(rf"(?:N|n)either {_LETTER} nor {_LETTER}(?: is (?:true|correct))?"), False, 2),
    (re.compile(r"(?:B|b)oth(?: are true)?"), True, 2),
)


def _read_phrase(text: str, count: int) -> Valuations | None:
    """Read phrases that say which statements are true. ``All of the above`` might speak of options: not read."""
    plain = re.sub(r"\s+", " ", _MARKUP.sub("", text)).strip().rstrip(".")
    labels = [chr(ord("A") + n) for n in range(count)]
    for pattern, value, plain_for in _ALL_OR_NONE:
        if plain_for in {0, count} and pattern.fullmatch(plain):
            return frozenset({(value,) * count})
    for pattern, plain_for in _NAMED:
        match = pattern.fullmatch(plain) if plain_for in {0, count} else None
        if match:
            named = set(re.findall(r"\b[A-Z]\b", match[1]))
            return frozenset({tuple(label in named for label in labels)}) if named <= set(labels) else None
    return None


_TOKEN = re.compile(r"\s*(<->|->|[&|~!()]|[A-Za-z]+)")
_BINARY: dict[str, tuple[int, Callable[[int, int, int], int]]] = {
    # operator: (binds how tightly, what it does to two columns of the truth table; the third is the column of ones)
    "<->": (1, lambda a, b, ones: ~(a ^ b) & ones),
    "->": (2, lambda a, b, ones: (~a & ones) | b),
    "|": (3, lambda a, b, _: a | b),
    "&": (4, lambda a, b, _: a & b),
}


def read_formula(text: str, count: int) -> Valuations:
    """Read a formula in the statements' letters: ``& | ~ -> <-> ( )``, binding in the order ``~ & | -> <->``.

    Columns of the truth table are the bits of whole numbers, so that no formula is evaluated row by row.
    Raises :class:`FormulaError`.
    """
    rows = all_valuations(count)
    ones = (1 << len(rows)) - 1
    columns = {chr(ord("A") + n): sum(row[n] << bit for bit, row in enumerate(rows)) for n in range(count)}
    column = _evaluate(_tokens(text), columns, ones)
    return frozenset(row for bit, row in enumerate(rows) if column >> bit & 1)


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.strip()
    if len(text) > MAX_FORMULA:
        raise FormulaError(f"it is longer than {MAX_FORMULA} characters")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise FormulaError(f"“{text[at:].strip()[:1]}” is not understood")
        tokens.append("~" if match[1] == "!" else match[1])
        at = match.end()
    if not tokens:
        raise FormulaError("it is empty")
    return tokens


def _evaluate(tokens: list[str], columns: dict[str, int], ones: int) -> int:
    """Evaluate by two stacks (E. W. Dijkstra's shunting yard): no recursion, however deep the parentheses."""
    values: list[int] = []
    operators: list[str] = []

    def apply() -> None:
        operator = operators.pop()
        if operator == "~":
            values.append(~values.pop() & ones)
        else:
            right = values.pop()
            values.append(_BINARY[operator][1](values.pop(), right, ones))

    def tighter(operator: str) -> bool:
        """Whether the operator on the stack goes before a new binary one (``->`` groups to the right)."""
        top = operators[-1]
        if top == "(":
            return False
        return top == "~" or _BINARY[top][0] > _BINARY[operator][0] or (top == operator and operator != "->")

    operand = True  # whether a letter, ~ or ( must come next
    for token in tokens:
        if operand != (token in {"~", "("} or token.isalpha()):
            raise FormulaError(f"“{token}” cannot stand there")
        if token.isalpha():
            if token not in columns:
                raise FormulaError(f"“{token}” is no statement: they are {', '.join(columns)}")
            values.append(columns[token])
            operand = False
        elif token in {"~", "("}:
            operators.append(token)
        elif token == ")":  # noqa: S105 - a token of a formula
            while operators and operators[-1] != "(":
                apply()
            if not operators:
                raise FormulaError("there is one “)” too many")
            operators.pop()
        else:
            while operators and tighter(token):
                apply()
            operators.append(token)
            operand = True
    if operand:
        raise FormulaError("it ends too early")
    while operators:
        if operators[-1] == "(":
            raise FormulaError("a “)” is missing")
        apply()
    return values[0]

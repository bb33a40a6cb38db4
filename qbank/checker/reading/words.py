r"""Names of several letters: ``net_j``, ``MSE``, ``\text{profit} = …``.

A run of letters is one name only where something says so; any other is a product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from qbank.checker.units import is_unit

from .tokens import Token, Tokens
from .variables import script_marks

_WORD_LENGTH = 3
_NO_PRODUCT = 5
"""From this length on, a known word with a letter twice is no product."""
_AROUND = frozenset({"=", "+", "-", r"\cdot", r"\times", "(", ")", "{", "}", "/", "<", ">", r"\le", r"\ge"})
"""What stands around a word that is a quantity."""
_PROSE = frozenset({"and", "for", "where", "with", "then", "otherwise", "undefined", "true", "false", "else", "when",
                    "iff", "mod", "not", "xor", "therefore", "since", "const", "constant", "exp", "rad",
                    "deg"})  # fmt: skip
_OPERATOR_WORDS = frozenset({"argmax", "argmin", "max", "min", "lim"})
"""Words with something below them that are no names."""
_SPELT = frozenset({
    "net", "out", "err", "loss", "acc", "cost", "avg", "grad", "act", "bias", "sum", "tot", "rate", "size", "time",
    "dist", "gain", "temp", "vol", "area", "len", "num", "den", "std", "var", "cov", "mean", "error", "input", "output",
    "total", "score", "speed", "force", "mass", "work", "power", "energy", "price", "profit", "revenue", "hidden",
    "target", "delta", "bits", "age", "pos", "neg", "pred", "prev", "new", "old", "tmp", "precision", "recall",
    "accuracy", "CPI", "GDP", "IPC", "AMAT", "IRR", "KE", "PE", "SS", "ROI",
})  # fmt: skip
"""Words that are names where they carry an index or stand alone before ``=``, set as plain letters."""
_INITIALS = frozenset({"MSE", "RMSE", "MAE", "SSE", "SST", "SSR", "SSB", "SSW", "MSB", "MSW", "MSR", "TPR", "FPR",
                       "TNR", "FNR", "PPV", "NPV", "IoU"})  # fmt: skip
"""Words that are names wherever they stand."""
_OUTCOMES = frozenset({"TP", "TN", "FP", "FN"})
"""Counts of a confusion matrix: names where two of them occur."""


def found_words(cut: Sequence[Tokens], lone: set[str]) -> set[str]:
    """Return the runs of letters that are one name each; any other run is a product."""
    runs = [run for tokens in cut for run in _plain_runs(tokens)]
    found = {run for tokens in cut for run in _words(tokens) if _is_word(run, runs, lone)}
    found |= {run for run in runs if run in _SPELT and len(set(run)) < len(run) >= _NO_PRODUCT}
    outcomes = _OUTCOMES & set(runs)
    return found | (outcomes if len(outcomes) > 1 else set()) | (_INITIALS & set(runs))


def _is_word(run: str, runs: Sequence[str], lone: set[str]) -> bool:
    """Tell whether a run that stands where a name may is one: a known word, or one whose letters occur nowhere else."""
    if run in _SPELT:
        return not set(run) <= lone
    apart = not set(run) & lone and all(other == run or not set(other) & set(run) for other in runs)
    return apart and run.islower() and runs.count(run) > 1 and bool(set(run) & set("aeiou"))


def _words(tokens: Tokens) -> Iterable[str]:
    """Yield runs of three letters or more that carry an index or stand alone where a name must."""
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        run = "".join(token.text for token in tokens[start:end])
        if (len(run) < _WORD_LENGTH and run not in _SPELT) or marks[start]:
            continue
        after = tokens[end] if end < len(tokens) else None
        indexed = after is not None and (after.kind == "sub" or _index_after(tokens, end))
        before = tokens[start - 1] if start else None
        alone = before is None and after is not None and after.text == "="
        differential = before is not None and before.text == r"\partial"
        if indexed or alone or differential:
            yield run


def _index_after(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether ``^{(…)}`` follows."""
    texts = [token.text for token in tokens[at : at + 3]]
    return texts == ["^", "{", "("]


def _plain_runs(tokens: Tokens) -> Iterable[str]:
    """Yield runs of two letters or more outside scripts."""
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        if end - start > 1 and not marks[start]:
            yield "".join(token.text for token in tokens[start:end])


def segments_in(formulas: Sequence[Tokens]) -> frozenset[str]:
    """Return pairs of capitals of which several chain up, while none of their letters stands alone."""
    runs = {run for tokens in formulas for run in _plain_runs(tokens)}
    pairs = {run for run in runs if len(run) == len(set(run)) == 2 and set(run) <= set("ABCDEFGHMNOPQS")}
    alone = {token.text for tokens in formulas for token in lone_letters(tokens)}
    chained = {one for one in pairs for other in pairs if one != other and len(set(one) & set(other)) == 1}
    return frozenset(run for run in chained if not set(run) & alone)


def words_in_text(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield words in ``\text{…}`` that are names: with an index, alone before ``=``, or differentiated."""
    for place, token in enumerate(tokens):
        text = token.text.strip()
        if token.kind != "word" or not text.isalpha() or len(text) == 1 or text in _OPERATOR_WORDS:
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        measured = (
            place > 0
            and is_unit(text)
            and (
                tokens[place - 1].kind in ("number", "close", "word") or tokens[place - 1].text in (r"\cdot", ")", "/")
            )
        )
        if measured:
            continue
        indexed = after is not None and (after.kind == "sub" or (after.kind == "sup" and not is_unit(text)))
        alone = place == 0 and after is not None and after.text == "="
        before = tokens[place - 1] if place else None
        alone |= (
            (before is None or before.text in _AROUND)
            and (after is None or after.text in _AROUND)
            and (len(text) > 2 and text.lower() not in _PROSE and any(token.text == "=" for token in tokens))
        )
        if indexed or alone or (place > 0 and tokens[place - 1].text == r"\partial"):
            yield text


def applied_words(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield words before a bracket: ``\operatorname{Var}(X)``."""
    for token, after in pairwise(tokens):
        if token.kind == "word" and after.text in ("(", "["):
            yield token.text.strip()


def lone_letters(tokens: Tokens) -> Iterable[Token]:
    """Yield the letters that touch no other, outside indices."""
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        if end - start == 1 and not (marks[start] and not _is_bound(tokens, start)):
            yield tokens[start]


def _is_bound(tokens: Sequence[Token], index: int) -> bool:
    r"""Tell whether the letter is an exponent or bound of its own, not an index: ``x^n``, ``\sum^n``."""
    return index > 0 and tokens[index - 1].kind == "sup"


def _runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the stretches ``[start, end)`` of Latin letters that touch one another."""
    try:
        return tokens.runs
    except AttributeError:
        tokens.runs = list(_found_runs(tokens))
        return tokens.runs


def _found_runs(tokens: Tokens) -> Iterable[tuple[int, int]]:
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and touches(tokens, start, end):
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def touches(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the letter at ``end`` belongs to the run that begins at ``start``."""
    token = tokens[end]
    plain = token.kind == "letter" and len(token.text) == 1
    return plain and (end == start or tokens[end - 1].end == token.start)

"""The check of a text with gaps: options told apart, and numbers derived where a formula asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from qbank.checker.setting import Finding
from qbank.evidence import Level
from qbank.schema import ChoiceGap, Cloze, NumericalGap, TickGap
from qbank.schema.check import Notation as Declared

from .likeness import Path
from .numerical import check_value
from .plain import Parts, no_key, reported

_BEFORE = re.compile(r"\$((?:[^$\\]|\\.)+?)(?:=|\\approx)\s*\$\s*$")
"""A formula that ends with an equals sign, right before the gap."""
_GOES_ON = re.compile(r"\s*\$|\s*\[\[")
"""Behind the gap: a formula or another gap, with which it may be one."""
_MADE_FROM = re.compile(r"\b(?:of|by|in|from|to|than|between|with|divides)(?: the [a-z ]*)?\s*$", re.IGNORECASE)
"""Before the formula: words for what is made from it, as in "the inverse of $4 =$"."""


def check_cloze(question: Cloze, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``cloze``; return evidence and diagnostics as plain data.

    ``proved``: every gap is a number, asked for by a formula before it (`$f(2) =$ [[value]]`) and derived.
    """
    texts: dict[Path, str] = {
        ("gaps", name, "options", at, "text"): option.text
        for name, gap in question.gaps.items()
        if isinstance(gap, ChoiceGap | TickGap)
        for at, option in enumerate(gap.options)
    }
    parts = Parts(question, declared, texts)
    if question.key is None:
        open_ = next(name for name, gap in question.gaps.items() if gap.key is None)
        found = no_key(question, f"the gap {open_} has none")
        return reported(parts, Level.UNDECIDED, "No key yet.", [found])
    alike = list(_alike(question, parts))
    if alike:
        return reported(parts, Level.REFUTED, "Options mean the same.", alike)
    derived, wrong = [], []
    for name in question.order:
        gap = question.gaps[name]
        asked = _asked(question, name)
        if not isinstance(gap, NumericalGap) or not asked:
            continue
        level, told = check_value(question, _text(question, name), gap, asked, declared)
        if level is Level.PROVED:
            derived.append(name)
        elif level is Level.REFUTED:
            field = "range" if gap.range is not None else "answer"
            wrong.append(Finding("QB301", f"the key of the gap {name} is not ${asked}$: {told}", ("gaps", name, field)))
    if wrong:
        return reported(parts, Level.REFUTED, "The key of a gap is wrong.", wrong)
    if len(derived) == len(question.gaps):
        return reported(parts, Level.PROVED, "Every gap derived from the formula before it, by algebra.", [])
    if not derived:
        return reported(parts, Level.ASSERTED, "The author's word: no gap is asked for by a formula.", [])
    rest = [name for name in question.order if name not in derived]
    summary = f"Derived: {', '.join(derived)}. The author's word: {', '.join(rest)}."
    return reported(parts, Level.ASSERTED, summary, [])


def _asked(question: Cloze, name: str) -> str:
    """Return the formula that asks for a gap: the one before it, without its equals sign; else nothing.

    Where the formula goes on behind the gap, or words before it make something from it, it does not ask.
    """
    before, _, after = question.stem.partition(f"[[{name}]]")
    found = _BEFORE.search(before)
    if found is None or _GOES_ON.match(after) or _MADE_FROM.search(before[: found.start()]):
        return ""
    return found[1].strip()


def _text(question: Cloze, name: str) -> str:
    """Return the stem up to the end of the sentence with a gap."""
    mark = f"[[{name}]]"
    end = question.stem.index(mark) + len(mark)
    following = re.search(r"[.;!?](?=\s)|\n\s*\n", question.stem[end:])
    return question.stem[: end + following.end()] if following else question.stem


def _alike(question: Cloze, parts: Parts) -> Iterator[Finding]:
    """Find options of one gap that mean the same, of which not both are keyed."""
    for name, gap in question.gaps.items():
        if not isinstance(gap, ChoiceGap | TickGap):
            continue
        keys = {gap.key} if isinstance(gap, ChoiceGap) else set(gap.key or ())
        paths: list[Path] = [("gaps", name, "options", at, "text") for at in range(len(gap.options))]
        for one, other in parts.same(paths):
            if not {int(one[3]) + 1, int(other[3]) + 1} <= keys:
                message = f"options {int(one[3]) + 1} and {int(other[3]) + 1} mean the same"
                yield Finding("QB303", message, other, length=1)

"""The gaps of Moodle's «Embedded answers»: ``{1:SHORTANSWER:=Paris~%50%paris#Capital!}`` in a text.

Grammar as in Moodle's ``question/type/multianswer/questiontype.php``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from .answers import accepted, bare, reached
from .draft import compact

_GAP = re.compile(
    r"\{(?P<weight>\d*):(?P<type>NUMERICAL|NM|SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW"
    r"|MULTICHOICE_VS|MULTICHOICE_HS|MULTICHOICE_S|MULTICHOICE_V|MULTICHOICE_H|MULTICHOICE|MCVS|MCHS|MCS|MCV|MCH|MC"
    r"|MULTIRESPONSE_HS|MULTIRESPONSE_H|MULTIRESPONSE_S|MULTIRESPONSE|MRHS|MRH|MRS|MR)"
    r":(?P<answers>(?:\\[}#~/\"\\]|&#?[A-Za-z0-9]+;|[^}])*?)(?<!\\)\}",
    re.DOTALL,
)
_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "NM": "NUMERICAL", "SA": "SHORTANSWER", "MW": "SHORTANSWER", "SAC": "SHORTANSWER_C", "MWC": "SHORTANSWER_C",
        "MC": "MULTICHOICE", "MCS": "MULTICHOICE_S", "MCV": "MULTICHOICE_V", "MCH": "MULTICHOICE_H",
        "MCVS": "MULTICHOICE_VS", "MCHS": "MULTICHOICE_HS", "MR": "MULTIRESPONSE", "MRH": "MULTIRESPONSE_H",
        "MRS": "MULTIRESPONSE_S", "MRHS": "MULTIRESPONSE_HS",
    }
)  # fmt: skip
FULL = Decimal(100)
Told = Callable[[str], str]
"""Turns HTML into Markdown."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A text with its gaps as ``[[gap1]]``, and what they are; ``problem`` says why that could not be done."""

    text: str
    gaps: dict[str, dict[str, Any]] = field(default_factory=dict)
    problem: str = ""
    left_out: tuple[str, ...] = ()
    """Answers that an earlier one accepts already."""


@dataclass(frozen=True, slots=True)
class _Alternative:
    earned: Decimal
    text: str
    feedback: str


def gaps_of(source: str, told: Told) -> Parted:
    """Return a text of Moodle's, HTML, with its gaps named and described; ``told`` turns HTML into Markdown."""
    gaps: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    left_out: list[str] = []

    def named(found: re.Match[str]) -> str:
        name = f"gap{len(gaps) + 1}"
        try:
            gaps[name] = _gap(found, told)
        except ValueError as problem:
            problems.append(str(problem))
            gaps[name] = {}
        if gaps[name].get("type") == "short-answer":
            case = "case_sensitive" in gaps[name]
            gaps[name]["answers"], unreached = reached(gaps[name]["answers"], case=case)
            left_out.extend(unreached)
        return f"[[{name}]]"

    text = _GAP.sub(named, source)
    return Parted(text, gaps, problems[0] if problems else "", tuple(left_out))


def _gap(found: re.Match[str], told: Told) -> dict[str, Any]:
    kind = _SHORT.get(found["type"], found["type"])
    alternatives = [_alternative(each) for each in _cut(found["answers"])]
    base, _, flags = kind.partition("_")
    gap = _KINDS[base](alternatives, flags, told)
    weight = found["weight"] or "1"
    return {**gap, "weight": "" if weight == "1" else weight} if weight != "1" else gap


def _cut(answers: str) -> list[str]:
    """Cut the alternatives at each ``~`` that nothing escapes."""
    parts = re.split(r"(?<!\\)~", answers)
    return [part for part in parts if part.strip()]


def _alternative(written: str) -> _Alternative:
    written = written.strip()
    earned = Decimal(0)
    if written.startswith("="):
        earned, written = FULL, written[1:]
    elif share := re.match(r"%(-?[0-9]+(?:[.,][0-9]*)?)%", written):
        try:
            earned = Decimal(share[1].replace(",", "."))
        except InvalidOperation:
            raise ValueError(f"“{share[1]}” is no fraction") from None
        written = written[share.end() :]
    text, _, feedback = _split_feedback(written)
    return _Alternative(earned, _plain(text), _plain(feedback))


def _split_feedback(written: str) -> tuple[str, str, str]:
    parts = re.split(r"(?<![\\&])#", written, maxsplit=1)
    return (parts[0], "#", parts[1]) if len(parts) == 2 else (parts[0], "", "")


def _plain(text: str) -> str:
    return re.sub(r"\\([}#])", r"\1", html.unescape(text)).strip()


def _number(alternatives: list[_Alternative], _flags: str, told: Told) -> dict[str, Any]:
    gap: dict[str, Any] = {"type": "numerical"}
    further = []
    for each in alternatives:
        value, _, tolerance = each.text.partition(":")
        try:
            number, margin = Decimal(value.strip()), abs(Decimal(tolerance.strip() or "0"))
        except InvalidOperation:
            raise ValueError(f"“{each.text}” is no number with a tolerance") from None
        if each.earned == FULL and "answer" not in gap and not each.feedback:
            gap |= compact({"answer": str(number), "tolerance": str(margin) if margin else ""})
        else:
            item = {"value": str(number), "tolerance": str(margin), "fraction": str(each.earned)}
            further.append(compact({**item, "feedback": told(each.feedback)}))
    if "answer" not in gap:
        right = next((item for item in further if item["fraction"] == "100"), None)
        if right is None:
            raise ValueError("no number earns 100 %")
        gap |= compact({"answer": right["value"], "tolerance": right.get("tolerance", "")})
        further = [item for item in further if item is not right]
    return {**gap, **compact({"answers": further})}


def _words(alternatives: list[_Alternative], flags: str, told: Told) -> dict[str, Any]:
    answers: list[Any] = []
    for each in alternatives:
        text = each.text
        earned = "" if each.earned == FULL else str(each.earned)
        answers.append(bare(compact({**accepted(text), "fraction": earned, "feedback": told(each.feedback)})))
    return compact({"type": "short-answer", "answers": answers, "case_sensitive": True if flags == "C" else ""})


def _options(alternatives: list[_Alternative], told: Told) -> list[dict[str, Any]]:
    return [compact({"text": told(each.text), "feedback": told(each.feedback)}) for each in alternatives]


def _layout(flags: str) -> str:
    return "column" if "V" in flags else "row" if "H" in flags else ""


def _choice(alternatives: list[_Alternative], flags: str, told: Told) -> dict[str, Any]:
    fractions = [each.earned for each in alternatives]
    if fractions.count(FULL) != 1:
        raise ValueError("a menu has several right options" if FULL in fractions else "a menu has no right option")
    options = _options(alternatives, told)
    for option, earned in zip(options, fractions, strict=True):
        if earned not in {FULL, Decimal(0)}:
            option["fraction"] = str(earned)
    return {
        "type": "single-choice",
        "options": [bare(option) for option in options],
        "answer": str(fractions.index(FULL) + 1),
        **compact({"layout": _layout(flags), "shuffle": "" if "S" in flags else False}),
    }


def _ticks(alternatives: list[_Alternative], flags: str, told: Told) -> dict[str, Any]:
    options = _options(alternatives, told)
    explicit = any(each.earned not in {FULL, Decimal(0)} for each in alternatives)
    if explicit:
        for option, each in zip(options, alternatives, strict=True):
            option["fraction"] = str(each.earned)
    keys = [at for at, each in enumerate(alternatives, 1) if each.earned > 0]
    return {
        "type": "multiple-choice",
        "options": [bare(option) for option in options],
        "answer": keys,
        **compact({"layout": "row" if "H" in flags else "", "shuffle": "" if "S" in flags else False}),
    }


_KINDS: Mapping[str, Callable[[list[_Alternative], str, Told], dict[str, Any]]] = MappingProxyType(
    {"NUMERICAL": _number, "SHORTANSWER": _words, "MULTICHOICE": _choice, "MULTIRESPONSE": _ticks}
)

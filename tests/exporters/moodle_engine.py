"""Grades responses to a file of Moodle XML as Moodle 4.5 would; written from its rules, and sharing nothing with us.

Marks are parts of 1. Fractions are kept to seven decimals and numbers to fourteen digits, as in Moodle's database.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

GRID = (
    100,
    90,
    250 / 3,
    80,
    75,
    70,
    200 / 3,
    60,
    50,
    40,
    100 / 3,
    30,
    25,
    20,
    50 / 3,
    100 / 7,
    12.5,
    100 / 9,
    10,
    5,
    0.0,
)


@dataclass(frozen=True)
class Graded:
    """A question as Moodle has stored it: ``grade`` takes a response and gives a part of 1."""

    kind: str
    name: str
    mark: float
    grade: Callable[[Any], float]
    told: Callable[[Any], str]
    node: ET.Element


def load(data: bytes) -> dict[str, Graded]:
    """Import a file; return its questions by their ID numbers. Fails where Moodle would."""
    root = ET.fromstring(data)  # noqa: S314  # written by us
    assert root.tag == "quiz"
    found = {}
    for node in root:
        kind = node.get("type", "")
        if kind == "category":
            assert text(node, "category/text").startswith("$course$/")
            continue
        _check_texts(node)
        grade, told, mark = IMPORTS[kind](node)
        number = text(node, "idnumber")
        assert len(number) <= 100
        assert number not in found
        own = float(text(node, "defaultgrade")) if mark is None else mark
        found[number] = Graded(kind, text(node, "name/text"), own, grade, told, node)
    return found


def text(node: ET.Element, path: str) -> str:
    found = node.find(path)
    assert found is not None, path
    assert not len(found)
    return (found.text or "").strip(" \t\n\r\0\v")


def _check_texts(node: ET.Element) -> None:
    name = text(node, "name/text")
    assert len(name) <= 255
    assert not re.search(r"<\S", name)
    assert 0 <= float(text(node, "penalty")) <= 1
    for holder in node.iter():
        names = [file.get("name", "") for file in holder.findall("file")]
        assert len(names) == len(set(names))
        for file in holder.findall("file"):
            assert re.fullmatch(r"[A-Za-z0-9._-]+", file.get("name", ""))
            assert file.get("path") == "/"
            assert base64.b64decode(file.text or "", validate=True)
        if holder.find("text") is not None and holder.get("format") == "html":
            linked = re.findall(r"@@PLUGINFILE@@/([^\"]*)", text(holder, "text"))
            assert set(linked) == set(names)


def stored(fraction: float) -> float:
    """Return a fraction as the database keeps it."""
    return round(fraction, 7)


def fractions(node: ET.Element, *, grid: bool = True) -> list[float]:
    found = [float(answer.get("fraction", "")) for answer in node.findall("answer")]
    if grid:
        for each in found:
            assert any(abs(abs(each) - allowed) < 0.001 for allowed in GRID), each
    return [stored(each / 100) for each in found]


def feedback(answer: ET.Element) -> str:
    return text(answer, "feedback/text")


# -- types

Imported = tuple[Callable[[Any], float], Callable[[Any], str], float | None]


def multichoice(node: ET.Element) -> Imported:
    answers, earned = node.findall("answer"), fractions(node)
    assert len(answers) >= 2
    assert text(node, "answernumbering") in {"abc", "ABCD", "123", "iii", "IIII", "none"}
    assert text(node, "shuffleanswers") in {"true", "false"}
    for answer in answers:
        assert text(answer, "text")

    def told(chosen: Any) -> str:
        return feedback(answers[chosen])

    if text(node, "single") == "true":
        assert 1.0 in earned  # else Moodle stores it in silence, and full marks are out of reach
        return lambda chosen: earned[chosen], told, None
    assert abs(sum(each for each in earned if each > 0) - 1) < 1e-5
    return lambda ticked: min(1.0, max(0.0, sum(earned[each] for each in ticked))), told, None


def truefalse(node: ET.Element) -> Imported:
    answers = {text(answer, "text"): answer for answer in node.findall("answer")}
    assert set(answers) == {"true", "false"}
    right = {word: answer.get("fraction") == "100" for word, answer in answers.items()}
    assert sorted(right.values()) == [False, True]
    word = {True: "true", False: "false"}
    return lambda said: float(right[word[said]]), lambda said: feedback(answers[word[said]]), None


def shortanswer(node: ET.Element) -> Imported:
    answers = [(text(answer, "text"), answer) for answer in node.findall("answer")]
    return _words(answers, fractions(node), ignore_case=text(node, "usecase") == "0", told=feedback)


def _words(
    answers: Sequence[tuple[str, Any]], earned: Sequence[float], *, ignore_case: bool, told: Callable[[Any], str]
) -> Imported:
    assert 1.0 in earned
    assert all(pattern for pattern, _ in answers)

    def match(response: str) -> int | None:
        fitting = (n for n, (pattern, _) in enumerate(answers) if wildcard(response, pattern, ignore_case=ignore_case))
        return next(fitting, None)

    def grade(response: str) -> float:
        found = match(response)
        return 0.0 if found is None else earned[found]

    def said(response: str) -> str:
        found = match(response)
        return "" if found is None else told(answers[found][1])

    return grade, said, None


def wildcard(response: str, pattern: str, *, ignore_case: bool) -> bool:
    bits = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
    expression = ".*".join(re.escape(bit.replace(r"\*", "*")) for bit in bits)
    string = unicodedata.normalize("NFC", response).strip()
    return re.fullmatch(expression, string, re.IGNORECASE if ignore_case else 0) is not None


NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")


def apply_units(response: str, units: Mapping[str, float]) -> tuple[float | None, str, float | None]:
    """Read a number with a unit, as on an English site."""
    response = response.replace(" ", "")
    response = re.sub(r"(?:e|E|(?:x|\*|×)10(?:\^|\*\*))([+-]?\d+)", r"e\1", response)
    response = response.replace(",", "")
    found = NUMBER.match(response)
    if found is None:
        return None, "", None
    unit = response[found.end() :]
    return float(found[0]), unit, 1 / units[unit] if unit in units else None


def php(number: float) -> float:
    """Return what is left of a number that PHP wrote to the database."""
    return float(f"{number:.14G}")


def plain_number(written: str) -> float:
    """Read a number of the file, which no locale may misread."""
    value, rest, _ = apply_units(written, {})
    assert value is not None, written
    assert not rest, written
    return php(value)


def fits(value: float, answer: float, tolerance: float) -> bool:
    epsilon = 1e-14
    wide = tolerance + epsilon * max(abs(tolerance), abs(answer), epsilon)
    return answer - wide <= value <= answer + wide


def numerical(node: ET.Element) -> Imported:
    units = {text(unit, "unit_name"): plain_number(text(unit, "multiplier")) for unit in node.findall("units/unit")}
    if units:
        assert next(iter(units.values())) == 1
    assert text(node, "showunits") == ("0" if units else "3")
    assert all(" " not in name for name in units)
    kind, penalty = text(node, "unitgradingtype"), float(text(node, "unitpenalty"))
    answers = [
        (text(each, "text"), text(each, "text") == "*" or plain_number(text(each, "text")), each)
        for each in node.findall("answer")
    ]
    margins = [plain_number(text(each, "tolerance")) for _, _, each in answers]
    earned = fractions(node)
    assert 1.0 in earned

    def match(response: str) -> tuple[int | None, bool]:
        value, unit, multiplier = apply_units(response, units)
        if value is None or (unit and not units):
            return None, False
        for n, (written, number, _) in enumerate(answers):
            if written == "*":
                return n, multiplier is not None
            for scaled, right in ((value * (multiplier or 1), multiplier is not None), (value, False)):
                if fits(scaled, number, margins[n]):
                    return n, right
        return None, False

    def grade(response: str) -> float:
        found, right = match(response)
        if found is None:
            return 0.0
        return earned[found] if right or kind == "0" else max(0.0, earned[found] * (1 - penalty))

    def told(response: str) -> str:
        found, _ = match(response)
        return "" if found is None else feedback(answers[found][2])

    return grade, told, None


# -- calculated questions: question/type/calculated/question.php


def wildcards(node: ET.Element) -> list[dict[str, str]]:
    """Return the values of each variant."""
    sets = {}
    for each in node.findall("dataset_definitions/dataset_definition"):
        assert text(each, "status/text") == "private"
        items = each.findall("dataset_items/dataset_item")
        assert text(each, "itemcount") == text(each, "number_of_items") == str(len(items))
        assert float(text(each, "minimum/text")) <= float(text(each, "maximum/text"))
        assert text(each, "decimals/text").isdigit()
        assert [text(item, "number") for item in items] == [str(n) for n in range(1, len(items) + 1)]
        sets[text(each, "name/text")] = [text(item, "value") for item in items]
    assert sets
    for name, values in sets.items():
        assert re.fullmatch(r"[A-Za-z][^>} <{\"']*", name)
        assert all(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value) for value in values)
    return [dict(zip(sets, row, strict=True)) for row in zip(*sets.values(), strict=True)]


def filled(written: str, values: Mapping[str, str]) -> str:
    """Put values into a text."""
    assert not re.search(r"\{=([^{}]*(?:\{[^{}]+}[^{}]*)*)}", written)
    for name, value in values.items():
        written = written.replace("{" + name + "}", value)
    return written


def calculated(node: ET.Element) -> Imported:
    variants, kind = wildcards(node), text(node, "unitgradingtype")
    assert kind == "0"
    assert not node.findall("units/unit")
    answers, earned = node.findall("answer"), fractions(node)
    assert 1.0 in earned

    def match(said: tuple[int, str]) -> int | None:
        value, unit, _ = apply_units(said[1], {})
        if value is None or unit:
            return None
        for n, each in enumerate(answers):
            if text(each, "text") == "*":
                return n
            number = float(filled(text(each, "text"), variants[said[0]]))
            number = shown(number, text(each, "correctanswerformat"), int(text(each, "correctanswerlength")))
            tolerance = plain_number(text(each, "tolerance"))
            if text(each, "tolerancetype") == "1":
                tolerance *= abs(number)
            if fits(value, number, tolerance):
                return n
        return None

    def grade(said: tuple[int, str]) -> float:
        return 0.0 if (n := match(said)) is None else earned[n]

    def told(said: tuple[int, str]) -> str:
        return "" if (n := match(said)) is None else filled(feedback(answers[n]), variants[said[0]])

    return grade, told, None


def shown(number: float, kind: str, length: int) -> float:
    return float(f"{number:.{length}f}" if kind == "1" else f"{number:.{length}g}")


def calculatedmulti(node: ET.Element) -> Imported:
    variants = wildcards(node)
    answers = node.findall("answer")
    for each in answers:
        assert each.get("format") == "html"
        assert not each.findall("file")
        for name in ("tolerance", "tolerancetype", "correctanswerformat", "correctanswerlength"):
            assert text(each, name).isdigit()
    for values in variants:
        assert len({filled(text(each, "text"), values) for each in answers}) == len(answers)
    grade, _, mark = multichoice(node)

    def told(said: tuple[int, int]) -> str:
        return filled(feedback(answers[said[1]]), variants[said[0]])

    return lambda said: grade(said[1]), told, mark


def matching(node: ET.Element) -> Imported:
    rights = [text(each, "answer/text") for each in node.findall("subquestion")]
    assert all(rights)
    assert all(len(each) <= 255 and not re.search(r"<\S", each) for each in rights)
    wanted = [right for right, each in zip(rights, node.findall("subquestion"), strict=True) if text(each, "text")]
    assert len(wanted) >= 2
    assert len(set(rights)) >= 2

    def grade(chosen: Sequence[str]) -> float:
        assert set(chosen) <= set(rights)
        return sum(a == b for a, b in zip(chosen, wanted, strict=True)) / len(wanted)

    return grade, lambda _: "", None


def ordering(node: ET.Element) -> Imported:
    count = len(node.findall("answer"))
    assert count >= 2
    assert text(node, "shownumcorrect") == "1"
    assert text(node, "selecttype") == "ALL"
    assert int(text(node, "selectcount")) >= 2
    assert text(node, "layouttype") in {"VERTICAL", "HORIZONTAL"}
    kind = text(node, "gradingtype")

    def grade(order: Sequence[int]) -> float:
        placed = sum(at == item for at, item in enumerate(order))
        if kind == "ABSOLUTE_POSITION":
            return placed / count
        if kind == "ALL_OR_NOTHING":
            return float(placed == count)
        assert kind == "RELATIVE_NEXT_EXCLUDE_LAST"
        following = dict(pairwise(order))
        return sum(following.get(item) == item + 1 for item in range(count - 1)) / (count - 1)

    return grade, lambda _: "", None


# -- cloze: the importer's own expressions

ANSWER = r".+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$)"
FEEDBACK = r".*?(?<!\\)(?=[~}]|$)"
ALTERNATIVE = rf"(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?({ANSWER})(#({FEEDBACK}))?"
WORDS = "NUMERICAL|NM|MULTICHOICE(?:_[VH]?S?)?|MC[VH]?S?|SHORTANSWER(?:_C)?|SAC?|MWC?|MULTIRESPONSE(?:_H?S?)?|MRH?S?"
PART = re.compile(rf"\{{([0-9]*):({WORDS}):({ALTERNATIVE}(~{ALTERNATIVE})*)\}}", re.DOTALL)
NUMERIC = re.compile(r"(-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?)(?::(.+))?")


def decoded(written: str) -> str:
    named = {"&amp;", "&lt;", "&gt;", "&quot;"}
    for entity in re.findall(r"&[A-Za-z]+;", written):
        assert entity in named
    return html.unescape(written).replace(r"\}", "}").replace(r"\#", "#")


def cloze(node: ET.Element) -> Imported:
    source = text(node, "questiontext/text")
    parts: list[tuple[int, Imported]] = []
    while found := PART.search(source):
        alternatives = list(re.finditer(f"~?{ALTERNATIVE}", found[3], re.DOTALL))
        assert "".join(each[0] for each in alternatives) == found[3]
        parts.append((int(found[1] or 1), _subquestion(found[2], alternatives)))
        source = f"{source[: found.start()]}<{len(parts)}>{source[found.end() :]}"
    assert parts
    assert not re.search(r"\{[0-9]*:[A-Z]+:", source)
    total = sum(weight for weight, _ in parts)

    def grade(responses: Sequence[Any]) -> float:
        earned = (weight * part[0](each) for (weight, part), each in zip(parts, responses, strict=True))
        return sum(earned) / total

    def told(response: tuple[int, Any]) -> str:
        return parts[response[0]][1][1](response[1])

    return grade, told, float(total)


def _subquestion(word: str, alternatives: Sequence[re.Match[str]]) -> Imported:
    earned = [1.0 if each[1] == "=" else float(each[2] or 0) / 100 for each in alternatives]
    said = [decoded(each[5] or "") for each in alternatives]
    if word in {"NM", "NUMERICAL"}:
        numbers = []
        for each in alternatives:
            number = NUMERIC.fullmatch(each[3])
            assert number, each[3]
            numbers.append((plain_number(number[1]), plain_number(number[2] or "0")))
        assert 1.0 in earned

        def match(response: str) -> int | None:
            value, unit, _ = apply_units(response, {})
            assert value is not None
            assert not unit
            return next((n for n, each in enumerate(numbers) if fits(value, *each)), None)

        return (
            lambda response: 0.0 if (n := match(response)) is None else stored(earned[n]),
            lambda response: "" if (n := match(response)) is None else said[n],
            None,
        )
    texts = [decoded(each[3]) for each in alternatives]
    if word.startswith(("SA", "SHORT", "MW")):
        exact = word.endswith("C")
        return _words(
            list(zip(texts, said, strict=True)),
            [stored(each) for each in earned],
            ignore_case=not exact,
            told=str,
        )
    assert len(texts) >= 2
    if word in {"MC", "MCS"}:
        assert not any(re.search(r"<|\\\(", each) for each in texts)  # a menu shows plain text alone
    if word.startswith("MR"):
        total = sum(each for each in earned if each > 0)
        assert total
        own = any(each[2] and float(each[2]) for each in alternatives)
        ticks = [each / total if each > 0 else each if own else -1 / total for each in earned]
        return (
            lambda ticked: min(1.0, max(0.0, sum(stored(ticks[each]) for each in ticked))),
            lambda chosen: said[chosen],
            None,
        )
    assert 1.0 in earned
    return lambda chosen: stored(earned[chosen]), lambda chosen: said[chosen], None


def alternatives(node: ET.Element) -> list[list[str]]:
    """Return the texts of the alternatives in each gap, as Moodle stores them."""
    return [
        [decoded(each[3]) for each in re.finditer(f"~?{ALTERNATIVE}", found[3], re.DOTALL)]
        for found in PART.finditer(text(node, "questiontext/text"))
    ]


def essay(node: ET.Element) -> Imported:
    assert text(node, "responseformat") in {"editor", "editorfilepicker", "plain", "monospaced", "noinline"}
    for name in ("responserequired", "responsefieldlines", "attachments", "attachmentsrequired", "maxbytes"):
        assert text(node, name).isdigit()
    template = node.find("responsetemplate")
    assert template is not None
    assert template.get("format") in {"html", "plain_text"}
    return lambda _: 0.0, lambda _: "", None


def description(_node: ET.Element) -> Imported:
    return lambda _: 0.0, lambda _: "", 0.0


IMPORTS: Mapping[str, Callable[[ET.Element], Imported]] = {
    "multichoice": multichoice,
    "truefalse": truefalse,
    "shortanswer": shortanswer,
    "numerical": numerical,
    "calculated": calculated,
    "calculatedmulti": calculatedmulti,
    "matching": matching,
    "ordering": ordering,
    "cloze": cloze,
    "essay": essay,
    "description": description,
}

"""GIFT, as Moodle reads it (``question/format/gift/format.php``): all types, weights, feedback, formats, categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from .answers import accepted, bare, reached
from .draft import Draft, Imported, Source, compact
from .html import markdown, plain_text
from .moodle import FULL, UnreadableError, category_of, number, percent, short, single_or_several

_ESCAPED = MappingProxyType({"\\\\": "\ue010", "\\:": "\ue011", "\\#": "\ue012", "\\=": "\ue013", "\\{": "\ue014",
                             "\\}": "\ue015", "\\~": "\ue016", "\\n": "\ue017"})  # fmt: skip
_SAID = MappingProxyType({"\ue010": "\\", "\ue011": ":", "\ue012": "#", "\ue013": "=", "\ue014": "{", "\ue015": "}",
                          "\ue016": "~", "\ue017": "\n"})  # fmt: skip
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*")
_WEIGHT = re.compile(r"%(-?[0-9]+(?:[.,][0-9]+)?)%")
_SHAPE = re.compile(
    r"^\s*::[^:\n]+::|^\$CATEGORY:|(?<![\\\w}^_{$])\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*[#}]|%-?\d)", re.MULTILINE
)
"""A title, a category, or answers between braces that are none of LaTeX's."""
_META = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)+)\]")
_TRUTH = MappingProxyType({"T": True, "TRUE": True, "F": False, "FALSE": False})
BLANK = "\\_\\_\\_\\_\\_"
"""The place of a missing word in a stem, in Markdown."""


class GiftImporter:
    """Reads every question of a file; one that Moodle would refuse is told with its line."""

    name: ClassVar[str] = "gift"
    description: ClassVar[str] = "GIFT, Moodle's format for text files"

    def recognises(self, source: Source) -> bool:
        """Tell whether there are answers between braces, or titles between double colons."""
        if b"\0" in source.data[:1000] or source.data.lstrip()[:1] in {b"<", b"%"}:
            return False
        return _SHAPE.search(source.text()) is not None

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        imported = Imported()
        category = ""
        for block in _blocks(source.text()):
            if block.category:
                category = category_of(block.category)
                continue
            draft = Draft({}, block.line)
            try:
                draft.fields = compact({**_question(block, draft), "category": category})
            except UnreadableError as problem:
                draft.fields, draft.refusal = {"title": block.text.strip()[:60]}, str(problem)
            imported.drafts.append(draft)
        return imported


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one question, or a category."""

    text: str
    line: int
    category: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()


def _blocks(text: str) -> Iterator[_Block]:
    """Part a file at blank lines that stand outside of braces."""
    lines: list[str] = []
    start, depth = 1, 0
    name, tags = "", []
    for at, line in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            for key, value in _META.findall(line):
                said = re.sub(r"\\(.)", r"\1", value).strip()
                name = said if key == "id" else name
                tags += [said] if key == "tag" else []
            continue
        if not lines and line.lstrip().startswith("$CATEGORY:"):
            yield _Block("", at, line.partition(":")[2].strip())
            continue
        if line.strip() or depth > 0:
            if not lines:
                start = at
            lines.append(line)
            plain = _hidden(line)
            depth = max(0, depth + plain.count("{") - plain.count("}"))
            if depth and not line.strip() and _unclosed(lines):
                depth = 0
        if lines and not line.strip() and depth == 0:
            yield _Block("\n".join(lines), start, "", name, tuple(tags))
            lines, name, tags = [], "", []
    if lines:
        yield _Block("\n".join(lines), start, "", name, tuple(tags))


def _unclosed(lines: list[str]) -> bool:
    """Tell whether a brace has been open for longer than any question is."""
    return len(lines) > 200


def _hidden(text: str) -> str:
    for sign, mark in _ESCAPED.items():
        text = text.replace(sign, mark)
    return text


def _shown(text: str) -> str:
    for mark, sign in _SAID.items():
        text = text.replace(mark, sign)
    return text


def _rich(text: str, form: str) -> str:
    """Return a text with its own format mark, else in ``form``, as Markdown."""
    found = _FORMAT.match(text)
    if found:
        form, text = found[1], text[found.end() :]
    text = _shown(text).strip()
    if not text:
        return ""
    if form == "html" or re.search(r"<[a-zA-Z/][^<>]*>", text):
        return markdown(text if form == "html" else text.replace("\n", "<br>\n")).text
    if form == "markdown":
        return markdown_text(text)
    return plain_text(text)


def markdown_text(text: str) -> str:
    r"""Return Markdown with ``\(…\)`` as Markdown with dollars."""
    from .mathematics import Aside, dollared  # noqa: PLC0415  # for this alone

    aside = Aside()
    hidden = aside.hide(text, markup=False)
    return aside.show(re.sub(r"(?<!\\)\$", r"\\$", hidden), dollared)


def _question(block: _Block, draft: Draft) -> dict[str, Any]:
    text = _hidden(block.text)
    title = ""
    if found := _TITLE.match(text):
        title, text = " ".join(_shown(found[1]).split()), text[found.end() :]
    form = "moodle"
    if found := _FORMAT.match(text):
        form, text = found[1], text[found.end() :]
    common = {"id": block.id, "title": title, "tags": list(dict.fromkeys(block.tags))}
    opening, closing = text.find("{"), text.rfind("}")
    if opening < 0 and closing < 0:
        return {**common, "type": "description", "stem": _rich(text, form)}
    if opening < 0 or closing < opening:
        raise UnreadableError("its braces do not match")
    before, answers, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    if "{" in answers or "}" in answers:
        raise UnreadableError("there are braces within its braces: write \\{ and \\}")
    stem = _rich(before, form)
    if after.strip():
        stem = _rich(f"{before.rstrip()} \ue018 {after.lstrip()}", form).replace("\ue018", BLANK)
    answers, general = _general(answers)
    fields = _answered(answers.strip(), form, draft)
    return {**common, "stem": stem, **fields, "explanation": _rich(general, form)}


def _general(answers: str) -> tuple[str, str]:
    """Cut the general feedback off."""
    at = answers.find("####")
    return (answers[:at], answers[at + 4 :]) if at >= 0 else (answers, "")


def _answered(answers: str, form: str, draft: Draft) -> dict[str, Any]:
    if not answers:
        return {"type": "essay"}
    if answers.startswith("#"):
        return _numerical(answers[1:].strip(), form)
    if "~" in answers:
        return _choice(answers, form)
    if "=" in answers and "->" in answers:
        return _matching(answers, form)
    word, _, feedback = answers.partition("#")
    if (truth := _TRUTH.get(word.strip().upper())) is not None:
        wrong, _, right = feedback.partition("#")
        told = compact({"incorrect": _rich(wrong, form), "correct": _rich(right, form)})
        return {"type": "true-false", "answer": truth, "feedback": told}
    return _short_answer(answers, form, draft)


def _pieces(answers: str, signs: str) -> Iterator[tuple[str, Decimal, str, str]]:
    """Yield sign, what it earns (NaN where no weight is given), text and feedback of each answer."""
    parts = re.split(f"([{signs}])", answers)
    for sign, piece in zip(parts[1::2], parts[2::2], strict=True):
        text = piece.strip()
        earned = Decimal("NaN")
        if found := _WEIGHT.match(text):
            share = percent(found[1])
            earned, text = share if share is not None else earned, text[found.end() :]
        text, _, feedback = text.partition("#")
        yield sign, earned, text.strip(), feedback.strip()


def _choice(answers: str, form: str) -> dict[str, Any]:
    options: list[dict[str, Any]] = []
    fractions: list[Decimal] = []
    right = False
    for sign, earned, text, feedback in _pieces(answers, "=~"):
        if not text and not feedback and earned.is_nan():
            continue  # of "~="
        right = right or sign == "="
        options.append(compact({"text": _rich(text, form), "feedback": _rich(feedback, form)}))
        fractions.append((FULL if sign == "=" else Decimal(0)) if earned.is_nan() else earned)
    if any("text" not in option for option in options) or len(options) < 2:
        raise UnreadableError("an option is empty" if len(options) > 1 else "it has fewer than two options")
    return single_or_several(options, fractions, single=right)


def _matching(answers: str, form: str) -> dict[str, Any]:
    pairs, distractors = [], []
    for _, _, text, _ in _pieces(answers, "="):
        left, arrow, right = text.partition("->")
        if not arrow or not right.strip():
            raise UnreadableError(f"“{_shown(text)[:40]}” has no “->” with something behind it")
        if left.strip():
            pairs.append({"left": _rich(left, form), "right": _rich(right, "plain")})
        else:
            distractors.append(_rich(right, "plain"))
    return {"type": "matching", "pairs": pairs, "distractors": list(dict.fromkeys(distractors))}


def _short_answer(answers: str, form: str, draft: Draft) -> dict[str, Any]:
    if "=" not in answers:
        answers = "=" + answers
    found: list[Any] = []
    for _, earned, text, feedback in _pieces(answers, "="):
        if not text:
            continue
        share = "" if earned.is_nan() or earned == FULL else short(earned)
        said = accepted(" ".join(_shown(text).split()))
        found.append(bare(compact({**said, "fraction": share, "feedback": _rich(feedback, form)})))
    kept, left_out = reached(found, case=False)
    for text in left_out:
        draft.tell("QB615", f"the answer “{text}” is left out: an earlier one accepts it already")
    return {"type": "short-answer", "answers": kept}


def _numerical(answers: str, form: str) -> dict[str, Any]:
    if "=" not in answers and "~" not in answers:
        answers = "=" + answers
    fields: dict[str, Any] = {"type": "numerical"}
    further: list[dict[str, Any]] = []
    feedback: dict[str, str] = {}
    for sign, earned, text, told in _pieces(answers, "=~"):
        share = (FULL if sign == "=" else Decimal(0)) if earned.is_nan() else earned
        if not text or text == "*":
            if share == 0:
                feedback["incorrect"] = _rich(told, form)
            continue
        said = _value(_shown(text))
        if share == FULL and not {"answer", "range"} & set(fields):
            fields |= {("answer" if key == "value" else key): value for key, value in said.items()}
            if told:
                feedback["correct"] = _rich(told, form)
        else:
            further.append(compact({**said, "fraction": short(share), "feedback": _rich(told, form)}))
    if not {"answer", "range"} & set(fields):
        raise UnreadableError("no number earns 100 %")
    return {**fields, "answers": further, "feedback": compact(feedback)}


def _value(text: str) -> dict[str, str]:
    if ".." in text:
        low, high = (number(part) for part in text.split("..", 1))
        if low is None or high is None:
            raise UnreadableError(f"“{text[:40]}” is no range of numbers")
        return {"range": f"{short(min(low, high))} to {short(max(low, high))}"}
    middle, _, margin = text.partition(":")
    value, tolerance = number(middle), number(margin or "0")
    if value is None or tolerance is None:
        raise UnreadableError(f"“{text[:40]}” is no number")
    return {"value": short(value), "tolerance": short(abs(tolerance)) if tolerance else ""}

"""Reads a written file as Moodle would, by a parser that shares nothing with the writer, and compares.

Two comparisons: with the values that were to be written, and, past rendering and escaping, with the questions
themselves: keys, points, and the letters of every text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal

from lxml import etree, html

from qbank.markup import parse
from qbank.schema import Question, SingleChoice, Statements

from .escape import xml_text
from .mathjax import respell
from .quiz import Answer, File, Item, Rich

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def differences(data: bytes, pairs: Sequence[tuple[Question, Item]]) -> Iterator[tuple[str, str]]:
    """Yield the id of each question that the file holds otherwise, with what differs."""
    try:
        stored = list(read(data))
    except (etree.XMLSyntaxError, ValueError) as error:
        yield "", f"it is no Moodle XML ({error})"
        return
    if len(stored) != len(pairs):
        yield "", f"it holds {len(stored)} questions, not {len(pairs)}"
        return
    for (question, item), found in zip(pairs, stored, strict=True):
        for each in fields(Item):
            if getattr(item, each.name) != getattr(found, each.name):
                yield question.id, each.name
        for what in _content_differences(question, found):
            yield question.id, what


def read(data: bytes) -> Iterator[Item]:
    """Yield the questions of a file. Raises :class:`ValueError` or lxml's error for what Moodle would not take."""
    root = etree.fromstring(data, _PARSER)
    if root.tag != "quiz":
        raise ValueError("no quiz")
    category = ""
    for node in root:
        kind = node.get("type")
        if kind == "category":
            category = _text(node, "category/text")
        elif kind == "multichoice":
            yield _item(node, category)
        else:
            raise ValueError(f"unknown type {kind!r}")


def _item(node: etree._Element, category: str) -> Item:
    return Item(
        category=category,
        idnumber=_text(node, "idnumber"),
        name=_text(node, "name/text"),
        text=_rich(node.find("questiontext")),
        general_feedback=_rich(node.find("generalfeedback")),
        grade=_text(node, "defaultgrade"),
        penalty=_text(node, "penalty"),
        single=_text(node, "single") not in {"false", "0", ""},
        shuffle=_text(node, "shuffleanswers") in {"true", "1"},
        numbering=_text(node, "answernumbering"),
        correct=_rich(node.find("correctfeedback")),
        partial=_rich(node.find("partiallycorrectfeedback")),
        incorrect=_rich(node.find("incorrectfeedback")),
        answers=tuple(
            Answer(str(answer.get("fraction")), _rich(answer), _rich(answer.find("feedback")))
            for answer in node.findall("answer")
        ),
        hints=tuple(_rich(hint) for hint in node.findall("hint")),
        tags=tuple(_text(tag, "text") for tag in node.findall("tags/tag")),
    )


def _rich(node: etree._Element | None) -> Rich:
    if node is None or node.get("format") != "html":
        raise ValueError("an element is missing or not of format html")
    files = tuple(
        File(str(file.get("name")), base64.b64decode(file.text or "", validate=True)) for file in node.findall("file")
    )
    return Rich(_text(node, "text"), files)


def _text(node: etree._Element, path: str) -> str:
    found = node.find(path)
    if found is None or len(found):
        raise ValueError(f"{path} is missing or holds elements")
    return (found.text or "").strip(" \t\n\r\0\v")  # as PHP's trim does


def _content_differences(question: Question, item: Item) -> Iterator[str]:
    """Compare an item with the question itself."""
    if item.idnumber != question.id:
        yield "the identifier"
    if abs(Decimal(item.grade) - question.points) > Decimal("0.0000001"):  # all that Moodle stores
        yield "the points"
    if isinstance(question, SingleChoice | Statements):
        right = [number for number, answer in enumerate(item.answers, 1) if Decimal(answer.fraction) == 100]
        if right != [question.key]:
            yield "the key"
        if len(item.answers) != len(question.choices):
            yield "the number of options"
        for number, (answer, option) in enumerate(zip(item.answers, question.choices, strict=False), 1):
            if abs(Decimal(answer.fraction) - question.fraction(number)) > Decimal("0.005"):
                yield f"what option {number} earns"
            if _letters(answer.text) != _meant(option.text):
                yield f"the text of option {number}"
            if _letters(answer.feedback) != _meant(option.feedback):
                yield f"the feedback on option {number}"
    for what, found, meant in _texts(question, item):
        if _letters(found) != meant:
            yield what
    if len(item.hints) != len(question.hints):
        yield "the number of hints"


def _texts(question: Question, item: Item) -> Iterator[tuple[str, Rich, str]]:
    """Yield the texts that all types have, with what they should say."""
    statements = question.statements if isinstance(question, Statements) else ()
    lettered = [(f"({chr(65 + index)})", each) for index, each in enumerate(statements)]
    told = [label + _meant(each.text) for label, each in lettered]
    solved = [label + _meant(each.explanation) for label, each in lettered if each.explanation.strip()]
    yield "the text", item.text, "".join([_meant(question.stem), *told])
    yield "the explanation", item.general_feedback, "".join([*solved, _meant(question.explanation)])
    yield "the feedback on right answers", item.correct, _meant(question.feedback.correct)
    yield "the feedback on partly right answers", item.partial, _meant(question.feedback.partial)
    yield "the feedback on wrong answers", item.incorrect, _meant(question.feedback.incorrect)
    for number, (rich, hint) in enumerate(zip(item.hints, question.hints, strict=False), 1):
        yield f"hint {number}", rich, _meant(hint)


def _letters(rich: Rich) -> str:
    """Return what a reader of the HTML sees, without white space: text, formulas, alternative texts."""
    if not rich.html:
        return ""
    root = html.fragment_fromstring(rich.html, create_parent="div")
    parts = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        parts.append(node.text or node.get("alt") or "" if event == "start" else node.tail or "")
    return re.sub(r"\s+", "", "".join(map(str, parts)))


def _meant(source: str) -> str:
    """Return what a reader of the source should see, without white space."""
    marks = {"math": (r"\(", r"\)"), "math_block": (r"\[", r"\]")}
    parts = []
    for node in parse(source).walk():
        opening, closing = marks.get(node.type, ("", ""))
        text = respell(node.text) if opening else node.text
        parts.append(opening + text + closing)
    return re.sub(r"\s+", "", xml_text("".join(parts)))

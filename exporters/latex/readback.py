"""Reads a written document back and compares it with the bank: questions, points, keys and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.schema import Question

from .decoding import arguments, decoded
from .expected import expected, key, solution
from .fields import Field, prose
from .labels import amount, points
from .strings import Strings

_MARK = re.compile(r"^% question: (\S+)$", re.MULTILINE)
_MARKS: Mapping[str, int] = MappingProxyType(
    {
        "option": 1,
        "key": 1,
        "rowoption": 1,
        "rowkey": 1,
        "worth": 1,
        "feedback": 1,
        "statement": 1,
        "shortblank": 2,
        "blank": 1,
        "answer": 2,
        "accept": 1,
        "left": 2,
        "right": 1,
        "place": 1,
        "inlineplace": 1,
        "gaphead": 2,
        "criterion": 1,
        "lines": 1,
        "questionkey": 3,
    }
)
"""What is compared, by the command that prints it, without its ``qb``, and how many marks stand before its text."""
_COMMENTED = "stem|template|model|outcome|hint|explanation"
_END = "options|statements|accepted|pairs|places|row|template|solution|question|description"
_FIELD = re.compile(
    rf"^(?:% (?P<comment>{_COMMENTED})$"
    rf"|\\qb(?P<command>{'|'.join(sorted(_MARKS, key=len, reverse=True))})(?:\[[^\]]*\])?(?=\{{)"
    rf"|(?:\\(?:begin|end)\{{(?:frame|multicols|qb(?:{_END}))\}}"
    r"|\\qb(?:instruct|start|note|evidence|part|pair|frame|slide|slidebeside|criteriaend|end)(?![a-z])))",
    re.MULTILINE,
)
"""Where something begins that is compared, or something ends."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question as the document has it: its heading, and what is printed below."""

    id: str
    head: str
    fields: tuple[Field, ...]


def questions(source: str) -> Iterator[Found]:
    """Yield the questions of a document, by the comment that stands before each."""
    _, *parts = _MARK.split(source)
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        yield Found(name, decoded(body.lstrip().partition("\n")[0]), tuple(_fields(body)))


def _fields(body: str) -> Iterator[Field]:
    starts = list(_FIELD.finditer(body))
    ends = [found.start() for found in starts[1:]] + [len(body)]
    for found, end in zip(starts, ends, strict=True):
        if found["comment"]:
            yield Field(found["comment"], (), decoded(body[found.end() : end]))
        elif found["command"]:
            marks, at = arguments(body, found.end(), _MARKS[found["command"]])
            yield Field(found["command"], tuple(map(decoded, marks)), decoded(body[at : max(at, end)]))


def question_at(source: str, line: int) -> str:
    """Return the id of the question at ``line`` (from 1) of a document, or an empty text before the first."""
    names = _MARK.findall("\n".join(source.split("\n")[:line]))
    return names[-1] if names else ""


def compare(name: str, source: str, asked: Sequence[Question], words: Strings) -> list[Diagnostic]:
    """Return what differs between the document ``name`` and the questions that it was to print: nothing, or our fault.

    The exam shows no key, the solutions show it, the slides print each question without and with it; the answer key has
    the keys alone, and so has the end of the worksheet.
    """
    source, answers, keys = source.partition("\n% answers\n")
    if answers:
        return [*compare(name, source, asked, words), *_compare(name, keys, asked, words, alone=True)]
    return _compare(name, source, asked, words, alone=name == "key.tex")


def _compare(name: str, source: str, asked: Sequence[Question], words: Strings, *, alone: bool) -> list[Diagnostic]:
    if alone:
        asked = [question for question in asked if question.type != "description"]
    found = list(questions(source))
    if [each.id for each in found] != [question.id for question in asked]:
        return [diagnostic("QB427", f"{name} does not hold the bank's questions in their order")]
    return [
        diagnostic("QB427", f"{name} has other {what} than {question.id}", question=question.id)
        for each, question in zip(found, asked, strict=True)
        for what in _differences(name, each, question, words, alone=alone)
    ]


def _differences(name: str, found: Found, question: Question, words: Strings, *, alone: bool) -> Iterator[str]:
    if alone:
        wanted = [
            Field(
                "questionkey", (found.fields[0].marks[0], key(question, words), prose(amount(question.points, words)))
            )
        ]
    else:
        wanted = _wanted(name, question, words)
        if question.type != "description" and not found.head.endswith(prose(points(question.points, words))):
            yield "points"
    if list(found.fields) != wanted:
        yield _first_difference(found.fields, wanted)


def _wanted(name: str, question: Question, words: Strings) -> list[Field]:
    if name in {"exam.tex", "worksheet.tex"}:
        return expected(question, words, solved=False, sheet=True)
    told = solution(question, words)
    if name == "solutions.tex":
        return expected(question, words, solved=True, sheet=True) + told
    before = expected(question, words, solved=False, sheet=False)
    keyed = question.type not in {"essay", "description"}
    return before + (expected(question, words, solved=True, sheet=False) if keyed else []) + told


def _first_difference(found: Sequence[Field], wanted: Sequence[Field]) -> str:
    """Name what differs first: a text, a key or label, or how much there is."""
    for got, want in zip(found, wanted, strict=False):
        if {got.name, want.name} == {"key", "option"} or {got.name, want.name} == {"rowkey", "rowoption"}:
            return "keys"
        if got.name != want.name:
            break
        if got.marks != want.marks:
            return f"marks of a {want.name}"
        if got.text != want.text:
            return f"text in a {want.name}"
    return "parts"

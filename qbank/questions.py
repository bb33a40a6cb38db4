"""A document → its questions: one, or many below ``questions:`` under the fields that they share."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import figures, gaps, texmath
from .diagnostic import Diagnostic, Severity, diagnostic
from .dollared import spell
from .nodes import Document, Mapping, Node, Scalar, Sequence, data, last_line
from .place import Place
from .schema import QUESTION_TYPES, Defaults, Question
from .texts import texts
from .validate import validate


@dataclass(slots=True)
class QuestionReader:
    """Reads the questions of one document.

    ``root`` and ``folder`` are where the bank and the file lie; ``ids`` has the places of all questions seen so far by
    their ids, and is added to; ``seed`` is that of the bank. :meth:`read` fills ``questions`` and ``problems``.
    """

    document: Document
    root: Path
    folder: Path
    ids: dict[str, Place]
    seed: str = "0"
    questions: list[Question] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.document.text.split("\n")

    def read(self, defaults: dict[str, Any]) -> tuple[list[Question], list[Diagnostic]]:
        """Return the questions, and the mistakes in them; ``defaults`` hold where the file says nothing."""
        nodes, outer, shared = self.find()
        for node in nodes:
            self.question(self.place(node, outer), defaults | shared)
        errors = {item.span.line for item in self.document.problems if item.span and item.severity == Severity.ERROR}
        # what YAML made of a broken line is not reported on top of that
        problems = [item for item in self.problems if not (item.span and item.span.line in errors)]
        return _untouched(self.questions, nodes, errors), problems

    def place(self, node: Node, defaults: Place | None = None) -> Place:
        """Make the place of a node, with the lines of that node alone."""
        lines = {number: self.lines[number] for number in range(node.line, min(last_line(node) + 1, len(self.lines)))}
        return Place(self.document.file, self.root, self.folder, node, lines, defaults)

    def find(self) -> tuple[list[Node], Place | None, dict[str, Any]]:
        """Return the nodes of the questions, and the place and values of what stands above them."""
        top = self.document.root
        if top is None:
            return [], None, {}
        place = self.place(top)
        if not isinstance(top, Mapping):
            hint = "write questions: above the list, and indent it" if isinstance(top, Sequence) else ""
            message = "a file of questions starts with questions:, or with the fields of one question"
            self.problems.append(diagnostic("QB013", message, place.line_span(top), hint=hint))
            return [], None, {}
        if "questions" not in top.items:
            if top.items.keys() & {"type", "stem", "id", "options"}:
                return [top], None, {}
            if "sections" in top.items:  # an exam, which may lie in the bank
                return [], None, {}
            near = difflib.get_close_matches("questions", list(top.items), 1)
            hint = f"did you mean questions: instead of {near[0]}:?" if near else ""
            self.problems.append(
                diagnostic("QB013", "neither questions: nor type: in this file", place.span(), hint=hint)
            )
            return [], None, {}
        listed = top.items["questions"]
        if isinstance(listed, Sequence) and listed.items:
            return listed.items, _without_questions(place, top), self.shared(top, place)
        empty = isinstance(listed, Sequence) or (isinstance(listed, Scalar) and listed.value is None)
        code, message = ("QB013", "no question below questions:") if empty else ("QB103", "questions: takes a list")
        span = place.key("questions")
        self.problems.append(diagnostic(code, message, span, hint="one “- id: …” per question"))
        return [], None, {}

    def shared(self, top: Mapping, place: Place) -> dict[str, Any]:
        """Return the fields above ``questions:``; what is wrong is reported once, and not handed down."""
        values = {key: data(node) for key, node in top.items.items() if key != "questions"}
        defaults, problems = validate(Defaults, values, place)
        self.problems += problems
        if defaults is None:
            values = {key: value for key, value in values.items() if validate(Defaults, {key: value}, place)[0]}
        return {key: value for key, value in values.items() if value is not None}

    def question(self, place: Place, defaults: dict[str, Any]) -> None:
        """Read one question."""
        values = data(place.node)
        if not isinstance(values, dict):
            message = "a question is a mapping: “- id: …” with its other fields below"
            self.problems.append(diagnostic("QB103", message, place.span()))
            return
        name = values["id"] if isinstance(values.get("id"), str) else ""
        unique = self.claim(name, place)
        model = QUESTION_TYPES.get(str(values.get("type")))
        if model is None:
            self.problems.append(_no_type(values.get("type"), place, name))
            return
        if spell(place, values, model):
            values = data(place.node)
        merged = _merged(defaults, values)
        if "parameters" in merged or "conditions" in merged or has_placeholders(place):
            question, problems = first_variant(merged, model, place, name, self.seed)
        else:
            question, problems = built(merged, place, name)
        self.problems += problems
        if question and unique and not any(item.severity == Severity.ERROR for item in problems):
            self.questions.append(question)

    def claim(self, name: str, place: Place) -> bool:
        """Note that an id is taken; report it if it was before."""
        if not name or self.ids.setdefault(name, place) is place:
            return True
        first = self.ids[name].span("id")
        message = f"the id “{name}” is taken: it stands in {first.file}:{first.line} already"
        hint = "ids are unique in a bank"
        self.problems.append(diagnostic("QB108", message, place.span("id"), hint=hint, question=name))
        return False


def built(values: dict[str, Any], place: Place, name: str) -> tuple[Question | None, list[Diagnostic]]:
    """Make the question of plain data whose type is known, and look at its texts; ``None`` where it is no question."""
    question, problems = validate(QUESTION_TYPES[values["type"]], values, place, name)
    if question:
        question._origin = place  # noqa: SLF001 - ours to set
        written = tuple(texts(question))
        problems = [
            *figures.problems(written),
            *texmath.problems(written),
            *gaps.problems(question),
            *figures.attachment_problems(question),
        ]
    return question, problems


def first_variant(
    values: dict[str, Any], model: type[Question], place: Place, name: str, seed: str
) -> tuple[Question | None, list[Diagnostic]]:
    """Make a question with parameters: the first of its variants, which knows the others."""
    from .variants import read_family  # noqa: PLC0415 - the reader of formulas, which most banks need not load

    if not values.get("parameters") and not values.get("conditions"):
        message = "this looks like a placeholder, but the question has no parameters: it is printed as it stands"
        question, problems = built({**values, "parameters": None, "conditions": None}, place, name)
        return question, [
            *problems,
            diagnostic("QB122", message, place.span(), question=name, severity=Severity.WARNING),
        ]
    family, problems = read_family(values, model, place, seed)
    if family is None:
        return None, problems
    question, found = family.question(0)
    if question:
        question._family = family  # noqa: SLF001 - ours to set
    return question, [*problems, *found]


def has_placeholders(place: Place) -> bool:
    """Tell whether anything in a question's lines looks like a placeholder."""
    return any("{@" in line and "@}" in line for line in place.lines.values())


def _merged(defaults: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Apply defaults where a field is left out; tags add up."""
    merged = defaults | {key: value for key, value in values.items() if value is not None or key not in defaults}
    tags, own = defaults.get("tags"), values.get("tags")
    if isinstance(tags, list) and isinstance(own, list) and all(isinstance(tag, str) for tag in own):
        merged["tags"] = list(dict.fromkeys([*tags, *own]))
    return merged


def _without_questions(place: Place, top: Mapping) -> Place:
    """Keep the fields above ``questions:`` and their lines."""
    items = {key: node for key, node in top.items.items() if key != "questions"}
    lines = {number: place.line(number) for node in items.values() for number in range(node.line, last_line(node) + 1)}
    return replace(place, node=replace(top, items=items), lines=lines)


def _untouched(questions: list[Question], nodes: list[Node], errors: set[int]) -> list[Question]:
    """Leave out questions with a mistake of YAML inside; all of them if there is one outside of any question."""
    spans = {range(node.line + 1, last_line(node) + 2) for node in nodes}
    if not all(any(line in span for span in spans) for line in errors):
        return []
    hurt = {span.start for span in spans if errors.intersection(span)}
    return [question for question in questions if question.origin.span().line not in hurt]


def _no_type(written: object, place: Place, name: str) -> Diagnostic:
    known = ", ".join(QUESTION_TYPES)
    if written is None:
        return diagnostic("QB102", "“type” is missing", place.span(), hint=f"the types are {known}", question=name)
    near = difflib.get_close_matches(str(written).lower().replace("_", "-").replace(" ", "-"), QUESTION_TYPES, 1)
    hint = f"did you mean “{near[0]}”?" if near else f"the types are {known}"
    shown = written if isinstance(written, str) and len(written) <= 40 else "this"
    return diagnostic("QB109", f"“{shown}” is not a type of question", place.span("type"), hint=hint, question=name)

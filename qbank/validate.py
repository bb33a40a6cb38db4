"""Plain data → a model, with every mistake placed and in our own words.

Pydantic says where and what kind; :data:`_SAY` has a function for every kind that our models can raise.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .diagnostic import Diagnostic, Span, diagnostic
from .nodes import Mapping as MappingNode
from .nodes import Node, Scalar, Sequence
from .place import Place
from .respell import respell
from .schema import Defaults
from .schema.mistake import TYPE, Mistake

M = TypeVar("M", bound=BaseModel)

_MAX_CASES = 50
"""Mistakes that are told of one question."""
_SYNONYMS = MappingProxyType(
    {
        # what other formats call a field
        "question": "stem",
        "prompt": "stem",
        "body": "stem",
        "choices": "options",
        "answers": "options",
        "distractors": "options",
        "correct": "answer",
        "correct_answer": "answer",
        "key": "answer",
        "solution": "explanation",
        "rationale": "explanation",
        "name": "title",
        "label": "text",
        "value": "text",
        "marks": "points",
        "score": "points",
        "weight": "fraction",
        "hint": "hints",
        "tag": "tags",
        "license": "licence",
        "lang": "language",
        "level": "difficulty",
    }
)
_MISSING_HINTS = MappingProxyType(
    {
        "id": "give it a short name that never changes, such as id: gradient-1",
        "stem": "write the question itself behind stem:",
        "options": "list them below options:, one “- …” per line",
        "statements": "list them below statements:, one “- text: …” per line",
        "pairs": "list them below pairs:, each with left: and right:",
        "items": "list them below items: in the right order, one “- …” per line",
        "gaps": "describe below gaps: each [[gap]] of the stem",
    }
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One error of pydantic, with what is needed to explain it."""

    model: type[BaseModel]
    place: Place
    location: tuple[str | int, ...]
    """Pydantic's: it names the type of a model where a field holds several."""
    kind: str
    value: Any
    context: Mapping[str, Any]

    @property
    def path(self) -> tuple[str | int, ...]:
        """The way to the field in the data."""
        return tuple(
            step for step, counts in zip(self.location, _steps(self.model, self.location)[1], strict=True) if counts
        )

    @property
    def fields(self) -> list[str]:
        """The fields of the model that the location leads to; none if it leads to a scalar."""
        return _fields(self.model, self.location)

    @property
    def siblings(self) -> list[str]:
        """The fields of the model around."""
        return _fields(self.model, self.location[:-1])

    @property
    def name(self) -> str:
        """The field as an author would call it."""
        names = [step for step in self.path if isinstance(step, str)]
        return f"“{names[-1]}”" if names else "this"


def validate(
    model: type[M], values: dict[str, Any], place: Place, question: str = ""
) -> tuple[M | None, list[Diagnostic]]:
    """Build a model from plain data; return it, or ``None`` and all that is wrong with the data."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        cases = _cases(model, error, place)
    # a second look without the faulty fields finds what is wrong between the others
    try:
        model.model_validate(_without(values, cases))
    except ValidationError as error:
        faulty = {case.path[:1] for case in cases}
        cases += [case for case in _cases(model, error, place) if case.kind == TYPE and case.path[:1] not in faulty]
    found = [item for case in _dropping_echoes(cases) for item in _explain(case, question)]
    return None, sorted(dict.fromkeys(found), key=lambda item: (item.span or Span(""), item.code))


def _cases(model: type[BaseModel], error: ValidationError, place: Place) -> list[_Case]:
    return [
        _Case(model, place, tuple(item["loc"]), item["type"], item["input"], item.get("ctx", {}))
        for item in error.errors(include_url=False)[:_MAX_CASES]
    ]


def _without(values: dict[str, Any], cases: list[_Case]) -> dict[str, Any]:
    """Leave out the faulty fields; the wanted ones among them get a text that is never seen."""
    names = {case.path[0] for case in cases if case.path}
    kept = {key: value for key, value in values.items() if key not in names}
    return kept | {name: "x" for name in ("id", "stem") if name in names}


def _dropping_echoes(cases: list[_Case]) -> Iterator[_Case]:
    """Drop the missing field where a misspelled one stands for it."""
    echoed = {
        (*case.path[:-1], _suggestion(case)) for case in cases if case.kind == "extra_forbidden" and _suggestion(case)
    }
    split = {case.path[:-1] for case in cases if case.kind == "missing" and _is_split_text(case)}
    for case in cases:
        echo = case.kind == "missing" and case.path in echoed and case.path[:-1] not in split
        part_of_text = case.kind == "extra_forbidden" and case.path[:-1] in split
        if not echo and not part_of_text:
            yield case


def _explain(case: _Case, question: str) -> Iterator[Diagnostic]:
    if case.kind == TYPE:
        mistakes: tuple[Mistake, ...] = case.context["mistakes"]
        for mistake in mistakes:
            path = (*case.path, *mistake.path)
            message = mistake.message
            if mistake.code == "QB110" and not mistake.path:
                message = f"{case.name} is empty: {message}"
            span = case.place.span(*path)
            yield diagnostic(mistake.code, message, span, hint=mistake.hint, question=question)
        return
    code, message, hint, span = _SAY.get(case.kind, _say_unusable)(case)
    yield diagnostic(code, message, span, hint=hint, question=question)


_Said = tuple[str, str, str, Span]


def _say_missing(case: _Case) -> _Said:
    *parents, field = case.path
    if _is_split_text(case):
        return _say_split(case, case.place.node_at(*parents))
    node = case.place.node_at(*parents)
    if isinstance(node, MappingNode) and field in node.items:
        return "QB110", f"“{field}” is empty", "", case.place.key(*case.path)
    return "QB102", f"“{field}” is missing", _MISSING_HINTS.get(str(field), ""), case.place.span(*parents)


def _say_unknown(case: _Case) -> _Said:
    field = str(case.path[-1])
    near = _suggestion(case)
    fields = sorted(case.siblings, key=lambda name: name in Defaults.model_fields)
    hint = f"did you mean “{near}”?" if near else f"the fields here are {', '.join(fields)}"
    return "QB101", f"“{_short(field)}” is not a field", hint, case.place.key(*case.path)


def _say_text(case: _Case) -> _Said:
    node = case.place.node_at(*case.path)
    if isinstance(node, MappingNode | Sequence):
        return _say_split(case, node)
    if case.value is None:
        return "QB110", f"an item of {case.name} is empty", "", case.place.span(*case.path)
    return "QB103", f"{case.name} takes a text", "", case.place.span(*case.path)


def _say_model(case: _Case) -> _Said:
    if "text" in case.fields:
        return _say_text(case)
    fields = ", ".join(case.fields)
    return "QB103", f"{case.name} takes fields of its own: {fields}", "", case.place.span(*case.path)


def _say_list(case: _Case) -> _Said:
    hint, items = "", []
    if isinstance(case.value, str):
        items = [case.value] if "$" in case.value or "\n" in case.value else case.value.split(",")
    elif isinstance(case.value, dict) and all(isinstance(item, str) for item in case.value.values()):
        items = list(case.value.values())
    if items and case.path:
        lines = [f"  - {respell(item.strip())}" for item in items if item.strip() and "\n" not in item.strip()]
        hint = "\n".join(["write", f"{case.path[-1]}:", *lines]) if lines else ""
    message = f"{case.name} takes a list: one “- …” per line"
    return "QB103", message, hint, case.place.span(*case.path)


def _say_word(case: _Case) -> _Said:
    words = [word.strip("' ") for word in str(case.context.get("expected", "")).replace(" or ", ",").split(",")]
    if case.path == ("version",):
        return (
            "QB106",
            f"version {_short(str(case.value))} of the format is not known here",
            "this qbank reads version 1",
            case.place.span("version"),
        )
    near = difflib.get_close_matches(str(case.value).lower(), words, 1)
    message = f"{case.name} is one of {', '.join(words)}"
    *most, last = words
    hint = f"did you mean “{near[0]}”?" if near else f"write {', '.join(most)} or {last}" if most else f"write {last}"
    return "QB106", message, hint, case.place.span(*case.path)


def _say_number(case: _Case) -> _Said:
    hint = "one option is right: write its number" if case.path == ("answer",) else ""
    return "QB103", f"{case.name} takes a number, not {_kind(case.value)}", hint, case.place.span(*case.path)


def _say_no_kind(case: _Case) -> _Said:
    known = ", ".join(_tag(model) for model in _models(_steps(case.model, case.location)[0]))
    written = case.value.get("type") if isinstance(case.value, dict) else None
    if written is None:
        return "QB102", "“type” is missing", f"the types here are {known}", case.place.span(*case.path)
    near = difflib.get_close_matches(str(written).lower().replace("_", "-").replace(" ", "-"), known.split(", "), 1)
    hint = f"did you mean “{near[0]}”?" if near else f"the types here are {known}"
    return "QB109", f"“{_short(str(written))}” is not a type here", hint, case.place.span(*case.path, "type")


def _say_mapping(case: _Case) -> _Said:
    return "QB103", f"{case.name} takes names, each with what it stands for", "", case.place.span(*case.path)


def _say_flag(case: _Case) -> _Said:
    return "QB103", f"{case.name} takes true or false, not {_kind(case.value)}", "", case.place.span(*case.path)


def _say_unusable(case: _Case) -> _Said:
    return "QB117", f"{case.name} cannot take this value", "", case.place.span(*case.path)


_SAY: Mapping[str, Callable[[_Case], _Said]] = MappingProxyType(
    {
        "missing": _say_missing,
        "extra_forbidden": _say_unknown,
        "string_type": _say_text,
        "model_type": _say_model,
        "model_attributes_type": _say_no_kind,
        "union_tag_not_found": _say_no_kind,
        "union_tag_invalid": _say_no_kind,
        "dict_type": _say_mapping,
        "tuple_type": _say_list,
        "literal_error": _say_word,
        "decimal_type": _say_number,
        "int_type": _say_number,
        "bool_type": _say_flag,
    }
)


def _is_split_text(case: _Case) -> bool:
    """Whether an option or statement became a mapping by accident: none of its keys is a field."""
    node = case.place.node_at(*case.path[:-1])
    if case.kind != "missing" or case.path[-1] != "text" or not isinstance(node, MappingNode):
        return False
    known = case.siblings
    return bool(node.items) and not any(
        name in known or difflib.get_close_matches(name, known, 1, 0.75) for name in node.items
    )


def _say_split(case: _Case, node: Node | None) -> _Said:
    """Explain a text that YAML took for a mapping or a list, and show it in quotes."""
    if isinstance(node, MappingNode | Sequence):
        place = case.place
        span, line = place.line_span(node), place.line(node.line)
        prefix, written = line[: node.column], line[node.column :].strip()
        corrected = "write\n" + f"{prefix.strip()} {respell(written, quote=True)}".strip()
        if node.end_line > node.line + 1 or (node.end_line == node.line + 1 and node.end_column > node.column):
            corrected = ""
        if node.flow:
            sort, signs = ("mapping", "braces") if isinstance(node, MappingNode) else ("list", "brackets")
            return "QB025", f"YAML reads {signs} as a {sort}, but a text is wanted here", corrected, span
        if written.startswith("? "):
            return "QB028", "a text that starts with “? ” is read as a mapping", corrected, span
        if isinstance(node, MappingNode):
            if len(node.items) == 1 and isinstance(next(iter(node.items.values())), Scalar):
                return "QB024", "the “: ” in this text makes it a mapping", corrected or "write it in a | block", span
            return "QB103", f"{case.name} takes a text, not a mapping", "", span
        if node.items and node.items[0].line == node.line and len(node.items) == 1:
            return "QB028", "a text that starts with “- ” is read as a list", corrected, span
    return "QB103", f"{case.name} takes a text, not {_kind(case.value)}", "", case.place.span(*case.path)


def _suggestion(case: _Case) -> str:
    fields = case.siblings
    name = str(case.path[-1])
    synonym = _SYNONYMS.get(name.lower(), "")
    if synonym in fields:
        return synonym
    return next(iter(difflib.get_close_matches(name.lower().replace("-", "_"), fields, 1)), "")


def _fields(model: type[BaseModel], location: Sequence_[str | int]) -> list[str]:
    """Return the fields of the model that a location leads to; none if it leads to a scalar."""
    held = _models(_steps(model, location)[0])
    return list(held[0].model_fields) if len(held) == 1 else []


def _steps(model: type[BaseModel], location: Sequence_[str | int]) -> tuple[Any, list[bool]]:
    """Follow a location; return the annotation of where it leads, and which of its steps are steps in the data."""
    here: Any = model
    counts = []
    for step in location:
        tagged = [each for each in _models(here) if step == _tag(each)] if _is_union(here) else []
        counts.append(not tagged)
        if tagged:
            here = tagged[0]
        elif isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        else:  # into a list, or a mapping of names: what may stand there is the last argument but dots
            inner = [each for each in typing.get_args(_bare(here)) if each is not ...]
            here = inner[-1] if inner else None
        here = _bare(here)
    return here, counts


def _bare(annotation: Any) -> Any:
    """Strip metadata and ``None``."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if _is_union(annotation):
        left = [each for each in typing.get_args(annotation) if each is not type(None)]
        return _bare(left[0]) if len(left) == 1 else annotation
    return annotation


def _is_union(annotation: Any) -> bool:
    return typing.get_origin(annotation) in {typing.Union, types.UnionType}


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that a value of this annotation may be."""
    parts = typing.get_args(annotation) if _is_union(annotation) else (annotation,)
    return [each for each in parts if isinstance(each, type) and issubclass(each, BaseModel)]


def _tag(model: type[BaseModel]) -> str:
    """Return the word by which a model is told from others that may stand in its place."""
    words = typing.get_args(model.model_fields["type"].annotation) if "type" in model.model_fields else ()
    return str(words[0]) if words else ""


def _kind(value: Any) -> str:
    return {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(value), "a text")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

"""Pydantic's complaints in our own words."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from qbank import validate as module
from qbank.nodes import data
from qbank.place import Place
from qbank.schema import QUESTION_TYPES, Defaults, Settings
from qbank.source import compose
from qbank.validate import validate


def codes(model: type[BaseModel], text: str) -> list[tuple[str, int]]:
    root = compose(text, "f").root
    assert root is not None
    place = Place("f", Path(), Path(), root, dict(enumerate(text.split("\n"))))
    return [(item.code, item.span.line) for item in validate(model, data(root), place)[1] if item.span]


def kinds(schema: Any) -> set[str]:
    """Return the kinds of pydantic's schema that occur anywhere below."""
    if isinstance(schema, dict):
        own = {schema["type"]} if isinstance(schema.get("type"), str) else set()
        return own.union(*(kinds(item) for key, item in schema.items() if key != "metadata"))
    return set().union(*(kinds(item) for item in schema)) if isinstance(schema, list | tuple) else set()


# what each kind of schema can complain about, where our own validators do not come first
COMPLAINTS = {
    "str": "string_type",
    "bool": "bool_type",
    "int": "int_type",
    "decimal": "decimal_type",
    "literal": "literal_error",
    "tuple": "tuple_type",
    "model": "model_type",
    "model-fields": "extra_forbidden",
    "model-field": "missing",
    "dict": "dict_type",
    "tagged-union": "union_tag_invalid",
}
SILENT = {
    "nullable",
    "default",
    "function-before",
    "function-after",
    "definitions",
    "definition-ref",
    "no-info",
    "chain",
}


@pytest.mark.parametrize("model", [*QUESTION_TYPES.values(), Defaults, Settings])
def test_every_complaint_that_a_model_can_make_has_our_words(model: type[BaseModel]) -> None:
    known = set(core_schema.CoreSchemaType.__args__) | set(core_schema.CoreSchemaFieldType.__args__)  # type: ignore[attr-defined]
    used = kinds(model.__pydantic_core_schema__) & known
    assert used <= COMPLAINTS.keys() | SILENT
    assert {COMPLAINTS[kind] for kind in used - SILENT} <= module._SAY.keys()


class Odd(BaseModel):
    model_config = ConfigDict(extra="forbid")
    when: set[int]


def test_a_complaint_without_words_is_still_a_placed_diagnostic() -> None:
    assert codes(Odd, "when: x\n") == [("QB117", 1)]


def test_a_misspelled_field_is_not_missing_as_well() -> None:
    text = "id: a\ntype: single-choice\nsteem: x\noptions: [a, b]\n"
    assert codes(QUESTION_TYPES["single-choice"], text) == [("QB101", 3)]


def test_what_is_wrong_between_fields_is_found_beside_what_is_wrong_in_them() -> None:
    text = "id: a b\ntype: single-choice\nstem: x\noptions: [a, b]\nanswer: 3\nzzz: 1\n"
    assert codes(QUESTION_TYPES["single-choice"], text) == [("QB107", 1), ("QB112", 5), ("QB101", 6)]


@pytest.mark.parametrize(
    ("written", "meant"), [("question", "stem"), ("choices", "options"), ("solution", "explanation")]
)
def test_names_of_other_formats_are_understood(written: str, meant: str) -> None:
    text = f"id: a\ntype: single-choice\n{written}: x\n"
    root = compose(text, "f").root
    assert root is not None
    place = Place("f", Path(), Path(), root, dict(enumerate(text.split("\n"))))
    _, problems = validate(QUESTION_TYPES["single-choice"], data(root), place)
    assert f"did you mean “{meant}”?" in [item.hint for item in problems]

"""The format as JSON Schema, for editors."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import qbank
from qbank.schema import QUESTION_TYPES, CheckBlock, Defaults, Feedback, Option, Settings, Statement, StatementOption
from qbank.schema.jsonschema import bank_schema, settings_schema

QUESTION = {"id": "a", "type": "single-choice", "stem": "s", "options": ["x", {"text": 2, "correct": True}, True]}


@cache
def schema() -> dict[str, Any]:
    return bank_schema()


def errors(instance: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema()).iter_errors(instance)]


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(bank_schema())
    Draft202012Validator.check_schema(settings_schema())
    assert json.loads(json.dumps(bank_schema())) == bank_schema()


@pytest.mark.parametrize(
    "path", sorted(Path("bank").glob("**/[!q]*.yaml")) + sorted(Path("bank").glob("quiz*.yaml")), ids=str
)
def test_the_bank_of_this_repository_agrees(path: Path) -> None:
    assert errors(yaml.safe_load(path.read_text(encoding="utf-8"))) == []
    assert qbank.load(path)[1] == []


@pytest.mark.parametrize(
    "instance",
    [
        QUESTION,
        {"questions": [QUESTION], "tags": ["a"], "points": 2},
        QUESTION | {"title": 2024, "answer": 1, "numbering": 123, "difficulty": "easy"},
        {"id": "b", "type": "statements", "stem": "s", "statements": ["x", {"text": "y", "correct": False}]},
    ],
)
def test_right_files_pass(instance: Any) -> None:
    assert errors(instance) == []


@pytest.mark.parametrize(
    "instance",
    [
        {},
        {"questions": []},
        {"questions": [QUESTION], "stem": "x"},
        QUESTION | {"titel": "x"},
        QUESTION | {"type": "guess"},
        QUESTION | {"options": "x"},
        QUESTION | {"options": [["x"]]},
        QUESTION | {"answer": 0},
        QUESTION | {"shuffle": "no"},
        QUESTION | {"difficulty": "hrad"},
        {key: value for key, value in QUESTION.items() if key != "stem"},
    ],
)
def test_wrong_files_fail(instance: Any) -> None:
    assert errors(instance) != []


@pytest.mark.parametrize(
    "model", [*QUESTION_TYPES.values(), Defaults, Settings, CheckBlock, Feedback, Option, Statement, StatementOption]
)
def test_every_field_is_described(model: Any) -> None:
    found = settings_schema() if model is Settings else schema()["$defs"][model.__name__]
    fields = found.get("properties") or next(each for each in found["anyOf"] if "properties" in each)["properties"]
    assert set(fields) >= set(model.model_fields)
    assert [name for name in model.model_fields if not fields[name].get("description")] == []


def test_settings() -> None:
    validator = Draft202012Validator(settings_schema())
    assert (
        list(validator.iter_errors({"version": 1, "title": "T", "points": 2, "notation": {"symbols": ["net"]}})) == []
    )
    assert list(validator.iter_errors({"version": 2})) != []
    assert list(validator.iter_errors({"titel": "T"})) != []

"""The format as JSON Schema (draft 2020-12), for editors: a file of questions, as authors write it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from . import QUESTION_TYPES
from .bank import Settings
from .model import Model
from .question import Defaults

TEXT = {"type": ["string", "number", "boolean"]}
"""What YAML calls a number or a truth value is read as the text that it was written as."""
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_BARE = ("Option", "StatementOption", "Statement", "ShortAnswerText", "NumericalAnswer", "FormulaAnswer", "Criterion")
"""Models for which a bare text may stand."""


def bank_schema() -> dict[str, Any]:
    """Return the schema of a file: one question, or many below ``questions:`` with defaults above."""
    models: list[type[BaseModel]] = [*QUESTION_TYPES.values(), Defaults]
    _, generated = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    _describe(generated["$defs"])
    definitions: dict[str, Any] = {name: tidied(schema) for name, schema in generated["$defs"].items()}
    for name in _BARE:
        definitions[name] = {"anyOf": [TEXT, definitions[name]], "description": definitions[name]["description"]}
    names = {model.__name__: written for written, model in QUESTION_TYPES.items()}
    for name, written in names.items():
        definitions[name]["properties"]["type"] = {"const": written, "description": "The type of the question."}
    definitions["Question"] = {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(QUESTION_TYPES), "description": "The type of the question."}},
        # if/then rather than oneOf: an editor then reports against the type that was meant
        "allOf": [
            {
                "if": {"properties": {"type": {"const": written}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name, written in names.items()
        ],
    }
    many = definitions["Defaults"]
    many["required"] = ["questions"]
    many["properties"]["questions"] = {
        "type": "array",
        "minItems": 1,
        "items": {"$ref": "#/$defs/Question"},
        "description": "The questions of the file.",
    }
    return {
        "$schema": DRAFT,
        "title": "qbank: a file of questions",
        "description": "One question, or many below questions: with the fields that they share above it.",
        "type": "object",
        "if": {"required": ["questions"]},
        "then": {"$ref": "#/$defs/Defaults"},
        "else": {"$ref": "#/$defs/Question"},
        "$defs": {name: _placeable(schema) for name, schema in sorted(definitions.items())},
    }


_PLACEHOLDER = {"type": "string", "pattern": r"\{@"}
"""An expression of parameters, which may stand for a number or truth value."""


def _placeable(schema: Any) -> Any:
    """Let a placeholder stand wherever a number or truth value may."""
    if isinstance(schema, list):
        return [_placeable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") in ("number", "integer", "boolean", ["number", "string"]):
        told = {key: schema[key] for key in ("description", "default") if key in schema}
        return {"anyOf": [{key: item for key, item in schema.items() if key not in told}, _PLACEHOLDER], **told}
    return {key: _placeable(item) for key, item in schema.items()}


def settings_schema() -> dict[str, Any]:
    """Return the schema of ``qbank.yaml``."""
    written = Settings.model_json_schema()
    _describe({**written["$defs"], Settings.__name__: written})
    generated: dict[str, Any] = tidied(written)
    return {"$schema": DRAFT, "title": "qbank: settings of a bank", **generated}


def _describe(definitions: Mapping[str, dict[str, Any]]) -> None:
    """Put the text below each field of a model into its schema: pydantic would read all sources at every start."""
    models, told = [Model], dict[type[BaseModel], dict[str, str]]()
    for model in models:
        models += model.__subclasses__()
        if model.__name__ in definitions:
            for above in reversed(model.__mro__):
                if issubclass(above, Model) and above not in told:
                    told[above] = _told(above)
            texts = {name: text for above in reversed(model.__mro__) for name, text in told.get(above, {}).items()}
            for name, schema in definitions[model.__name__].get("properties", {}).items():
                if name in texts:
                    schema["description"] = texts[name]


def _told(model: type[BaseModel]) -> dict[str, str]:
    """Return the strings below the fields of a class in its source."""
    tree = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(tree, ast.ClassDef)  # noqa: S101  # the source of a class
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def tidied(schema: Any) -> Any:
    """Drop titles that repeat names, empty defaults, and the ``null`` of what may be left out.

    Descriptions become one line; words made of digits may be written as numbers.
    """
    if isinstance(schema, list):
        return [tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: tidied(item) for key, item in schema.items() if key != "title" or not isinstance(item, str)}
    if isinstance(tidy.get("description"), str):
        tidy["description"] = re.sub(r"\s+", " ", tidy["description"]).strip()
    if not tidy.get("default", True) and tidy["default"] is not False:
        del tidy["default"]
    elif tidy.get("type") == "number" and "default" in tidy:
        tidy["default"] = float(tidy["default"])
    words = tidy.get("enum") or ([tidy["const"]] if "const" in tidy else [])
    if numbers := [int(word) for word in words if isinstance(word, str) and word.isdecimal()]:
        tidy = {key: item for key, item in tidy.items() if key not in {"const", "type"}}
        tidy["enum"] = [*words, *numbers]
    branches = [item for item in tidy.get("anyOf", []) if item != {"type": "null"}]
    if len(branches) == 1:
        del tidy["anyOf"]
        tidy = {**branches[0], **tidy}
    return tidy

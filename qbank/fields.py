"""What the fields of a question hold: Markdown, LaTeX, plain text or a number, told from the models."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from .schema.scalars import MARKDOWN

Path = tuple[str | int, ...]
_NOT_RENDERED = frozenset({"id", "type", "parameters", "conditions"})
_ALONE = ("text", "value", "formula")
"""Of a model that may be written as a bare text, the field that this text is."""


class Field(Enum):
    """What a field holds."""

    TEXT = "text"
    """Markdown: prose with formulas between dollars."""
    LATEX = "latex"
    """A formula, unless it has dollars of its own."""
    PLAIN = "plain"
    """Prose that is no Markdown."""
    NUMBER = "number"
    """A number, or something else that is read as a whole."""


def texts(data: Mapping[str, Any], model: type[BaseModel]) -> Iterator[tuple[Path, str, Field]]:
    """Yield every text of a question as plain data, with where it stands and what its field holds."""
    for name, value in data.items():
        if name not in _NOT_RENDERED:
            yield from _texts(value, (name,), _of(model, name))


def _texts(value: Any, path: Path, kinds: tuple[Any, ...]) -> Iterator[tuple[Path, str, Field]]:
    if isinstance(value, str):
        yield path, value, _field(kinds)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(item, (*path, at), _inner(kinds))
    elif isinstance(value, dict):
        models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        named = [model for model in models if _is_of(model, value.get("type"))] or models
        for name, item in value.items():
            found = tuple(kind for model in named for kind in _of(model, name)) if named else _inner(kinds)
            yield from _texts(item, (*path, name), found)


def _is_of(model: type[BaseModel], written: object) -> bool:
    info = model.model_fields.get("type")
    return info is not None and written in typing.get_args(info.annotation)


@cache
def _of(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    """Return what a field may hold: models, containers, and scalars with their metadata."""
    info = model.model_fields.get(name)
    return tuple(_flat(info.annotation, tuple(info.metadata))) if info else ()


def _flat(annotation: Any, metadata: tuple[Any, ...]) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _flat(annotation.__origin__, (*metadata, *annotation.__metadata__))
    elif origin in (typing.Union, UnionType):
        for each in typing.get_args(annotation):
            yield from _flat(each, metadata)
    elif annotation is not type(None):
        yield annotation if not metadata or origin or _is_model(annotation) else (annotation, metadata)


def _inner(kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what the items of a list, or the values of a mapping, may hold."""
    found: list[Any] = []
    for kind in kinds:
        arguments = [each for each in typing.get_args(kind) if each is not Ellipsis]
        if typing.get_origin(kind) and arguments:
            found += _flat(arguments[-1], ())
    return tuple(found)


def _field(kinds: tuple[Any, ...]) -> Field:
    """Return what a text in such a field holds."""
    for kind in kinds:
        if _is_model(kind):
            alone = next((name for name in _ALONE if name in kind.model_fields), "")
            info: FieldInfo | None = kind.model_fields.get(alone)
            return _field(tuple(_flat(info.annotation, tuple(info.metadata)))) if info else Field.TEXT
        base, metadata = kind if isinstance(kind, tuple) else (kind, ())
        if MARKDOWN in [each for each in metadata if isinstance(each, str)]:
            return Field.TEXT
        if any(isinstance(each, StringConstraints) for each in metadata):
            return Field.LATEX
        before = any(isinstance(each, BeforeValidator) for each in metadata)
        after = any(isinstance(each, AfterValidator) for each in metadata)
        return Field.PLAIN if base is str and (after or not before) else Field.NUMBER
    return Field.TEXT


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)

"""The Markdown texts of a question, whatever its type, each with the path to its field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .diagnostic import Span
from .markup import Node, parse
from .schema import Question
from .schema.scalars import MARKDOWN


class Text(NamedTuple):
    """A text and where it stands, e.g. ``("options", 0, "text")``."""

    question: Question
    path: tuple[str | int, ...]
    source: str

    @property
    def tree(self) -> Node:
        """The text as a tree."""
        return parse(self.source)

    def span(self, offset: int, length: int = 1) -> Span:
        """Return the place of ``length`` characters of the text."""
        return self.question.origin.span(*self.path, offset=offset, length=length)


def texts(question: Question) -> Iterator[Text]:
    """Yield every text of ``question`` that is Markdown and not empty, in the order of the fields."""
    for path, source in _texts(question, ()):
        if source.strip():
            yield Text(question, path, source)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, BaseModel):
        for name, markdown in _fields(type(value)):
            inner = getattr(value, name)
            if not markdown:
                yield from _texts(inner, (*path, name))
            elif isinstance(inner, str):
                yield (*path, name), inner
            else:
                yield from (((*path, name, index), text) for index, text in enumerate(inner))
    elif isinstance(value, tuple | dict):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, step))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """Return the fields that are Markdown (true) or hold models that may have some (false), in their order."""
    kinds = ((name, _is_markdown(info), _holds_model(info.annotation)) for name, info in model.model_fields.items())
    return tuple((name, markdown) for name, markdown, holds in kinds if markdown or holds)


def _holds_model(annotation: Any) -> bool:
    inner = get_args(annotation)
    return (
        any(map(_holds_model, inner)) if inner else isinstance(annotation, type) and issubclass(annotation, BaseModel)
    )


def _is_markdown(info: FieldInfo) -> bool:
    """Whether a field holds Markdown or a list of it."""
    inner = [mark for part in get_args(info.annotation) for mark in getattr(part, "__metadata__", ())]
    return MARKDOWN in [mark for mark in (*info.metadata, *inner) if isinstance(mark, str)]

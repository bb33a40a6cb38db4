"""Changed copies of questions."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from qbank.schema import Origin, Question

M = TypeVar("M", bound=BaseModel)
Q = TypeVar("Q", bound=Question)


def changed(model: M, **fields: Any) -> M:
    """Return a model with other values in some fields, looked at as if an author had written it.

    Raises :class:`pydantic.ValidationError` where the new values contradict others.
    """
    # not model_copy, which copies what was worked out from the old values too
    return type(model).model_validate({name: getattr(model, name) for name in model.model_fields_set} | fields)


def changed_question(question: Q, origin: Origin | None = None, **fields: Any) -> Q:
    """Return a question with other values in some fields; ``origin``: where its parts stand, if not as before.

    Raises :class:`pydantic.ValidationError` where the new values contradict others.
    """
    made = changed(question, **fields)
    made._origin = origin or question.origin  # noqa: SLF001  # as the loader sets it
    made._family = question.family  # noqa: SLF001  # see above
    return made

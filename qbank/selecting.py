"""Which questions are meant: by id, tag, category and type."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .schema import Question


def selected(
    question: Question,
    *,
    ids: Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    types: Sequence[str] | None = None,
) -> bool:
    """Tell whether a question is meant: by any word of each kind, and by all kinds of which there are words.

    In ids ``*`` and ``?`` stand for any letters; a category includes those below it.
    """
    return (
        (not ids or any(fnmatchcase(question.id, wanted) for wanted in ids))
        and (not tags or any(wanted in question.tags for wanted in tags))
        and (not categories or any(below(question.category, wanted) for wanted in categories))
        and (not types or question.type in types)
    )


def below(category: str, wanted: str) -> bool:
    """Tell whether a category is the one that is wanted, or below it."""
    wanted = wanted.rstrip("/")
    return category == wanted or category.startswith(f"{wanted}/")

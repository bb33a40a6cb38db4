"""A family: a question with parameters, and the variants that their values make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qbank.checker.syntax import Name
from qbank.diagnostic import Diagnostic, diagnostic
from qbank.edits import Edit
from qbank.place import Place

from . import printing
from .combining import chosen
from .exact import Value
from .places import variant_place
from .template import Template, ValueMissingError

if TYPE_CHECKING:
    from qbank.schema import Question

Path = tuple[str | int, ...]
MAX_CHECKED = 1_000
"""Variants of one question that are checked and exported; of more a sample."""
_SLUG = 60
"""Characters of values in an identifier; longer ones are a digest."""
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter: its name as the author writes it and as the reader knows it; ``derived`` from others."""

    written: str
    name: Name
    derived: bool
    decimals: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """The variants of one question, in the order of their values; implements :class:`qbank.schema.question.Family`.

    ``rows`` has the values of each variant, in the order of ``parameters``; ``data`` is the question as plain data and
    ``templates`` the texts in it that hold placeholders. ``tried`` is how many combinations there are, where not all
    of them were looked at.
    """

    id: str
    place: Place
    data: Mapping[str, Any]
    parameters: tuple[Named, ...]
    rows: tuple[tuple[Value | str, ...], ...]
    templates: Mapping[Path, Template]
    tried: int = 0

    @property
    def count(self) -> int:
        """How many variants there are."""
        return len(self.rows)

    def values(self, number: int) -> dict[str, str]:
        """Return the values of a variant (from 0) by the names that the author gave, as plain text."""
        row = self.rows[number]
        return {
            each.written: value if isinstance(value, str) else _plain(value, decimals=each.decimals)
            for each, value in zip(self.parameters, row, strict=True)
        }

    def told(self, number: int) -> str:
        """Name the values of a variant as a message does: ``a = 3, b = -1``."""
        given = {each.written for each in self.parameters if not each.derived}
        return ", ".join(f"{name} = {value}" for name, value in self.values(number).items() if name in given)

    def variant_id(self, number: int) -> str:
        """Return the identifier of a variant: it follows from the values alone, so others may come and go."""
        slug = "-".join(
            f"{re.sub(r'[^A-Za-z0-9_]', '', each.written)}{value.replace('/', '_').replace('-', 'm')}"
            for each, value in zip(self.parameters, self.values(number).values(), strict=True)
            if not each.derived
        )
        plain = re.fullmatch(r"[A-Za-z0-9._-]+", slug) and len(slug) <= _SLUG
        if not plain or len(self.id) + len(slug) + 3 > _LONGEST_ID:
            slug = sha256(repr(sorted(self.values(number).items())).encode()).hexdigest()[:16]
        return f"{self.id[: _LONGEST_ID - 3 - len(slug)]}-v-{slug}"

    def rendered(self, number: int) -> tuple[dict[str, Any], dict[Path, tuple[Edit, ...]]]:
        """Return a variant as plain data, and the edits of each text. Raises :class:`UnfitError`."""
        known = {each.name: value for each, value in zip(self.parameters, self.rows[number], strict=True)}
        texts: dict[Path, str] = {}
        changes: dict[Path, tuple[Edit, ...]] = {}
        for path, template in self.templates.items():
            try:
                found = template.rendered(known)
            except ValueMissingError as error:
                raise UnfitError(str(error), path, (error.placeholder.start, error.placeholder.end)) from None
            texts[path], changes[path] = found.text, found.edits
        return replaced(self.data, texts), changes

    @property
    def pool(self) -> Sequence[int]:
        """The variants that are checked, and may be exported: all of them, or a sample where there are many."""
        return chosen(range(self.count), MAX_CHECKED, self.variant_id)

    def question(
        self, number: int, instead: Mapping[str, str] | None = None
    ) -> tuple[Question | None, list[Diagnostic]]:
        """Make variant ``number`` (from 0), or return what is wrong with it; messages name its values.

        ``instead``: fields that have another value than the author's.
        """
        from qbank.questions import built  # noqa: PLC0415  # which reads families

        try:
            values, changes = self.rendered(number)
        except UnfitError as error:
            return None, [self.problem(error, number)]
        place = variant_place(self.place, changes)
        question, problems = built({**values, **(instead or {})}, place, self.id)
        return question, [self.blamed(each, number) if self._depends(each) else each for each in problems]

    def _depends(self, found: Diagnostic) -> bool:
        """Whether a message is about a line with a placeholder, so that other values may mend it."""
        return found.span is None or "{@" in self.place.line(found.span.line - 1)

    def problem(self, error: UnfitError, number: int) -> Diagnostic:
        """Say why a variant cannot be made."""
        start, end = error.span
        span = self.place.span(*error.path, offset=start, length=end - start)
        message = f"this has no value with {self.told(number)}: {error.reason}"
        hint = "leave these values out with except, or with a condition"
        return diagnostic("QB126", message, span, hint=hint, question=self.id)

    def blamed(self, found: Diagnostic, number: int) -> Diagnostic:
        """Add the values of a variant to a message about it."""
        return replace(found, message=f"{found.message} (with {self.told(number)})")


class UnfitError(Exception):
    """A variant cannot be made: why, and at which placeholder."""

    def __init__(self, reason: str, path: Path, span: tuple[int, int]) -> None:
        super().__init__(reason)
        self.reason, self.path, self.span = reason, path, span


def replaced(data: Any, texts: Mapping[Path, str], path: Path = ()) -> Any:
    """Return plain data with some of its texts replaced."""
    if isinstance(data, dict):
        return {key: replaced(value, texts, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, texts, (*path, at)) for at, value in enumerate(data)]
    return texts.get(path, data)


def _plain(value: Value, *, decimals: bool) -> str:
    if isinstance(value, Fraction):
        return printing.plain(value, decimals=decimals)
    return printing.latex(value)

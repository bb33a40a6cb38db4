"""From a field of a variant to the author's source: where a character stood before values were put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qbank.diagnostic import Span
from qbank.edits import Back, Edit
from qbank.place import Place


@dataclass(frozen=True, slots=True)
class VariantPlace(Place):
    """Where a variant's question was written, with what was edited in each field."""

    edits: Mapping[tuple[str | int, ...], tuple[Edit, ...]] = field(default_factory=dict)

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> Span:
        """Return the place in the author's source; see :meth:`qbank.schema.Origin.span`."""
        changes = self.edits.get(path)
        if changes is None and path and path[-1] in ("text", "value", "formula"):  # a bare option: the item is its text
            changes = self.edits.get(path[:-1])
        if not changes:
            return Place.span(self, *path, offset=offset, length=length)
        start, width = Back(changes).span(offset, length)
        return Place.span(self, *path, offset=start, length=width)


def variant_place(place: Place, edits: Mapping[tuple[str | int, ...], tuple[Edit, ...]]) -> VariantPlace:
    """Return the place of a variant."""
    return VariantPlace(place.file, place.root, place.folder, place.node, place.lines, place.defaults, edits)

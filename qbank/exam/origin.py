"""Where the parts of a rearranged question were written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qbank.diagnostic import Span

if TYPE_CHECKING:
    from qbank.schema import Origin

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Relocated:
    """The origin of a question whose parts stand elsewhere than in its file; implements :class:`qbank.schema.Origin`.

    ``written`` leads from the path of a part to where the author wrote it, seen from ``origin``.
    """

    origin: Origin
    written: Callable[[Steps], Steps]

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.origin.file

    @property
    def root(self) -> Path:
        """The root of the bank."""
        return self.origin.root

    @property
    def folder(self) -> Path:
        """The folder of the file."""
        return self.origin.folder

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> Span:
        """Return the place of a field; see :meth:`qbank.schema.Origin.span`."""
        return self.origin.span(*self.written(path), offset=offset, length=length)

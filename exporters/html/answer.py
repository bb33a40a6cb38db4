"""What every kind of answer offers to the page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from markupsafe import Markup


class Answer(Protocol):
    """What a student answers a question, or fills a gap, with."""

    @property
    def kind(self) -> str:
        """Names the template in ``templates/html/answers`` and the script's object."""

    @property
    def prompt(self) -> str:
        """What the student is to do, by its name in the fixed words."""

    @property
    def counted(self) -> bool:
        """Whether it earns points on the practice page."""

    @property
    def explains(self) -> bool:
        """Whether it has explanations of its own."""

    @property
    def shuffles(self) -> bool:
        """Whether its parts may be shown in another order."""

    def data(self) -> dict[str, Any]:
        """Return what the script needs to know in order to grade."""

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield the name of each text that must stand on both pages, and the text."""


class Counted:
    """What kinds of answers have in common that the page grades."""

    __slots__ = ()
    counted: ClassVar[bool] = True


class Written(Counted):
    """What answers have in common that are written."""

    __slots__ = ()
    explains: ClassVar[bool] = False
    shuffles: ClassVar[bool] = False


def outcome(fraction: Decimal) -> str:
    """Return ``correct``, ``partial`` or ``incorrect`` for a share in percent."""
    return "correct" if fraction >= 100 else "partial" if fraction > 0 else "incorrect"

"""The ``check`` block: what the checker is told where the stem alone does not suffice."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from .scalars import Latex, PlainText


class CheckBlock(BaseModel):
    """Premises, what is asked, and how the notation reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: tuple[Latex, ...] = ()
    """Premises that the student is told."""
    assumed: tuple[Latex, ...] = ()
    """Premises that are used but not told: reported as a warning."""
    find: Latex = ""
    assume: tuple[Latex, ...] = ()
    """Domains: relations and memberships in LaTeX, or a name and plain words."""
    relation: Literal["equal", "up-to-constant", "equivalent", "same-set"] | None = None
    symbols: tuple[Latex, ...] = ()
    """Names of several letters."""
    functions: tuple[Latex, ...] = ()
    """Names that are functions, alone or with their definition, e.g. ``g(z) = z^2``."""
    indices: tuple[Latex, ...] = ()
    """Letters that are indices, alone or with their range, e.g. ``i = 1..n``, or ``(d)`` for superscripts."""
    waive: PlainText = ""
    """Why ``undecided`` is accepted here; shown in every report."""

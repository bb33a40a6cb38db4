"""Exporters, found by the entry points ``qbank.exporters``: ours come through the same door as anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from .diagnostic import Diagnostic
from .evidence import Report
from .schema import Bank


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the user asked of an export.

    ``report`` is the checker's evidence, or ``None`` where nothing was checked;
    ``flags`` are the exporter's own switches that were set on the command line (``pdf`` …).
    """

    report: Report | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to be written: ``path`` is relative to ``build/<format>/``, with ``/`` between folders."""

    path: str
    data: bytes


@runtime_checkable
class Exporter(Protocol):
    """Turns a bank into files. It writes nothing itself; the driver does, whole or not at all."""

    name: str
    """What users write after ``--to``."""
    suffix: str
    """Suffix of the main file, with its dot."""
    description: str
    """One line for ``qbank formats``."""

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the files and what the format could not carry; an error among these means: write nothing."""

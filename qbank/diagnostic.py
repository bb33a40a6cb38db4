"""Author mistakes as values: a code, a severity, a message, a place and a hint.

A :class:`Diagnostic` is collected and returned, never raised; an exception is a bug of ours.
:data:`CODES` is the one table of all codes. A rule names a code; :func:`diagnostic` stamps the severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How bad it is: an ``error`` fails the run, a ``warning`` is to be read, a ``note`` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source line.

    ``line`` and ``column`` count from 1, in characters (Unicode code points) as an editor shows them;
    ``length`` is the number of characters to underline, at least 1.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, placed. ``question`` is the id of the question concerned, or empty."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: its usual severity and a title of a few words."""

    severity: Severity
    title: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: Mapping[str, Code] = MappingProxyType(
    {
        # QB0xx: files and YAML
        "QB001": Code(_E, "file cannot be read"),
        "QB005": Code(_E, "not YAML"),
        "QB006": Code(_E, "anchor or alias"),
        "QB007": Code(_E, "nested too deeply"),
        "QB008": Code(_E, "tag"),
        "QB009": Code(_E, "several documents"),
        "QB010": Code(_E, "merge key"),
        "QB011": Code(_E, "key written twice"),
        "QB012": Code(_E, "key that is no text"),
        # QB1xx: the schema
        "QB101": Code(_E, "unknown field"),
        "QB109": Code(_E, "unknown question type"),
        # QB2xx: texts, mathematics and figures
        # QB3xx: the checker
        "QB300": Code(_E, "no key yet"),
        "QB301": Code(_E, "wrong key"),
        "QB390": Code(_E, "check ran out of time"),
        "QB391": Code(_E, "check ran out of memory"),
        "QB392": Code(_E, "check failed"),
        # QB4xx: exporters
        "QB400": Code(_E, "no question found"),
        "QB401": Code(_E, "evidence weaker than required"),
        "QB402": Code(_E, "question refused for export"),
        "QB403": Code(_W, "question left out of export"),
        "QB404": Code(_E, "folder not ours to replace"),
        "QB405": Code(_E, "output cannot be written"),
        # QB9xx: our own fault
        "QB901": Code(_E, "internal error"),
        "QB902": Code(_E, "exporter named an unsafe file"),
    }
)


def diagnostic(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    hint: str = "",
    question: str = "",
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a :class:`Diagnostic`, its severity taken from :data:`CODES` unless given.

    Raises :class:`KeyError` for a code that is not in the table (a bug of ours).
    """
    return Diagnostic(code, severity or CODES[code].severity, message, span, hint, question)

"""What an importer makes: questions as an author would write them, as plain data, and the files that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be imported."""

    path: Path
    data: bytes

    @property
    def name(self) -> str:
        """The file as the user named it."""
        return self.path.as_posix()

    def text(self) -> str:
        """Return the text: UTF-8, with or without a mark, else Windows' Western code page, which reads anything."""
        for encoding in ("utf-8-sig", "utf-16") if self.data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
            try:
                return self.data.decode(encoding)
            except UnicodeDecodeError:
                continue
        return self.data.decode("cp1252", errors="replace")


@dataclass(slots=True)
class Draft:
    """One question: ``fields`` as they stand in YAML, all values texts, lists and mappings."""

    fields: dict[str, Any]
    line: int = 1
    """Where it begins in the source."""
    column: int = 1
    media: dict[str, bytes] = field(default_factory=dict)
    """Files by their path beside the YAML, such as ``figures/net.svg``."""
    raw: str = ""
    """The question as it stood in the source: kept where it cannot be written in fields."""
    raw_format: str = ""
    """What ``raw`` is, e.g. ``moodle-xml``."""
    refusal: str = ""
    """Why it is no question, where that is plain already."""
    told: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, message and hint of what was changed or kept raw."""

    def tell(self, code: str, message: str, hint: str = "") -> None:
        """Note something about this question."""
        self.told.append((code, message, hint))


@dataclass(slots=True)
class Imported:
    """What one file held."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    """What concerns the file rather than a question; an error means that nothing of it is written."""
    settings: dict[str, str] = field(default_factory=dict)
    """Settings of the bank that the file gives, such as ``title`` and ``language``."""

    def refuse(self, source: Source, message: str, line: int = 1, column: int = 1, hint: str = "") -> Imported:
        """Note that the file cannot be read; return the whole, without questions."""
        self.problems.append(diagnostic("QB601", message, Span(source.name, line, column, 1), hint=hint))
        self.drafts.clear()
        return self

    @property
    def refused(self) -> bool:
        """Whether the file cannot be imported."""
        return any(each.severity is Severity.ERROR for each in self.problems)


@runtime_checkable
class Importer(Protocol):
    """Reads the files of one format. It writes nothing, and never raises for any content."""

    name: str
    """What users write after ``--from``."""
    description: str
    """One line for ``qbank formats``."""

    def recognises(self, source: Source) -> bool:
        """Tell, by the content, whether a file is of this format. Only one importer should say so."""

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""


Reader = Callable[[Source], Imported]


def listed(items: Sequence[Any]) -> list[Any]:
    """Return the items that say something."""
    return [item for item in items if item not in ("", None, {}, [])]


def compact(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that say something."""
    return {key: value for key, value in fields.items() if value not in ("", None, {}, [])}

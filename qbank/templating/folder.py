"""A folder of templates that a user names: read from it and from nowhere else, whatever links lie in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from qbank.diagnostic import Diagnostic, Span, diagnostic

LARGEST = 10_000_000
"""Bytes of one file."""
FIGURES: Mapping[str, str] = MappingProxyType(
    {".pdf": "", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
)
"""Suffixes of figures, with the media type under which a page can embed them."""
SUFFIX = ".j2"
"""What the names of templates end in; other files are taken as they stand."""


class TemplatesError(Exception):
    """The user's templates cannot be used; ``diagnostics`` say why."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(*(each.message for each in diagnostics))
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at ``path``."""

    path: Path

    def find(self, name: str) -> Path | None:
        """Return the file that a template's name means, or ``None`` if there is none or the name leads upwards."""
        parts = PurePosixPath(name).parts
        if not parts or {"..", "/"} & set(parts) or "\0" in name or "\\" in name:
            return None
        found = self.path.joinpath(*parts)
        return found if os.path.lexists(found) else None

    def files(self, part: str = "") -> list[Path]:
        """Return every file, or those of one part, in the order of their names. Raises :class:`TemplatesError`."""
        top = self.path / part
        found = []
        try:
            for folder, _, names in os.walk(top, onerror=_raise) if top.exists() else ():
                found += [Path(folder, name) for name in names]
        except OSError as error:
            raise self.error(Path(error.filename or top), 1, f"it cannot be read: {error.strerror}") from None
        return sorted(found)

    def data(self, path: Path) -> bytes:
        """Return what a file holds. Raises :class:`TemplatesError` for one that leads out or is no file."""
        try:
            if not path.resolve(strict=True).is_relative_to(self.path.resolve()):
                raise self.error(path, 1, "it is a link that leads out of the folder")
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise self.error(path, 1, "it is no file")
            if status.st_size > LARGEST:
                raise self.error(path, 1, f"it is larger than {LARGEST // 1_000_000} MB")
            return path.read_bytes()
        except OSError as error:
            raise self.error(path, 1, f"it cannot be read: {error.strerror}") from None

    def text(self, path: Path) -> str:
        """Return what a file holds as text. Raises :class:`TemplatesError` as well for one that is not in UTF-8."""
        try:
            return self.data(path).decode().replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise self.error(path, 1, "it is not in UTF-8") from None

    def error(self, path: Path, line: int, what: str) -> TemplatesError:
        """Return the error that says what is wrong with a file, its line not shown."""
        return TemplatesError([fault(path, line, what)])

    def place(self, path: Path, line: int) -> Span:
        """Return the place of a line, without the blanks around it."""
        try:
            shown = self.text(path).split("\n")[line - 1]
        except (TemplatesError, IndexError):
            shown = ""
        return Span(path.as_posix(), line, len(shown) - len(shown.lstrip()) + 1, max(1, len(shown.strip())))


def _raise(error: OSError) -> None:
    raise error


def fault(path: Path, line: int, what: str, *, hint: str = "", place: Span | None = None) -> Diagnostic:
    """Return the diagnostic of a template that cannot be used."""
    return diagnostic("QB450", f"this template cannot be used: {what}", place or Span(path.as_posix(), line), hint=hint)


def sources(own: Path) -> dict[str, str]:
    """Return the text of every template of the user's that can be read, by the name that diagnostics use."""
    folder = Folder(own)
    found = {}
    try:
        for path in folder.files():
            if path.suffix == SUFFIX:
                found[path.as_posix()] = folder.text(path)
    except TemplatesError:  # which is told where it matters
        pass
    return found

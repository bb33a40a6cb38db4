"""Which files a path stands for, and their text: what cannot or should not be read is a diagnostic."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from .diagnostic import Diagnostic, Span, diagnostic
from .source import MAX_BYTES

SETTINGS_FILE = "qbank.yaml"
_SUFFIXES = (".yaml", ".yml")
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROL_NAMES = {
    "\0": "a NUL",
    "\x1b": "an escape character",
    "\x85": "a “next line” character",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\ufeff": "a byte order mark in mid-file",
}


def name_of(path: Path) -> str:
    """Return a path as it is shown: ``/`` between folders, bytes that are no text replaced."""
    return os.fsencode(path.as_posix()).decode(errors="replace")


def find(path: Path, root: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the question files in a folder and below, in bytewise order of their paths; a file is returned as it is.

    Hidden files and folders are passed over, links to folders are not followed, links out of ``root`` are refused.
    """
    if not path.is_dir():
        return [path], []
    found: list[Path] = []
    problems: list[Diagnostic] = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            problems.append(diagnostic("QB001", f"the folder cannot be read: {_reason(error)}", Span(name_of(folder))))
            continue
        for entry in entries:
            here = folder / entry.name
            wanted = here.suffix in _SUFFIXES and entry.name != SETTINGS_FILE
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() and (wanted or here.is_dir()) and not here.resolve().is_relative_to(root):
                problems.append(diagnostic("QB014", "this link leads out of the bank: not read", Span(name_of(here))))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(here)
            elif wanted and not here.is_dir():
                found.append(here)
    problems.sort(key=lambda item: item.span.file if item.span else "")
    return sorted(found, key=lambda file: os.fsencode(file.as_posix())), problems


def settings_file(folder: Path) -> Path | None:
    """Return the nearest ``qbank.yaml`` in a folder or above it."""
    return next((up / SETTINGS_FILE for up in (folder, *folder.parents) if (up / SETTINGS_FILE).is_file()), None)


def read(path: Path) -> tuple[str, list[Diagnostic]]:
    r"""Return a file's text, with ``\n`` between lines and no byte order mark, and why it is not to be used."""
    name = name_of(path)
    try:
        if not path.is_file():
            return "", [diagnostic("QB001", "this is no regular file", Span(name))]
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return "", [diagnostic("QB001", f"the file cannot be read: {_reason(error)}", Span(name))]
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        return "", [diagnostic("QB002", message, Span(name), hint="spread the questions over several files")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(raw, error, name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, list(_controls(text, name))


def _not_utf8(raw: bytes, error: UnicodeDecodeError, name: str) -> Diagnostic:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return diagnostic("QB003", "the file is UTF-16, not UTF-8", Span(name), hint="save it as UTF-8")
    before = raw[: error.start].replace(b"\r\n", b"\n").decode("utf-8-sig", errors="replace")
    place = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    message = f"the file is not UTF-8: byte 0x{raw[error.start]:02x} here"
    return diagnostic("QB003", message, place, hint="save it as UTF-8")


def _controls(text: str, name: str) -> Iterator[Diagnostic]:
    """Find the first character that YAML or a terminal would trip over."""
    match = _CONTROL.search(text)
    if match:
        before = text[: match.start()]
        place = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        what = _CONTROL_NAMES.get(match[0], "a control character")
        yield diagnostic("QB004", f"{what} (U+{ord(match[0]):04X}) is not allowed here", place, hint="delete it")


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()

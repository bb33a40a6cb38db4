"""Figures: files beside the YAML, inside the bank, that are pictures and nothing else."""

from __future__ import annotations

import difflib
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from .diagnostic import Diagnostic, diagnostic
from .schema import Question
from .texts import Text
from .texts import texts as texts_of

MAX_BYTES = 5_000_000
MAX_ATTACHMENT = 50_000_000
"""Bytes of a file that goes along with a question."""
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
    }
)
"""The types allowed, by suffix."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, read and found harmless. ``path`` leads to it from the bank's root, with ``/``; ``name`` ends it."""

    name: str
    path: str
    data: bytes
    media_type: str


class FigureError(ValueError):
    """A figure that cannot be used: ``code``, message and ``hint`` as in a :class:`Diagnostic`."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def read(question: Question, src: str) -> Figure:
    """Return the figure that an image of ``question`` names.

    ``src`` is the image's address as the markup gives it, relative to the folder of the question's file. Raises
    :class:`FigureError`; never for a question whose :func:`problems` are none, unless the file has changed since.
    """
    name = unquote(src)
    path = _locate(question, name)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(suffix[1:] for suffix in MEDIA_TYPES)
        raise FigureError("QB223", f"{_quoted(name)} is not of a type that is shown everywhere", f"use one of {known}")
    data = _content(path, name)
    found = _sniff(data)
    if found != media_type:
        other = next((suffix for suffix, known in MEDIA_TYPES.items() if known == found), "")
        hint = f"its content is that of a {other[1:]} file: rename it" if other else ""
        raise FigureError("QB226", f"{_quoted(name)} is not what its suffix says", hint)
    if media_type == "image/svg+xml" and (why := _svg_refusal(data)):
        hint = "export it as plain SVG, without text as HTML" if "foreignObject" in why else ""
        raise FigureError("QB225", f"{_quoted(name)} {why}", hint)
    return Figure(path.name, path.relative_to(question.origin.root.resolve()).as_posix(), data, media_type)


def _svg_refusal(data: bytes) -> str:
    from .svg import refusal  # noqa: PLC0415  # an XML parser, for the banks that have such figures

    return refusal(data)


def attachment(question: Question, name: str) -> tuple[str, bytes]:
    """Return the path from the bank's root, and the content, of a file that goes along with ``question``.

    It may be of any kind. Raises :class:`FigureError`; never for a question whose :func:`problems` are none.
    """
    path = _locate(question, unquote(name))
    data = _content(path, name, MAX_ATTACHMENT)
    return path.relative_to(question.origin.root.resolve()).as_posix(), data


def attachment_problems(question: Question) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files that go along with ``question``."""
    for at, name in enumerate(question.files):
        try:
            attachment(question, name)
        except FigureError as error:
            span = question.origin.span("files", at)
            yield diagnostic(error.code, str(error), span, hint=error.hint, question=question.id)


def suffix_of(data: bytes) -> str:
    """Return the suffix that a figure of this content must have, with its dot; nothing for what is not shown."""
    found = _sniff(data)
    if not found or len(data) > MAX_BYTES or (found == "image/svg+xml" and _svg_refusal(data)):
        return ""
    return next(suffix for suffix, known in MEDIA_TYPES.items() if known == found)


def shown(question: Question) -> list[Path]:
    """Return the files of the figures that ``question`` shows, those that can be found."""
    sources = {
        node.attributes["src"]
        for text in texts_of(question)
        if "![" in text.source
        for node in text.tree.walk()
        if node.type == "image"
    }
    found = []
    for src in sources:
        with suppress(FigureError):
            found.append(_locate(question, unquote(src)))
    return found


def problems(texts: Iterable[Text]) -> list[Diagnostic]:
    """Return what is wrong with the figures in the texts of one question: files, types, contents, alternative texts."""
    return [problem for text in texts if "![" in text.source for problem in _problems(text)]


def _problems(text: Text) -> Iterator[Diagnostic]:
    for image in text.tree.walk():
        if image.type != "image":
            continue
        src = image.attributes["src"]
        at, length = _place(text.source, image.offset, src)
        if not image.text.strip():
            yield diagnostic(
                "QB221",
                "this figure has no alternative text",
                text.span(image.offset, at + length - image.offset),
                hint="say between the square brackets what one sees who cannot see it: ![A circle of radius r](…)",
                question=text.question.id,
            )
        try:
            read(text.question, src)
        except FigureError as error:
            span = text.span(at, length)
            yield diagnostic(error.code, str(error), span, hint=error.hint, question=text.question.id)


def _place(source: str, offset: int, src: str) -> tuple[int, int]:
    """Return where the address of the image at ``offset`` stands, and how long it is."""
    for spelled in (src, unquote(src)):
        at = source.find(spelled, offset) if spelled else -1
        if at >= 0:
            return at, len(spelled)
    return offset, 1


def _locate(question: Question, name: str) -> Path:
    """Return the file's real path, inside the bank."""
    shown = _quoted(name)
    if re.match(r"(?i)data:", name):
        raise FigureError(
            "QB222", "a figure is a file of its own, not data in the text", "save it beside the YAML file"
        )
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//", name):
        hint = "save it beside the YAML file and name it here"
        raise FigureError("QB222", f"{shown} is an address: figures are not fetched", hint)
    if not name or name.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        hint = "name it relative to this file, such as figures/network.svg"
        raise FigureError("QB222", f"{shown} is not the name of a file in the bank", hint)
    if "\\" in name:
        raise FigureError("QB222", f"{shown} has a backslash", f"write {name.replace(chr(92), '/')}")
    root, folder = question.origin.root.resolve(), question.origin.folder.resolve()
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(root)
        found = inside and path.is_file()
    except (OSError, RuntimeError, ValueError):  # names too long, links in a circle
        raise FigureError("QB220", f"{shown} cannot be found") from None
    if not inside:
        hint = f"copy the file into {question.origin.root.name or 'the bank'}"
        raise FigureError("QB222", f"{shown} leads out of the bank", hint)
    if not found:
        raise FigureError("QB220", f"{shown} does not exist", _nearest(folder, root, name))
    return path


def _nearest(folder: Path, root: Path, name: str) -> str:
    """Return a hint naming a file that may be meant: of the same name elsewhere nearby, or nearly the same name."""
    wanted = (folder / name).parent
    places = [place for place in (wanted, folder, folder / "figures", folder / "images") if place.is_dir()]
    for place in dict.fromkeys(path.resolve() for path in places):
        if not place.is_relative_to(root):
            continue
        names = sorted(path.name for path in place.iterdir() if path.suffix.lower() in MEDIA_TYPES and path.is_file())
        lowered = {other.lower(): other for other in reversed(names)}
        last = name.rpartition("/")[2].lower()
        stems = {other.rpartition(".")[0]: other for other in lowered}
        near = difflib.get_close_matches(last.rpartition(".")[0], stems, 1, 0.7)
        meant = last if last in lowered else stems[near[0]] if near else ""
        if meant and place.is_relative_to(folder):
            return f"did you mean {(place.relative_to(folder) / lowered[meant]).as_posix()}?"
    return "figures are named relative to the folder of this file"


def _content(path: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FigureError("QB220", f"{_quoted(name)} is not a file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise FigureError("QB220", f"{_quoted(name)} cannot be read: {error.strerror}") from None
    if len(data) > limit:
        size = f"{status.st_size / 1e6:.1f} MB"
        raise FigureError("QB224", f"{_quoted(name)} is too large: {size}", f"at most {limit // 1_000_000} MB")
    return data


def _sniff(data: bytes) -> str:
    """Return the media type that the content shows, by its first bytes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "image/svg+xml"
    return ""


def _quoted(name: str) -> str:
    """Return a name for a message: short, without characters that would upset a terminal."""
    name = "".join(char if char.isprintable() else "�" for char in name)
    return f"“{name if len(name) <= 80 else name[:79] + '…'}”"

"""ZIP files of other programs, read without trust: sizes are counted as the bytes come, and nothing is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

MAX_MEMBERS = 50_000
MAX_TOTAL = 512_000_000
"""Bytes unpacked, of one archive."""
MAX_MEMBER = 64_000_000
MAX_RATIO = 200
"""How many bytes one packed byte may give, beyond the first million of a member."""
_FREE = 1_000_000
_CHUNK = 1 << 16


class ArchiveError(ValueError):
    """An archive that is not read; the message says why."""


@dataclass(slots=True)
class Archive:
    """The files of a ZIP file, by their paths; each is unpacked when it is asked for, and kept."""

    members: dict[str, zipfile.ZipInfo]
    _zip: zipfile.ZipFile
    _read: dict[str, bytes] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _total: int = 0

    def names(self) -> list[str]:
        """Return the paths of all files."""
        return list(self.members)

    def find(self, path: str, folder: str = "") -> str:
        """Return the path of the file that ``path`` names, seen from ``folder``; nothing where there is none."""
        for spelled in dict.fromkeys((path, unquote(path))):
            for base in dict.fromkeys((folder, "")):
                wanted = posixpath.normpath(posixpath.join(base, spelled.replace("\\", "/"))).lstrip("/")
                if wanted in self.members:
                    return wanted
                if found := self._folded.get(wanted.casefold()):
                    return found
        return ""

    def data(self, name: str) -> bytes:
        """Return the bytes of a file. Raises :class:`ArchiveError`."""
        if name not in self._read:
            self._read[name] = self._unpacked(self.members[name])
        return self._read[name]

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        shown = shortened(member.filename)
        out = bytearray()
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):
                    out += chunk
                    self._total += len(chunk)
                    if len(out) > MAX_MEMBER:
                        raise ArchiveError(f"{shown} has more than {MAX_MEMBER // 1_000_000} MB unpacked")
                    if len(out) > _FREE and len(out) > MAX_RATIO * max(member.compress_size, 1):
                        raise ArchiveError(f"{shown} is packed more than {MAX_RATIO} times: a bomb")
                    if self._total > MAX_TOTAL:
                        raise ArchiveError(f"there are more than {MAX_TOTAL // 1_000_000} MB in it")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ArchiveError(f"{shown} cannot be unpacked: {error}") from None
        except ValueError as error:
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError(f"{shown} cannot be unpacked: {error}") from None
        return bytes(out)


@dataclass(slots=True)
class Folder:
    """The files beside one that is no archive: pictures in its folder and below, found as they are named."""

    root: Path

    def names(self) -> list[str]:
        """Return nothing: files are found by name alone."""
        return []

    def find(self, path: str, folder: str = "") -> str:
        """Return the path of a file inside the folder; nothing where there is none."""
        for spelled in dict.fromkeys((path, unquote(path))):
            wanted = posixpath.normpath(posixpath.join(folder, spelled.replace("\\", "/")))
            if wanted.startswith(("/", "..")) or "\0" in wanted or re.match("[A-Za-z]:", wanted):
                continue
            try:
                real = (self.root / wanted).resolve()
                if real.is_relative_to(self.root.resolve()) and real.is_file():
                    return wanted
            except (OSError, RuntimeError, ValueError):
                continue
        return ""

    def data(self, name: str) -> bytes:
        """Return the bytes of a file. Raises :class:`ArchiveError`."""
        try:
            with (self.root / name).open("rb") as file:
                found = file.read(MAX_MEMBER + 1)
        except OSError as error:
            raise ArchiveError(f"{shortened(name)} cannot be read: {error.strerror}") from None
        if len(found) > MAX_MEMBER:
            raise ArchiveError(f"{shortened(name)} has more than {MAX_MEMBER // 1_000_000} MB")
        return found


Files = Archive | Folder


def opened(data: bytes) -> Archive:
    """Return the files of a ZIP file. Raises :class:`ArchiveError` for what is broken or could do harm."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError) as error:
        raise ArchiveError(f"the ZIP file is broken or cut off: {error}") from None
    if len(infos) > MAX_MEMBERS:
        raise ArchiveError(f"it has {len(infos)} files: at most {MAX_MEMBERS} are read")
    if sum(max(info.file_size, 0) for info in infos) > MAX_TOTAL:
        raise ArchiveError(f"there are more than {MAX_TOTAL // 1_000_000} MB in it")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/")
        _refuse(info, name)
        if not name.endswith("/"):
            name = posixpath.normpath(name)
            if name in members:
                raise ArchiveError(f"{shortened(name)} is in it twice")
            members[name] = info
    return Archive(members, archive, _folded={name.casefold(): name for name in members})


def _refuse(info: zipfile.ZipInfo, name: str) -> None:
    """Raise for a member that no honest package has."""
    shown = shortened(info.filename)
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/") or "\0" in info.filename:
        raise ArchiveError(f"{shown} leads out of the archive")
    if info.flag_bits & 0x1:
        raise ArchiveError(f"{shown} is encrypted: unpack it with its password first")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ArchiveError(f"{shown} is a symbolic link")


def shortened(name: str) -> str:
    """Return a name for a message, without characters that would upset a terminal."""
    plain = "".join(char if char.isprintable() else "�" for char in name)
    return f"“{plain if len(plain) <= 80 else plain[:79] + '…'}”"


def is_zip(data: bytes) -> bool:
    """Tell whether bytes begin as a ZIP file does."""
    return data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}

"""Put files into a folder all at once: a reader sees the old ones or the new ones, never a mixture."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from .registry import OutputFile

MANIFEST = ".qbank.json"
"""Lists what we wrote into a folder: it makes the folder ours to replace, and tells our files from others'."""

_PART = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|]{1,200}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class UnsafePathError(ValueError):
    """A path that leaves the folder, or that some system cannot hold."""


class NotOursError(ValueError):
    """A folder, file or link that we did not make and so do not replace."""


def place(files: Sequence[OutputFile], target: Path) -> list[Path]:
    """Make ``target`` hold these files; those of the last run vanish, files that we did not write stay.

    The files are written beside the target and moved in whole. Returns their paths. Raises :class:`UnsafePathError`,
    :class:`NotOursError` for a target that is not ours, :class:`OSError` where the disk refuses; in each case
    the target is as it was.
    """
    check_paths(file.path for file in files)
    ours = _ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o777 & ~_umask())
        for file in files:
            path = fresh / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        names = sorted(file.path for file in files)
        (fresh / MANIFEST).write_text(json.dumps({"version": 1, "files": names}, indent=1) + "\n", encoding="utf-8")
        if target.exists():
            _keep(target, fresh, ours | {MANIFEST})
        _swap(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return [target / file.path for file in files]


def check_paths(paths: Iterable[str]) -> None:
    """Raise :class:`UnsafePathError` unless every path is relative, portable, and in no other one's way."""
    seen: set[str] = {MANIFEST}
    folders: set[str] = set()
    for path in paths:
        parts = path.split("/")
        for part in parts:
            if not _PART.fullmatch(part) or part.startswith("..") or part.endswith((".", " ")):
                raise UnsafePathError(f"unsafe file name {path!r}")
            if _RESERVED.fullmatch(part):
                raise UnsafePathError(f"file name {path!r} is reserved on Windows")
        folded = path.casefold()
        above = {str(parent).casefold() for parent in PurePosixPath(path).parents}
        if folded in seen or folded in folders or above & seen:
            raise UnsafePathError(f"file name {path!r} occurs twice")
        seen.add(folded)
        folders |= above


def _ours(target: Path) -> set[str]:
    """Return the files that we wrote into the target. Raises :class:`NotOursError` when it is not ours."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise NotOursError(f"{target.as_posix()} is no folder that qbank made")
    above = next((each for each in target.parents if each.exists()), None)
    if above and not above.is_dir():
        raise NotOursError(f"{above.as_posix()} is no folder")
    if not target.exists() or not any(target.iterdir()):
        return set()
    try:
        names = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(name) for name in names}
    except (OSError, ValueError, KeyError, TypeError):
        raise NotOursError(f"{target.as_posix()} holds files that qbank did not write") from None


def _keep(old: Path, fresh: Path, ours: set[str]) -> None:
    """Copy what is not ours, such as notes or the traces of a TeX run, unless a new file takes its place."""
    for folder, _, names in os.walk(old):
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(old)
            new = fresh / relative
            if relative.as_posix() not in ours and not new.exists():
                new.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, new, follow_symlinks=False)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    target.rename(aside / "old")
    try:
        fresh.rename(target)
    except OSError:
        (aside / "old").rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

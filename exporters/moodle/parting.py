"""One quiz as several files: one for each category, or as many as it takes to stay below a size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from .quiz import Item

LONGEST = 80
"""Characters of a file's name that come from a category."""
Write = Callable[[Sequence[Item]], bytes]


def parted(
    name: str, items: Sequence[Item], write: Write, *, by_category: bool, most: int | None
) -> Iterator[tuple[str, list[int]]]:
    """Yield the name of each file and the positions of the items in it; no question is ever cut.

    ``name`` is that of the only file where there is but one. With ``most`` bytes a file ends before the question that
    would make it longer; a question that is longer by itself gets a file of its own.
    """
    stem, _, suffix = name.rpartition(".")
    groups: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        groups.setdefault(item.category if by_category else "", []).append(at)
    taken: set[str] = set()
    for category, group in groups.items():
        base = _unused(f"{stem}-{slug(category)}" if by_category else stem, taken)
        parts = list(_fitting(group, items, write, most)) if most else [group]
        digits = len(str(len(parts)))  # names sort as the parts do
        for number, part in enumerate(parts, 1):
            yield f"{base}{f'-{number:0{digits}}' if len(parts) > 1 else ''}.{suffix}", part


def _fitting(group: Sequence[int], items: Sequence[Item], write: Write, most: int) -> Iterator[list[int]]:
    """Yield runs of items that fit: counted as if each had the header of its category before it."""
    empty = len(write(()))
    part: list[int] = []
    size = empty
    for at in group:
        added = len(write((items[at],))) - empty
        if part and size + added > most:
            yield part
            part, size = [], empty
        part.append(at)
        size += added
    yield part


def slug(category: str) -> str:
    """Return a category of Moodle's as part of a file's name: its letters and digits, without the top."""
    path = category.removeprefix("$course$/top/")
    name = re.sub(r"[^\w.]+", "-", path.replace("//", "-").replace("/", "_")).strip("-._")
    if name and len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST].rstrip('-._')}-{sha256(category.encode()).hexdigest()[:8]}".lstrip("-")


def _unused(name: str, taken: set[str]) -> str:
    """Return a name that no file has yet, whatever the case of its letters, and remember it."""
    made, number = name, 2
    while made.casefold() in taken:
        made, number = f"{name}-{number}", number + 1
    taken.add(made.casefold())
    return made

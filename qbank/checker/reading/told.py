"""What plain words say of matrices: their sizes, and that they are symmetric, orthogonal, invertible and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_TRAITS = {
    "symmetric": "symmetric", "skew-symmetric": "skew", "antisymmetric": "skew", "anti-symmetric": "skew",
    "orthogonal": "orthogonal", "idempotent": "idempotent", "invertible": "square", "nonsingular": "square",
    "non-singular": "square", "regular": "square", "square": "square", "diagonal": "symmetric",
    "positive-definite": "definite", "positive definite": "definite", "positive semidefinite": "definite",
}  # fmt: skip
_WORD = "|".join(sorted(map(re.escape, _TRAITS), key=len, reverse=True))
_TRAIT = re.compile(rf"(?<![\w-])(?i:{_WORD})(?![\w-])")
_DENIED = re.compile(r"\b(?:not|non|neither|nor|never|need|if|whether|when|Is|Are)\b")  # If at the start states it
_SIZE = re.compile(
    r"\$?\s*\b(?P<rows>\d{1,2}|[a-zA-Z])\s*(?:\\times|×|x|-?by-?|\s+by\s+)\s*(?P<columns>\d{1,2}|[a-zA-Z])\b\s*\$?"
)
_ITEM = r"(?:\$[^$]{1,40}\$|[A-Z](?:_\w)?\b)"
_LIST = rf"{_ITEM}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_ITEM})*"
_SIDES = re.sub(r"\?P<\w+>", "?:", _SIZE.pattern)
_SAID = rf"(?:(?:(?i:{_WORD})|real|constant|any|two|both|{_SIDES})[\s,]+(?:and\s+)?)"
_BEFORE = re.compile(rf"(?P<said>{_SAID}{{1,5}})matri(?:x|ces)\s+(?P<list>{_LIST})")
_AFTER = re.compile(
    rf"(?P<list>{_LIST})\s*,?\s+(?:(?:be|is|are)\s+)?(?:both\s+|all\s+)?(?:an?\s+)?"
    rf"(?P<said>{_SAID}{{0,4}}(?:(?i:{_WORD})|(?<=[\s$])matri(?:x|ces)))(?![\w-])"
)
_DIRECT = re.compile(rf"\b(?:with|for) (?:an? )?(?P<said>(?:(?i:{_WORD}) (?:and )?){{1,3}})(?P<list>\$[A-Z](?:_\w)?\$)")
"""Named at once: "for symmetric $A$"."""


def told_of_matrices(
    texts: Iterable[str], listed: Callable[[str], Iterator[str]]
) -> tuple[frozenset[tuple[str, int | str, int | str]], frozenset[tuple[str, str]]]:
    """Return sizes and traits by name; ``listed`` yields the names of a list in words."""
    sizes: set[tuple[str, int | str, int | str]] = set()
    traits: set[tuple[str, str]] = set()
    for text in texts:
        for match in (*_BEFORE.finditer(text), *_AFTER.finditer(text), *_DIRECT.finditer(text)):
            said = match.group("said")
            ahead = text[max(0, match.start() - 24) : match.start()]
            if _DENIED.search(ahead) or _DENIED.search(match.group(0)):
                continue
            names = list(listed(match.group("list")))
            for trait in _TRAIT.findall(said):
                traits.update((name, _TRAITS[trait.lower()]) for name in names)
            if size := _SIZE.search(said):
                rows, columns = (_side(size.group(part)) for part in ("rows", "columns"))
                sizes.update((name, rows, columns) for name in names)
    return frozenset(sizes), frozenset(traits)


def _side(text: str) -> int | str:
    return int(text) if text.isdigit() else text

"""Plain data as YAML that reads as if a person had written it: block style, and quotes only where they must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qbank.respell import respell

WIDE = 100
"""Longer texts of one line go into a block, too."""
_FORBIDDEN = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What no YAML file may hold, and breaks that are none elsewhere (YAML 1.1, section 5.1)."""
_BREAKS = re.compile("[\u0085\u2028\u2029]")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def written(value: Any, indent: int = 0) -> str:
    """Return a mapping or list as lines of YAML, each with its line break."""
    return "".join(f"{line}\n" for line in _lines(value, " " * indent))


def _lines(value: Any, pad: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{pad}{key}:", item, pad + "  ")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _item(item, pad)


def _entry(head: str, value: Any, pad: str) -> Iterator[str]:
    if isinstance(value, Mapping | list | tuple):
        if isinstance(value, list | tuple) and value and all(isinstance(item, int) for item in value):
            yield f"{head} [{', '.join(map(str, value))}]"
            return
        yield head
        yield from _lines(value, pad)
        return
    yield from _scalar(head, value, pad)


def _item(value: Any, pad: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        first, *rest = _lines(value, pad + "  ")
        yield f"{pad}- {first.lstrip()}"
        yield from rest
    else:
        yield from _scalar(f"{pad}-", value, pad + "  ")


def _scalar(head: str, value: Any, pad: str) -> Iterator[str]:
    if isinstance(value, bool):
        yield f"{head} {'true' if value else 'false'}"
        return
    text = clean(str(value)).strip("\n")
    if "\n" not in text and (len(head) + len(text) <= WIDE or " " not in text):
        stripped = text.strip()
        yield f"{head} {respell(stripped)}" if stripped else f"{head} ''"
        return
    mark = "|2" if text[:1] in {" ", "\t"} else "|"
    yield f"{head} {mark}"
    for line in text.split("\n"):
        yield f"{pad}{line}".rstrip() if not line.strip() else f"{pad}{line}"


def clean(text: str) -> str:
    """Return a text without what YAML cannot hold."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n")))

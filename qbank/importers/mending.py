r"""Formulas of other programs that cannot be read here: kept as they were written, so that they go back unchanged."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from qbank.markup import around, parse
from qbank.schema import Question
from qbank.texmath import text_faults
from qbank.texscan import faults
from qbank.texts import Text, texts

from .escaping import coded

_MOST = 60
"""Dollars that are escaped in one text, one after another."""


def mended(question: Question) -> Iterator[tuple[tuple[str | int, ...], str, int]]:
    """Yield the path of each text whose mathematics has faults, the text without them, and how many are kept raw."""
    for text in texts(question):
        if next(text_faults(text), None) is not None:
            source, count = _without_faulty(text.source)
            yield text.path, _without_stray(question, text.path, source), count


def put(fields: dict[str, Any], path: tuple[str | int, ...], text: str) -> None:
    """Replace the text at a path; an item that is its text alone stands for its field ``text``."""
    here: Any = fields
    *steps, last = path
    for step in steps:
        if isinstance(here[step], str):
            here[step] = text
            return
        here = here[step]
    here[last] = text


def _without_faulty(source: str) -> tuple[str, int]:
    """Return a text with its faulty formulas as raw HTML, and their number."""
    count = 0
    for node in reversed([node for node in parse(source).walk() if node.type in {"math", "math_block"}]):
        if faults(node.text, display=node.type == "math_block"):
            start, end = around(source, node)
            opening, closing = (r"\[", r"\]") if node.type == "math_block" else (r"\(", r"\)")
            kept = coded(html.escape(f"{opening}{node.text}{closing}", quote=False)) + "{=html}"
            source = f"{source[:start]}{kept}{source[end:]}"
            count += 1
    return source, count


def _without_stray(question: Question, path: tuple[str | int, ...], source: str) -> str:
    """Return a text with a backslash before each dollar or bracket that opens no formula."""
    for _ in range(_MOST):
        fault = next(text_faults(Text(question, path, source)), None)
        if (
            fault is None
            or fault.code not in {"QB202", "QB203"}
            or source[fault.offset : fault.offset + 1] not in {"$", "\\"}
        ):
            return source if fault is None else _raw(source)
        source = f"{source[: fault.offset]}\\{source[fault.offset :]}"
    return _raw(source)


def _raw(source: str) -> str:
    """Return a whole text as raw HTML."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", source)), default=0))
    return f"{ticks}{{=html}}\n<p>{html.escape(source, quote=False)}</p>\n{ticks}"

"""Which tag of a template is not closed, or closes nothing: Jinja names the tag, but not where it was opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jinja2

_OPENING = frozenset({"autoescape", "block", "call", "filter", "for", "if", "macro", "set", "with"})
"""Tags of Jinja that something closes (Template Designer Documentation, “List of Control Structures”)."""


@dataclass(frozen=True, slots=True)
class Unclosed:
    """What is wrong with the nesting of tags: a line, what is to be said of it, and what would mend it."""

    line: int
    message: str
    hint: str


def unclosed(environment: jinja2.Environment, text: str) -> Unclosed | None:
    """Return the first fault in the nesting of tags, or ``None``. The text must be one that Jinja can take apart."""
    open_tags: list[tuple[int, str, str]] = []
    start, end = environment.block_start_string, environment.block_end_string
    for line, words in _tags(environment, text):
        tag = words[0]
        if tag in _OPENING and not _sets_at_once(words):
            open_tags.append((line, tag, " ".join(words[:2])))
        elif tag.startswith("end") and tag[3:] in _OPENING:
            if not open_tags:
                return Unclosed(line, f"“{tag}” closes nothing", f"no “{tag[3:]}” before it is still open")
            opened_at, opened, written = open_tags.pop()
            if opened != tag[3:]:
                message = f"“{tag}” stands where the “{written}” of line {opened_at} is still open"
                return Unclosed(line, message, f"close that one first: {start} end{opened} {end}")
    if open_tags:
        opened_at, opened, written = open_tags[-1]
        return Unclosed(
            opened_at, f"the “{written}” of this line is not closed", f"write {start} end{opened} {end} where it ends"
        )
    return None


def _tags(environment: jinja2.Environment, text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each tag with its line and its words, signs among them."""
    words: list[str] = []
    for line, kind, value in environment.lex(text):
        if kind == "block_begin":
            words = []
        elif kind == "block_end":
            if words:
                yield line, words
        elif kind != "whitespace":
            words.append(value)


def _sets_at_once(words: Sequence[str]) -> bool:
    """Tell ``set x = 1``, which nothing closes, from ``set x``, whose value is what stands up to its end."""
    signs = [word for word in words if word in {"=", "|"}]
    return words[0] == "set" and signs[:1] == ["="]

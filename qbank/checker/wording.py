r"""The prose of a stem with its formulas as numbered places, cut into sentences.

``Find $f'(2)$ for $f(x) = x^2$.`` becomes the sentence ``find ⟦0⟧ for ⟦1⟧`` and the two formulas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qbank.markup import parse

from .formulas import Formula, Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` in lower case with ``⟦n⟧`` for formula ``n``; ``asks`` if a question mark or a blank ends it."""

    text: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as sentences, and its formulas whole: a trailing ``= ?`` is taken off."""

    sentences: tuple[Sentence, ...]
    formulas: tuple[Formula, ...]


_ASKING = re.compile(
    r"(?:\\[,;: ]|\\quad|\\\s|\s|~)*=?(?:\\[,;: ]|\\quad|\s|~)*(?:\?|\\text\{\s*\?\s*\}|\\square)?\s*$"
)
_FINAL = re.compile(r"(?:\\[,;: ]|\s|~)*[.,;]\s*$")
_SHORT = {
    "w.r.t.": "with respect to",
    "w. r. t.": "with respect to",
    "e.g.": "for example",
    "i.e.": "that is",
    "i.i.d.": "iid",
    "resp.": "respectively",
    "approx.": "approximately",
    " not invertible": " singular",
    " non-invertible": " singular",
    " noninvertible": " singular",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}
_BLANK = re.compile(r"_{2,}|\.{3,}|\N{HORIZONTAL ELLIPSIS}|\\_(?:\\_)+")
_ENDS = re.compile(r"(?<=[.?!])\s+|\n+|(?<=[.?!])$")


def wording(text: str, path: Path) -> Wording:
    """Return the sentences of a Markdown text."""
    pieces: list[str] = []
    found: list[Formula] = []
    for node in parse(text).walk():
        if node.type in ("math", "math_block"):
            latex = node.text.strip()
            lead = len(node.text) - len(node.text.lstrip())
            stop = _FINAL.search(latex)
            shown = latex[: stop.start()] if stop else latex
            asking = _ASKING.search(shown)
            tail = shown[asking.start() :] if asking else ""
            asked = "=" in tail or "?" in tail or r"\square" in tail
            shown = shown[: asking.start()] if asking and asked else shown
            pieces.append(f" ⟦{len(found)}⟧{' = ?' if asked else ''}{stop.group().strip() if stop else ''} ")
            found.append(Formula(shown, path, node.offset + lead, display=node.type == "math_block"))
        elif node.type in ("text", "code"):
            pieces.append(node.text)
        elif node.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif node.type in ("paragraph", "list_item", "heading", "table_cell", "code_block", "image"):
            pieces.append("\n")
            pieces.append(node.text and f" {node.text} ")
    flat = "".join(pieces).lower()
    for short, words in _SHORT.items():
        flat = flat.replace(short, words)
    flat = _BLANK.sub(" ?", flat).replace(":", " ").replace(";", ",")
    flat = re.sub(r"[ \n]+([,.?!])", r"\1", flat)
    return Wording(tuple(_sentences(flat)), tuple(found))


def _sentences(flat: str) -> list[Sentence]:
    parts = [" ".join(part.split()) for part in _ENDS.split(flat)]
    joined: list[str] = []
    for part in parts:  # a display stands in a paragraph of its own, in the middle of its sentence
        if joined and part and not joined[-1].endswith((".", "?", "!")):
            joined[-1] += " " + part
        elif part:
            joined.append(part)
    return [
        Sentence(part.rstrip(".?!, "), part.endswith("?") or "= ?" in part) for part in joined if part.strip(".?!, ")
    ]

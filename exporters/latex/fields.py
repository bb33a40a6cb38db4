"""What a document holds, field by field, and texts of the bank as they come back from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qbank.gaps import with_gaps
from qbank.markup import Node, parse
from qbank.rawhtml import text_of

from . import escape
from .decoding import decoded, formula
from .strings import Strings


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is printed: what, with which marks (label, key, points), and its text; see :mod:`.decoding`."""

    name: str
    marks: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """How a question is shown: with its key or without, on a sheet (with what is for graders) or a slide."""

    words: Strings
    solved: bool
    sheet: bool

    @property
    def marked(self) -> bool:
        """Whether graders are told what earns what."""
        return self.solved and self.sheet


Fields = Iterator[Field]


@lru_cache(maxsize=65_536)  # most texts stand in all documents
def prose(text: str) -> str:
    """Return plain text as it comes back from a document."""
    return decoded(escape.text(text, lambda _char: None))


def markdown(text: str, gaps: Mapping[str, str] | None = None) -> str:
    """Return a Markdown text as it comes back from a document; ``gaps`` has what stands in each gap."""
    return _tree(with_gaps(parse(text), gaps), gaps) if gaps else _markdown(text)


@lru_cache(maxsize=65_536)
def _markdown(text: str) -> str:
    return _tree(parse(text), {})


def _tree(tree: Node, gaps: Mapping[str, str]) -> str:
    return "".join(_node(node, gaps) for node in tree.walk())


def _node(node: Node, gaps: Mapping[str, str]) -> str:
    if node.type == "gap":
        return gaps[node.text]
    if node.type in {"math", "math_block"}:
        return formula(escape.formula(node.text, lambda _char: None))
    if node.type in {"code", "code_block"}:
        return code(node.text)
    return prose(text_of(node.text) if node.type in {"html", "html_block"} else node.text)


def code(text: str) -> str:
    """Return code as it comes back from a document."""
    return "".join(decoded(escape.code(line, lambda _char: None)) for line in text.split("\n"))

"""The texts of one question as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from qbank.diagnostic import Diagnostic
from qbank.evidence import Report
from qbank.gaps import with_gaps
from qbank.markup import Node, parse, plain
from qbank.schema import Question
from qbank.schema.check import Notation

from .render import Context, render, render_inline, said
from .strings import Strings

_GAP = re.compile(r"<gap (\d+)>")
"""What stands for a gap while a stem is rendered; no text of an author's holds a bare ``<``."""


@dataclass(frozen=True, slots=True)
class Page:
    """What questions are shown on."""

    strings: Strings
    language: str
    report: Report | None
    context: Callable[[Question, Sequence[str | int], int], Context]
    """Makes the context of one text: the question, the path of the field, the level of its highest heading."""
    tell: Callable[[Diagnostic], None]
    """Takes what the page cannot carry."""
    notation: Notation
    """The bank's own."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Renders the texts of ``question``."""

    question: Question
    page: Page

    @property
    def voice(self) -> str:
        """The primary subtag of the question's language, in which formulas are said."""
        return (self.question.language or self.page.language).lower().partition("-")[0]

    def text(self, path: Sequence[str | int], text: str, heading: int = 3) -> Markup:
        """Return a text as blocks; ``heading`` is the level of its highest heading."""
        return render(parse(text), self.page.context(self.question, path, heading)) if text.strip() else Markup()

    def line(self, path: Sequence[str | int], text: str) -> Markup:
        """Return a text without its paragraph where it is but one."""
        return render_inline(parse(text), self.page.context(self.question, path, 4)) if text.strip() else Markup()

    def stem(self, names: Sequence[str] = ()) -> tuple[Markup | str, ...]:
        """Return the stem in pieces: between them stand the gaps, each by its name."""
        tree = parse(self.question.stem)
        if not names:
            return (render(tree, self.page.context(self.question, ("stem",), 3)),)
        context = self.page.context(self.question, ("stem",), 3)
        marked = replace(context, gap=lambda name: Markup("<gap {}>").format(names.index(name)))
        parts = _GAP.split(str(render(with_gaps(tree, names), marked)))
        return tuple(
            names[int(part)] if at % 2 else Markup(part)  # noqa: S704  # rendered above
            for at, part in enumerate(parts)
        )


def spoken(text: str, language: str) -> str:
    """Return what a screen reader is to call a text that holds a formula; of others their text will do."""
    return "" if is_plain_text(text, formulas=False) else plain(_said(parse(text), language))


def _said(node: Node, language: str) -> Node:
    """Return a tree whose formulas are in words, where there are any for them, else their LaTeX."""
    if node.type in {"math", "math_block"}:
        words = said(node, language)
        return _unspaced(node) if words == " ".join(node.text.split()) else Node(node.type, (), words)
    if not node.children:
        return node
    return Node(node.type, tuple(_said(child, language) for child in node.children), node.text, node.attributes)


def in_words(text: str) -> str:
    """Return a text in one line, formulas as LaTeX: flattened MathML would not tell a fraction from a product."""
    return plain(_unspaced(parse(text)))


def _unspaced(node: Node) -> Node:
    """Return a tree whose formulas are without what only spaces or sizes them."""
    if node.type in {"math", "math_block"}:
        return Node(node.type, (), _SPACING.sub("", node.text)) if "\\" in node.text else node
    return Node(node.type, tuple(map(_unspaced, node.children)), node.text, node.attributes) if node.children else node


_SPACING = re.compile(r"\\(?:left|right|[,;!: ])(?![A-Za-z])\s*")
_BARE = frozenset({"document", "paragraph", "text", "softbreak", "hardbreak"})


def is_plain_text(text: str, *, formulas: bool = True) -> bool:
    """Tell whether nothing is lost of a text in a menu, which shows letters alone.

    With ``formulas`` false only formulas are looked for.
    """
    nodes: list[Node] = list(parse(text).walk())
    if not formulas:
        return not any(node.type in {"math", "math_block"} for node in nodes)
    return all(node.type in _BARE for node in nodes)

"""Markdown with mathematics, parsed once into a small tree that every target walks.

``parse`` knows CommonMark with tables and ``$…$`` / ``$$…$$`` mathematics; raw HTML is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree.

    Blocks: ``document paragraph heading bullet_list ordered_list list_item blockquote code_block table
    table_head table_body table_row table_cell rule math_block``.
    Inlines: ``text softbreak hardbreak strong emphasis strikethrough code link image math``.
    ``text`` is the literal content of ``text code code_block math math_block`` (LaTeX without its dollars) and the
    alternative text of ``image``. ``attributes``: ``level`` (heading), ``start`` (ordered_list), ``tight`` ("1"/"0",
    lists), ``language`` (code_block), ``href``/``title`` (link), ``src``/``title`` (image), ``align`` (table_cell:
    "left", "center", "right" or ""), ``header`` ("1"/"0", table_cell).
    ``offset`` is where the content starts in the text that was parsed, in characters: exact for mathematics,
    of the block otherwise.
    """

    type: str
    children: tuple[Node, ...] = ()
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    offset: int = 0

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

"""What stands behind the last claim of a worked solution: another end, or words that go on from it.

"The probability of none is $p = 25/36$. So the answer is $11/36$." ends at a formula that claims nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qbank.markup import parse

from .formulas import Formula
from .setting import Setting
from .solution import Line
from .syntax import Apply, Name, Node, Relation

_CONCLUDES = re.compile(
    r"\b(?:so|hence|thus|therefore|consequently|answer|result|altogether|total|leaves|left|remains?)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
_SAID = re.compile(r"[^\W\d_]{2,}")
_MOST_OF_A_UNIT = 1
"""How many words behind a formula may be the noun that it counts."""


@dataclass(frozen=True, slots=True)
class After:
    """What stands behind a claim: formulas that claim nothing, each with whether it is put as a conclusion; words."""

    bare: tuple[tuple[Node, bool], ...] = ()
    goes_on: bool = False
    """Words go on from it, in its own sentence or in another without formulas."""


def after(text: str, line: Line, setting: Setting) -> After:
    """Return what stands behind ``line`` in the text of a solution."""
    nodes = [node for node in parse(text).walk() if node.type in ("math", "math_block")]
    here = [at for at, node in enumerate(nodes) if node.offset <= line.formula.offset]
    if not here:
        return After()
    end = _end(text, nodes[here[-1]].offset, nodes[here[-1]].text)
    bare, start = [], end
    for node in nodes[here[-1] + 1 :]:
        tree = setting.read(Formula(node.text, line.formula.path, node.offset)).tree
        if tree is not None and not isinstance(tree, Relation | Name | Apply):
            bare.append((tree, _CONCLUDES.search(text[start : node.offset]) is not None))
        start = _end(text, node.offset, node.text)
    stop = _SENTENCE.search(text, end)
    own = text[end : stop.start()] if stop else text[end:]
    rest = text[stop.end() :] if stop else ""
    return After(tuple(bare), any(map(_many_words, (*_wordy(own), *_wordy(rest)))))


def _end(text: str, offset: int, latex: str) -> int:
    """Return where the dollars or brackets behind a formula end."""
    closing = re.compile(r"\s*(?:\$\$?|\\\)|\\\])")
    found = closing.match(text, offset + len(latex))
    return found.end() if found else offset + len(latex)


def _wordy(text: str) -> Iterator[str]:
    """Yield the sentences without a formula."""
    yield from (part for part in _SENTENCE.split(text) if not re.search(r"\$|\\[(\[]", part))


def _many_words(text: str) -> bool:
    return len(_SAID.findall(text)) > _MOST_OF_A_UNIT

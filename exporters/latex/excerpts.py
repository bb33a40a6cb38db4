"""A printed sheet, cut into its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qbank.registry import Excerpt

_BEGIN, _END = r"\begin{document}", r"\end{document}"
_QUESTION = re.compile(r"^% question: (\S+)\n.*?^\\qbend$\n?", re.DOTALL | re.MULTILINE)


def cut(sheet: str) -> Iterator[Excerpt]:
    """Yield the questions of a sheet; around each goes its preamble, without title and head.

    A user's template may have left out what they are told apart by: then there are none.
    """
    preamble, _, body = sheet.partition(_BEGIN)
    before = f"{preamble}{_BEGIN}\n\\qbpars\n"
    for match in _QUESTION.finditer(body):
        yield Excerpt(match[1], match[0], before, f"{_END}\n")

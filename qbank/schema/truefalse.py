"""One statement that is true or false."""

from typing import Literal

from .question import Question
from .scalars import Flag


class TrueFalse(Question):
    """The stem is a statement; the student says whether it is true."""

    type: Literal["true-false"]
    """`true-false`: the stem is a statement, which is true or false."""
    answer: Flag | None = None
    """Whether the statement is true."""

    @property
    def key(self) -> bool | None:
        """Whether the statement is true; ``None`` where there is no key yet."""
        return self.answer

"""Questions answered by a word or a few."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import model_validator

from .mistake import Mistake
from .model import Agreeing, Model
from .question import Question
from .scalars import Flag, Markdown, Percent, PlainText

FULL = Decimal(100)


class ShortAnswerText(Model):
    """A text that is accepted, or known to be wrong. A bare text in YAML stands for `text` alone."""

    text: PlainText = ""
    """What the student writes."""
    pattern: PlainText = ""
    """In place of `text`: a pattern, in which `*` stands for any characters and `\\*` for a star."""
    fraction: Percent = FULL
    """Share of the points in percent."""
    feedback: Markdown = ""
    """What a student reads after this answer."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @property
    def shown(self) -> str:
        """The text, or else the pattern."""
        return self.text or self.pattern

    def pieces(self) -> list[str]:
        """Return the literal pieces between the stars; one piece for a text."""
        if not self.pattern:
            return [self.text]
        return [piece.replace("\\*", "*") for piece in re.split(r"(?<!\\)\*", self.pattern)]

    def accepts(self, text: str, *, case_sensitive: bool) -> bool:
        """Tell whether ``text`` is this answer: trimmed, Unicode composed alike, letters folded unless told."""
        written, pieces = folded(text, case_sensitive=case_sensitive), self.pieces()
        expression = ".*".join(re.escape(folded(piece, case_sensitive=case_sensitive, trim=False)) for piece in pieces)
        return re.fullmatch(expression.strip() if len(pieces) == 1 else expression, written, re.DOTALL) is not None


def folded(text: str, *, case_sensitive: bool, trim: bool = True) -> str:
    """Return ``text`` as it is compared."""
    import unicodedata  # noqa: PLC0415  # seldom wanted

    composed = unicodedata.normalize("NFC", text.strip() if trim else text)
    return composed if case_sensitive else composed.casefold()


class ShortAnswerFields(Agreeing):
    """Texts as answers."""

    answers: tuple[ShortAnswerText, ...] = ()
    """The texts that are accepted, the best first; the first that fits counts."""
    case_sensitive: Flag = False
    """Whether capitals matter."""

    @cached_property
    def key(self) -> str | None:
        """The first text, or else pattern, that earns everything; ``None`` where there is no key yet."""
        full = [each for each in self.answers if each.fraction == 100]
        plain = [each for each in full if each.text]
        return (plain or full)[0].shown if full else None

    def earned(self, text: str) -> tuple[Decimal, int | None]:
        """Return what ``text`` earns, in percent of the points, and the index of the answer that it is, if any."""
        for index, each in enumerate(self.answers):
            if each.accepts(text, case_sensitive=self.case_sensitive):
                return each.fraction, index
        return Decimal(0), None

    def mistakes(self) -> Sequence[Mistake]:
        """Return answers that are empty, never reached, or earn too little."""
        return list(self._answer_mistakes())

    def _answer_mistakes(self) -> Iterator[Mistake]:
        for index, each in enumerate(self.answers):
            path = ("answers", index)
            if each.text and each.pattern:
                yield Mistake("QB113", "both “text” and “pattern” are here", "keep one of the two", (*path, "pattern"))
            elif not each.shown:
                yield Mistake("QB110", "an answer is empty", "write what the student is to write", path)
            else:
                yield from self._unreached(index, each)
        if self.answers and all(each.fraction != 100 for each in self.answers):
            yield Mistake("QB114", "no answer earns 100 %", "one must, or nobody can get full marks", ("answers",))

    def _unreached(self, index: int, each: ShortAnswerText) -> Iterator[Mistake]:
        """Find an earlier answer that takes all that this one would."""
        for before, earlier in enumerate(self.answers[:index], 1):
            if earlier.shown and _covers(earlier, each, case_sensitive=self.case_sensitive):
                message = f"answer {index + 1} is never reached: answer {before}, “{earlier.shown}”, accepts it first"
                yield Mistake("QB119", message, "put the narrower answer first, or leave one out", ("answers", index))
                return


def _covers(earlier: ShortAnswerText, later: ShortAnswerText, *, case_sensitive: bool) -> bool:
    """Tell whether every text that ``later`` accepts is accepted by ``earlier``."""
    if not later.pattern:
        return earlier.accepts(later.text, case_sensitive=case_sensitive)
    # a star filled with a character of its own, or with nothing: if both are taken, all are
    samples = (fill.join(later.pieces()) for fill in ("", "\ue000", "\ue000 \ue001"))
    return all(earlier.accepts(sample, case_sensitive=case_sensitive) for sample in samples)


class ShortAnswer(ShortAnswerFields, Question):
    """The answer is a word or a few, compared letter by letter."""

    type: Literal["short-answer"]
    """`short-answer`: the answer is a word or a few."""

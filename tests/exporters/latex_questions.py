"""Questions of every type for the tests of LaTeX, made of given texts."""

from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any

from qbank.diagnostic import Span
from qbank.schema import QUESTION_TYPES, Question

TYPES = Path(__file__).parent / "types"


def quiz_files(repository: Path) -> list[Path]:
    """The quiz of six questions with which it all began."""
    return sorted((repository / "bank").glob("quiz-*.yaml"))


class Here:
    """Where the questions made here stand: among the shared ones, so that figures are found."""

    file = "here.yaml"
    root = TYPES
    folder = TYPES

    def span(self, *_path: str | int, offset: int = 0, length: int | None = None) -> Span:
        return Span(self.file, 1, 1 + offset, length or 1)


def make(kind: str, **fields: Any) -> Question:
    question = QUESTION_TYPES[kind].model_validate({"id": kind, "type": kind, "stem": "What?", **fields})
    question._origin = Here()
    return question


def every_type(texts: Sequence[str], words: Sequence[str]) -> Iterator[Question]:
    """Yield questions of every type, whose Markdown is taken from ``texts`` and whose plain texts from ``words``.

    Things that must differ are numbered.
    """
    text, word, number = cycle(texts), cycle(words), count(1)

    def one() -> str:
        return next(text)

    def other() -> str:
        return f"{next(number)}\n\n{one()}" if one()[:1].isspace() else f"{one()}\n\n{next(number)}"

    def plain() -> str:
        return f"{next(word)}{next(number)}"

    def common(**more: Any) -> dict[str, Any]:
        feedback = {"correct": one(), "partial": one(), "incorrect": one()}
        return {"stem": f"x {one()}", "hints": [one(), one()], "explanation": one(), "feedback": feedback, **more}

    def options() -> list[dict[str, Any]]:
        return [{"text": each, "feedback": one()} for each in texts] + [{"text": "Two"}]

    yield make("description", stem=one(), explanation=one())
    yield make(
        "single-choice", **common(options=[{"text": "a", "fraction": "-50"}, *options()], answer="2", points="3")
    )
    yield make("multiple-choice", **common(options=options(), answer=["1", "2"], numbering="abc"))
    yield make("true-false", **common(answer="true"))
    statements = [{"text": each, "correct": "true", "explanation": one()} for each in texts[:4]]
    yield make("statements", **common(statements=statements))
    further = [{"value": "7", "fraction": "50", "feedback": one()}, {"range": "-3 to -2", "fraction": "0"}]
    units = [{"name": plain(), "factor": "3.6"}]
    yield make("numerical", **common(answer="2.50", tolerance="1 %", answers=further, unit=plain(), units=units))
    yield make("numerical", **common(id="unit", answer="2", unit=plain(), unit_penalty="10"))
    answers = [{"text": plain()}, {"pattern": f"{plain()}*", "fraction": "50", "feedback": one()}]
    yield make("short-answer", **common(answers=answers, case_sensitive="true"))
    formulas = [{"formula": r"\frac{a}{b}", "fraction": "25", "feedback": one()}]
    yield make("formula", **common(answer=r"$\sum_{i=1}^{n} x_i$", answers=formulas))
    pairs = [{"left": other(), "right": other()} for _ in texts]
    yield make("matching", **common(pairs=pairs, distractors=[other()], points="0.5"))
    yield make("ordering", **common(items=[other() for _ in texts]))
    yield make("ordering", **common(id="row", items=["a", "$b$", "**c**"], layout="horizontal", scoring="neighbours"))
    gaps = {
        "m": {"type": "single-choice", "options": [{"text": "a", "feedback": one()}, {"text": "$b$"}], "answer": "1"},
        "c": {"type": "single-choice", "options": options(), "answer": "2", "layout": "column"},
        "r": {"type": "multiple-choice", "options": [{"text": "a"}, {"text": "b"}], "answer": "1", "layout": "row"},
        "n": {"type": "numerical", "answer": "-1.5", "answers": further},
        "w": {"type": "short-answer", "answers": answers},
    }
    stem = "**[[m]]** [[c]] $x$ [[r]]\n\n- a [[n]]\n\n| a | b |\n|---|---|\n| [[w]] | c |\n\n"
    yield make("cloze", **common(stem=stem + one(), gaps=gaps, points="5"))
    yield make("cloze", id="gap", stem="# Is it [[only]]?", gaps={"only": {"type": "numerical", "answer": "1"}})
    rubric = [{"text": each, "points": "1"} for each in texts] + ["and more"]
    essay = {"model_answer": one(), "template": one(), "rubric": rubric, "max_words": "200", "attachments": "2"}
    yield make("essay", **common(lines="6", **essay))
    yield make("essay", id="files", response="none", attachments="1", file_types=[plain()])

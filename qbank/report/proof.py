"""One question with its whole check, in the order in which a reader follows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from qbank.draw import clean
from qbank.evidence import OptionEvidence, QuestionEvidence, Step

from .readable import readable
from .text import LEVEL_STYLES

if TYPE_CHECKING:
    from qbank.schema import Question

_MARKS = {
    "equal": ("✓", "green"),
    "holds": ("✓", "green"),
    "different": ("✗", ""),
    "fails": ("✗", "bold red"),
    "undecided": ("?", "bold yellow"),
    "unread": ("·", "dim"),
}
"""A sign and a style for every verdict."""


def render(console: Console, question: Question, found: QuestionEvidence) -> None:
    """Print the question, the verdict on every option and every line of the solution, and the conclusion."""
    _line(console, f"{found.id}  {question.title}".rstrip(), "bold")
    _line(console, f"{found.type}, {found.file}:{found.line}", "dim")
    _block(console, question.stem)
    _statements(console, question, found)
    _options(console, question, found)
    premises = list(question.check.given) if question.check else []
    asked = found.asked or (question.check.find if question.check else "")
    if asked and not premises:
        premises = ["the equations of the stem"]
    _list(console, "Premises given", premises)
    _list(console, "Premises assumed, which the student is not told", found.assumed)
    _list(console, "Where names lie", found.domain)
    _list(console, "The stem, read as" if found.inferred else "Asked for", [asked] if asked else [])
    heading = "The statements say"
    if asked:
        heading = "Answer derived" + (f" ({found.relation})" if found.relation else "")
    _list(console, heading, [found.answer] if found.answer else [])
    _list(console, "Written out at", [f"{name} = {', '.join(map(str, n))}" for name, n in found.sizes.items()])
    _list(console, "Equivalent options", [" and ".join(map(str, group)) for group in found.equivalent])
    if found.steps:
        _heading(console, f"Solution: {found.solution}")
        width = max(len(_told(step)) for step in found.steps)
        for step in found.steps:
            _step(console, step, width)
    console.print()
    text = Text.assemble((found.evidence.value.capitalize(), LEVEL_STYLES[found.evidence]), ". ", clean(found.summary))
    console.print(text, soft_wrap=not console.is_terminal)
    console.print()


def _statements(console: Console, question: Question, found: QuestionEvidence) -> None:
    verdicts = {each.label: each for each in found.statements}
    for number, statement in enumerate(getattr(question, "statements", ())):
        label = chr(ord("A") + number)
        _line(console, f"({label}) {_flat(statement.text)}")
        verdict = verdicts.get(label) or verdicts.get(f"({label})")
        if verdict:
            claimed = {True: "true", False: "false", None: "not said"}[verdict.claimed]
            method = f", {verdict.method}" if verdict.method else ""
            _line(console, f"    said to be {claimed}: {verdict.verdict}{method}", "dim")
    if found.statements:
        console.print()


def _options(console: Console, question: Question, found: QuestionEvidence) -> None:
    verdicts = {option.index: option for option in found.options}
    for index, choice in enumerate(getattr(question, "choices", ()), 1):
        keyed = index == getattr(question, "key", None)
        text = Text.assemble("→ " if keyed else "  ", f"{index}. {_flat(choice.text)}", style="bold" if keyed else "")
        console.print(text, soft_wrap=True)
        if index in verdicts:
            _option(console, verdicts[index])


def _option(console: Console, found: OptionEvidence) -> None:
    mark, style = _MARKS.get(found.verdict, ("·", ""))
    witness = found.witness
    told = f"{found.verdict}{': ' if found.method and not witness else ''}{'' if witness else found.method}"
    if witness:
        point = ", ".join(f"{readable(name)} = {readable(value)}" for name, value in witness.point.items())
        where = f" at {point}" if point else ""
        option, answer = map(readable, witness.sides)
        told = f"{found.verdict}{where}: option {option}, answer {answer}"
    console.print(Text.assemble("     ", (f"{mark} {clean(told)}", style or "dim")), soft_wrap=True)


def _step(console: Console, step: Step, width: int) -> None:
    mark, style = _MARKS.get(step.verdict, ("·", ""))
    told = _told(step)
    console.print(
        Text.assemble(
            (f"{step.line:>5} ", "blue"), (f"{mark} {told:{width}}", style or "dim"), "  ", _flat(step.latex)
        ),
        soft_wrap=True,
    )


def _told(step: Step) -> str:
    return clean(f"{step.verdict}, {step.method}" if step.method else step.verdict)


def _list(console: Console, title: str, items: Iterable[str]) -> None:
    lines = [_flat(item) for item in items]
    if lines:
        _heading(console, title)
        for line in lines:
            _line(console, f"    {line}")


def _heading(console: Console, text: str) -> None:
    console.print()
    _line(console, text, "bold")


def _block(console: Console, text: str) -> None:
    console.print()
    for line in text.strip("\n").split("\n"):
        _line(console, line)
    console.print()


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(clean(text), style), soft_wrap=True)


def _flat(text: str) -> str:
    return clean(" ".join(text.split()))

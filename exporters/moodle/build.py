"""From questions to the values of Moodle's file: what students read and what earns points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from markupsafe import Markup

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.figures import FigureError, read
from qbank.markup import Node, parse
from qbank.schema import Option, Question, Settings, SingleChoice, Statements

from .escape import file_name, plain_name
from .mathjax import lacking
from .quiz import Answer, File, Item, Rich
from .render import Place, render, render_inline, render_labelled

Part = tuple[tuple[str | int, ...], str, Callable[[Node, Place], Markup]]
"""A text with the path to its field and how it is rendered."""

GRID = tuple(
    Decimal(each) / 100_000
    for each in (
        *(10_000_000, 9_000_000, 8_333_333, 8_000_000, 7_500_000, 7_000_000, 6_666_667, 6_000_000, 5_000_000),
        *(4_000_000, 3_333_333, 3_000_000, 2_500_000, 2_000_000, 1_666_667, 1_428_571, 1_250_000, 1_111_111),
        *(1_000_000, 500_000, 0),
    )
)
"""The fractions that Moodle imports, in percent; negative ones too (``question/engine/bank.php``)."""
_ROUNDED = Decimal("0.005")  # 33.33 stands for 33.33333

NUMBERING: Mapping[str, str] = MappingProxyType(
    {"123": "123", "abc": "abc", "ABC": "ABCD", "iii": "iii", "III": "IIII", "none": "none"}
)
DEFAULT_PENALTY = Decimal("33.33333")
"""Moodle's own, in percent, where the author names none."""


@dataclass(slots=True)
class Builder:
    """Builds the items of one export, and gathers what was noticed."""

    settings: Settings
    diagnostics: list[Diagnostic] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """The name in Moodle of each figure, by its path in the bank."""

    def build(self, question: Question) -> Item | None:
        """Return the item of a question, or ``None`` and an error where Moodle could not grade it."""
        builder = BUILDERS.get(type(question))
        if builder is None:
            self.tell("QB410", f"the Moodle exporter does not know the type {question.type} yet", question, "type")
            return None
        return builder(self, question)

    def tell(self, code: str, message: str, question: Question, *path: str | int, hint: str = "") -> None:
        """Note a diagnostic at a field of a question."""
        span = question.origin.span(*path)
        self.diagnostics.append(diagnostic(code, message, span, hint=hint, question=question.id))

    # -- texts

    def rich(self, question: Question, path: tuple[str | int, ...], source: str, *, inline: bool = False) -> Rich:
        """Return a text of a question as HTML with its files."""
        if not source.strip():
            return Rich()
        return self.joined(question, [(path, source, render_inline if inline else render)])

    def joined(self, question: Question, texts: Sequence[Part]) -> Rich:
        """Return texts one after another, each with how it is rendered, as one element."""
        files: dict[str, File] = {}
        parts = []
        for path, source, renderer in texts:
            tree = parse(source)
            self.find_lacking(question, path, tree)

            def place(node: Node, path: tuple[str | int, ...] = path) -> str:
                return self.place(question, path, node, files)

            parts.append(str(renderer(tree, place)))
        return Rich("\n".join(parts), tuple(files.values()))

    def find_lacking(self, question: Question, path: tuple[str | int, ...], tree: Node) -> None:
        """Note the commands that Moodle's MathJax does not know."""
        for node in tree.walk():
            for name in lacking(node.text) if node.type in {"math", "math_block"} else ():
                at = node.offset + node.text.find(name)
                span = question.origin.span(*path, offset=at, length=len(name))
                message = f"Moodle's MathJax 2.7 does not know {name}"
                self.diagnostics.append(diagnostic("QB415", message, span, question=question.id))

    def place(self, question: Question, path: tuple[str | int, ...], node: Node, files: dict[str, File]) -> str:
        """Put the figure of an image among ``files``; return its name there, or nothing where it cannot be read."""
        try:
            figure = read(question, node.attributes["src"])
        except FigureError as error:
            span = question.origin.span(*path, offset=node.offset)
            self.diagnostics.append(diagnostic(error.code, str(error), span, hint=error.hint, question=question.id))
            return ""
        name = self.names.get(figure.path) or self.free_name(figure.path)
        files[name] = File(name, figure.data)
        return name

    def free_name(self, path: str) -> str:
        """Return a name for a figure that no other figure of the bank has."""
        stem, dot, suffix = file_name(path.rpartition("/")[2]).rpartition(".")
        taken, count = set(self.names.values()), 1
        name = f"{stem}{dot}{suffix}"
        while name in taken:
            count += 1
            name = f"{stem}-{count}{dot}{suffix}"
        return self.names.setdefault(path, name)

    # -- what all types have

    def item(self, question: SingleChoice | Statements, text: Rich, feedback: Rich, *, shuffle: bool) -> Item:
        """Return the item of a question with options."""
        choices = question.choices
        penalty = DEFAULT_PENALTY if question.penalty is None else question.penalty
        return Item(
            category=category_path(question.category or self.settings.title, literal=not question.category),
            idnumber=question.id,
            name=plain_name(question.title or question.id),
            text=text,
            general_feedback=feedback,
            grade=number(question.points),
            penalty=number(penalty / 100),
            single=True,
            shuffle=self.shuffled(question, choices, shuffle=shuffle),
            numbering=NUMBERING[question.numbering],
            correct=self.rich(question, ("feedback", "correct"), question.feedback.correct),
            partial=self.rich(question, ("feedback", "partial"), question.feedback.partial),
            incorrect=self.rich(question, ("feedback", "incorrect"), question.feedback.incorrect),
            answers=tuple(self.answers(question, choices)),
            hints=tuple(self.rich(question, ("hints", index), hint) for index, hint in enumerate(question.hints)),
            tags=tuple(dict.fromkeys(plain_name(tag, 50) for tag in question.tags)),
        )

    def answers(self, question: SingleChoice | Statements, choices: Sequence[Option]) -> Iterator[Answer]:
        """Yield the options. Moodle takes a question without a right one in silence: we do not."""
        fractions = [self.fraction(question, index) for index in range(len(choices))]
        if fractions.count(Decimal(100)) != 1:
            hint = "mark one option as the answer"
            self.tell(
                "QB412", "one option must earn 100 %, or nobody can get full marks", question, "options", hint=hint
            )
        for index, option in enumerate(choices):
            yield Answer(
                number(fractions[index]),
                self.rich(question, ("options", index, "text"), option.text, inline=True),
                self.rich(question, ("options", index, "feedback"), option.feedback),
            )

    def fraction(self, question: SingleChoice | Statements, index: int) -> Decimal:
        """Return what an option earns, as Moodle spells it."""
        wanted = question.fraction(index + 1)
        if wanted in GRID:
            return wanted
        nearest = min((sign * each for each in GRID for sign in (1, -1)), key=lambda each: (abs(each - wanted), -each))
        if abs(nearest - wanted) > _ROUNDED:
            grid = [sign * each for each in GRID for sign in (1, -1)]
            around = max(each for each in grid if each < wanted), min(each for each in grid if each > wanted)
            hint = "Moodle takes " + " or ".join(map(number, around))
            path = ("options", index, "fraction")
            self.tell("QB413", f"Moodle has no fraction of {number(wanted)} %", question, *path, hint=hint)
        return nearest

    def shuffled(self, question: Question, choices: Sequence[Option], *, shuffle: bool) -> bool:
        """Return whether Moodle may shuffle: not where an option must keep its place, which Moodle cannot do."""
        fixed = any(option.pin or option.means in {"none", "all"} for option in choices)
        if shuffle and fixed:
            message = "Moodle cannot shuffle around an option that keeps its place: the options are not shuffled"
            self.tell("QB414", message, question, "options")
        return shuffle and not fixed


def single_choice(builder: Builder, question: SingleChoice) -> Item:
    """Build a question with one right option."""
    text = builder.rich(question, ("stem",), question.stem)
    feedback = builder.rich(question, ("explanation",), question.explanation)
    return builder.item(question, text, feedback, shuffle=question.shuffle)


def statements(builder: Builder, question: Statements) -> Item:
    """Build a question on statements: lettered below the stem; their explanations, lettered, before the question's.

    Rows of truth values have an order of their own, so they are shuffled only where the author says so.
    """
    told: list[Part] = [(("stem",), question.stem, render)]
    solved: list[Part] = []
    for index, statement in enumerate(question.statements):

        def labelled(tree: Node, place: Place, label: str = f"({chr(65 + index)})") -> Markup:
            return render_labelled(label, tree, place)

        told.append((("statements", index, "text"), statement.text, labelled))
        if statement.explanation.strip():
            solved.append((("statements", index, "explanation"), statement.explanation, labelled))
    if question.explanation.strip():
        solved.append((("explanation",), question.explanation, render))
    shuffle = question.shuffle and "shuffle" in question.model_fields_set
    return builder.item(question, builder.joined(question, told), builder.joined(question, solved), shuffle=shuffle)


BUILDERS: Mapping[type[Question], Callable[..., Item]] = MappingProxyType(
    {SingleChoice: single_choice, Statements: statements}
)


def category_path(category: str, *, literal: bool = False) -> str:
    """Return a category as Moodle writes it. ``literal``: a slash in it is part of the name."""
    names = [category] if literal else category.split("/")
    return "/".join(["$course$", "top", *(plain_name(name).replace("/", "//") for name in names)])


def number(value: Decimal) -> str:
    """Return a number with a point and no exponent, as short as it is, with at most seven decimals."""
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

"""Texts of questions as Moodle's HTML with their files, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.figures import FigureError, attachment, read
from qbank.losses import lost, said
from qbank.markup import Node, parse
from qbank.schema import Question, Settings
from qbank.texts import texts as texts_of

from .digits import decimal
from .escape import category_path, file_name
from .grid import around, on_grid
from .mathjax import lacking
from .quiz import Combined, File, Hint, Rich
from .render import Renderer, render, render_inline

Path = tuple[str | int, ...]
"""The way to a field of a question."""
Piece = tuple[Path, str, Renderer]
"""A text with the path to its field and how it is rendered."""


@dataclass(slots=True)
class Texts:
    """Renders the texts of one export, and gathers what was noticed."""

    settings: Settings
    stack: bool = False
    """Whether formulas go to STACK where they can."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """The name in Moodle of each figure, by its path in the bank."""

    def tell(
        self,
        code: str,
        message: str,
        question: Question,
        *path: str | int,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Note a diagnostic at a field of a question."""
        span = question.origin.span(*path)
        field = ".".join(step for step in path if isinstance(step, str))
        made = diagnostic(code, message, span, hint=hint, question=question.id, field=field, severity=severity)
        self.diagnostics.append(made)

    def lose(self, question: Question, name: str) -> None:
        """Note that a field says something that Moodle has no place for in this type of question."""
        what = f"“{name}” in a question of type {question.type}"
        self.diagnostics.append(lost("QB411", "Moodle", question, name, what))

    def lose_unearned(self, question: Question, fractions: Iterable[Decimal]) -> None:
        """Note feedback on part of the points where no answer earns part of them."""
        if said(question, "feedback.partial") and not any(0 < each < 100 for each in fractions):
            self.lose(question, "feedback.partial")

    # -- texts

    def categories(self) -> dict[str, str]:
        """Return what is told of categories, as HTML by their paths in Moodle; figures have no place there."""
        return {
            category_path(category): str(render(parse(source), lambda _: ""))
            for category, source in self.settings.categories.items()
            if source.strip()
        }

    def rich(self, question: Question, path: Path, source: str, *, inline: bool = False) -> Rich:
        """Return a text of a question as HTML with its files."""
        if not source.strip():
            return Rich()
        return self.joined(question, [(path, source, render_inline if inline else render)])

    def joined(self, question: Question, pieces: Sequence[Piece]) -> Rich:
        """Return texts one after another, each with how it is rendered, as one element; empty ones are left out."""
        files: dict[str, File] = {}
        parts = []
        for path, source, renderer in pieces:
            if not source.strip():
                continue
            tree = parse(source)
            self.find_lacking(question, path, tree)

            def place(node: Node, path: Path = path) -> str:
                return self.place(question, path, node, files)

            parts.append(str(renderer(tree, place)))
            if path == ("stem",):
                self.attach_others(question, files)
        return Rich("\n".join(parts), tuple(files.values()))

    def find_lacking(self, question: Question, path: Path, tree: Node) -> None:
        """Note the commands that Moodle's MathJax does not know."""
        for node in tree.walk():
            for name in lacking(node.text) if node.type in {"math", "math_block"} else ():
                at = node.offset + node.text.find(name)
                span = question.origin.span(*path, offset=at, length=len(name))
                message = f"Moodle's MathJax 2.7 does not know {name}"
                self.diagnostics.append(diagnostic("QB415", message, span, question=question.id))

    def place(self, question: Question, path: Path, node: Node, files: dict[str, File]) -> str:
        """Put what an image shows, or a link leads to, among ``files``; return its address there.

        Nothing where it cannot be read, or a link leads to no file of the question.
        """
        if node.type == "link":
            return self.attach(question, node.attributes["href"], files)
        try:
            figure = read(question, node.attributes["src"])
        except FigureError as error:
            span = question.origin.span(*path, offset=node.offset)
            self.diagnostics.append(diagnostic(error.code, str(error), span, hint=error.hint, question=question.id))
            return ""
        name = self.names.get(figure.path) or self.free_name(figure.path)
        files[name] = File(name, figure.data)
        return f"@@PLUGINFILE@@/{name}"

    def attach(self, question: Question, name: str, files: dict[str, File]) -> str:
        """Put a file that goes along with the question among ``files``; return its address there, or nothing."""
        if name not in question.files:
            return ""
        try:
            path, data = attachment(question, name)
        except FigureError as error:
            self.tell(error.code, str(error), question, "files", hint=error.hint)
            return ""
        stored = self.names.get(path) or self.free_name(path)
        files[stored] = File(stored, data)
        return f"@@PLUGINFILE@@/{stored}"

    def attach_others(self, question: Question, files: dict[str, File]) -> None:
        """Put the files among ``files`` that no text names: Moodle keeps them with the stem."""
        written = [text.source for text in texts_of(question)] if question.files else []
        for name in question.files:
            if not any(name in source for source in written):
                self.attach(question, name, files)

    def free_name(self, path: str) -> str:
        """Return a name for a figure that no other figure of the bank has."""
        stem, dot, suffix = file_name(path.rpartition("/")[2]).rpartition(".")
        taken, count = set(self.names.values()), 1
        name = f"{stem}{dot}{suffix}"
        while name in taken:
            count += 1
            name = f"{stem}-{count}{dot}{suffix}"
        return self.names.setdefault(path, name)

    # -- what several types share

    def hints(self, question: Question, *, parts: bool) -> tuple[Hint, ...]:
        """Return the hints; ``parts``: between tries the right choices are counted and the wrong ones cleared."""
        return tuple(
            Hint(self.rich(question, ("hints", index), hint), parts) for index, hint in enumerate(question.hints)
        )

    def combined(self, question: Question, *, counted: bool) -> Combined:
        """Return the feedback by outcome, for the types that have it."""
        told = question.feedback
        return Combined(
            self.rich(question, ("feedback", "correct"), told.correct),
            self.rich(question, ("feedback", "partial"), told.partial),
            self.rich(question, ("feedback", "incorrect"), told.incorrect),
            counted,
        )

    def outcome(self, question: Question, fraction: Decimal, path: Path = (), own: str = "") -> Rich:
        """Return the feedback on one answer, for the types without feedback by outcome: its own, then the question's.

        ``path`` leads to the answer's ``own`` feedback.
        """
        name = "correct" if fraction == 100 else "partial" if fraction > 0 else "incorrect"
        general = getattr(question.feedback, name)
        return self.joined(question, [(path, own, render), (("feedback", name), general, render)])

    def fraction(self, question: Question, path: Path, wanted: Decimal) -> str:
        """Return what an answer earns as Moodle spells it; off its grid, an error says what would do."""
        found = on_grid(wanted)
        if found is None:
            hint = "Moodle takes " + " or ".join(map(decimal, around(wanted)))
            self.tell("QB413", f"Moodle has no fraction of {decimal(wanted)} %", question, *path, "fraction", hint=hint)
            return decimal(around(wanted)[0])
        return decimal(found)

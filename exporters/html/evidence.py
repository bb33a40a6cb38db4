"""What the checker found about a question, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from qbank.evidence import Level, QuestionEvidence, Witness
from qbank.markup import parse
from qbank.mathml import MathProblem, to_mathml

from .render import Context, render
from .strings import Strings


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A point where an option and the answer differ: names and values, then both sides."""

    point: tuple[tuple[Markup, Markup], ...]
    option: Markup
    answer: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """A verdict on an option, a statement or a line of the solution; ``mark`` repeats it as a sign."""

    label: str
    content: Markup
    mark: str
    verdict: str
    method: Markup
    witness: WitnessView | None = None
    option: int = 0
    """Number of the option, from 1; 0 for statements and lines."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """All that the pages tell of a question's evidence."""

    level: str
    badge: str
    words: str
    summary: Markup
    """Without sentences that name options by number: the page may number them otherwise, and tells the same below."""
    answer: Markup
    chosen: bool
    """The options are chosen from; else they are answers to be written."""
    options: tuple[Row, ...]
    """None where none of them was judged: the summary says why."""
    statements: tuple[Row, ...]
    steps: tuple[Row, ...]
    solution: str
    assumed: tuple[Markup, ...]
    sizes: tuple[tuple[Markup, str], ...]

    def option(self, number: int) -> Row | None:
        """Return the verdict on option ``number``, from 1."""
        return next((row for row in self.options if row.option == number), None)


_MARKS = {"equal": "=", "different": "≠", "holds": "✓", "fails": "✗", "true": "✓", "false": "✗", "undecided": "?"}
_OF_TRUTH = {"equal": "agrees", "different": "contradicts"}
"""What the options of statements are compared with is not a formula but the statements."""


_NUMBERED = re.compile(r"(?i)\boptions? \d")
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")


def evidence_view(
    found: QuestionEvidence, strings: Strings, labels: Callable[[int], str], language: str = ""
) -> EvidenceView:
    """Put ``found`` into the words of ``strings``; ``labels`` numbers the options as the page does.

    Formulas are said in ``language``, as in :class:`~.render.Context`.
    """
    shown = partial(inline, language=language)
    truth = found.type == "statements"
    derived = found.evidence in {Level.PROVED, Level.TESTED} and not truth
    chosen = found.type not in {"cloze", "formula", "numerical", "short-answer", "true-false"}
    level = found.evidence.value

    def words(verdict: str) -> str:
        return strings.verdicts.get(_OF_TRUTH.get(verdict, verdict) if truth else verdict, verdict)

    def mark(verdict: str) -> str:
        return _MARKS.get(verdict, "–")

    return EvidenceView(
        level=level,
        badge=strings.levels[level],
        words=strings.level_words.get(_kind(found, level, chosen=chosen), strings.level_words[level]),
        summary=_sentence(" ".join(s for s in _SENTENCES.split(found.summary) if not _NUMBERED.search(s))),
        chosen=chosen,
        answer=shown(found.answer) if derived else Markup(),
        options=tuple(
            Row(
                labels(o.index) or str(o.index),
                Markup(),
                mark(o.verdict),
                words(o.verdict),
                _sentence("" if o.witness or (truth and o.verdict in _OF_TRUTH) else o.method),
                _witness(o.witness, shown) if o.witness else None,
                o.index,
            )
            for o in (found.options if any(o.verdict in _MARKS for o in found.options) else ())
        ),
        statements=tuple(
            Row(s.label.strip("()"), Markup(), mark(s.verdict), words(s.verdict), _sentence(s.method))
            for s in found.statements
        ),
        steps=tuple(
            Row(str(n), shown(step.latex), mark(step.verdict), words(step.verdict), _sentence(step.method))
            for n, step in enumerate(found.steps, 1)
        ),
        solution=strings.solution_words[found.solution],
        assumed=tuple(shown(premise) for premise in found.assumed),
        sizes=tuple((shown(name), ", ".join(map(str, sizes))) for name, sizes in found.sizes.items()),
    )


def _kind(found: QuestionEvidence, level: str, *, chosen: bool) -> str:
    """Return which words tell the level: those for all types, or those where no options or no key are to be told of."""
    if found.type in {"description", "essay"}:
        return "no key"
    return level if chosen else f"{level} alone"


def _witness(witness: Witness, shown: Callable[[str], Markup]) -> WitnessView:
    option, answer = map(shown, witness.sides)
    return WitnessView(tuple((shown(name), shown(value)) for name, value in witness.point.items()), option, answer)


_MINUS = re.compile(r"(?<![\w$.)-])-(?=\d)")
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-z])")


def _sentence(text: str) -> Markup:
    """Return a sentence of the checker's, which may hold formulas between dollars."""
    parts = text.split("$")
    parts[::2] = (_APOSTROPHE.sub("’", _MINUS.sub("−", words)) for words in parts[::2])
    text = "$".join(parts)
    quiet = Context(figure=lambda _node: "", problem=lambda _node, _problem: None, language="en")
    return Markup().join(render(part, quiet) for block in parse(text).children for part in block.children)


_POWER_OF_TEN = re.compile(r"(?<![\w\\])(\d+(?:\.\d+)?)e\+?(-?\d+)(?![\w.])")
"""A number as computers write it: 6.7e-24."""


def inline(text: str, language: str = "") -> Markup:
    """Return a formula that the checker wrote: as MathML, or as code where it is not LaTeX."""
    latex = _POWER_OF_TEN.sub(r"\1 \\times 10^{\2}", text.strip().strip("$").replace("&", " ").strip())
    if not latex:
        return Markup()
    written = (
        None
        if re.search(r"(?<![\\A-Za-z{])(?:sqrt|exp|log|ln|sin|cos|tan)\(|\*\*", latex)
        else to_mathml(latex, display=False, language=language)
    )
    if written is None or isinstance(written, MathProblem):
        return Markup("<code>{}</code>").format(text)
    return Markup('<span class="math">{}</span>').format(Markup(written))  # noqa: S704  # allow-listed there

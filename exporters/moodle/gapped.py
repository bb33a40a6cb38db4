r"""Cloze questions: their gaps stand in the text as ``{1:SA:=Berlin~%50%Bonn#No longer.}``.

Read by regular expressions (``question/type/multianswer/questiontype.php``): an answer ends at ``~``, ``#`` or ``}``,
unless ``\`` or ``&`` stands before it, then entities are decoded, then ``\}`` and ``\#`` lose their backslash. So all
of these signs are written as numbers of characters, and such a backslash twice.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import partial
from math import gcd, lcm
from types import MappingProxyType
from typing import Any

from qbank.diagnostic import Severity, diagnostic
from qbank.figures import FigureError, read
from qbank.gaps import with_gaps
from qbank.markup import Node, parse
from qbank.schema import ChoiceGap, Cloze, Gap, NumericalGap, ShortAnswerGap, TickGap

from . import quiz
from .choices import may_shuffle, note_all_or_nothing, wanted_shares
from .digits import around, decimal
from .escape import html_text
from .quiz import Alternative, Part, Rich
from .readable import is_plain, readable
from .render import render, render_inline
from .texts import Path, Texts
from .typed import pattern

MAX_WEIGHT = 99_999
"""What fits into Moodle's marks."""
MAX_FIGURE = 100_000
"""Bytes of a figure within a gap: it stands there as data, and Moodle's expressions give up on long texts."""

_RESERVED = re.compile(r"""[&<>"'{}~#=%\\\n\t]|@(?=@PLUGINFILE@@)""")
CHOICE_WORDS: Mapping[tuple[str, bool], str] = MappingProxyType(
    {
        ("menu", False): "MC",
        ("menu", True): "MCS",
        ("column", False): "MCV",
        ("column", True): "MCVS",
        ("row", False): "MCH",
        ("row", True): "MCHS",
    }
)
TICK_WORDS: Mapping[tuple[str, bool], str] = MappingProxyType(
    {("column", False): "MR", ("column", True): "MRS", ("row", False): "MRH", ("row", True): "MRHS"}
)
"""Moodle's words for a gap with options, by layout and whether they are shuffled."""


def cloze(texts: Texts, question: Cloze) -> quiz.Cloze:
    """Build the gaps, in the order of the text; points become whole weights."""
    parts = weights(question)
    if max(parts.values()) > MAX_WEIGHT:
        hint = "choose weights that are small whole numbers"
        texts.tell("QB440", "Moodle has no weights that are so far apart", question, "gaps", hint=hint)
    total = sum(parts.values())
    if total != question.points:
        message = f"Moodle gives {total} points to these gaps, not {question.points.normalize():f}: the sum of weights"
        hint = "in a quiz its marks can be set; or give points that are a multiple of that sum"
        texts.tell("QB411", message, question, "points", hint=hint)
    return quiz.Cloze(tuple(_part(texts, question, name, parts[name]) for name in question.order))


def points(_question: Cloze, body: quiz.Cloze) -> Decimal:
    """Return the points that Moodle gives: the sum of the weights."""
    return sum((Decimal(part.weight) for part in body.parts), Decimal(0))


def weights(question: Cloze) -> dict[str, int]:
    """Return each gap's weight as a whole number, so that they make the question's points where that can be."""
    exact = {name: Fraction(question.gaps[name].weight) for name in question.order}
    scale = lcm(*(each.denominator for each in exact.values()))
    whole = {name: int(each * scale) for name, each in exact.items()}
    common = gcd(*whole.values())
    whole = {name: each // common for name, each in whole.items()}
    times, rest = divmod(question.points, sum(whole.values()))
    return {name: each * int(times) for name, each in whole.items()} if times >= 1 and not rest else whole


# -- the text


def text(texts: Texts, question: Cloze, body: quiz.Cloze) -> Rich:
    """Return the stem as HTML with the gaps in it."""
    written = {name: spelled(part) for name, part in zip(question.order, body.parts, strict=True)}
    html = texts.joined(question, [(("stem",), question.stem, lambda tree, place: _marked(tree, place, written))])
    pieces = html.html.split("\0")  # no text of an author has that
    return Rich(
        "".join(written[piece] if at % 2 else plain_braces(piece) for at, piece in enumerate(pieces)), html.files
    )


def _marked(tree: Node, place: Callable[[Node], str], names: Mapping[str, str]) -> Any:
    return render(with_gaps(tree, names), lambda node: f"\0{node.text}\0" if node.type == "gap" else place(node))


def plain_braces(html: str) -> str:
    """Return HTML in which nothing looks like a gap."""
    return re.sub(r"\{(?=[0-9]*:|#)", "&#123;", html)


def spelled(part: Part) -> str:
    """Return a gap as it stands in the text."""
    # with “=” alone Moodle would choose what wrong ticks cost
    right = "%100%" if part.word in TICK_WORDS.values() else "="
    return f"{{{part.weight}:{part.word}:{'~'.join(_alternative(each, right) for each in part.alternatives)}}}"


def _alternative(each: Alternative, right: str) -> str:
    earns = right if each.fraction == "100" else f"%{each.fraction}%"
    answer = f"{each.text}:{each.tolerance}" if each.tolerance else in_part(each.text)
    return earns + answer + (f"#{in_part(each.feedback)}" if each.feedback else "")


def in_part(stored: str) -> str:
    """Return a text so that Moodle stores it as it is."""
    kept = re.sub(r"\\(?=[}#])", r"\\\\", stored)
    return _RESERVED.sub(lambda found: f"&#{ord(found[0])};", kept)


# -- the gaps


def _part(texts: Texts, question: Cloze, name: str, weight: int) -> Part:
    gap = question.gaps[name]
    word, alternatives = _GAPS[type(gap)](texts, question, ("gaps", name), gap)
    return Part(str(weight), word, tuple(alternatives))


def _choice(texts: Texts, question: Cloze, path: Path, gap: ChoiceGap) -> tuple[str, Iterator[Alternative]]:
    layout = gap.layout
    if layout == "menu" and not all(is_plain(parse(option.text)) for option in gap.options):
        layout = "column"
        message = "Moodle's menus hold plain text alone: the options stand below one another"
        texts.tell("QB418", message, question, *path, "options", severity=Severity.NOTE)
    shuffle = gap.shuffle and question.shuffle and may_shuffle(texts, question, gap.options, (*path, "options"))
    earned = [gap.fraction(n) for n in range(1, len(gap.options) + 1)]
    return CHOICE_WORDS[layout, shuffle], _options(texts, question, path, gap, earned, menu=layout == "menu")


def _ticks(texts: Texts, question: Cloze, path: Path, gap: TickGap) -> tuple[str, Iterator[Alternative]]:
    note_all_or_nothing(texts, question, gap, path)
    shuffle = gap.shuffle and question.shuffle and may_shuffle(texts, question, gap.options, (*path, "options"))
    # Moodle makes a whole of the positive ones itself
    earned = [each if each > 0 else round_down(each) for each in wanted_shares(gap)]
    return TICK_WORDS[gap.layout, shuffle], _options(texts, question, path, gap, earned)


def round_down(value: Decimal) -> Decimal:
    """Return a percentage with the decimals that Moodle keeps: what is taken away is not less."""
    return value.quantize(Decimal("0.00001"), ROUND_FLOOR)


def _options(
    texts: Texts,
    question: Cloze,
    path: Path,
    gap: ChoiceGap | TickGap,
    earned: Sequence[Decimal],
    *,
    menu: bool = False,
) -> Iterator[Alternative]:
    for at, (option, share) in enumerate(zip(gap.options, earned, strict=True)):
        where = (*path, "options", at, "text")
        words = html_text(readable(parse(option.text)), typeset=False) if menu else ""
        shown = str(words) or _html(texts, question, where, option.text)
        feedback = _html(texts, question, (*path, "options", at, "feedback"), option.feedback)
        yield Alternative(decimal(share), shown, "", feedback)


def _number(texts: Texts, question: Cloze, path: Path, gap: NumericalGap) -> tuple[str, list[Alternative]]:
    found = []
    for accepted in gap.accepted:
        made = around(accepted.value, accepted.low, accepted.high)
        if made.trouble:
            texts.tell("QB417", made.trouble, question, *path, *accepted.path[:-1])
        feedback = _html(texts, question, (*path, *accepted.path), accepted.feedback)
        found.append(Alternative(decimal(accepted.fraction), made.value, made.tolerance, feedback))
    return "NM", found


def _words(texts: Texts, question: Cloze, path: Path, gap: ShortAnswerGap) -> tuple[str, list[Alternative]]:
    found = []
    for at, each in enumerate(gap.answers):
        feedback = _html(texts, question, (*path, "answers", at, "feedback"), each.feedback)
        found.append(Alternative(decimal(each.fraction), pattern(each), "", feedback))
    return "SAC" if gap.case_sensitive else "SA", found


def _html(texts: Texts, question: Cloze, path: Path, source: str) -> str:
    """Return a text within a gap as HTML: figures stand in it as data, since files do not get there."""
    if not source.strip():
        return ""
    tree = parse(source)
    texts.find_lacking(question, path, tree)
    return str(render_inline(tree, partial(_data, texts, question, path)))


def _data(texts: Texts, question: Cloze, path: Path, node: Node) -> str:
    span = question.origin.span(*path, offset=node.offset)
    try:
        figure = read(question, node.attributes["src"])
    except FigureError as error:
        texts.diagnostics.append(diagnostic(error.code, str(error), span, hint=error.hint, question=question.id))
        return ""
    if len(figure.data) > MAX_FIGURE:
        hint = "show it in the text around the gap"
        message = f"a figure within a gap of Moodle's has at most {MAX_FIGURE:,} bytes"
        texts.diagnostics.append(diagnostic("QB440", message, span, hint=hint, question=question.id))
    return f"data:{figure.media_type};base64,{base64.b64encode(figure.data).decode('ascii')}"


_GAPS: Mapping[type[Gap], Callable[[Texts, Cloze, Path, Any], tuple[str, Any]]] = MappingProxyType(
    {ChoiceGap: _choice, TickGap: _ticks, NumericalGap: _number, ShortAnswerGap: _words}
)

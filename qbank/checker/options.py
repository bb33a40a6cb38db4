r"""The options of a question, read: one formula, several joined by words, a quantity with a unit, or known words.

``$x = 2$ or $x = 3$`` are two values, ``None of the above`` and ``does not exist`` speak of the others; any other prose
stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qbank.markup import parse

from .cutting import cut
from .deciding.antiderivatives import rounded_number
from .deciding.inequalities import is_condition
from .formulas import Formula
from .pair import parted
from .setting import Read, Setting, read_formula
from .syntax import Apply, Div, Logic, Mul, Name, Neg, Node, Num, Relation, Set, walk
from .units import UNITS


class Words(StrEnum):
    """What an option in words says."""

    NONE = "none"
    """None of the others is right."""
    VALUELESS = "valueless"
    """There is no value, or none that can be told."""
    TRUE = "true"
    FALSE = "false"


_NONE = re.compile(r"none of (?:the )?(?:above|these|them|those|the (?:above|others?|other options"
                   r"|options))(?: options| answers)?"
                   r"|neither(?: of (?:these|them|the above))?|keine der (?:genannten|obigen)\w*|aucune de ces r\w*"
                   r"|ninguna de las anteriores")  # fmt: skip
_VALUELESS = re.compile(
    r"(?:it |the (?:limit|integral|series|inverse|value|derivative|answer|product|sum) )?(?:(?:does"
    r"|do) not exist|is undefined|undefined"
    r"|not defined|is not defined|diverges|does not converge|dne|no (?:real )?solutions?|(?:it )?cannot be determined"
    r"|not enough information|no such \w+|indeterminate|is indeterminate|not invertible|is not invertible|singular"
    r"|is not differentiable|not differentiable)(?: here| there| from this)?"
)
_JOINTS = re.compile(r"\s*(?:,|;|and|or|und|oder|, and|, or|&)\s*")
_LEAD = re.compile(
    r"(?:it is|it's|only|the value is|exactly|equal to|both|either|the answer is|about"
    r"|approximately)?\s*"
)
_UNIT = re.compile(r"[A-Za-zΩµ°%]+(?:\^?-?\d)?(?:\s*[/·*]\s*[A-Za-zΩµ]+(?:\^?-?\d)?)*")
_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?(?:/\d+)?)( ?[A-Za-zΩµ°][^ ]*)?")
"""A number without dollar signs, and its unit."""
_SEVERAL = 6
_TEXTS = frozenset({"text", "code", "code_block", "image"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What an option consists of: formulas and how they are joined, or ``words``."""

    formulas: tuple[Formula, ...] = ()
    joined: str = ""
    words: Words | None = None
    rounded: bool = False
    r"""The formula is a number after ``\approx``."""


def shape(text: str, path: tuple[str | int, ...], means: str | None = None) -> Shape:
    """Return what an option consists of; nothing where it holds prose that is not known."""
    if means == "none":
        return Shape(words=Words.NONE)
    if means:
        return Shape()
    nodes = [node for node in parse(text).walk() if node.type in ("math", "math_block", *_TEXTS)]
    found = tuple(
        Formula(node.text.strip(), path, node.offset + len(node.text) - len(node.text.lstrip()))
        for node in nodes
        if node.type in ("math", "math_block")
    )
    between = [""]
    for node in nodes:
        if node.type in _TEXTS:
            between[-1] += node.text
        else:
            between.append("")
    between[-1] = between[-1].rstrip(" .,;\n")
    if not found:
        plain = between[0].strip()
        number = _NUMBER.fullmatch(plain)
        start = text.find(number.group(1)) if number else -1
        if number and start >= 0 and means is None:
            return _single(Formula(number.group(1), path, start), (number.group(2) or "").strip())
        return Shape(words=_words(between[0]))
    if len(found) > _SEVERAL or not _LEAD.fullmatch(between[0].lower().lstrip()):
        return Shape()
    if len(found) == 1:
        return _single(found[0], between[1].strip())
    joints = [part.lower() for part in between[1:-1]]
    if between[-1].strip() or not all(_JOINTS.fullmatch(joint) for joint in joints):
        return Shape()
    words = {word for joint in joints for word in re.findall(r"\w+", joint)}
    return Shape(found, "or" if words & {"or", "oder"} else "and")


def _single(formula: Formula, after: str) -> Shape:
    if not after:
        return Shape((formula,))
    if _UNIT.fullmatch(after) and all(word in UNITS for word in re.findall(r"[A-Za-zΩµ]+", after)):
        spelled = re.sub(r"\s*[·*]\s*", r" \\cdot ", after)
        return Shape((Formula(rf"{formula.latex}\,\mathrm{{{spelled}}}", formula.path, formula.offset),))
    return Shape()


def _words(text: str) -> Words | None:
    flat = " ".join(text.lower().strip(" .,;!\n").split())
    if _NONE.fullmatch(flat):
        return Words.NONE
    if _VALUELESS.fullmatch(flat):
        return Words.VALUELESS
    return {"true": Words.TRUE, "false": Words.FALSE}.get(flat)


def read_option(found: Shape, setting: Setting, path: tuple[str | int, ...], extra: Iterable[str] = ()) -> Read:
    """Read an option; several formulas become a set of values, or conditions joined as the words say."""
    if not found.formulas:
        return Read(Formula("", path, 0))
    reads = [setting.read(formula, extra) for formula in found.formulas]
    if found.rounded:
        reads = [replace(read, tree=read.tree and _rounded(read.tree)) for read in reads]
    if len(reads) == 1 and reads[0].problem:
        parts = list(_parts(found.formulas[0]))
        several = [setting.read(part, extra) for part in parts] if len(parts) > 1 else []
        if not several or any(read.tree is None for read in several):
            several = [setting.read(part, extra) for part in _listed(found.formulas[0])]
        if len(several) > 1 and all(read.tree is not None for read in several):
            reads = several
    if len(reads) == 1 or any(read.tree is None for read in reads):
        return next((read for read in reads if read.tree is None), reads[0])
    trees = [read.tree for read in reads if read.tree is not None]
    whole = Formula(", ".join(read.formula.latex for read in reads), path, reads[0].formula.offset)
    return Read(whole, _joined(trees, found.joined))


_LABEL = re.compile(
    r"\s*((?:\\(?:hat|bar|tilde|vec|widehat|overline|mathbf|boldsymbol|mathrm|text)\s*)?"
    r"(?:\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+)(?:\s*[_^]\s*(?:\{[^{}=]*(?:\{[^{}=]*\}[^{}=]*)*\}|\\[A-Za-z]+|[\w*]))*)?"
    r"\s*(=|\\approx(?![A-Za-z])|\\simeq(?![A-Za-z])|\N{ALMOST EQUAL TO})\s*(?=[^\s=])"
)


_FURTHER = re.compile(r"[,;].*(?:=|\\approx)", re.DOTALL)
"""Another equation behind a comma."""


def unlabelled(shapes: Sequence[Shape], setting: Setting, used: Iterable[Node]) -> list[Shape]:
    r"""Return the options without what merely names them: ``\hat p = 3`` of a name that occurs nowhere else, ``= 3``.

    A number after ``\approx`` is marked as rounded. ``used`` are the formulas beside the setting's own that count.
    """
    shapes = _without_decibels(shapes)
    labels = [_LABEL.match(one.formulas[0].latex) if len(one.formulas) == 1 else None for one in shapes]
    names = {match.group(1) for match in labels if match}
    trees = [tree for tree in setting.trees() if not isinstance(tree, Name)]  # "What is $T$?" says nothing of T
    known = {part for tree in (*trees, *used) for part in walk(tree) if isinstance(part, Name | Apply)}
    idle = len(names) == 1 and _is_idle(next(iter(names)), setting, known)
    return [_unlabelled(one, label, setting, idle=idle) for one, label in zip(shapes, labels, strict=True)]


_DECIBELS = re.compile(r"(?:\\[,;:! ]|~|\s)*\\(?:mathrm|text|textrm|operatorname)\s*\{\s*dB\s*\}\s*$")


def _without_decibels(shapes: Sequence[Shape]) -> Sequence[Shape]:
    """Return numbers of decibels, where all options are such, as numbers: what is asked for is a level, then."""
    if not shapes or not all(len(one.formulas) == 1 and _DECIBELS.search(one.formulas[0].latex) for one in shapes):
        return shapes
    bare = [(one, replace(one.formulas[0], latex=_DECIBELS.sub("", one.formulas[0].latex))) for one in shapes]
    return [replace(one, formulas=(formula,)) for one, formula in bare]


def _is_idle(label: str | None, setting: Setting, known: Collection[Name | Apply]) -> bool:
    """Tell whether the left side of options is a name that occurs nowhere else."""
    if label is None:
        return True
    open_ = replace(setting.notation, known=None)
    tree = read_formula(Formula(label, (), 0), open_).tree
    applied = {part.function for part in known if isinstance(part, Apply)}
    return isinstance(tree, Name) and tree not in known and tree.base not in applied


def _unlabelled(one: Shape, label: re.Match[str] | None, setting: Setting, *, idle: bool) -> Shape:
    if label is None or _FURTHER.search(one.formulas[0].latex, label.end()):
        return one
    (formula,) = one.formulas
    rest = Formula(formula.latex[label.end() :], formula.path, formula.offset + label.end())
    if label.group(2) == "=":
        return replace(one, formulas=(rest,)) if idle or label.group(1) is None else one
    value = setting.read(rest).tree
    if value is None or rounded_number(_rounded(value)) is None:
        return one
    if not idle and label.group(1) is not None:
        rest = Formula(f"{label.group(1)} = {rest.latex}", formula.path, formula.offset)
    return replace(one, formulas=(rest,), rounded=True)


def _rounded(node: Node) -> Node:
    r"""Return a number after ``\approx``, with its unit or sign of degrees, as one rounded to its last digit."""
    match node:
        case Num(value, None) if value.denominator == 1:
            return Num(value, 0)
        case Relation((name, value), signs):
            return Relation((name, _rounded(value)), signs)
        case Neg(of):
            return Neg(_rounded(of))
        case Mul((Num() as number, *rest)):
            return Mul((_rounded(number), *rest))
        case Div(Mul((Num(), *_)) as above, below):
            return Div(_rounded(above), below)
    return node


def _parts(formula: Formula) -> Iterator[Formula]:
    """Cut a list such as ``x = 1, y = 2`` into its claims."""
    for one in cut(formula.latex):
        yield Formula(formula.latex[one.start : one.end], formula.path, formula.offset + one.start)


def _listed(formula: Formula) -> Iterator[Formula]:
    """Cut a list of values such as ``x = 1, 2``."""
    at = 0
    for part in parted(formula.latex):
        yield Formula(part.strip(), formula.path, formula.offset + at)
        at += len(part) + 1


def _joined(trees: list[Node], word: str) -> Node:
    """Join values to a set, equations to alternatives of one name or to a list of several."""
    if all(not isinstance(tree, Relation) for tree in trees):
        return Set(tuple(trees))
    first, *rest = trees
    if isinstance(first, Relation) and first.signs == ("=",) and not any(is_condition(tree) for tree in rest):
        trees = [first, *(Relation((first.sides[0], value), ("=",)) for value in rest)]
    names = {tree.sides[0] for tree in trees if isinstance(tree, Relation) and isinstance(tree.sides[0], Name)}
    return Logic("or" if word == "or" or len(names) == 1 else "and", tuple(trees))

r"""One proof for all variants: the question with fresh letters in place of the parameters, and what that proof covers.

A proof with letters holds wherever both sides have a value, which special values may break (an integral that diverges,
a factor that was divided by). So it counts for plain expressions and their derivatives alone, and only for variants in
which the derived answer and every option have a value at points chosen by content, the key agrees with the answer there
and every other option differs from it, by ball arithmetic. Any other variant is checked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qbank.checker.printing import latex
from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import (
    KINDS,
    Add,
    Apply,
    Call,
    Const,
    Deriv,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    rebuild,
    walk,
)
from qbank.markup import parse

from . import exact
from .exact import NoValueError, Value
from .expressions import evaluate
from .family import Family, UnfitError, replaced
from .template import Template

if TYPE_CHECKING:
    from qbank.schema import Question, SingleChoice

LEAST = 9
"""Variants from which on a common proof is tried."""
_LETTERS = (r"\kappa", r"\zeta", r"\xi", r"\eta", r"\chi", r"\omega")
_MOST = 9
_PLAIN = frozenset({Num, Name, Const, Add, Neg, Mul, Div, Pow, Call, Relation, Apply, Deriv})
_FUNCTIONS = frozenset({"sqrt", "exp", "ln", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh"})
_IN_FORMULAS = frozenset({"stem", "options", "check", "explanation"})
"""Fields that the check reads: placeholders in their prose would be read as words."""
_SIGNS = ((1, 1, 1), (-1, 1, -1))
"""Of the names at each point, by their order."""


@dataclass(frozen=True, slots=True)
class General:
    """A family's question with ``letters`` (by parameter) in place of the parameters."""

    family: Family
    question: SingleChoice
    letters: Mapping[Name, Name]


def general(family: Family, question: Question) -> General | None:
    """Return the question that stands for all variants, ``None`` where none does."""
    if question.type != "single-choice" or family.count < LEAST or len(family.parameters) > _MOST:
        return None
    whole = repr(family.data)
    letter = next((each for each in _LETTERS if each not in whole), None)
    words = any(isinstance(value, str) for value in family.rows[0])
    if letter is None or words or not _only_formulas(family):
        return None
    letters = {each.name: Name(letter, (Num(Fraction(at)),)) for at, each in enumerate(family.parameters, 1)}
    try:
        first, _ = family.rendered(0)
    except UnfitError:
        return None
    texts = {path: _lettered(each, letters) for path, each in family.templates.items() if path[0] in _IN_FORMULAS}
    data = _merged(first, replaced(family.data, texts))
    check = dict(data.get("check") or {})
    data["check"] = {**check, "assume": [*check.get("assume", ()), *_assumed(family, letters)]}
    from qbank.questions import built  # noqa: PLC0415  # which reads families

    made, _ = built(data, family.place, family.id)
    if made is None or not _plain(made):
        return None
    return General(family, made, letters)  # type: ignore[arg-type]  # its type was looked at


def _only_formulas(family: Family) -> bool:
    return all(
        each.start in template.within and not each.form
        for path, template in family.templates.items()
        if path[0] in _IN_FORMULAS
        for each in template.placeholders
    )


def _merged(first: dict[str, Any], lettered: dict[str, Any]) -> dict[str, Any]:
    return {key: lettered[key] if key in _IN_FORMULAS else value for key, value in first.items()}


def _lettered(template: Template, letters: Mapping[Name, Name]) -> str:
    """Return a text with letters in its placeholders, in parentheses but for whole arguments."""
    parts: list[str] = []
    at, source = 0, template.source
    for each in template.placeholders:
        text = latex(_renamed(each.node, letters))
        braced = source[: each.start].endswith("{") and source[each.end : each.end + 1] == "}"
        alone = source[: each.start].rstrip().endswith(("^", "_"))
        parts += [source[at : each.start], text if braced else f"{{{text}}}" if alone else rf"\left({text}\right)"]
        at = each.end
    return "".join([*parts, source[at:]])


def _renamed(node: Node, letters: Mapping[Name, Name]) -> Node:
    if isinstance(node, Name):
        return letters.get(node, node)
    return rebuild(node, lambda part: _renamed(part, letters))


def _assumed(family: Family, letters: Mapping[Name, Name]) -> Iterator[str]:
    """Yield what holds of every value of a parameter."""
    for at, each in enumerate(family.parameters):
        values = [row[at] for row in family.rows]
        name = latex(letters[each.name])
        if all(isinstance(value, Fraction) and value.denominator == 1 for value in values):
            yield f"${name}$ integer"
        if all(isinstance(value, Fraction) and value > 0 for value in values):
            yield f"${name} > 0$"
        elif all(isinstance(value, Fraction) and value for value in values):
            yield rf"${name} \ne 0$"


def _formulas(question: SingleChoice) -> Iterator[str]:
    """Yield every formula that the check may read."""
    check = question.check
    for text in (question.stem, question.explanation, *(option.text for option in question.options)):
        yield from (node.text for node in parse(text).walk() if node.type in ("math", "math_block"))
    if check:
        yield from (each.strip().strip("$") for each in (*check.given, *check.assumed, check.find) if each)


def _plain(question: Question) -> bool:
    """Whether all that the check may read are plain expressions, definitions and derivatives."""
    formulas = list(_formulas(question))  # type: ignore[arg-type]  # a single choice
    notation = infer(formulas)
    try:
        trees = [read(each, notation) for each in formulas]
    except Unreadable:
        return False
    if not all(isinstance(tree.sides[0], Name | Apply | Deriv) for tree in trees if isinstance(tree, Relation)):
        return False  # an equation to be solved
    return all(type(part) in _PLAIN and _is_plain(part) for tree in trees for part in walk(tree) if type(part) in KINDS)


def _is_plain(part: Node) -> bool:
    match part:
        case Relation(_, signs):
            return set(signs) == {"="}
        case Apply(_, arguments, _):
            return len(arguments) == 1
        case Call(function, _, primes):
            return function in _FUNCTIONS and not primes
        case Pow(_, exponent):
            return not any(names_in(exponent))  # a power with a letter has other laws for some values
        case Const(name):
            return name in ("pi", "e")
    return True


# -- what a proof covers


def covered(what: General, reply: Mapping[str, Any]) -> list[int]:
    """Return the variants (from 0) for which the check of the general question, as plain data, is a proof."""
    evidence = reply["evidence"]
    explained = bool(what.question.explanation.strip())
    proved = evidence.get("evidence") == "proved" and evidence.get("relation") == "equal" and evidence.get("answer")
    if not proved or (explained and evidence.get("solution") != "verified"):
        return []
    if any(each["code"] not in ("QB324", "QB330") for each in reply["diagnostics"]) or not _worked_out(what, evidence):
        return []
    try:
        return list(_covered(what, str(evidence["answer"])))
    except Unreadable:
        return []


def _worked_out(what: General, evidence: Mapping[str, Any]) -> bool:
    """Whether what is asked is an expression to be worked out: no name to solve for, nothing said in words."""
    formulas = list(_formulas(what.question))
    asked = str(evidence.get("asked") or "").strip()
    asked = asked[1:-1] if asked[:1] == asked[-1:] == "$" else asked
    notation = infer([*formulas, asked])
    try:
        tree = read(asked, notation)
        stated = [read(each, notation) for each in formulas]
    except Unreadable:
        return False
    plain = all(type(part) in _PLAIN and _is_plain(part) for part in walk(tree) if type(part) in KINDS)
    return plain and not isinstance(tree, Relation) and (not isinstance(tree, Name) or tree in _defined(stated))


def _defined(trees: Sequence[Node]) -> set[Node]:
    """Return the names that an equation defines: alone on its left, and not on its right."""
    return {
        tree.sides[0]
        for tree in trees
        if isinstance(tree, Relation) and tree.sides[0] not in set(names_in(Add(tree.sides[1:])))
    }


def _covered(what: General, answer: str) -> Iterator[int]:
    texts = [
        [node.text for node in parse(option.text).walk() if node.type == "math"] for option in what.question.options
    ]
    if any(len(each) != 1 for each in texts):
        return
    explained = [node.text for node in parse(what.question.explanation).walk() if node.type in ("math", "math_block")]
    notation = infer([*_formulas(what.question), answer])
    derived = read(answer, notation)
    options = [read(text, notation) for (text,) in texts]
    lines = [read(text, notation) for text in explained]
    keyed = what.question.key or 0
    free = sorted({repr(name): name for tree in (derived, *options, *lines) for name in names_in(tree)}.items())
    names = [name for _, name in free if name not in what.letters.values()]
    points = [{name: _point(name) * sign[at % 3] for at, name in enumerate(names)} for sign in _SIGNS]
    for number, row in enumerate(what.family.rows):
        values = {
            what.letters[each.name]: value
            for each, value in zip(what.family.parameters, row, strict=True)
            if not isinstance(value, str)
        }
        here = [{**point, **values} for point in points]
        if _holds(here, derived, options, keyed - 1) and all(_agrees(line, here) for line in lines):
            yield number


def _point(name: Name) -> Fraction:
    digest = sha256(repr(name).encode()).digest()
    return Fraction(2 + digest[0] % 7) + Fraction(1 + digest[1] % 97, 101)


def _holds(points: Sequence[Mapping[Name, Value]], derived: Node, options: Sequence[Node], keyed: int) -> bool:
    """Whether the key agrees with the answer at every point, and at one all options have values of their own."""
    distinct = False
    for point in points:
        try:
            answer = evaluate(derived, point)
            others = [evaluate(option, point) for option in options]
        except (NoValueError, KeyError):
            continue
        if _apart(answer, others[keyed]):
            return False
        distinct = distinct or all(_apart(one, other) for one, other in combinations(others, 2))
    return distinct


def _apart(one: Value, other: Value) -> bool:
    """Tell whether two values differ; where that cannot be told they agree to three hundred digits."""
    try:
        return exact.sign(exact.add(one, exact.negative(other))) != 0
    except NoValueError:
        return False


def _agrees(line: Node, points: Sequence[Mapping[Name, Value]]) -> bool:
    """Whether the sides of a line that can be worked out have one value at some point, and at none two."""
    if not isinstance(line, Relation):
        return True
    sides = [side for side in line.sides if not any(isinstance(part, Apply | Deriv) for part in walk(side))]
    worked_out = 0
    for point in points:
        try:
            values = [evaluate(side, point) for side in sides]
        except (NoValueError, KeyError):
            continue
        worked_out += 1
        if any(_apart(values[0], other) for other in values[1:]):
            return False
    return worked_out > 0

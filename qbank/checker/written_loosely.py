r"""Lines that are false to the letter, and right as people write them: rounded on the way, rates, pieces, new values.

``\frac13 + \frac13 = 0.33 + 0.33 = 0.67`` rounds what it starts from, and ``1101 = 13`` reads binary digits. "Two
springs in parallel: $k = 400$" is another k than the one told: a value is held against that of the stem only where no
more than "then" or "so" stands before it. Such lines stay undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from .claim_shapes import ORDER, has_names, has_unit, is_constant
from .deciding.equality import Comparer
from .grids import Grid
from .letters import Undecided
from .remainders import is_whole
from .rounding import DIGITS, may_overlap, measured, printed, replaced, rounded_inside, unitless, worked_out
from .solution import FAILS, UNDECIDED, Line, Worked
from .solution_words import STOP
from .syntax import (
    Add,
    Apply,
    Big,
    Cases,
    Deriv,
    Div,
    Integral,
    Limit,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    put,
    walk,
)

ROUNDED = "right to the digits printed, but not equal: write \\approx"
_EVEN = frozenset({"=", r"\approx"})
_PLAIN = re.compile(
    r"(?:\W|\b(?:then|so|hence|thus|therefore|and|or|we|have|has|get|gives?|is|are|here|where|with|from|the|for|since|as|"
    r"because|given|now|it|know|that|follows|means?|let|values?|obtain|find|which|this|also|finally|step|by|of|in)\b)*",
    re.IGNORECASE,
)
"""Words by which nothing is said to have changed."""
_BITS = re.compile(r"\b(?:binary|CRC|GF|xor)\b|\\mathbb\s*\{?\s*F|\bmod(?:ulo)?\W*2\b", re.IGNORECASE)
_LAST = re.compile(r"\blast (?:\w+ )?digits?\b", re.IGNORECASE)
_SYMBOL = re.compile(
    r"\b(?:Legendre|Jacobi|Kronecker)\W[Ss]ymbols?\b|\bquadratic (?:reciprocity|(?:non-?)?residues?)\b"
)
_FRACTION_ALONE = re.compile(r"\(\s*\\[dt]?frac")
_SOME = re.compile(
    r"\b(?:some|a (?:suitable|certain)|there (?:is|exists)(?: an?)?)"
    r"(?: (?:real|intermediate|unknown|numbers?|values?|points?|place|constants?|integers?))*\W*$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\s*(\\[a-z]+|[A-Za-z])(?![A-Za-z])")
_BOUNDS = re.compile(r"[\]|]\s*(?:\\limits)?\s*[_^]")
"""Behind a bracket or a bar: the bounds of an antiderivative."""
_CIPHER = re.compile(r"\b(?:RSA|cipher\w*|(?:en|de)crypt\w*|Diffie)\b", re.IGNORECASE)
_PERCENT = re.compile(r"[+-]\s*[\d.]+\s*\\%")
_LIMIT = re.compile(r"\\(?:to|rightarrow)(?![A-Za-z])\s*\\infty|\\gg(?![A-Za-z])|\\ll(?![A-Za-z])")
"""A condition in a sentence, as in "for $n \\to \\infty$"; within ``\\lim`` it is none."""
_NAMED_ANEW = re.compile(
    r"\b(?:writ\w+|call\w*|nam\w+|denot\w+)\b[^.]{0,40}\bagain\b|\brenam\w+|\babsorb\w*", re.IGNORECASE
)
_RENAMED = re.compile(r"\b(?:new|again|another|renam\w+|different|absorb\w*)\b", re.IGNORECASE)


def spare_loose(worked: Worked, comparer: Comparer) -> None:
    """Leave false lines undecided that are right as they are meant, or may be."""
    setting = worked.setting
    stated = [] if setting is None else setting.stated
    values: dict[Node, Node] = {
        tree.sides[0]: tree.sides[-1]
        for tree in stated
        if isinstance(tree, Relation) and set(tree.signs) == {"="} and isinstance(tree.sides[0], Name | Apply)
    }
    told = dict(values)
    cases: dict[Node, int] = {}
    """The functions that are new in the solution, each with the sentence of its last formula."""
    for line in worked.lines:
        if not line.sides:
            continue
        if line.verdict == FAILS and (reason := _reason(line, worked, comparer, (told, values))):
            line.verdict, line.against, line.method = UNDECIDED, None, reason
        if line.signs and set(line.signs) <= _EVEN and not line.continues:
            _keep(values, line.sides[0], line.sides[-1])
        head = line.sides[0]
        if isinstance(head, Apply) and has_names(head) and set(line.signs) == {"="} and head not in told:
            if cases.get(head) == line.sentence and line.verdict == FAILS:
                line.verdict, line.against, line.method = UNDECIDED, None, "may be another case of the function"
            cases[head] = line.sentence


def _keep(values: dict[Node, Node], name: Node, value: Node) -> None:
    """Keep the value of a name, and of its entries; of other formulas, only numbers."""
    if isinstance(name, Name) or (has_names(name) and is_constant(value)):
        values[name] = value
    if isinstance(name, Name) and isinstance(value, Tuple):
        values |= {Name(name.base, (Num(Fraction(at)),)): item for at, item in enumerate(value.items, 1)}


def _reason(line: Line, worked: Worked, comparer: Comparer, told: tuple[dict[Node, Node], dict[Node, Node]]) -> str:
    _, values = told
    if moved := _at_one_time(line, told):
        return moved
    signs = line.signs if len(line.signs) == len(line.sides) - 1 else line.signs[1:]
    if not set(signs) <= _EVEN:
        bare = len(line.sides) == 2 and isinstance(line.sides[0], Name) and is_constant(line.sides[1])
        after = line.formula.before.strip() == ","
        return "may be the condition of what stands before it" if bare and after and set(signs) <= ORDER else ""
    head = worked.prose[: line.formula.offset]
    if any(
        one.offset > max(head.rfind(". "), head.rfind("; "))
        and "lim" not in one.latex
        and _LIMIT.search(one.latex)
        and one.offset < len(head)
        for one in (*worked.remarks, *(other.formula for other in worked.lines))
    ):
        return "is said of a limit"
    if (reason := _by_words(line, worked)) or (reason := _of_told(line, worked, comparer, told)):
        return reason
    pairs = _judged(line, comparer) or list(enumerate(pairwise(line.sides)))
    rounded = all(_rounded(line.sides, at, comparer, values) for at, _ in pairs)
    return ROUNDED if pairs and rounded else ""


def _judged(line: Line, comparer: Comparer) -> list[tuple[int, tuple[Node, Node]]]:
    """Return the steps that were found to be wrong, and beside them those between numbers that are."""
    steps, wrong = list(pairwise(line.sides)), list(_wrong(line, comparer))
    late = any(has_unit(one) != has_unit(other) for one, other in line.wrong)  # judged by the quantities before it
    if not line.wrong or late or not set(line.wrong) <= set(steps):
        return wrong
    numbers = [one for one in wrong if all(map(is_constant, one[1]))]
    return list(dict.fromkeys([*((steps.index(one), one) for one in line.wrong), *numbers]))


def _wrong(line: Line, comparer: Comparer) -> Iterator[tuple[int, tuple[Node, Node]]]:
    """Yield the steps that are false by themselves."""
    for at, (left, right) in enumerate(pairwise(line.sides)):
        if comparer.compare(left, right).outcome == "different":
            yield at, (left, right)


def _by_words(line: Line, worked: Worked) -> str:
    """Return why the words leave open what the numbers or letters of a line are."""
    text = f"{worked.stem} {worked.prose}"
    whole = all(map(is_whole, line.sides))
    powers = any(isinstance(part, Pow) for side in line.sides for part in walk(side))
    if whole and powers and not all(map(is_constant, line.sides)) and (_BITS.search(text) or _CIPHER.search(text)):
        return "may hold modulo a number that is not written"
    if _FRACTION_ALONE.search(line.formula.latex) and _SYMBOL.search(text):
        return "may hold Legendre symbols"
    if some := _existing(worked) & {name.base for side in line.sides for name in names_in(side)}:
        return f"holds for some {min(some)}, which is not known"
    if _shared(worked) & {name.base for side in line.sides for name in names_in(side)}:
        return "rests on what the shares add to"
    parts = (part for side in line.sides for part in walk(side))
    if _BOUNDS.search(line.formula.latex) and any(isinstance(part, Integral) and part.lower is None for part in parts):
        return "an integral whose bounds may be left out"
    numbers = [side.value for side in line.sides if isinstance(side, Num)]
    if whole and _LAST.search(text) and numbers and all(one < 10**3 for one in numbers):
        return "may be of last digits alone"
    stop = STOP.search(worked.prose, line.formula.offset + len(line.formula.latex))
    tail = worked.prose[line.formula.offset + len(line.formula.latex) : stop.start() if stop else len(worked.prose)]
    constants = [{part for part in walk(side) if isinstance(part, Name) and part.base in "CcKk"} for side in line.sides]
    if _RENAMED.search(tail) and any(constants[0] & one for one in constants[1:]):
        return "a constant may have been named anew"
    if isinstance(line.sides[0], Name) and line.sides[0].base in "CcKk" and _NAMED_ANEW.search(text):
        return "a constant may have been named anew"
    return "a percentage of what it is added to may be meant" if _PERCENT.search(line.formula.latex) else ""


def _shared(worked: Worked) -> set[str]:
    r"""Return the letters of quantities of which an unchecked line says what they add to: ``\sum_i y_i = 1``."""
    return {
        line.sides[0].body.base
        for line in worked.lines
        if line.verdict == UNDECIDED and line.signs == ("=",) and not has_names(line.sides[-1])
        if isinstance(line.sides[0], Big) and isinstance(line.sides[0].body, Name) and line.sides[0].body.sub
    }


def _existing(worked: Worked) -> set[str]:
    r"""Return the letters of which is only said that there are such numbers: "with some $\xi$ between 0 and x"."""
    formulas = [*worked.remarks, *(line.formula for line in worked.lines)]
    told = (_LETTER.match(one.latex) for one in formulas if _SOME.search(one.before))
    return {match.group(1) for match in told if match}


def _at_one_time(line: Line, known: tuple[dict[Node, Node], dict[Node, Node]]) -> str:
    """Return why the derivative of a quantity need not be that of the number which was told of it, zero."""
    head, (told, _) = line.sides[0], known
    if not isinstance(head, Deriv) or not any(head.of in one and is_constant(one[head.of]) for one in known):
        return ""
    at_point = all(name in told and is_constant(told[name]) for name in (head.of, *head.by))  # of a curve
    return "" if at_point else "the value told may be that at one time"


def _of_told(line: Line, worked: Worked, comparer: Comparer, known: tuple[dict[Node, Node], dict[Node, Node]]) -> str:
    """Return why a line may be no claim about what the stem tells of its left side."""
    head, right = line.sides[0], line.sides[1] if len(line.sides) > 1 else None
    if right is None:
        return ""
    told = known[0]
    before = told.get(head)
    if isinstance(before, Cases) and right in before.values:
        return "is one piece of the function"
    if not isinstance(head, Name) or before is None or not all(map(is_constant, (before, *line.sides[1:]))):
        return ""
    if any(isinstance(part, Integral | Big | Limit) for part in walk(before)):
        return ""  # what an integral is does not change
    start = max((match.end() for match in STOP.finditer(worked.prose, 0, line.formula.offset)), default=0)
    changed = not _PLAIN.fullmatch(worked.prose[start : line.formula.offset])
    sums = (pairwise(line.sides[1:])) if len(line.sides) > 2 else ()
    if any(comparer.compare(one, other).outcome == "different" for one, other in sums):
        return ""
    updated = isinstance(before, Tuple | Matrix) and before in set(walk(right)) and right != before
    if changed or updated or _normed(right, comparer):
        return "may be the value after a change"
    return ""


def _normed(right: Node, comparer: Comparer) -> bool:
    """Tell whether a vector has length 1."""
    grid = _grid(right, comparer)
    if grid is None or not grid.is_vector or len(grid.items) < 2:
        return False
    return bool(abs(sp.N(sum(one**2 for one in grid.items) - 1, DIGITS)) < sp.Float("1e-20", DIGITS))


def _grid(node: Node, comparer: Comparer) -> Grid | None:
    try:
        value = comparer.algebra.value(node)
    except (Undecided, TypeError):
        return None
    return value if isinstance(value, Grid) and not any(entry.free_symbols for entry in value.items) else None


def _rounded(sides: tuple[Node, ...], at: int, comparer: Comparer, values: dict[Node, Node]) -> bool:
    """Tell whether a side is what one before it comes to, by the digits printed."""
    before, right = [_filled(side, values) for side in sides[: at + 1]], sides[at + 1]
    left, filled = sides[at], before[-1]
    last = measured(sides[-1])
    units = [_WHOLE] if last is None else [_WHOLE, last[1]]
    if isinstance(right, Tuple | Matrix):
        return _entries(filled, right, comparer)
    if not has_names(left) and worked_out(left, right) and not _half_off(left, right, comparer):
        return False
    if _binary(left, right, comparer) or _half_off(left, right, comparer):
        return True
    quantity = measured(right)
    number = printed(quantity[0] if quantity is not None else right) or _percent(right)
    if number is None:
        constants = not has_names(filled) and not has_names(right)
        close = filled != left and any(comparer.within(Div(filled, Mul((right, unit))), _ONE, _CLOSE) for unit in units)
        return constants and bool(_decimals(right)) and (close or may_overlap(comparer, filled, right))
    if number[1] < Fraction(1, 2) and filled != left and rounded_inside(comparer, filled, right):
        return True
    scales = [] if quantity is None else [quantity[1], unitless(quantity[1])]
    exact = [one for one, side in zip(before, sides, strict=False) if one is filled or not _decimals(side)]
    if _decimals(left) and _percent(right) is None:
        exact.remove(filled)
    for side in exact:
        if side is not filled and not _same_but_rounded(side, filled, comparer):
            continue
        if any(comparer.within(Div(side, scale) if scale else side, *number) for scale in (None, *scales)):
            return bool(_decimals(left)) or number[1] < Fraction(1, 2) or bool(scales)
    terms = left.terms if isinstance(left, Add) else (left,)
    places = [part.places or 0 for part in _decimals(left)]
    if number[0] == 1 and places and min(places) > 1:  # shares of a whole
        return bool(comparer.within(left, Fraction(1), max(len(terms), 3) * Fraction(1, 2 * 10 ** min(places))))
    return False


def _same_but_rounded(side: Node, left: Node, comparer: Comparer) -> bool:
    """Tell whether numbers may be those of a side before them, rounded, or with their units left out."""
    ratio = Div(side, left)
    if not _is_number(ratio, comparer):
        return True
    return comparer.within(ratio, _ONE, _CLOSE) is not False or may_overlap(comparer, ratio, _WHOLE)


def _is_number(node: Node, comparer: Comparer) -> bool:
    try:
        value = comparer.algebra.value(comparer.ordinary(node))
    except (Undecided, TypeError):
        return False
    return isinstance(value, sp.Expr) and not sp.cancel(value).free_symbols


def _filled(node: Node, values: dict[Node, Node]) -> Node:
    """Return a formula with the values of its parts put in."""
    node = replaced(node, {part: values[part] for part in walk(node) if part in values and not isinstance(part, Name)})
    return put(node, {name: values[name] for name in walk(node) if isinstance(name, Name) and name in values})


def _percent(node: Node) -> tuple[Fraction, Fraction] | None:
    """Return a whole number of percent and half a percent."""
    match node:
        case Div(Num(value), Num(below)) if below == 100 and value.denominator == 1:
            return value / 100, Fraction(1, 200)
    return None


def _decimals(node: Node) -> list[Num]:
    return [part for part in walk(node) if isinstance(part, Num) and part.places]


def _entries(left: Node, right: Tuple | Matrix, comparer: Comparer) -> bool:
    """Tell whether each printed entry is that of a vector or matrix, rounded."""
    grid = _grid(left, comparer)
    if grid is None or len(grid.items) != len(right.items) or not _decimals(right):
        return False
    numbers = [printed(item) for item in right.items]
    return all(
        number is not None
        and abs(sp.N(entry - sp.Rational(number[0].numerator, number[0].denominator), DIGITS))
        <= (sp.Rational(number[1].numerator, number[1].denominator) if number[1] < Fraction(1, 2) else _SMALL)
        for entry, number in zip(grid.items, numbers, strict=True)
    )


_ONE, _CLOSE, _WHOLE = Fraction(1), Fraction(1, 500), Num(Fraction(1))
_SMALL = sp.Float("1e-20", DIGITS)


def _binary(left: Node, right: Node, comparer: Comparer) -> bool:
    """Tell whether digits 0 and 1, three or more, on one side are the number on the other."""
    return any(
        isinstance(one, Num)
        and re.fullmatch(r"[01]{3,}", str(one.value)) is not None
        and bool(comparer.within(other, Fraction(int(str(one.value), 2)), Fraction(0)))
        for one, other in ((left, right), (right, left))
    )


def _half_off(left: Node, right: Node, comparer: Comparer) -> bool:
    r"""Tell whether a value of ``\Phi`` is that of a table which begins at the mean."""
    number = printed(right)
    if number is None or not isinstance(left, Apply) or left.function != r"\Phi":
        return False
    return bool(comparer.within(Add((left, Neg(Num(Fraction(1, 2))))), number[0], max(number[1], Fraction(1, 10000))))

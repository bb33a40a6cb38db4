r"""Claims that a worked solution makes in words between two formulas: "the derivative of $\cos 3x$ is $-3\sin 3x$".

A formula without a relation claims nothing by itself. Where the words right before it say what it is, it does: a
derivative or antiderivative of the formula before, the right-hand side of the line before, its bracket, what it comes
to with the values told. All words between the two formulas must be understood, and the formula must end its clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .claim_shapes import has_names
from .formulas import Formula
from .solution import Line
from .solution_words import STOP
from .syntax import Add, Apply, At, Deriv, Div, Integral, Mul, Name, Neg, Node, Num, Relation, names_in, put, walk

_IS = r"\s+(?:is|equals|is equal to|is just|is simply)(?: then| therefore)?\s*"
_SLOPE_OF = re.compile(r"(?:^|\W)(?:the|a) derivative of\s*", re.IGNORECASE)
_AREA_OF = re.compile(r"(?:^|\W)(?:an|the|one) (?:antiderivative|primitive) of\s*", re.IGNORECASE)
_HAS_SLOPE = re.compile(r"\s*,?(?: which)? (?:has|with)(?: the)? derivative\s*", re.IGNORECASE)
_HAS_AREA = re.compile(r"\s*,?(?: which)? (?:has|with)(?: the| an)? (?:antiderivative|primitive)\s*", re.IGNORECASE)
_FOUND_AREA = re.compile(
    r"\b(?:find|get|obtain|gives?|yields?|have|has) (?:the|an|as an) (?:antiderivative|primitive)\s*"
    r"|\b(?:antiderivative|primitive) of (?:the|this) integrand is\s*$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\W*(?:the|this|its) (?P<side>right|left)[- ]?hand side"
    r" (?:is|equals|becomes|is equal to|simplifies to|evaluates to)(?: just| simply| then| thus)?\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"\W*(?:the|this) (?:square )?bracket"
    r" (?:is|equals|gives|yields|becomes|is equal to|evaluates to|comes to)(?: just| simply| then| thus)?\s*",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\W*(?:(?:which|this|that|it) (?:is|equals)|or|i\.e\.|that is)? ?(?:only |just )?"
    r"(?:approximately|roughly|about|approx\.?)(?: equal to)?\s*",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:the|this) (?:whole|entire|original|given) (?:formula|expression|statement|proposition) is"
    r" (?:thus |therefore |hence )?(?:logically )?equivalent to\s*",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"\W*(?:with|plugging in|inserting|substituting|putting in|using) the (?:given |known |numerical )?"
    r"(?:values|numbers|data)(?: given)?,?\s*(?:we (?:get|obtain|find|have)|this (?:gives|is|becomes|yields)"
    r"|it follows that|gives|yields|one obtains)?\s*",
    re.IGNORECASE,
)
_VANISHES = re.compile(
    r"(?:^|\W)(?:it|this|which|that|the (?:derivative|slope|velocity|score))"
    r" (?:vanishes|is zero|equals zero|becomes zero)(?: exactly| only| precisely)? (?:at|for|when|if)"
    r"(?: the)?(?: time| point| place| value)?\s*",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:$|[.,;:)!]\s*(?:$|(?!(?:if|where|times|plus|minus|at|for|when|up|not|but|unless|and not)\b))"
    r"|(?:and|so|hence|thus|therefore|which|while|whereas)\b(?! (?:not|if|at)\b))"
)
"""What may follow a formula that ends its clause."""


class Spoken:
    """Keeps the formula before the one at hand, and tells what the words between the two claim."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        self.before: tuple[Formula, Node] | None = None

    def claim(self, formula: Formula, tree: Node, lines: Sequence[Line]) -> Relation | None:
        """Return what a bare formula is said to be equal to, and itself."""
        left = self._slope(formula, tree) or self._named_side(formula, tree, lines)
        if left is None or not self._ends(formula):
            return None
        return left if isinstance(left, Relation) else Relation((left, tree), ("=",))

    def keep(self, formula: Formula, tree: Node | None) -> None:
        """Note the formula at hand for the next one."""
        self.before = (formula, tree) if tree is not None else None

    def _ends(self, formula: Formula) -> bool:
        end = formula.offset + len(formula.latex)
        return _ENDS.match(self.prose[end:].lstrip("$")) is not None

    def _slope(self, formula: Formula, tree: Node) -> Node | None:
        """Return a derivative, or a whole claim that another formula is one."""
        if self.before is None or isinstance(self.before[1], Relation):
            return None
        words, (earlier, other) = _words(formula), self.before
        is_ = re.fullmatch(_IS, words) is not None
        if _HAS_SLOPE.fullmatch(words) or (
            is_ and _SLOPE_OF.search(earlier.before[-30:]) and _last(_SLOPE_OF, earlier)
        ):
            return _rate(other, tree)
        if _HAS_AREA.fullmatch(words) or (is_ and _last(_AREA_OF, earlier)):
            left = _rate(tree, other)
            return Relation((left, other), ("=",)) if left is not None else None
        return None

    def _named_side(self, formula: Formula, tree: Node, lines: Sequence[Line]) -> Node | None:
        last = lines[-1] if lines else None
        if last is None or not last.sides or last.conditional or last.doubted:
            return None
        near = last.formula.place[0] == formula.place[0] - 1
        if near and _ROUGHLY.fullmatch(formula.before) and isinstance(tree, Num) and (tree.places or 0) > 1:
            return Relation((last.sides[-1], tree), (r"\approx",))
        if near and (match := _SIDE.fullmatch(_words(formula))) and len(last.sides) > 1:
            return last.sides[-1] if match.group("side") == "right" else last.sides[0]
        if near and _BRACKET.fullmatch(_words(formula)):
            found = [part for part in walk(last.sides[-1]) if _is_bracket(part)]
            return found[0] if len(found) == 1 else None
        if _last(_WHOLE, formula):
            return _head(lines)
        if _last(_FOUND_AREA, formula) and self._begins_sentence(formula):
            return _integrand(tree, lines)
        return None

    def _begins_sentence(self, formula: Formula) -> bool:
        """Tell whether no other formula stands before one in its sentence."""
        stops = [match.end() for match in STOP.finditer(self.prose, 0, formula.offset)]
        other = self.before[0] if self.before is not None else None
        return other is None or (bool(stops) and stops[-1] >= other.offset + len(other.latex))


def put_in(formula: Formula, lines: Sequence[Line]) -> bool:
    """Tell whether numbers are what the last side of the line before comes to with the values that are given."""
    last = lines[-1] if lines else None
    if last is None or not last.sides or last.conditional or last.doubted or set(last.signs) != {"="}:
        return False
    near = last.formula.place[0] == formula.place[0] - 1
    return near and has_names(last.sides[-1]) and _VALUES.fullmatch(_words(formula)) is not None


def vanishing(formula: Formula, tree: Node, lines: Sequence[Line]) -> Node | None:
    r"""Return what must be zero: ``v - g \cdot v/g``, of ``y'(t) = v - gt`` and "it vanishes at $t_1 = v/g$"."""
    last = lines[-1] if lines else None
    if last is None or not _last(_VANISHES, formula) or not isinstance(tree, Relation):
        return None
    near = last.formula.place[0] == formula.place[0] - 1 and set(last.signs) == {"="} and not last.doubted
    name, value = tree.sides[0], tree.sides[-1]
    head = last.sides[0] if last.sides else tree
    if not near or not isinstance(head, Apply) or len(head.arguments) != 1 or set(tree.signs) != {"="}:
        return None
    by = head.arguments[0]
    if not isinstance(by, Name) or not isinstance(name, Name) or by in set(names_in(value)):
        return None
    same = re.sub(r"^\\hat\{?\s*(.*?)\}?$|^(.*)\^\*$", r"\1\2", name.base) == by.base
    return put(last.sides[-1], {by: value}) if same and by in set(names_in(last.sides[-1])) else None


def _last(pattern: re.Pattern[str], formula: Formula) -> bool:
    """Tell whether the words before a formula end as ``pattern`` says."""
    words = _words(formula)
    return any(match.end() == len(words) for match in pattern.finditer(words))


def _words(formula: Formula) -> str:
    """Return the prose before a formula, each space a single one."""
    return re.sub(r"\s+", " ", formula.before)


def _rate(of: Node, value: Node) -> Node | None:
    """Return the derivative of a formula in one name, where what it is said to be has no others."""
    names = set(names_in(of))
    if len(names) != 1 or not set(names_in(value)) <= names or isinstance(of, Name | Relation):
        return None
    if any(isinstance(part, Apply) for node in (of, value) for part in walk(node)):
        return None
    return Deriv(of, tuple(names), total=True)


def _is_bracket(node: Node) -> bool:
    r"""Tell whether a formula is ``[F]_a^b``."""
    match node:
        case Add((At(one), Neg(At(other)))):
            return one == other
    return False


def _head(lines: Sequence[Line]) -> Node | None:
    """Return what the last chain of lines begins with."""
    for line in reversed(lines):
        if not line.continues:
            return line.sides[0] if len(line.sides) > 1 or line is not lines[-1] else None
    return None


def _integrand(found: Node, lines: Sequence[Line]) -> Node | None:
    """Return the claim that ``found`` is an antiderivative of the last integrand, or of a multiple of it."""
    parts = [part for line in lines for side in line.sides for part in walk(side) if isinstance(part, Integral)]
    names = set(names_in(found))
    if not parts or {parts[-1].by} != names or not set(names_in(parts[-1].body)) <= names:
        return None
    by = (parts[-1].by,)
    slope, body, place = Deriv(found, by, total=True), parts[-1].body, (Num(Fraction(1, 3)),)
    multiple = Div(At(slope, by, place), At(body, by, place))  # whatever factor stands outside
    return Relation((slope, Mul((multiple, body))), ("=",))

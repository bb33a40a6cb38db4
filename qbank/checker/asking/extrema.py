"""Extrema, where they are taken, and the points at which a function has a horizontal tangent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from qbank.checker.doubts import has_edge
from qbank.checker.syntax import Between, Big, Cases, Deriv, Logic, Name, Node, Num, Relation, Tuple, names_in, walk

from .clause import Clause, Function, Groups, Phrase, Thing, Unclear, allow, function_of, pair_of, phrase, variable_of
from .words import OF, formula

ZERO = Num(Fraction(0))
_MOST = r"(?P<most>maxim(?:um|al)|minim(?:um|al)|largest|greatest|highest|smallest|least|lowest|max|min)"
_HIGH = re.compile(r"maxi|max$|larg|great|high")
_SORT = r"(?:(?:its|a|an|the|only|unique) )*(?P<sort>(?:local |relative |global |absolute |overall )?)"
_WHERE = (
    r"(?:at |for )?(?:what|which)(?: (?:values?|points?|x-values?|number|choice|input|"
    r"(?P<sorted>[a-z-]+(?: [a-z-]+)?)(?= ⟦))(?: of)?)?"
    r"(?: (?:the )?(?:variable |parameter )?⟦(?P<by>\d+)⟧)?"
)


_MADE_OF = re.compile(
    r"\b(?:of|in|per|average|mean|marginal|relative|absolute|squared?|inverse|reciprocal|log|total|cumulative|derivative"
    r"|slope|double|half|negative|conjugate|expected)\b"
)
"""Words by which another quantity is meant than the one they stand before."""


def _over(clause: Clause, operator: str, by: Name, body: Node) -> tuple[Node, frozenset[int]]:
    """Return an extremum over the interval that the stem names, or else over the whole line."""
    over = clause.modifiers.get("over", [])
    if not over:
        return Big(operator, by.base, None, None, body), frozenset()
    home = clause.tree(over[0])
    if isinstance(home, Tuple) and (pair := pair_of(home)) is not None:
        home = Between(*pair, low_open=True, high_open=True)
    match home:
        case Between(low, high, False, False):
            return Big(operator, by.base, low, high, body), frozenset(over)
        case Between() as between:
            limited = Cases((body,), (Relation((by, between), (r"\in",)),))
            return Big(operator, by.base, None, None, limited), frozenset(over)
    raise Unclear("the interval is not understood")


def _extreme(clause: Clause, _: Groups) -> Thing:
    """Ask for the largest or smallest value of a function, on the line, on an interval or under an equation."""
    if clause.modifiers.keys() & _TIES:
        return _constrained(clause)
    allow(clause, "over", "by")
    function = function_of(clause, clause.numbered("f"))
    by = variable_of(clause, function)
    operator = "max" if _HIGH.match(clause.word("most")) else "min"
    tree, used = _over(clause, operator, by, function.body)
    return Thing("value", tree, used=used)


_TIES = frozenset({"subject", "curve"})
"""Modifiers that name an equation between the variables."""


def _constrained(clause: Clause) -> Thing:
    """Ask for an extremum over all variables of a function that an equation leaves; the equation is a premise."""
    allow(clause, *_TIES)
    numbers = [number for name in sorted(_TIES) for number in clause.modifiers.get(name, [])]
    if len(numbers) != 1:
        raise Unclear("the conditions are not understood")
    function, condition = function_of(clause, clause.numbered("f")), clause.tree(numbers[0])
    variables = function.variables or tuple(sorted(set(names_in(function.body)), key=lambda one: one.base))
    inside = set(names_in(condition))
    if not isinstance(condition, Relation) or condition.signs != ("=",) or not inside <= set(variables):
        raise Unclear("the condition is not understood")
    if set(names_in(function.body)) - set(variables):
        raise Unclear("an extremum of a family of functions")
    tree = function.body
    for name in reversed(variables):
        tree = Big("max" if _HIGH.match(clause.word("most")) else "min", name.base, None, None, tree)
    return Thing("value", tree)


def _variable(clause: Clause, function: Function) -> Name:
    """Return the variable named before the function, as ``x`` or in ``x > 0``; else the function's own."""
    if not clause.harmless(clause.word("sorted")) or _MADE_OF.search(clause.word("what")):
        raise Unclear("among which values, or of what, is not understood")
    if not clause.word("by"):
        return variable_of(clause, function)
    tree = clause.tree(clause.numbered("by"))
    first = tree.sides[0] if isinstance(tree, Relation) and not set(tree.signs) & {"=", r"\ne"} else tree
    if not isinstance(first, Name) or (function.variables and first not in function.variables):
        raise Unclear("for which variable?")
    return first


def _place(clause: Clause, _: Groups) -> Thing:
    """Ask where a function is largest or smallest: on the whole line or an interval, or among its neighbours."""
    allow(clause, "over")
    function = function_of(clause, clause.numbered("f"))
    by, highest = _variable(clause, function), bool(_HIGH.match(clause.word("most")))
    if clause.word("sort").strip() in ("local", "relative"):
        flat, bend = Relation((Deriv(function.body, (by,)), ZERO), ("=",)), Deriv(function.body, (by, by))
        signs = ("<", r"\le") if highest else (">", r"\ge")
        both, wider = (Logic("and", (flat, Relation((bend, ZERO), (sign,)))) for sign in signs)
        if "over" in clause.modifiers:
            raise Unclear("local extrema on an interval")
        return Thing("solutions", both, "same-set", by=by, also=wider)
    tree, used = _over(clause, "argmax" if highest else "argmin", by, function.body)
    return Thing("value", tree, used=used, by=by)


def _level(clause: Clause, _: Groups) -> Thing:
    """Ask for the zeros of the derivative, or of the gradient."""
    allow(clause)
    function = function_of(clause, clause.numbered("f"))
    if "stationary" not in clause.thing and any(map(has_edge, walk(function.body))):
        raise Unclear("a point without a derivative may be critical too")
    names = (_variable(clause, function),) if len(function.variables) < 2 else function.variables
    flat = tuple(Relation((Deriv(function.body, (name,)), ZERO), ("=",)) for name in names)
    if len(flat) == 1:
        return Thing("solutions", flat[0], "same-set", by=names[0])
    return Thing("solutions", Logic("and", flat), "same-set", by=names[0], unknowns=names)


def _turning(clause: Clause, _: Groups) -> Thing:
    """Ask where the second derivative vanishes and the third does not: there the curvature changes its sign."""
    allow(clause)
    function = function_of(clause, clause.numbered("f"))
    by = variable_of(clause, function)
    bend, change = Deriv(function.body, (by,) * 2), Deriv(function.body, (by,) * 3)
    both = Logic("and", (Relation((bend, ZERO), ("=",)), Relation((change, ZERO), (r"\ne",))))
    if len(set(names_in(function.body))) > 1:
        raise Unclear("inflection points of a family of functions")
    return Thing("solutions", both, "same-set", by=by, also=both.operands[0])


_FUNCTION = formula("f")
THINGS: Sequence[Phrase] = (
    phrase(rf"(?:global |absolute )?{_MOST}(?: possible)?(?: value)?{OF}{_FUNCTION}", _extreme),
    phrase(rf"(?:global |absolute )?{_MOST}(?: value)? that {_FUNCTION} (?:takes|attains|assumes)"
           r"(?: on(?! (?:the |⟦)))?", _extreme),
    phrase(rf"{_WHERE} (?:does|do|is|will) {_FUNCTION} (?:have|attain|take|reach|assume|achieve)(?: on)? "
           rf"{_SORT}{_MOST}(?: value)?", _place),
    phrase(rf"{_WHERE} (?:is|are) {_FUNCTION} (?P<sort>){_MOST}(?: possible)?", _place),
    phrase(rf"{_WHERE} (?:is|are) (?:the )?(?P<what>(?:[a-z-]+ ){{1,3}})⟦(?P<f>\d+)⟧ (?P<sort>){_MOST}"
           r"(?: possible)?", _place),
    phrase(rf"{_WHERE} (?:is|are) {_FUNCTION} (?P<sort>)(?P<most>max|min)imi[sz]ed", _place),
    phrase(rf"{_WHERE} (?P<sort>)(?P<most>max|min)imi[sz]es {_FUNCTION}", _place),
    phrase(rf"(?:value of )?(?:the )?⟦(?P<by>\d+)⟧ (?:that|which) (?P<sort>)(?P<most>max|min)imi[sz]es {_FUNCTION}",
           _place),
    phrase(rf"(?P<by>)(?P<sort>)(?P<most>max|min)imi[sz]er{OF}{_FUNCTION}", _place),
    phrase(rf"(?P<by>)(?:location|position|place|x-coordinate|point){OF}{_SORT}{_MOST}(?: value)?{OF}{_FUNCTION}",
           _place),
    phrase(rf"(?P<by>)(?:critical|stationary) (?:points?|numbers?|values?){OF}{_FUNCTION}", _level),
    phrase(rf"(?P<by>)all (?:the )?(?:critical|stationary) (?:points?|numbers?|values?){OF}{_FUNCTION}", _level),
    phrase(rf"{_WHERE} (?:does|do|is) {_FUNCTION} have (?:an? |its )?(?:critical|stationary) (?:points?|numbers?)",
           _level),
    phrase(rf"{_WHERE} (?:does|do) {_FUNCTION} have (?:a )?horizontal tangents?(?: lines?)?", _level),
    phrase(rf"(?:x-coordinate of (?:the )?)?(?:inflection point|point of inflection){OF}{_FUNCTION}", _turning),
    phrase(rf"(?P<by>)x-coordinate of (?:the )?vertex{OF}{_FUNCTION}", _level),
)  # fmt: skip

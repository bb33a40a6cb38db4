"""Equations to be solved, and for which value of a name something is the case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    Big,
    Call,
    Cases,
    Congruence,
    Const,
    Deriv,
    Div,
    Integral,
    Logic,
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
    walk,
)

from .clause import (
    Clause,
    Groups,
    Phrase,
    Thing,
    Unclear,
    allow,
    function_of,
    number_of,
    pair_of,
    phrase,
    plain,
    variable_of,
)
from .words import NOUNS, OF, F, formula

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def equal(left: Node, right: Node = ZERO) -> Relation:
    """Return an equation."""
    return Relation((left, right), ("=",))


def _solve(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "over")
    if any(not _REALS.fullmatch(clause.formula(at).latex.strip()) for at in clause.modifiers.get("over", ())):
        raise Unclear("where solutions are looked for is not understood")
    number = number_of(groups)
    tree = clause.tree(number)
    used = {number}
    by: Node | None = clause.tree(int(groups[0])) if len(groups) > 1 and groups[0] else None
    if "by" in clause.modifiers:
        by = clause.tree(clause.modifiers["by"][0])
    if isinstance(by, Relation) and not set(by.signs) & {"=", r"\ne"}:
        by = by.sides[0]  # the value a > 0, which the stem's premises hold already
    if by is not None and not isinstance(by, Name):
        raise Unclear("solved for something that is no name")
    if isinstance(tree, Congruence):
        names = tuple(dict.fromkeys(names_in(tree)))
        by = by or (names[0] if len(names) == 1 else None)
        if not isinstance(by, Name):
            raise Unclear("solved for which name?")
        return Thing("solutions", tree, "satisfies", frozenset({number}), by=by)
    if not isinstance(tree, Relation):
        function = function_of(clause, number)
        tree = equal(function.body)
        used = set()
    elif tree.signs == ("=",) and isinstance(tree.sides[0], Apply) and len(plain(tree.sides[0].arguments)) == 1:
        if _recurs(tree):
            return Thing("value", tree.sides[0])
        by = by or plain(tree.sides[0].arguments)[0]  # the zeros of f(x) = x^2 - 1
        tree = equal(tree.sides[1])
        used = set()
    if _recurs(tree):
        return Thing("value", tree.sides[0])
    if any(isinstance(part, Deriv | Integral) or (isinstance(part, Apply) and part.primes) for part in walk(tree)):
        if all(isinstance(part, Integral) or not isinstance(part, Deriv | Apply) for part in walk(tree)) and by:
            return Thing("solutions", tree, "same-set", frozenset(used), by=by)
        if re.search(r"\b(?:an?|which|one|particular) .*solution", clause.thing) or not used:
            return Thing("value", tree, "satisfies", frozenset(used))
        return Thing("value", unknown_of(tree))  # the equation and its initial values stay premises
    names = tuple(dict.fromkeys(names_in(tree)))
    if by is None and len(names) != 1:
        raise Unclear("solved for which name?")
    return Thing("solutions", tree, "same-set", frozenset(used), by=by or names[0])


_REALS = re.compile(r"\\mathbb\s*(?:\{\s*R\s*\}|R)|\\R")


def _recurs(tree: Relation) -> bool:
    """Tell whether an equation says a term of a sequence by those before it."""
    first = tree.sides[0]
    if (
        not isinstance(first, Name)
        or tree.signs != ("=",)
        or not any(True for part in first.sub for _ in names_in(part))
    ):
        return False
    return any(isinstance(part, Name) and part.base == first.base for part in walk(tree.sides[-1]))


def unknown_of(equation: Node) -> Name | Apply:
    """Return the function that a differential equation is about. Raises :class:`Unclear`."""
    found: dict[Node, None] = {}
    for part in walk(equation):
        if isinstance(part, Deriv):
            found[part.of] = None
        elif isinstance(part, Apply) and part.primes:
            found[replace(part, primes=0)] = None
    if len(found) != 1 or not isinstance(one := next(iter(found)), Name | Apply):
        raise Unclear("which function is unknown?")
    return one


def _system(clause: Clause, groups: Groups) -> Thing:
    """Ask for all names that several equations hold, or for the function that they determine."""
    allow(clause)
    numbers = [int(number) for number in re.findall(r"⟦(\d+)⟧", groups[-1] or "")]
    trees = [clause.tree(number) for number in numbers]
    if not all(isinstance(tree, Relation) and tree.signs == ("=",) for tree in trees):
        raise Unclear("the system is not understood")
    if isinstance(trees[0], Relation) and _recurs(trees[0]):
        return Thing("value", trees[0].sides[0])
    if any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in walk(trees[0])):
        return Thing("value", unknown_of(trees[0]))
    names = tuple(dict.fromkeys(name for tree in trees for name in names_in(tree)))
    if len(names) != len(trees) or any(isinstance(part, Deriv) for tree in trees for part in walk(tree)):
        raise Unclear("the system is not understood")
    return Thing("solutions", Logic("and", tuple(trees)), "same-set", frozenset(numbers), by=names[0], unknowns=names)


def _rooted(clause: Clause, groups: Groups) -> Thing:
    """Ask for the solutions of an equation, the positive ones perhaps."""
    thing = _braced(clause, groups)
    if not re.search(r"\b(?:positive|negative)\b", clause.thing):
        return thing
    if thing.kind != "solutions" or thing.tree is None or thing.by is None or thing.unknowns:
        raise Unclear("which solutions are positive?")
    above = Relation((thing.by, ZERO), (">" if "positive" in clause.thing else "<",))
    return replace(thing, tree=Logic("and", (thing.tree, above)))


def _braced(clause: Clause, groups: Groups) -> Thing:
    """Ask for the solution of a system in braces."""
    number = number_of(groups)
    tree = clause.tree(number)
    allow(clause)
    if not isinstance(tree, Logic) or tree.operator != "and":
        return _solve(clause, groups)
    names = tuple(dict.fromkeys(names_in(tree)))
    if len(names) != len(tree.operands) or not all(
        isinstance(one, Relation) and one.signs == ("=",) for one in tree.operands
    ):
        raise Unclear("the system is not understood")
    return Thing("solutions", tree, "same-set", frozenset({number}), by=names[0], unknowns=names)


def _explicit(clause: Clause, _: Groups) -> Thing:
    """Ask for the terms of the one sequence that the stem defines by those before."""
    allow(clause)
    recursions = [tree for tree in clause.stated() if isinstance(tree, Relation) and _recurs(tree)]
    if len(recursions) != 1 or not isinstance(recursions[0].sides[0], Name):
        raise Unclear("of which sequence?")
    first = recursions[0].sides[0]
    index = next(iter(names_in(first.sub[0])), None)
    if index is None:
        raise Unclear("of which sequence?")
    return Thing("value", Name(first.base, (index,)))


def _solve_for(clause: Clause, _: Groups) -> Thing:
    """Ask for a name in the one equation of the stem that holds it."""
    allow(clause)
    by = clause.tree(clause.numbered("by"))
    holding = [tree for tree in clause.stated() if isinstance(tree, Relation) and by in set(names_in(tree))]
    if not isinstance(by, Name) or len(holding) != 1 or holding[0].signs != ("=",):
        raise Unclear("which equation is to be solved?")
    number = next(at for at in range(len(clause.wording.formulas)) if clause.read(at) == holding[0])
    return Thing("solutions", holding[0], "same-set", frozenset({number}), by=by)


# for which value of a name


def _for_which(clause: Clause, _: Groups) -> Thing:
    """Ask for which value of a name something holds."""
    allow(clause)
    by = clause.tree(clause.numbered("by"))
    if isinstance(by, Relation) and not set(by.signs) & {"=", r"\ne"}:
        by = by.sides[0]
    if not isinstance(by, Name):
        raise Unclear("for which name?")
    if "positive" in clause.thing:
        raise Unclear("which values are positive?")
    condition, used = _condition(clause, clause.word("what"))
    if by not in set(names_in(condition)):
        raise Unclear("the name does not occur in the condition")
    return Thing("solutions", condition, "same-set", used, by=by)


def _condition(clause: Clause, text: str) -> tuple[Node, frozenset[int]]:
    numbers = [int(number) for number in re.findall(r"⟦(\d+)⟧", text)]
    trees = [function_of(clause, number).body if _named(clause, number) else clause.tree(number) for number in numbers]
    words = " ".join(re.sub(r"⟦\d+⟧|,", " ", text).split())
    words = re.sub(rf"^(?:(?:is|are|does|do|will|we have|that)\b *)*{NOUNS}", "", words + " ").strip()
    words = re.sub(r"\b(?:the|is|are|be|vectors?|and|matrix|matrices|a|an|to each other|mutually|two|three|both"
                   r"|function"
                   r"|equal|have|has|satisfied|true|hold|holds|valid|of|equation|it|true that|we"
                   r"|that)\b", " ", words)  # fmt: skip
    words = " ".join(words.split())
    if len(trees) == 1 and isinstance(trees[0], Relation) and words == "":
        return trees[0], frozenset(numbers)
    vectors = [_items(tree) for tree in trees]
    if words in ("linearly dependent", "coplanar", "collinear", "parallel") and all(vectors) and len(vectors) > 1:
        return _dependent([one for one in vectors if one]), frozenset()
    if words in ("orthogonal", "perpendicular") and all(vectors) and len(vectors) == 2:
        one, other = (vector or () for vector in vectors)
        if len(one) == len(other):
            return equal(Add(tuple(Mul(pair) for pair in zip(one, other, strict=True)))), frozenset()
    if words in ("singular", "non-invertible", "noninvertible") and len(trees) == 1 and _square(trees[0]):
        return equal(Call("det", (trees[0],))), frozenset()
    if words in ("invertible", "nonsingular", "non-singular", "regular") and len(trees) == 1 and _square(trees[0]):
        return Relation((Call("det", (trees[0],)), ZERO), (r"\ne",)), frozenset()
    raise Unclear("the condition is not understood")


def _named(clause: Clause, number: int) -> bool:
    tree = clause.tree(number)
    if isinstance(tree, Relation):
        return tree.signs == ("=",) and isinstance(tree.sides[-1], Matrix | Tuple)
    return isinstance(tree, Name)


def _square(tree: Node) -> bool:
    return isinstance(tree, Matrix) and len(tree.items) == tree.columns**2


def _items(tree: Node) -> tuple[Node, ...] | None:
    if (pair := pair_of(tree)) is not None:
        return pair
    if isinstance(tree, Tuple):
        return tree.items
    if isinstance(tree, Matrix) and (tree.columns == 1 or tree.columns == len(tree.items)):
        return tree.items
    return None


def _dependent(vectors: Sequence[tuple[Node, ...]]) -> Node:
    """Return the condition that as many vectors as they have components are linearly dependent."""
    size = len(vectors)
    if any(len(vector) != size for vector in vectors):
        raise Unclear("the vectors do not make a square matrix")
    return equal(Call("det", (Matrix(tuple(item for vector in vectors for item in vector), size),)))


# where a function is defined


def _domain(clause: Clause, _: Groups) -> Thing:
    """Ask where a function of one variable is defined: no zero below, no root of a negative number, and the like."""
    allow(clause)
    function = function_of(clause, clause.numbered("f"))
    x = variable_of(clause, function)
    found: list[Node] = []
    for part in walk(function.body):
        match part:
            case Div(_, below) if x in set(names_in(below)):
                found.append(Relation((below, ZERO), (r"\ne",)))
            case Call("sqrt", (inside,)) if x in set(names_in(inside)):
                found.append(Relation((inside, ZERO), (r"\ge",)))
            case Call("ln" | "log" | "log10" | "log2", (inside, *_)) if x in set(names_in(inside)):
                found.append(Relation((inside, ZERO), (">",)))
            case Pow(base, Num(exponent)) if exponent.denominator == 1 and exponent > 0:
                del base
            case Pow(base, Num(exponent)) if exponent.denominator == 2 and exponent > 0:
                found.append(Relation((base, ZERO), (r"\ge",)))
            case Pow(base, Div(Num(one), Num(two))) if one == 1 and two == 2:
                found.append(Relation((base, ZERO), (r"\ge",)))
            case Pow(Const("e"), _) | Add() | Mul() | Neg() | Num() | Name() | Const() | Div() | Relation():
                pass
            case Call("sin" | "cos" | "exp" | "abs" | "arctan" | "sinh" | "cosh" | "tanh", _):
                pass
            case Pow(base, _) if x not in set(names_in(part)):
                pass
            case Cases() | Big() | _:
                raise Unclear("where the function is defined is not derived")
    if not found or set(names_in(function.body)) != {x}:
        raise Unclear("where the function is defined is not derived")
    tree = found[0] if len(found) == 1 else Logic("and", tuple(found))
    return Thing("solutions", tree, "same-set", by=x)


_LIST = r"⟦\d+⟧(?:(?:, and |, | and | is orthogonal to )(?:the )?⟦\d+⟧){0,3}"
_WHAT = rf"(?P<what>(?:(?:is|are|does|do|will|we have) )?{NOUNS}{_LIST}(?: [a-z-]+){{0,4}}?)"
_VALUES = (
    r"(?:for |at |after )?(?:what|which)(?: (?:real |positive )?(?:values?|numbers?|choices?|times?|points?|angles?"
    r"|temperatures?|x))?(?: of)?(?: the)?"
    r"(?: (?:real |scalar )?(?:constant|parameter|variable|number|scalar))?"
)
THINGS: Sequence[Phrase] = (
    phrase(r"(?:explicit |closed |general )?(?:formula|form|solution|term|closed-form expression|closed-form solution)"
           r"(?: of the (?:sequence|recurrence|recursion))?(?=$)", _explicit),
    phrase(r"solve for ⟦(?P<by>\d+)⟧(?=$)", _solve_for),
    phrase(rf"{_VALUES} ⟦(?P<by>\d+)⟧ {_WHAT}(?=$| *[,?])", _for_which),
    phrase(rf"(?:value |values |number |constant |real number |parameter |all )*(?:of )?(?:the )?"
           rf"(?:constant |parameter )?⟦(?P<by>\d+)⟧ (?:such that|so that|for which|that makes|which makes|if) {_WHAT}"
           r"(?=$| *[,?])", _for_which),
    phrase(rf"(?:maximal |largest |natural |maximum |implied )?domain(?: of definition)?{OF}{formula('f')}", _domain),
    phrase(rf"(?:all )?(?:the )?(?:real |complex |positive |general |particular |unique |explicit )*(?:solutions?"
           rf"|solution set|roots?|zeros?|zeroes|l\wsung(?:en)?|closed formula|closed form|explicit formula|formula)"
           rf"{OF}{NOUNS}((?:⟦\d+⟧(?:, (?:and |with |where )?| and | with | where | given )?){{2,4}})", _system),
    phrase(rf"(?:real |complex |positive |general |particular |unique )*(?:solutions?|solution set|roots?"
           rf"|zeros?|zeroes|l\wsung(?:en)?){OF}{F}", _rooted),
    phrase(rf"all (?:the )?(?:real |complex |positive )?(?:solutions?|roots?|zeros?|zeroes|values?){OF}{F}", _rooted),
    phrase(rf"solve {F}$", _braced),
    phrase(rf"solve (?:for ⟦(\d+)⟧ (?:in |if |when )?)?{F}", _solve),
    phrase(r"for (?:what|which) (?:real |positive )?values? of (?:the )?(?:constant |parameter "
           r"|variable )?⟦(\d+)⟧ (?:is|does|do|are|will) ⟦(\d+)⟧(?: hold| true| satisfied)?",
           _solve),
    phrase(rf"(?:value|set|range|interval|set of values|values|set of all|all)?s? ?(?:of "
           rf"|values of )*(?:all )?(?:real |integers? |numbers? )*⟦(\d+)⟧ (?:such that|for which|satisfying"
           rf"|that satisf(?:y|ies)|if|with|when) {F}(?: holds| is true| is satisfied)?",
           _solve),
    phrase(rf"solve {NOUNS}((?:⟦\d+⟧(?:, (?:and |with |where )?| and | with | where | given )?){{2,4}})", _system),
)  # fmt: skip

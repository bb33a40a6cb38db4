"""Functions of matrices and numbers, equations to be solved, formulas to be rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    Call,
    Const,
    Div,
    Logic,
    Matrix,
    Moment,
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

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, function_of, number_of, phrase
from .words import NOUNS, OF, F

_CALLS: Mapping[str, str] = {
    "determinant": "det", "determinante": "det", "transpose": "transpose", "trace": "trace", "rank": "rank",
    "argument": "arg", "norm": "norm", "euclidean norm": "norm", "magnitude": "norm", "length": "norm",
    "modulus": "abs",
    "absolute value": "abs", "complex conjugate": "conj", "conjugate": "conj", "real part": "re",
    "imaginary part": "im",
    "cardinality": "card", "power set": "powerset", "complement": "complement",
}  # fmt: skip


def _call(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    number = number_of(groups)
    function = function_of(clause, number)
    body, word = function.body, groups[0] or ""
    if word == "inverse":
        if function.variables or isinstance(clause.tree(number), Apply):
            raise Unclear("the inverse of a function is not derived")
        return Thing("value", Pow(body, Neg(Num(Fraction(1)))))
    if word == "eigenvalues":
        return _eigenvalues(body)
    if "conjugate" in word and isinstance(body, Add) and Const("i") not in set(walk(body)):
        raise Unclear("the conjugate of a real number")
    if word not in _CALLS:
        raise Unclear(f"the {word} is not derived")
    if word in ("norm", "magnitude", "length") and not isinstance(body, Tuple | Matrix | Name):
        return Thing("value", Call("abs", (body,)))
    return Thing("value", Call(_CALLS[word], (body,)))


def _eigenvalues(body: Node) -> Thing:
    """Ask for the zeros of the characteristic polynomial, where the matrix is written out."""
    if not isinstance(body, Matrix):
        return Thing("value", Call("eig", (body,)), "same-set")
    if len(body.items) != body.columns**2:
        raise Unclear("the eigenvalues of a matrix that is not square")
    value = Name("\\lambda")
    if value in set(names_in(body)):
        raise Unclear("the matrix holds a \\lambda of its own")
    diagonal = range(0, len(body.items), body.columns + 1)
    items = tuple(Add((item, Neg(value))) if at in diagonal else item for at, item in enumerate(body.items))
    equation = Relation((Call("det", (Matrix(items, body.columns),)), Num(Fraction(0))), ("=",))
    return Thing("solutions", equation, "same-set", by=value)


def _pair(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    word = groups[0] or ""
    one, other = (function_of(clause, number_of(groups, at)).body for at in (1, 2))
    dot = Call("dot", (one, other))
    match word:
        case "dot product" | "scalar product" | "inner product":
            tree: Node = dot
        case "cross product" | "vector product":
            tree = Call("cross", (one, other))
        case "product" | "matrix product":
            tree = Mul((one, other))
        case "sum":
            tree = Add((one, other))
        case "angle":
            tree = Call("arccos", (Div(dot, Mul((Call("norm", (one,)), Call("norm", (other,))))),))
        case "gcd" | "greatest common divisor" | "lcm" | "least common multiple":
            tree = Call("gcd" if word.startswith("g") else "lcm", (one, other))
        case "covariance" | "correlation":
            tree = Moment(word, (one, other))
        case "union" | "intersection":
            tree = Call(word, (one, other))
        case "distance" if isinstance(one, Tuple) and isinstance(other, Tuple):
            tree = Call("norm", (Add((one, Neg(other))),))
        case _:
            raise Unclear(f"the {word} is not derived")
    return Thing("value", tree)


def _remainder(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    one, other = (clause.tree(number_of(groups, at)) for at in (0, 1))
    if any(True for side in (one, other) for _ in names_in(side)):
        raise Unclear("the remainder of a polynomial division is not derived")
    return Thing("value", Call("mod", (one, other)))


def _rewritten(clause: Clause, groups: Groups) -> Thing:
    word = groups[0] or ""
    tree = clause.tree(number_of(groups))
    used = frozenset({number_of(groups)}) if isinstance(tree, Relation | Logic) else frozenset()
    allow(clause)
    if word in ("negation", "negate"):
        return Thing("value", Logic("not", (tree,)), "equivalent", used)
    if word in ("contrapositive", "converse", "inverse"):
        if not isinstance(tree, Logic) or tree.operator != "implies":
            raise Unclear(f"the {word} of something that is no implication")
        one, other = tree.operands
        turned = {
            "converse": (other, one),
            "contrapositive": (Logic("not", (other,)), Logic("not", (one,))),
            "inverse": (Logic("not", (one,)), Logic("not", (other,))),
        }[word]
        return Thing("value", Logic("implies", turned), "equivalent", used, formed=True)
    body = function_of(clause, number_of(groups)).body if isinstance(tree, Relation) else tree
    return Thing("value", body, used=used if body is tree else frozenset(), formed=True)


def _same(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    tree = clause.tree(number_of(groups))
    claim = isinstance(tree, Relation | Logic)
    return Thing("value", tree, "equivalent" if claim else "", frozenset({number_of(groups)} if claim else ()))


THINGS: Sequence[Phrase] = (
    phrase(rf"(?:all (?:the |of the )?)?(determinant|determinante|inverse|transpose|trace|rank|nullity|eigenvalues"
           rf"|modulus|absolute value"
           rf"|argument|norm"
           rf"|euclidean norm|length|magnitude|complex conjugate|conjugate|real part|imaginary part|modular inverse"
           rf"|characteristic polynomial|cardinality|power set|complement){OF}{F}", _call),
    phrase(rf"(dot product|scalar product|inner product|cross product|vector product|matrix product|product|sum"
           rf"|angle|gcd"
           rf"|greatest common divisor|lcm|least common multiple|covariance|correlation|union|intersection|distance"
           rf"|projection)(?: of| between) {F}(?: and|,) {NOUNS}⟦(\d+)⟧", _pair),
    phrase(rf"remainder (?:when|of|if) {F} (?:is )?(?:divided by|on division by|upon division by|by"
           rf"|modulo) {NOUNS}⟦(\d+)⟧",
           _remainder),
    phrase(rf"remainder when dividing {F} by {NOUNS}⟦(\d+)⟧", _remainder),
    phrase(rf"(negation|contrapositive|converse|inverse|simplified form|simplification"
           rf"|partial fractions?(?: decomposition)?"
           rf"|factori[sz]ation|factored form|expansion|expanded form|simplest form){OF}{F}", _rewritten),
    phrase(rf"(negate|simplify|factor(?:i[sz]e)?|expand|rationali[sz]e)(?: completely| fully)? {F}"
           r"(?: completely| fully)?", _rewritten),
    phrase(rf"(rationali[sz]e) the denominators?(?: of| in)? {F}", _rewritten),
    phrase(rf"(complete the square) (?:for|in|of) {F}", _rewritten),
    phrase(rf"(decompose) {F} into (?:its )?partial fractions", _rewritten),
    phrase(rf"((?:logically |algebraically )?(?:equivalent|equal|identical)) to {F}", _same),
)  # fmt: skip

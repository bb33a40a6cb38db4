"""Logic, set algebra and congruences: equivalences with every near miss that students fall for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qbank.checker import compare
from qbank.checker.deciding.congruences import decide_congruence, solutions, worked_out
from qbank.checker.deciding.logic import decide_logic
from qbank.checker.deciding.sets import decide_sets, evaluated
from qbank.checker.syntax import (
    Add,
    Apply,
    Call,
    Congruence,
    Const,
    Logic,
    Mul,
    Name,
    Node,
    Num,
    Pow,
    Quantified,
    Relation,
    Set,
)

TRUE = Const("true")
P, Q, X, Y = Name("p"), Name("q"), Name("x"), Name("y")
A, B, C = Name("A"), Name("B"), Name("C")


def number(value: int) -> Num:
    return Num(Fraction(value))


def every(body: Node, by: Name = X, home: Node | None = None) -> Node:
    return Quantified("forall", by, home, body)


def some(body: Node, by: Name = X, home: Node | None = None) -> Node:
    return Quantified("exists", by, home, body)


def denied(body: Node) -> Node:
    return Logic("not", (body,))


def said(predicate: str, *terms: Node) -> Node:
    return Apply(predicate, terms)


def related(one: Node, sign: str, other: Node) -> Node:
    return Relation((one, other), (sign,))


EQUIVALENT = [
    (r"p \to q", r"\neg p \lor q"),
    (r"p \to q", r"\neg q \to \neg p"),
    (r"\neg(p \land q)", r"\neg p \lor \neg q"),
    (r"(p\land q)\to r", r"p\to(q\to r)"),
    (r"p\oplus q", r"(p\lor q)\land\neg(p\land q)"),
    (r"p \leftrightarrow q", r"(p \to q) \land (q \to p)"),
    (r"\overline{A\cup B}", r"\overline{A}\cap\overline{B}"),
    (r"A\setminus B", r"A\cap B^c"),
    (r"A\setminus(B\cup C)", r"(A\setminus B)\cap(A\setminus C)"),
    (r"A\triangle B", r"(A\cup B)\setminus(A\cap B)"),
    (r"\neg\forall x\, P(x)", r"\exists x\, \neg P(x)"),
    (r"x\equiv 5 \pmod 7", r"2x\equiv 3 \pmod 7"),
    (r"7^{100} \bmod 13", "9"),
]
UNLIKE = [
    (r"p \to q", r"q \to p"),
    (r"p \to q", r"\neg p \to \neg q"),
    (r"\neg(p \land q)", r"\neg p \land \neg q"),
    (r"\neg(p \to q)", r"\neg p \to \neg q"),
    (r"\overline{A\cup B}", r"\overline{A}\cup\overline{B}"),
    (r"A\setminus B", r"B\setminus A"),
    (r"A\setminus(B\cap C)", r"(A\setminus B)\cap(A\setminus C)"),
    (r"\neg\forall x\, P(x)", r"\forall x\, \neg P(x)"),
    (r"\neg\exists x\, P(x)", r"\exists x\, \neg P(x)"),
    (r"\forall x \exists y\, R(x,y)", r"\exists y \forall x\, R(x,y)"),
    (r"x\equiv 4 \pmod 7", r"2x\equiv 3 \pmod 7"),
    (r"7^{100} \bmod 13", "8"),
]


@pytest.mark.parametrize(("a", "b"), EQUIVALENT)
def test_equivalent(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.proved, verdict


@pytest.mark.parametrize(("a", "b"), UNLIKE)
def test_unlike(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.outcome == "different", verdict
    assert verdict.witness is not None


QUANTIFIED: list[tuple[Node, Node, str]] = [
    (denied(every(some(said("R", X, Y), Y))), some(every(denied(said("R", X, Y)), Y)), "equal"),
    (
        every(Logic("and", (said("S", X), said("T", X)))),
        Logic("and", (every(said("S", X)), every(said("T", Y), Y))),
        "equal",
    ),
    (
        some(Logic("and", (said("S", X), said("T", X)))),
        Logic("and", (some(said("S", X)), some(said("T", X)))),
        "different",
    ),
    (
        every(Logic("or", (said("S", X), said("T", X)))),
        Logic("or", (every(said("S", X)), every(said("T", X)))),
        "different",
    ),
    (every(Logic("implies", (said("S", X), P))), Logic("implies", (some(said("S", X)), P)), "equal"),
    (Logic("implies", (every(said("S", X), X, Const("reals")), some(said("S", X), X, Const("reals")))), TRUE, "equal"),
    (Logic("implies", (every(said("S", X), X, A), some(said("S", X), X, A))), TRUE, "different"),
    (denied(every(some(related(X, "<", Y), Y))), some(every(related(Y, r"\le", X), Y)), "equal"),
    (every(some(related(X, "<", Y), Y)), some(every(related(X, "<", Y)), Y), "undecided"),
    (Quantified("forall", P, None, P), Quantified("forall", Q, None, Q), "undecided"),
]


@pytest.mark.parametrize(("a", "b", "outcome"), QUANTIFIED)
def test_quantifiers(a: Node, b: Node, outcome: str) -> None:
    verdict = decide_logic(a, b)
    assert verdict is not None
    assert verdict.outcome == outcome, verdict


def test_tautologies() -> None:
    both = Logic("and", (P, Q))
    for claim, outcome in [(Logic("implies", (both, P)), "equal"), (Logic("implies", (P, both)), "different")]:
        verdict = decide_logic(claim, TRUE)
        assert verdict is not None
        assert verdict.outcome == outcome


def test_a_claim_of_equivalence() -> None:
    for claim, outcome in [
        (related(Logic("implies", (P, Q)), r"\equiv", Logic("or", (denied(P), Q))), "equal"),
        (related(Logic("implies", (P, Q)), r"\equiv", Logic("implies", (Q, P))), "different"),
    ]:
        verdict = decide_logic(claim, TRUE)
        assert verdict is not None
        assert verdict.outcome == outcome


def test_relations_know_the_order_of_numbers() -> None:
    below, two = related(X, "<", number(2)), related(X, "=", number(2))
    cases = [
        (denied(below), related(X, r"\ge", number(2)), "equal"),
        (denied(below), related(X, ">", number(2)), "different"),
        (Logic("or", (below, two)), related(X, r"\le", number(2)), "equal"),
        (Logic("and", (related(X, ">", number(3)), below)), Const("false"), "equal"),
    ]
    for one, other, outcome in cases:
        verdict = decide_logic(one, other)
        assert verdict is not None
        assert verdict.outcome == outcome


def test_boolean_algebra() -> None:
    def bar(node: Node) -> Node:
        return Call("complement", (node,))

    verdict = decide_logic(bar(Add((P, Q))), Mul((bar(P), bar(Q))))
    assert verdict is not None
    assert verdict.outcome == "equal"
    verdict = decide_logic(bar(Add((P, Q))), Add((bar(P), bar(Q))))
    assert verdict is not None
    assert verdict.outcome == "different"


def test_statements_about_sets() -> None:
    inside = related(A, r"\subseteq", B)
    union = Call("union", (A, B))
    cases = [
        (Logic("iff", (inside, related(Call("intersection", (A, B)), "=", A))), "equal"),
        (Logic("iff", (inside, related(union, "=", A))), "different"),
        (related(A, r"\subseteq", union), "equal"),
        (Logic("implies", (related(union, "=", Call("union", (A, C))), related(B, "=", C))), "different"),
    ]
    for claim, outcome in cases:
        verdict = decide_sets(claim, TRUE)
        assert verdict is not None
        assert verdict.outcome == outcome


def test_finite_sets() -> None:
    pair = Set((number(1), number(2)))
    assert evaluated(Call("card", (Call("powerset", (Set((P, Q, X)),)),))) == number(8)
    verdict = decide_sets(Call("union", (pair, Set((number(3),)))), Set((number(3), number(2), number(1))))
    assert verdict is not None
    assert verdict.outcome == "equal"
    verdict = decide_sets(Call("setminus", (pair, Set((number(2),)))), Set((number(2),)))
    assert verdict is not None
    assert verdict.outcome == "different"


def test_remainders() -> None:
    system = Logic("and", (Congruence((X, number(2)), number(3)), Congruence((X, number(3)), number(5))))
    assert solutions(system, X) == ([8], 15)
    verdict = decide_congruence(system, Congruence((X, number(8)), number(15)))
    assert verdict is not None
    assert verdict.outcome == "equal"
    power = Call("mod", (Pow(number(2), number(1000)), number(7)))
    assert worked_out(power) == number(2)
    half = Call("mod", (Num(Fraction(1, 2)), number(7)))
    assert worked_out(half) == half  # a remainder of a fraction may be meant

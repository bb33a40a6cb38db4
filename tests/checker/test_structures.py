"""Vectors, matrices, sets, logic and probability against the trees that a student reads, printed back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.checker.printing import latex
from qbank.checker.reading.kinds import Kinds
from qbank.checker.reading.kinds_said import kinds_said
from qbank.checker.reading.notation import Notation, infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import (
    Add,
    Between,
    Builder,
    Call,
    Cases,
    Chance,
    Congruence,
    Const,
    Logic,
    Matrix,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Quantified,
    Relation,
    Set,
    Tuple,
)
from tests.checker.tables import table


@pytest.mark.parametrize(("formula", "beside", "expected"), table("structures.txt"))
def test_reads_as_a_student_does(formula: str, beside: list[str], expected: str) -> None:
    notation = infer(beside)
    tree = read(formula, notation)
    assert latex(tree) == expected
    assert read(expected, notation) == tree


@pytest.mark.parametrize(("formula", "beside", "reason"), table("structures-refused.txt"))
def test_refuses(formula: str, beside: list[str], reason: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read(formula, infer(beside))
    assert reason in problem.value.reason
    assert 0 <= problem.value.start <= len(formula)


ONE, TWO = Num(1), Num(2)  # type: ignore[arg-type]  # 1 == Fraction(1)
A, B, P, X = Name("A"), Name("B"), Name("p"), Name("X")
TREES: list[tuple[str, Node]] = [
    (r"\begin{vmatrix} 1 & 2 \\ 2 & 1 \end{vmatrix}", Call("det", (Matrix((ONE, TWO, TWO, ONE), 2),))),
    (r"[1, 2]^T", Matrix((ONE, TWO), 1)),
    (r"A^{-T}B", Mul((Pow(Call("transpose", (A,)), Neg(ONE)), B))),
    (r"(1, 2)", Tuple((ONE, TWO))),
    (r"(1, 2]", Between(ONE, TWO, low_open=True, high_open=False)),
    (r"\{1, 2\}", Set((ONE, TWO))),
    (r"A^c \cup B", Call("union", (Call("complement", (A,)), B))),
    (r"P(A \mid B)", Chance(A, B)),
    (r"P(AB)", Chance(Call("intersection", (A, B)))),
    (r"P(X = 1)", Chance(Relation((X, ONE), ("=",)))),
    (r"\mathbb{E}[X \mid Y]", Moment("mean", (X,), Name("Y"))),
    (r"X \sim N(1, 2)", Relation((X, Call("dist_normal", (ONE, TWO))), (r"\sim",))),
    (r"p \to \neg q", Logic("implies", (P, Logic("not", (Name("q"),))))),
    (r"\exists x \in A : x = 1", Quantified("exists", Name("x"), A, Relation((Name("x"), ONE), ("=",)))),
    (r"a \equiv 1 \pmod 2", Congruence((Name("a"), ONE), TWO)),
    (r"1 \mid 2", Relation((ONE, TWO), (r"\mid",))),
]


@pytest.mark.parametrize(("formula", "tree"), TREES, ids=[formula for formula, _ in TREES])
def test_trees(formula: str, tree: Node) -> None:
    assert read(formula, infer([formula])) == tree


SAID = [
    (r"Let $A$ and $B$ be $n \times n$ matrices.", Kinds(matrices=frozenset("AB"))),
    ("Given the vectors $u$ and $v$, find", Kinds(vectors=frozenset("uv"))),
    ("the matrix $A$ and a vector $v_1$", Kinds(matrices=frozenset("A"), vectors=frozenset({"v_"}))),
    ("events A and B are independent", Kinds(events=frozenset("AB"))),
    ("Suppose $A$ and $B$ are independent events", Kinds(events=frozenset("AB"))),
    ("Let $p$, $q$ and $r$ be propositional variables", Kinds(propositions=frozenset("pqr"))),
    ("Let $X$ be a continuous random variable", Kinds(variables=frozenset("X"))),
    ("Simplify the Boolean expression", Kinds(boolean=True)),
    ("two sets A and B", Kinds(sets=frozenset("AB"))),
    ("a matrix and a scalar c", Kinds()),
    ("Let $v$ be the speed in a vector field", Kinds()),
]


@pytest.mark.parametrize(("text", "kinds"), SAID)
def test_words_tell_kinds(text: str, kinds: Kinds) -> None:
    assert replace(kinds_said([text]), sizes=frozenset(), traits=frozenset()) == kinds


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        ("A, B matrix", Kinds(matrices=frozenset("AB"))),
        ("A is a matrix", Kinds(matrices=frozenset("A"))),
        ("A matrix", Kinds(matrices=frozenset("A"))),
        ("$u$, $v$ vectors", Kinds(vectors=frozenset("uv"))),
        ("p, q boolean", Kinds(propositions=frozenset("pq"), boolean=True)),
        ("n positive integer", Kinds()),
    ],
)
def test_assumptions_tell_kinds(entry: str, kinds: Kinds) -> None:
    assert kinds_said((), [entry]) == kinds


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"AB + \bar A C", r"\left(A \land B\right) \lor \left(\neg A \land C\right)"),
        (r"\overline{AB}", r"\neg \left(A \land B\right)"),
        (r"A'B + 1", r"\left(\neg A \land B\right) \lor \top"),
        (r"2^n", r"2^{n}"),
    ],
)
def test_boolean_algebra_is_read_where_it_is_told(formula: str, expected: str) -> None:
    assert latex(read(formula, infer([formula], assumed=["A, B, C boolean"]))) == expected


def test_names_of_one_question_keep_their_kinds() -> None:
    notation = infer([r"\det A = 3", "v = (1, 2)", r"P(C) = 0.5", r"\det B"])
    assert notation.kind_of(A) == "matrix"
    assert notation.kind_of(Name("A", (Name("i"), Name("j")))) is None
    assert notation.kind_of(Name("v")) == "vector"
    assert latex(read("|A|", notation)) == r"\det\left(A\right)"
    assert latex(read(r"P(\bar C)", notation)) == r"P(\overline{C})"
    with pytest.raises(Unreadable):
        read(r"v v", notation)


def test_p_and_e_stay_functions_and_names() -> None:
    assert latex(read("P(x) + 1", infer(["P(x) = x^2"]))) == "P(x) + 1"
    assert latex(read("P V", infer(["P V = n R T"]))) == r"P \cdot V"
    assert latex(read("E^2", infer([r"E = m c^2"]))) == "E^{2}"


# the print reads back, whatever is nested

NOTATION = infer(
    [r"A \cup B", r"P(A \mid B)", r"p \land q", r"\mathbf{u} + \mathbf{v}", r"\det M", r"E[X] + E[Y]", "x"]
)
NUMBERS: st.SearchStrategy[Node] = st.one_of(
    st.integers(0, 9).map(Num),  # type: ignore[arg-type]  # 1 == Fraction(1)
    st.sampled_from([Name("x"), Call("det", (Name("M"),))]),
)
VECTORS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([Name(r"\mathbf{u}"), Name(r"\mathbf{v}")]),
        st.lists(NUMBERS, min_size=2, max_size=3).map(lambda items: Matrix(tuple(items), 1)),
        st.lists(NUMBERS, min_size=2, max_size=3).map(lambda items: Tuple(tuple(items))),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: Call("cross", pair)),
        st.tuples(inner, inner).map(lambda pair: Call("hadamard", pair)),
        st.tuples(st.just(Name("M")), st.sampled_from([Name(r"\mathbf{u}")])).map(Mul),
    ),
    max_leaves=4,
)
SETS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([A, B, Const("empty"), Const("reals")]),
        st.lists(NUMBERS, min_size=1, max_size=3).map(lambda items: Set(tuple(items))),
        st.tuples(NUMBERS, NUMBERS, st.booleans(), st.booleans()).map(lambda ends: Between(*ends)),
        NUMBERS.map(lambda end: Builder(Name("x"), Const("integers"), Relation((Name("x"), end), ("<",)))),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["union", "intersection", "setminus", "symdiff"]), st.tuples(inner, inner)).map(
            lambda call: Call(*call)
        ),
        st.sampled_from([A, B]).map(lambda name: Call("complement", (name,))),
        inner.map(lambda one: Call("powerset", (one,))),
    ),
    max_leaves=5,
)
STATEMENTS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([P, Name("q"), Const("true")]),
        st.tuples(NUMBERS, NUMBERS).map(lambda pair: Relation(pair, (r"\le",))),
        st.tuples(st.just(Name("x")), SETS).map(lambda pair: Relation(pair, (r"\in",))),
        st.tuples(SETS, SETS).map(lambda pair: Relation(pair, (r"\subseteq",))),
        st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: Congruence(three[:2], three[2])),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or", "xor", "implies", "iff"]), st.tuples(inner, inner)).map(
            lambda logic: Logic(*logic)
        ),
        inner.map(lambda one: Logic("not", (one,))),
        st.tuples(st.sampled_from(["forall", "exists"]), inner).map(
            lambda pair: Quantified(pair[0], Name("x"), Const("reals"), pair[1])
        ),
    ),
    max_leaves=5,
)
VALUES: st.SearchStrategy[Node] = st.one_of(
    NUMBERS,
    st.tuples(VECTORS, VECTORS).map(lambda pair: Call("dot", pair)),
    st.tuples(VECTORS, VECTORS).map(lambda pair: Call("inner", pair)),
    VECTORS.map(lambda one: Call("norm", (one,))),
    SETS.map(lambda one: Call("card", (one,))),
    st.tuples(SETS, st.none() | SETS).map(lambda pair: Chance(*pair)),
    STATEMENTS.map(Chance),
    st.tuples(st.sampled_from(["mean", "variance"]), st.just((X,))).map(lambda pair: Moment(*pair)),
    # a case after one that always holds is refused
    st.tuples(NUMBERS, STATEMENTS.filter(lambda told: told != Const("true"))).map(
        lambda case: Cases((case[0], ONE), (case[1], Const("true")))
    ),
)
TREES_OF_ALL_KINDS = st.one_of(
    VECTORS, SETS, STATEMENTS, VALUES, st.tuples(VALUES, VALUES).map(Add), st.tuples(VALUES, VALUES).map(Mul)
)


@given(TREES_OF_ALL_KINDS)
@settings(max_examples=400, deadline=None)
def test_the_print_reads_back(tree: Node) -> None:
    text = latex(tree)
    assert latex(read(text, NOTATION)) == text


@given(st.text(alphabet="\\{}()[]^_&|,:pqxAPEu2=<+ ~", max_size=40))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = read(text, Notation())
    except Unreadable as problem:
        assert problem.reason  # noqa: PT017 - whether it is raised is open
    else:
        assert latex(tree)

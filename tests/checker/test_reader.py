"""Each formula against the tree that a student reads, printed back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.checker.printing import latex
from qbank.checker.reading.notation import Notation, infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import Add, Apply, Call, Const, Deriv, Mul, Name, Num, Pow

ANY = Notation()
QUIZ = Notation(words=frozenset({"net"}), functions=frozenset({"g", "f"}))

READ = [
    # names and indices
    (r"x_i^{(d)}", r"x_i^{(d)}"),
    (r"w_{21}^{(4)}", r"w_{21}^{(4)}"),
    (r"a_1a_1^{(3)}", r"a_1 \cdot a_1^{(3)}"),
    (r"x_1^2", r"x_1^{2}"),
    (r"x^2_1", r"x_1^{2}"),
    (r"x^{(2)}", r"x^{(2)}"),
    (r"-2net_j", r"-2 \cdot net_j"),
    (r"\text{net}_j", "net_j"),
    (r"\Delta w_{ji}", r"\Delta w_{ji}"),
    (r"\mathbf{x} x \hat{x}", r"\mathbf{x} \cdot x \cdot \hat{x}"),
    (r"x_{n+1}", r"x_{n + 1}"),
    (r"x_{i,j}", r"x_{ij}"),
    # products, fractions, powers
    (r"2x(1-x)", r"2 \cdot x \cdot \left(1 - x\right)"),
    (r"x(1-x)", r"x \cdot \left(1 - x\right)"),
    (r"f(x)", r"f(x)"),
    (r"f(x)(1-x)", r"f(x) \cdot \left(1 - x\right)"),
    (r"\frac12 x", r"\frac{1}{2} \cdot x"),
    (r"x/2", r"\frac{x}{2}"),
    (r"(a+b)/c", r"\frac{a + b}{c}"),
    (r"2^{x+1}", r"2^{x + 1}"),
    (r"-x^2", r"-x^{2}"),
    (r"(-x)^2", r"\left(-x\right)^{2}"),
    (r"1 + -x", r"1 - x"),
    (r"2 \cdot -3", r"2 \cdot \left(-3\right)"),
    (r"\sqrt2x", r"\sqrt{2} \cdot x"),
    (r"\sqrt[3]{x}", r"\sqrt[3]{x}"),
    (r"\binom{n}{k}", r"\binom{n}{k}"),
    (r"n!", r"\left(n\right)!"),
    (r"0.50", "0.50"),
    (r"\left|x - 1\right| |y|", r"\left|x - 1\right| \cdot \left|y\right|"),
    (r"\|y - a\|^2", r"\left(\left\|y - a\right\|\right)^{2}"),
    (r"e^{2x}", r"\exp\left(2 \cdot x\right)"),
    (r"\mathrm{e}^x", r"\exp\left(x\right)"),
    # functions
    (r"\sin^2 x", r"\left(\sin\left(x\right)\right)^{2}"),
    (r"\sin^{-1} x", r"\arcsin\left(x\right)"),
    (r"\sin 2x", r"\sin\left(2 \cdot x\right)"),
    (r"\ln xy", r"\ln\left(x \cdot y\right)"),
    (r"\sin x \cos x", r"\sin\left(x\right) \cdot \cos\left(x\right)"),
    (r"\sin x + 1", r"\sin\left(x\right) + 1"),
    (r"\log_2 x", r"\frac{\ln\left(x\right)}{\ln\left(2\right)}"),
    (r"\text{Sigmoid}(x)", r"\operatorname{sigmoid}\left(x\right)"),
    (r"\text{Tanh}'(z)", r"\tanh'\left(z\right)"),
    (r"(\text{Tanh}(z))^2", r"\left(\tanh\left(z\right)\right)^{2}"),
    (r"g'(z_2)", r"g'(z_2)"),
    (r"g''(z)", r"g''(z)"),
    (r"f^{(3)}(x)", r"f'''(x)"),
    (r"f^2(x)", r"\left(f(x)\right)^{2}"),
    (r"\exp(-net_j)", r"\exp\left(-net_j\right)"),
    # sums
    (r"\sum_{i=1}^n w_i x_i + b", r"\sum_{i=1}^{n} w_i \cdot x_i + b"),
    (r"\sum_k \delta_k w_{kj} (1 - o_j^2)", r"\sum_{k} \delta_k \cdot w_{kj} \cdot \left(1 - o_j^{2}\right)"),
    (r"(1 - o^2) \sum_k w_k", r"\left(1 - o^{2}\right) \cdot \left(\sum_{k} w_k\right)"),
    (r"\sum_{i,j} a_{ij}", r"\sum_{i} \sum_{j} a_{ij}"),
    (r"\prod_{k=1}^n x_k", r"\prod_{k=1}^{n} x_k"),
    # derivatives
    (r"\frac{\partial E}{\partial w_i}", r"\frac{\partial E}{\partial w_i}"),
    (r"\frac{\partial E^{(d)}}{\partial w_i}", r"\frac{\partial E^{(d)}}{\partial w_i}"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", r"\frac{\partial^{2} f}{\partial x\partial y}"),
    (r"\frac{d}{dx}(x^2)", r"\frac{d x^{2}}{d x}"),
    (r"\frac{\mathrm{d}y}{\mathrm{d}x}", r"\frac{d y}{d x}"),
    (r"\frac{d^2y}{dx^2}", r"\frac{d^{2} y}{d xd x}"),
    (r"\frac{d}{n}", r"\frac{d}{n}"),
    # relations
    (r"a = b = c", "a = b = c"),
    (r"0 < y \le 1", r"0 < y \le 1"),
    (r"x = y.", "x = y"),
    (r"(a_1, a_2)", "(a_1, a_2)"),
]


@pytest.mark.parametrize(("formula", "expected"), READ, ids=[formula for formula, _ in READ])
def test_reads_as_a_student_does(formula: str, expected: str) -> None:
    assert latex(read(formula, QUIZ)) == expected


REFUSED = [
    (r"1/2x", "product right after a division", "x"),
    (r"a/b/c", "two divisions in a row", "/"),
    (r"\sin(x)^2", "read in two ways", "^"),
    (r"\ln x (x+1)", "read in two ways", "("),
    (r"2 2", "a number after a factor", "2"),
    (r"x^12", "several digits without braces", "12"),
    (r"1.1.1", "two decimal points", None),
    (r"||a| + b|", "nested bars", "|"),
    (r"a_1 + \ldots + a_n", "ellipsis", r"\ldots"),
    (r"a \rightarrow b", "arrow", r"\rightarrow"),
    (r"y'", "no", None),
    (r"x +", "stops too early", None),
    (r"(x", "missing", None),
    (r"x)", "not understood", ")"),
    (r"{x", "missing", None),
    (r"\frac{x}", "missing", None),
    (r"\oint x dx", "not understood", r"\oint"),
    (r"\mystery{x}", "not understood", r"\mystery"),
    (r"\text{with tanh activation.}", "prose", None),
    (r"\text{foo}(x)", "is not known", None),
    (r"9^{9^{9^9}}", "tower", None),
    (r"(x+1)^{50000}", "exponent above", None),
    (r"1000!", "factorial above", None),
    (r"x^2^3", "double superscript", None),
    (r"x_1_2", "double subscript", None),
    (r"\sum x_i", "runs over", None),
    (r"\sum_{i \ne j} x_i", "runs over", None),
    (r"", "nothing to read", None),
    (r"5 % 3", "starts a comment", "%"),
    ("1" * 31, "more than 30 digits", None),
    ("(" * 60 + "x" + ")" * 60, "levels of nesting", None),
    ("x+" * 1500 + "x", "more than 2000 signs", None),
]


@pytest.mark.parametrize(
    ("formula", "reason", "place"), REFUSED, ids=[formula[:20] or "empty" for formula, _, _ in REFUSED]
)
def test_refuses_with_the_place(formula: str, reason: str, place: str | None) -> None:
    with pytest.raises(Unreadable, match=reason) as problem:
        read(formula, QUIZ)
    assert 0 <= problem.value.start <= len(formula)
    if place is not None:
        assert formula[problem.value.start : problem.value.end] == place


def test_an_unknown_name_is_refused_at_its_place() -> None:
    notation = infer([r"y = 2x"])
    with pytest.raises(Unreadable, match="the name q occurs nowhere else") as problem:
        read("2q + x", notation)
    assert (problem.value.start, problem.value.end) == (1, 2)


def test_nothing_cancels_in_a_derivative() -> None:
    assert read(r"\frac{\partial E}{\partial w}", ANY) == Deriv(Name("E"), (Name("w"),))


def test_trees_compare_by_structure() -> None:
    assert read("a_1^{(3)}", ANY) == Name("a", (Num(1),), (Num(3),))  # type: ignore[arg-type]  # 1 == Fraction(1)
    assert read("e", ANY) == Const("e")
    assert read("g(x)", QUIZ) == Apply("g", (Name("x"),))
    assert read("g(x + 1)", ANY) == Mul((Name("g"), Add((Name("x"), Num(1)))))  # type: ignore[arg-type]
    assert read(r"\sin^2 x", ANY) == Pow(Call("sin", (Name("x"),)), Num(2))  # type: ignore[arg-type]


@given(st.text(alphabet=r"\{}()[]^_xyeid2.,+-*/=|&!' " + "αé\n", max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = read(text, ANY)
    except Unreadable as problem:
        assert problem.reason  # noqa: PT017 - whether it is raised is open
    else:
        assert latex(tree)


@pytest.mark.parametrize("formula", [formula for formula, _ in READ])
def test_the_print_reads_back(formula: str) -> None:
    tree = read(formula, QUIZ)
    assert latex(read(latex(tree), QUIZ)) == latex(tree)

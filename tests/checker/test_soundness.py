"""Questions in which a checker is tempted to prove too much, or to refute what is right."""

from __future__ import annotations

import pytest

from tests.checker.questions import aligned, single_choice, verdict

UNDECIDED, PROVED, TESTED, REFUTED = "undecided", "proved", "tested", "refuted"

CASES: list[tuple[str, str, str, list[str], str]] = [
    # what stands in the stem, what is asked, options with the key first, what must come out
    ("e as a name", r"$e = y - wx$, $E = e^2 + w$", r"\frac{\partial E}{\partial w}", ["1 - 2ex", "1"], PROVED),
    ("pi as a name", r"$\pi = \theta^2$, $J = \pi r + \theta$", r"\frac{\partial J}{\partial \theta}",
     [r"2\theta r + 1", "1"], PROVED),
    ("a function of its own", r"$o = f(net)$, $net = wx$", r"\frac{\partial o}{\partial w}", [r"f'(net) x", "f(net) x"],
     PROVED),
    ("a function or a factor", r"$u = x \cdot y(x)$", r"\frac{\partial u}{\partial x}", ["y", "2xy"], UNDECIDED),
    ("an inverse function", "$f(x) = x^3$", "f^{-1}(x)", [r"\sqrt[3]{x}", r"\frac{1}{x^3}"], UNDECIDED),
    ("a bare function name", "$f(x) = x^2$", r"\frac{df}{dx}", ["2x", "x"], PROVED),
    ("a function of its own name", r"$o(z) = \frac{1}{1 + e^{-z}}$", "o'(z)", ["o(1 - o)", "1 - o(z)"], UNDECIDED),
    ("instances of a definition", r"$o_j = \tanh(z_j)$, $E = o_1 + z_1$", r"\frac{\partial E}{\partial z_1}",
     ["2 - o_1^2", "1"], PROVED),
    ("another letter", r"$o_j = z_j^2$", "o_1", ["z_1^2", "z_1"], PROVED),
    ("a row of weights", r"$a_1 = \sum_{i=1}^2 w_{1i} x_i$", "a_1", ["w_{11} x_1 + w_{12} x_2", "w_{11} x_1"], PROVED),
    ("softmax over a network",
     r"$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$, $z_i = \sum_k w_{ik} a_k$, $a_k = \tanh(z_k)$",
     r"\frac{\partial p_i}{\partial z_i}", ["p_i (1 - p_i)", "p_i"], PROVED),
    ("numbers among layers", r"$net_k = \sum_j w_{kj} o_j$, $o_j = \tanh(net_j)$, $E = \sum_k net_k + w_{11}^2$",
     r"\frac{\partial E}{\partial w_{11}}", ["o_1 + 2w_{11}", "2w_{11}"], UNDECIDED),
    ("a second path", r"$u = x^2$, $v = 3x$, $E$ depends on $u$ and $v$, $\frac{\partial E}{\partial u} = a$",
     r"\frac{\partial E}{\partial x}", ["2ax + 3v", "2ax"], UNDECIDED),
    ("mixed numbers", r"$x = 2\frac{1}{2}$", "2x", ["5", "2"], UNDECIDED),
    ("a domain on a defined name", "$z = x - 1$, $z > 0$", "|z|", ["z", "x"], TESTED),
    ("a domain that a definition breaks", "$a = -x^2 - 1$ and $a > 0$", "a", ["-|a|", "x"], UNDECIDED),
    ("polynomial regression", r"$y = \sum_{k=0}^M w_k x^k$", r"\frac{\partial y}{\partial w_j}", ["x^j", "j x^j"],
     PROVED),
    ("two sums of one size", r"$s = \sum_{i=1}^n x_i^2$, $t = \sum_{j=1}^n y_j^2$, $f = st$",
     r"\frac{\partial f}{\partial y_j}", ["2 s y_j", "2 t y_j"], PROVED),
    ("a number in a range", r"$net = \sum_{i=1}^n w_i x_i$", r"\frac{\partial net}{\partial w_3}", ["x_3", "w_3"],
     PROVED),
    ("what is asked is no premise", r"$f = x^2$. Find $\frac{\partial f}{\partial x} = ?$",
     r"\frac{\partial f}{\partial x}", ["2x", "x"], PROVED),
    ("reals and lists", r"$f = x^2$ with $x \in \mathbb{R}$, for $i = 1, \dots, n$", r"\frac{\partial f}{\partial x}",
     ["2x", "x"], PROVED),
    ("an update rule", r"$f = w^2$ and $w \leftarrow w - \eta \frac{\partial f}{\partial w}$",
     r"\frac{\partial f}{\partial w}", ["2w", "w"], PROVED),
    ("swapped indices in a distractor", r"$a_i = \sum_{j=1}^m w_{ij} x_j$, $E = \sum_{i=1}^n (y_i - a_i)^2$",
     r"\frac{\partial E}{\partial w_{ij}}", ["-2(y_i - a_i) x_j", "-2(y_j - a_j) x_i"], PROVED),
    ("a far root", "$f = |x - 10|$", "f", ["|10 - x|", "10 - x"], PROVED),
    ("a missing premise", r"$E = \frac{1}{2}(y - o)^2$, with $w$", r"\frac{\partial E}{\partial w}", ["o - y", "y"],
     UNDECIDED),
    ("a definition by itself", "$x = x^2 - 1$, $y = x$", "y", ["x^2 - 1", "x + 1"], PROVED),
    ("definitions in a circle", "$a = b + 1$, $b = a - 1$, $y = a$", "y", ["b + 1", "b"], PROVED),
    ("a chain rule through an undefined function", "$y = g(u)$, $u = x^2$", r"\frac{\partial y}{\partial x}",
     ["2x g'(u)", "g'(u)"], PROVED),
    ("an index as a value", r"$S = \sum_{k=1}^{3} a_k$, $a_k = k^2$", "S", ["14", "3k^2"], PROVED),
    ("a sequence", "$a_n = 3n + 1$", "a_{10}", ["31", "3n + 1"], PROVED),
    ("an open sum of a sequence", r"$a_n = 1/n$, $s = \sum_{n=1}^N a_n$", "s", [r"\sum_{k=1}^N \frac{1}{k}", "N/n"],
     PROVED),
    ("an argument that is an index", "$f(k) = w_k x^k$", "f(2)", ["w_2 x^2", "w_k x^2"], UNDECIDED),
    ("a power in parentheses", "$f = x + e^{(2x)}$", r"\frac{df}{dx}", ["1 + 2e^{2x}", "1"], PROVED),
    ("an index or a power", "$f = x^{(n+1)}$", "f", ["x^{n+1}", "x"], UNDECIDED),
    ("a value of a function", "$p(a) = 0.3$, $q = p(a) + p(b)$", "q", ["p(a) + p(b)", "0.6"], UNDECIDED),
    ("a bias unit", r"$o_j = \tanh(z_j)$, $o_0 = 1$, $y = \sum_{j=0}^n w_j o_j$", r"\frac{\partial y}{\partial w_0}",
     ["1", r"\tanh(z_0)"], UNDECIDED),
    ("a derivative by a defined name", "$y = 2x$", r"\frac{d}{dy}(x^2)", ["x", "0"], UNDECIDED),
    ("the whole dependence", "$z = x^2 + y$, $y = 2x$", r"\frac{dz}{dy}", ["x + 1", "1"], UNDECIDED),
    ("matrices", r"$M = \mathbf{A}\mathbf{B}$", "M", [r"\mathbf{A}\mathbf{B}", r"\mathbf{B}\mathbf{A}"], PROVED),
    ("a transpose", "$f = w^T x$", r"\frac{\partial f}{\partial w}", ["x", "w x"], UNDECIDED),
    ("square brackets", r"$V = \mathbb{E}[X^2] - \mathbb{E}[X]^2$", "V", ["V + 0", "0"], PROVED),
    ("a derivative at a point", "$f = x^2$", r"\frac{df}{dx}(3)", ["6", "6x"], PROVED),
    ("an undefined word", r"$o = \text{ReLU}(z)$", "o", [r"\frac{z + |z|}{2}", "z"], PROVED),
    ("a relation that is no premise", r"$y \equiv 2x$, $z = y + x$", "z", ["3x", "x"], UNDECIDED),
    ("a premise in a box", r"$\boxed{y = 2x}$, $z = y + x$", "z", ["3x", "x"], PROVED),
    ("a premise with a word", r"$\text{where } y = 2x$, $z = y + x$", "z", ["3x", "x"], PROVED),
    ("a mixed chain", r"$0 < y = 2x$, $z = y + x$", "z", ["3x", "x"], PROVED),
    ("dependent equations", "$u + v = 2x$, $u + v = 3y$", "x", ["3y/2", "y"], PROVED),
    ("units", r"$v = 5\,\text{m}$", "v", [r"500\,\text{cm}", r"5\,\text{cm}"], PROVED),
    ("the imaginary unit", "$z = 2 + 3i$", "z^2", ["-5 + 12i", "4 + 9i^2"], PROVED),
    ("an exponent of ten", r"$\eta = 1e-3$", r"\eta", ["0.001", "e - 3"], UNDECIDED),
    ("a recursive function", "$f(n) = f(n-1) + 2$", "f(3)", ["f(2) + 2", "f(2)"], UNDECIDED),
    ("functions in a circle", "$f(x) = g(x) + x$, $g(x) = f(x) - x$, $y = f(x)$", "y", ["f(x)", "x"], PROVED),
    ("a size that a sum defines", r"$\sum_{i=1}^n z_i = n$, $y = n$", "y", ["n", "n + 1"], UNDECIDED),
    ("a letter with two parts", r"$E = \sqrt{k^2} \sum_k x_k$", r"\frac{\partial E}{\partial x_j}", ["|k|", "k"],
     UNDECIDED),
]  # fmt: skip


each_case = pytest.mark.parametrize(
    ("stem", "asked", "options", "level"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)


@each_case
def test_the_right_key(stem: str, asked: str, options: list[str], level: str) -> None:
    found = verdict(single_choice(f"Let {stem}.", [f"${option}$" for option in options], 1, find=f"${asked}$"))
    assert found["evidence"] == level, found["diagnostics"]


@each_case
def test_a_wrong_key_is_never_proved(stem: str, asked: str, options: list[str], level: str) -> None:
    found = verdict(single_choice(f"Let {stem}.", [f"${option}$" for option in options], 2, find=f"${asked}$"))
    assert found["evidence"] in ({REFUTED} if level in (PROVED, TESTED) else {UNDECIDED, REFUTED}), found["diagnostics"]


def test_premises_of_the_check_block_that_cannot_be_read_refute_nothing() -> None:
    question = single_choice("Given.", ["$2xy$", "$x$"], 1, given=["$E = xu$", r"$u = \int 2 dy$"], find="$E$")
    assert verdict(question)["evidence"] == UNDECIDED
    question = single_choice(r"Let $f = \sqrt{x^2}$.", ["$x$", "$-x$"], 1, find="$f$", assume=[r"$x \in Q$"])
    assert verdict(question)["evidence"] == UNDECIDED


@pytest.mark.parametrize(
    ("explanation", "solution"),
    [
        ("$$x^2 + 17$$", "unread"),
        (aligned("& 3x", "&= 2x + x"), "partly"),
        (aligned("&= 2x", "& < 2x"), "refuted"),
        (aligned("&= 2x"), "verified"),
    ],
)
def test_a_solution_is_not_verified_for_saying_something_else(explanation: str, solution: str) -> None:
    found = verdict(single_choice("Let $E = x^2$.", ["$2x$", "$x$"], 1, explanation, find=r"$\frac{dE}{dx}$"))
    assert found["solution"] == solution


WHOLE = ["$n$ positive integer"]


@pytest.mark.parametrize(
    ("given", "asked", "options", "assume"),
    [
        (r"$a_n = \frac{3n}{n+1}$", r"\lim_{n\to\infty} a_n a_{n+1}", ["$9$", "$0$"], []),
        (r"$S_n = \sum_{k=1}^n k$", "S_n", [r"$\frac{n(n+1)}{2}$", "$n^2$"], WHOLE),
        (r"$S_n = \sum_{k=1}^n k$", "S_{n+1} - S_n", ["$n + 1$", "$n$"], WHOLE),
    ],
)
def test_terms_of_a_sequence_are_what_its_formula_says(
    given: str, asked: str, options: list[str], assume: list[str]
) -> None:
    for key, level in ((1, PROVED), (2, REFUTED)):
        question = single_choice("Compute.", options, key, given=[given], find=f"${asked}$", assume=assume)
        assert verdict(question)["evidence"] == level


@pytest.mark.parametrize(
    ("stem", "asked", "options", "level"),
    [
        ("$a_{n+1}=a_n^2$, $a_0=2$", "a_3", ["256", "16"], PROVED),
        ("$F_n=F_{n-1}+F_{n-2}$, $F_0=0$, $F_1=1$", "F_6", ["8", "5"], PROVED),
        ("$y_{k+1}=y_k+hy_k$, $y_0=1$", "y_2", ["(1+h)^2", "1+2h"], PROVED),
        (r"$w_{t+1}=w_t-\eta L'(w_t)$, $L(w)=w^2$, $w_0=1$", "w_1", [r"1-2\eta", r"1-\eta"], PROVED),
        (r"$v_t=\beta v_{t-1}+(1-\beta)g_t$, $v_0=0$", "v_2", [r"(1-\beta)(\beta g_1+g_2)", r"(1-\beta)g_2"], PROVED),
        ("$x_{n+1}=x_n+y_n$, $y_{n+1}=x_n$, $x_0=1$, $y_0=0$", "x_3", ["3", "2"], PROVED),
        ("$a_{n+1}=a_n^2$", "a_3", ["256", "a_2^2"], UNDECIDED),
        ("$a_{n+1}=a_n+1$, $a_0=1$", "a_{40}", ["41", "40"], UNDECIDED),
        ("$a_{n+1}=a_n+1$, $a_0=1$, $n=5$", "a_3", ["4", "3"], UNDECIDED),
    ],
)
def test_a_recurrence_is_written_out_or_nothing_is_refuted(
    stem: str, asked: str, options: list[str], level: str
) -> None:
    for key in (1, 2):
        question = single_choice(
            "Compute.", [f"${one}$" for one in options], key, given=stem.split(", "), find=f"${asked}$"
        )
        assert verdict(question)["evidence"] == (REFUTED if (level, key) == (PROVED, 2) else level)


@pytest.mark.parametrize(
    ("stem", "given", "asked", "options"),
    [
        ("Let $z=xy$ where $y=x^2$, with $y$ held constant.", ["z=xy", "y=x^2"], r"\frac{\partial z}{\partial x}",
         ["y", "3x^2"]),
        ("Compute.", ["f(x,y)=x^2y", "y=3x"], r"\frac{\partial f}{\partial x}", ["2xy", "9x^2"]),
        ("Compute.", ["x=t^2"], r"\int t\,dx", [r"\frac{2t^3}{3}+C", "tx+C"]),
        ("The parameter is the mean.", [r"X\sim\mathrm{Exp}(2)"], "E[X]", ["2", r"\frac12"]),
        (r"Let $X$ have the standard deviation $\sigma$.", [r"X\sim\mathcal N(0,\sigma)"], "Var(X)",
         [r"\sigma^2", r"\sigma"]),
        ("Let $X$ be discrete and uniform.", [r"X\sim U(0,2)"], "P(X=1)", [r"\frac13", "0"]),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_not_decided(
    stem: str, given: list[str], asked: str, options: list[str]
) -> None:
    for key in (1, 2):
        question = single_choice(
            stem, [f"${one}$" for one in options], key, given=[f"${one}$" for one in given], find=f"${asked}$"
        )
        assert verdict(question)["evidence"] == UNDECIDED


@pytest.mark.parametrize(
    ("stem", "asked", "options"),
    [
        ("Simplify, where $x$ lies left of zero.", r"\arctan x+\arctan\frac1x",
         [r"$-\frac{\pi}{2}$", r"$\frac{\pi}{2}$"]),
        ("Compute, if $x$ is the smaller number.", r"\max(x,y)", ["$y$", "$x$"]),
        ("Solve on the integers.", "x^2<4", [r"$\{-1,0,1\}$", r"$(-2,2)$"]),
        ("Compute.", "(-1)^{2n+1}", ["$-1$", "$1$"]),
        ("Compute.", r"\ln(x^2)", [r"$2\ln|x|$", r"$2\ln x$"]),
        ("Compute.", r"\frac xx", [r"$1$ for $x\ne0$, undefined for $x=0$", "$1$"]),
    ],
)  # fmt: skip
def test_a_right_key_is_not_refuted_outside_the_domain_meant(stem: str, asked: str, options: list[str]) -> None:
    assert verdict(single_choice(stem, options, 1, find=f"${asked}$"))["evidence"] == UNDECIDED


def test_a_matrix_said_to_be_symmetric_beside_its_name_is() -> None:
    question = single_choice(
        "Let $E=x^TAx$ with symmetric $A$.",
        ["$2Ax$", "$Ax$"],
        1,
        find=r"$\nabla_xE$",
        assume=["$A$ matrix", "$x$ vector"],
    )
    assert verdict(question)["evidence"] == PROVED


def test_a_limit_that_falls_to_zero_has_a_numeric_value() -> None:
    for key, level in ((1, PROVED), (2, REFUTED)):
        question = single_choice("Compute.", ["$0$", "$1$"], key, find=r"$\lim_{x\to 0^+} x \ln x$")
        assert verdict(question)["evidence"] == level


def test_a_limit_of_cases_takes_the_branch_around_the_target() -> None:
    limit = r"$\lim_{x\to1}\begin{cases}x^2&x\ne1\\5&x=1\end{cases}$"
    assert verdict(single_choice("Compute.", ["$1$", "$5$"], 1, find=limit))["evidence"] == PROVED
    assert verdict(single_choice("Compute.", ["$1$", "$5$"], 2, find=limit))["evidence"] == REFUTED


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (["$V = s^2 h$", "$V = 32$", "$A = s^2 + 4sh$"], r"A_{\min}"),
        ([r"$c_n = \frac{1}{n!}$"], "R"),
        ([], "2k"),
        (["$u = 2w$"], "u"),
    ],
)
def test_nothing_follows_of_a_quantity_that_nothing_binds(given: list[str], asked: str) -> None:
    for key in (1, 2):
        question = single_choice("What is it?", ["$48$", "$16$"], key, given=given, find=f"${asked}$")
        assert verdict(question)["evidence"] == UNDECIDED


def test_an_option_with_the_quantity_itself_is_still_refuted() -> None:
    question = single_choice("What is it?", ["$4w$", "$3w$"], 1, given=["$u = 2w$"], find="$u$")
    assert verdict(question)["evidence"] == REFUTED

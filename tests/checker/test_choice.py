"""The rules of evidence, one by one, on small questions."""

from __future__ import annotations

import pytest

from tests.checker.questions import aligned, single_choice, verdict

STEM = r"Let $y = 3x^2$ and $x = 2t$. What is $\frac{\partial y}{\partial t}$?"
FIND = r"$\frac{\partial y}{\partial t}$"
OPTIONS = ["$24t$", "$12t$", "$3x$", "$12x + t$"]


def test_the_answer_is_derived_from_the_stem() -> None:
    found = verdict(single_choice(STEM, OPTIONS, find=FIND))
    assert found["evidence"] == "proved"
    assert found["answer"] == "24t"
    assert [option["verdict"] for option in found["options"]] == ["equal", "different", "different", "different"]
    assert found["codes"] == []


def test_names_of_the_options_are_expanded_too() -> None:
    found = verdict(single_choice(STEM, ["$12x$", "$6x$"], find=FIND))
    assert found["evidence"] == "proved"


def test_a_wrong_key_is_refuted_and_the_right_option_named() -> None:
    found = verdict(single_choice(STEM, OPTIONS, 2, find=FIND))
    assert found["evidence"] == "refuted"
    (diagnostic,) = found["diagnostics"]
    assert diagnostic["code"] == "QB301"
    assert diagnostic["path"] == ["options", 1, "text"]
    assert "option 1" in diagnostic["hint"]


def test_a_second_right_option_is_refuted() -> None:
    found = verdict(single_choice(STEM, ["$24t$", "$12x$", "$x$"], find=FIND))
    assert found["evidence"] == "refuted"
    assert found["equivalent"] == [[1, 2]]
    assert set(found["codes"]) == {"QB302", "QB303"}


def test_two_equal_distractors_are_refuted() -> None:
    found = verdict(single_choice(STEM, ["$24t$", "$(t + 1)^2$", "$t^2 + 2t + 1$"], find=FIND))
    assert found["evidence"] == "refuted"
    assert found["equivalent"] == [[2, 3]]


def test_no_option_is_right() -> None:
    found = verdict(single_choice(STEM, ["$12t$", "$5x$"], find=FIND))
    assert found["evidence"] == "refuted"
    assert found["diagnostics"][0]["hint"] == "no option is right"


def test_given_replaces_the_stem_and_an_untold_given_counts_as_assumed() -> None:
    found = verdict(single_choice("Chain rule.", OPTIONS, given=["$y = 3x^2$", "$x = 2t$"], find=FIND))
    assert found["evidence"] == "proved"
    assert found["assumed"] == ["y = 3x^2", "x = 2t"]
    assert found["codes"] == ["QB320"]


def test_a_given_that_stands_in_a_chain_of_the_stem_is_told() -> None:
    stem = r"Let $y = f(x) = 3x^2$ with $x = 2t$."
    found = verdict(single_choice(stem, OPTIONS, given=["$y = 3x^2$", "x = 2t"], find=FIND))
    assert (found["evidence"], found["assumed"]) == ("proved", [])


def test_a_missing_premise_makes_it_undecided() -> None:
    found = verdict(single_choice(r"Let $y = 3x^2$, and $t$.", ["$24t$", "$12t$"], find=FIND))
    assert found["evidence"] == "undecided"
    assert found["codes"] == ["QB308"]
    assert "nothing given connects y with t" in found["diagnostics"][0]["message"]


def test_a_waiver_accepts_undecided_but_never_refuted() -> None:
    stem = r"Let $y = 3x^2$, and $t$."
    waived = verdict(single_choice(stem, ["$24t$", "$12t$"], find=FIND, waive="shown in class"))
    assert (waived["evidence"], waived["codes"]) == ("undecided", ["QB325"])
    refuted = verdict(single_choice(STEM, OPTIONS, 2, find=FIND, waive="shown in class"))
    assert refuted["evidence"] == "refuted"


def test_contradicting_premises_are_an_error() -> None:
    stem = "Let $a = 1$, $a = 2$ and $y = a x$."
    premises = ["$a = 1$", "$a = 2$", "$y = a x$"]
    found = verdict(single_choice(stem, ["$x$", "$2x$"], given=premises, find="$y$"))
    assert found["evidence"] == "refuted"
    assert "QB305" in found["codes"]


def test_a_stem_that_speaks_of_two_cases_refutes_nothing() -> None:
    found = verdict(single_choice("Dogs have $y = 1$, cats $y = 0$.", ["$1$", "$0$"], find="$y$"))
    assert found["evidence"] == "undecided"


def test_a_rounded_number_is_not_refuted() -> None:
    stem = r"Let $K = 1000 \cdot 1.05^{10}$."
    found = verdict(single_choice(stem, ["$1628.89$", "$1500.00$"], find="$K$"))
    assert (found["evidence"], found["relation"]) == ("proved", "approximate")
    question = single_choice(stem, ["$1628.89$", "$1500.00$"], find="$K$", relation="equal")
    found = verdict(question)
    assert found["evidence"] == "undecided"
    assert [option["verdict"] for option in found["options"]] == ["undecided", "different"]


def test_pictures_are_told_apart() -> None:
    found = verdict(single_choice("Which one?", ["![a](a.png)", "![a](b.png)"]))
    assert found["equivalent"] == []


def test_a_premise_that_is_the_answer_is_an_error() -> None:
    found = verdict(single_choice("Find $y$ for $x$.", ["$2x$", "$x$"], assumed=["$y = 2x$"], find="$y$"))
    assert found["evidence"] == "refuted"
    assert "QB306" in found["codes"]


def test_one_may_stand_for_a_matrix() -> None:
    find = r"$\begin{pmatrix} a & 0 \\ b & 1 \end{pmatrix} \begin{pmatrix} s \\ t \end{pmatrix}$"
    found = verdict(
        single_choice(f"What is {find}?", [r"$\begin{pmatrix} as \\ bs + t \end{pmatrix}$", "$2 - 1$"], find=find)
    )
    assert found["evidence"] == "undecided"


def test_a_premise_that_is_an_integral_for_the_answer_is_a_step() -> None:
    stem, assumed = "Find the area $A$ under the curve.", [r"$A = \int_0^2 3x^2\,dx$"]
    found = verdict(single_choice(stem, ["$8$", "$4$"], assumed=assumed, find="$A$"))
    assert found["evidence"] == "proved"
    found = verdict(single_choice(stem, [r"$\int_0^2 3x^2\,dx$", "$4$"], assumed=assumed, find="$A$"))
    assert "QB306" in found["codes"]


def test_an_equation_that_binds_takes_away_the_right_to_refute() -> None:
    found = verdict(single_choice("Let $x^2 = 4x$ and $y = x^2$.", ["$4x$", "$x$"], find="$y$"))
    assert found["evidence"] == "undecided"


def test_an_unread_equation_of_the_stem_takes_away_the_right_to_refute() -> None:
    stem = r"Let $y = 3x$ and $x \star u = 4$."
    found = verdict(single_choice(stem, ["$3x$", "$x$"], find="$y$"))
    assert found["evidence"] == "undecided"


def test_a_stray_name_in_an_option_is_refused() -> None:
    found = verdict(single_choice(STEM, ["$24q$", "$12t$"], find=FIND))
    assert found["evidence"] == "undecided"
    assert "q occurs nowhere else" in found["diagnostics"][0]["message"]


def test_no_key_names_the_option_that_follows() -> None:
    found = verdict(single_choice(STEM, OPTIONS, None, find=FIND))
    (diagnostic,) = found["diagnostics"]
    assert (diagnostic["code"], diagnostic["severity"]) == ("QB300", None)
    assert "answer: 1" in diagnostic["hint"]
    draft = verdict(single_choice(STEM, OPTIONS, None, find=FIND) | {"status": "draft"})
    assert draft["diagnostics"][0]["severity"] == "warning"


def test_a_check_block_that_cannot_be_read_is_placed() -> None:
    found = verdict(single_choice(STEM, OPTIONS, given=["$y = 3x^2 +$"], find=FIND))
    placed = next(one for one in found["diagnostics"] if one["code"] == "QB310")
    assert placed["path"] == ["check", "given", 0]
    assert found["evidence"] == "undecided"


def test_domains_make_the_difference() -> None:
    question = single_choice(r"Let $y = \sqrt{x^2}$.", ["$x$", "$-x$"], find="$y$")
    assert verdict(question)["evidence"] == "refuted"
    question["check"]["assume"] = ["$x$ positive"]
    assert verdict(question)["evidence"] == "proved"
    question["check"]["assume"] = ["$0 < x$"]
    assert verdict(question)["evidence"] == "proved"


def test_the_relation_that_is_wanted_decides() -> None:
    stem = "Let $y = 3t^2$."
    question = single_choice(stem, ["$3t^2 + 5$", "$3t$"], find="$y$")
    assert verdict(question)["evidence"] == "refuted"
    question["check"]["relation"] = "up-to-constant"
    found = verdict(question)
    assert (found["evidence"], found["relation"]) == ("proved", "up-to-constant")


def test_declared_indices_have_ranges() -> None:
    stem = r"Let $s = \sum_i w_i x_i$."
    question = single_choice(stem, ["$x_k$", "$w_k$"], find=r"$\frac{\partial s}{\partial w_k}$")
    question["check"]["indices"] = ["i = 1..n", "$k = 1..n$"]
    assert verdict(question)["evidence"] == "proved"
    question["check"]["indices"] = ["two words"]
    assert "QB310" in verdict(question)["codes"]


def test_a_domain_for_an_unknown_name_is_a_warning() -> None:
    question = single_choice(STEM, OPTIONS, find=FIND, assume=["$q > 0$"])
    question["stem"] += " (with $q$)"
    assert verdict(question)["codes"] == []
    question["check"]["assume"] = ["$r > 0$"]
    assert "QB310" in verdict(question)["codes"] or "QB324" in verdict(question)["codes"]


def test_a_solution_that_ends_at_a_distractor_is_a_warning_beside_a_proof() -> None:
    found = verdict(single_choice(STEM, OPTIONS, 1, r"Note $x + 10t = 12t$.", find=FIND))
    assert found["evidence"] == "proved"
    assert found["codes"] == ["QB323"]


# without anything asked

SOLVED = aligned(r"\frac{d}{dx}(x^2 e^x) &= 2x e^x + x^2 e^x", r"&= x (x + 2) e^x")


def test_a_solution_that_ends_at_the_key_is_consistent() -> None:
    found = verdict(single_choice("Differentiate.", ["$x(x + 2)e^x$", "$2x e^x$"], 1, SOLVED))
    assert (found["evidence"], found["solution"]) == ("consistent", "verified")


def test_a_solution_that_ends_at_a_distractor_is_a_warning() -> None:
    found = verdict(single_choice("Differentiate.", ["$x(x + 2)e^x$", "$2x e^x$"], 2, SOLVED))
    assert found["evidence"] == "asserted"
    assert "QB323" in found["codes"]


def test_a_wrong_line_refutes_the_question() -> None:
    wrong = SOLVED.replace("+ x^2 e^x", "- x^2 e^x")
    found = verdict(single_choice("Differentiate.", ["$x(x + 2)e^x$", "$2x e^x$"], 1, wrong))
    assert found["evidence"] == "refuted"


def test_equal_options_are_found_by_meaning() -> None:
    found = verdict(single_choice("Which one?", ["$(x + 1)^2$", "$x^2 + 2x + 1$", "$x$"]))
    assert (found["evidence"], found["equivalent"]) == ("refuted", [[1, 2]])


def test_options_in_words_are_compared_by_their_words() -> None:
    found = verdict(single_choice("Which one?", ["Yes.", "*Yes.*", "No."]))
    assert found["equivalent"] == [[1, 2]]
    assert verdict(single_choice("Which one?", ["Yes.", "No."]))["evidence"] == "asserted"


@pytest.mark.parametrize("level", ["asserted"])
def test_prose_is_the_authors_word(level: str) -> None:
    found = verdict(single_choice("Who?", ["Gauss", "Euler"]))
    assert (found["evidence"], found["solution"], found["codes"]) == (level, "none", ["QB330"])


def test_which_antiderivative_is_wanted_may_be_told_in_words() -> None:
    find = r"\int 2x\,dx"
    passing = single_choice("Which antiderivative of $2x$ passes through $(0, 3)$?", ["$x^2 + 3$", "$x^2$"], find=find)
    assert verdict(passing)["evidence"] == "undecided"
    free = single_choice("Find an antiderivative of $2x$.", ["$x^2 + 3$", "$3 + x^2$", "$x$"], find=find)
    assert verdict(free)["evidence"] == "refuted"
    alone = single_choice("Find an antiderivative of $2x$.", ["$x^2 + 3$", "$2x^2$"], find=find)
    assert verdict(alone)["evidence"] == "proved"


@pytest.mark.parametrize(
    "quoting", ["Wrong:\n$$f'(x) = x^2$$\nRight:\n", "Is it $f'(x) = x^2$? No, it is\n", "✗ $f'(x) = x^2$ ✓ "]
)
def test_a_distractor_may_be_quoted_to_reject_it(quoting: str) -> None:
    options = ["$3x^2$", "$x^2$", "$3x^3$"]
    found = verdict(single_choice("Differentiate $f(x) = x^3$.", options, 1, f"{quoting}$$f'(x) = 3x^2$$"))
    assert (found["evidence"], found["solution"]) == ("proved", "partly")
    slip = verdict(single_choice("Differentiate $f(x) = x^3$.", options, 1, "By the power rule $f'(x) = x^2$."))
    assert slip["evidence"] == "refuted"


UNTOLD = [
    ("Solve $AX = B$ for $X$.", ["$BA^{-1}$", "$AB$"]),
    ("Solve the linear system $Ax = b$ for $x$.", ["$bA^{-1}$", "$Ab$"]),
    ("What is the inverse of the matrix $AB$?", ["$A^{-1}B^{-1}$", "$AB^{-1}$"]),
    ("Expand $(A + B)^2$.", ["$A^2 + 2AB + B^2$", "$A^2 + B^2$"]),
    ("Solve $|z| = 1$ for $z$.", [r"$\pm 1$", "$1$"]),
    ("What are the roots of $s^3 + s$?", ["$0$", "$1$"]),
    ("What are the solutions of $x^2 - 5x + 6 = 0$?", ["$x = 2$", "$x = 5$"]),
    ("What are the eigenvalues of $\\begin{pmatrix}2&1\\\\1&2\\end{pmatrix}$?", ["$3$", "$2$"]),
    ("What is the gradient of $f(x, y) = x^2 + y^2$ in polar coordinates?", ["$(2x, 2y)$", "$(2r, 0)$"]),
]


@pytest.mark.parametrize(("stem", "options"), UNTOLD, ids=[stem for stem, _ in UNTOLD])
def test_what_letters_stand_for_and_how_many_are_asked_for_is_not_guessed(stem: str, options: list[str]) -> None:
    assert verdict(single_choice(stem, options))["evidence"] in {"asserted", "undecided"}


def test_products_in_another_order_are_no_equal_options() -> None:
    found = verdict(single_choice("What is the inverse of $AB$?", ["$B^{-1}A^{-1}$", "$A^{-1}B^{-1}$"]))
    assert found["evidence"] != "refuted"


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("Solve $U = RI$ for $I$.", [r"$\frac UR$", "$UR$"]),
        ("Solve $PV = nRT$ for $T$.", [r"$\frac{PV}{nR}$", "$PVnR$"]),
        ("Which number is a solution of $x^2 - 5x + 6 = 0$?", ["$2$", "$5$"]),
        ("Solve $z^2 - 5z + 6 = 0$.", ["$z = 2$ or $z = 3$", "$z = 5$"]),
    ],
)
def test_but_quantities_and_single_solutions_are(stem: str, options: list[str]) -> None:
    assert verdict(single_choice(stem, options))["evidence"] == "proved"

"""Lines of worked solutions: claims, continuations, blame, prose."""

from __future__ import annotations

from tests.checker.questions import aligned, single_choice, verdict

STEM = r"Let $y = x^3$ with $x = 2t$. Find $\frac{\partial y}{\partial t}$."
FIND = r"$\frac{\partial y}{\partial t}$"
OPTIONS = ["$24t^2$", "$12t^2$"]


def steps(explanation: str) -> list[str]:
    found = verdict(single_choice(STEM, OPTIONS, 1, explanation, find=FIND))
    return [step["verdict"] for step in found["steps"]]


def test_a_leading_sign_continues_from_what_is_asked() -> None:
    assert steps(aligned("&= 3x^2 \\cdot 2", "&= 24t^2")) == ["holds", "holds"]
    assert steps(aligned("&= 3x^2", "&= 24t^2")) == ["fails", "holds"]


def test_a_new_left_side_starts_a_new_claim() -> None:
    assert (
        steps(aligned(r"\frac{\partial y}{\partial x} &= 3x^2", r"\frac{\partial x}{\partial t} &= 2")) == ["holds"] * 2
    )


def test_the_odd_row_out_is_blamed() -> None:
    assert steps(aligned("&= 6x^2", "&= 7x^2", "&= 24t^2")) == ["holds", "fails", "holds"]


def test_a_wrong_end_is_blamed_once() -> None:
    assert steps(aligned("&= 6x^2", "&= 7x^2", r"&= 28t^2")) == ["holds", "fails", "holds"]


def test_a_wrong_bare_start_is_blamed() -> None:
    assert steps(aligned(r"& \frac{\partial y}{\partial x}", "&= 6x^2", "&= 24t^2")) == ["fails", "holds", "holds"]


def test_comparison_resumes_after_prose() -> None:
    rows = ["&= 6x^2", r"& \text{by the chain rule}", "&= 24t^2"]
    assert steps(aligned(*rows)) == ["holds", "unread", "holds"]
    assert steps(aligned(*rows[:2], "&= 25t^2")) == ["holds", "unread", "fails"]


def test_claims_parted_by_space_and_comma() -> None:
    assert steps(r"$$x = 2t \quad \frac{\partial x}{\partial t} = 2$$") == ["holds", "holds"]
    assert steps(r"Here $x = 2t, y = 8t^3$.") == ["holds", "holds"]
    assert steps(r"Here $x = 2t, y = 9t^3$.") == ["holds", "fails"]


def test_chains_in_prose_are_claims_and_bare_formulas_are_not() -> None:
    assert steps(r"With $x$ we get $3x^2 \cdot 2 = 6x^2 = 24t^2$.") == ["holds"]
    assert steps(r"With $x$ we get $3x^2 \cdot 2 = 5x^2 = 24t^2$.") == ["fails"]


def test_a_new_name_alone_on_the_left_is_a_definition() -> None:
    assert steps(r"Let $u = 3x^2$. Then $u \cdot 2 = 24t^2$.") == ["holds", "holds"]
    assert steps(r"Let $u = 3x^2$. Then $u = 24t^2$.") == ["holds", "fails"]
    assert steps(r"Let $x_1 = 3x^2$ and $x_2 = 2$. Then $x_1 x_2 = 24t^2$.") == ["holds"] * 3
    assert steps(aligned(r"u &= \frac{\partial y}{\partial x} = 2x^2", "&= 12t^2")) == ["fails", "holds"]


def test_digits_after_approx() -> None:
    assert steps(r"$\sqrt{2} \approx 1.414$") == ["holds"]
    assert steps(r"$\sqrt{2} \approx 1.415$") == ["fails"]


def test_conditions_in_prose_are_no_claims() -> None:
    assert steps(r"It vanishes at $t = 0$.") == ["holds"]
    assert steps(r"It is small at $t = 0$.") == ["undecided"]
    assert steps(r"If $x^2 = 4x$, then $24t^2 = 24t^2$.") == ["holds", "holds"]
    assert steps(r"We get $x^2 = 4x$.") == ["fails"]


def test_an_inequality_is_not_decided() -> None:
    assert steps(r"$x^2 \ge 0$") == ["undecided"]


def test_a_full_stop_is_punctuation() -> None:
    assert steps(aligned("&= 24t^2.")) == ["holds"]


def test_a_claim_whose_start_is_unread_is_not_compared_with_another() -> None:
    first = r"$$\frac{\partial x}{\partial t} = 2$$"
    rows = [r"\frac{\partial y}{\partial t} &= \oint 24t \, dt \cdot 2", "&= 24t^2"]
    assert steps(first + "\n\n" + aligned(*rows)) == ["holds", "unread", "holds"]
    assert steps(first + "\n\n" + aligned(rows[0], "&= 25t^2")) == ["holds", "unread", "fails"]
    lost = [r"\oint t &= \oint 24t", "&= 24t^2"]
    assert steps(first + "\n\n" + aligned(*lost)) == ["holds", "unread", "undecided"]


def test_what_nothing_is_given_of_is_undecided() -> None:
    assert steps(aligned("&= 24t^2", "&= 24t^2 + q")) == ["holds", "unread"]

"""Premises sorted: definitions, functions, equations left over, ranges of letters, what is differentiated."""

from __future__ import annotations

from qbank.checker.gathering import gather
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.syntax import Name, Num


def premises(*formulas: str, used: tuple[str, ...] = ()) -> Premises:
    notation = infer([*formulas, *used])
    return gather([read(formula, notation) for formula in formulas], [read(formula, notation) for formula in used])


def bodies(found: Premises, formula: str) -> list[str]:
    name = read(formula, infer([formula]))
    assert isinstance(name, Name)
    return [latex(body) for body in found.bodies(name)]


def test_a_chain_defines_its_name_in_every_way() -> None:
    assert bodies(premises("o = a + 1 = b"), "o") == ["a + 1", "b"]


def test_the_name_may_stand_on_the_right() -> None:
    assert bodies(premises("a + 1 = o"), "o") == ["a + 1"]


def test_a_function_has_parameters() -> None:
    found = premises("f(x, y) = x y")
    assert found.functions["f"][0] == (Name("x"), Name("y"))


def test_an_equation_without_a_name_is_left_over() -> None:
    found = premises("x^2 = 4x", "x = x^2 - 1")
    assert len(found.constraints) == 2
    assert not found.definitions


def test_definitions_hold_for_every_index() -> None:
    found = premises("o_j = z_j^2", "o_1 + o_k = 3")
    assert bodies(found, "o_1") == ["z_1^{2}"]
    assert bodies(found, "o_k") == ["z_k^{2}"]


def test_a_label_is_no_index() -> None:
    found = premises("E_x = x^2", "E_y = 3")
    assert bodies(found, "E_y") == ["3"]


def test_letters_that_share_a_slot_share_a_range() -> None:
    letters = premises(r"s = \sum_{i=1}^n x_i", used=("x_j",)).letters
    assert letters.sort(Name("i")) == letters.sort(Name("j")) is not None
    assert not letters.separate


def test_layers_are_told_apart_where_definitions_would_go_round() -> None:
    found = premises(r"n_k = \sum_j w_{kj} o_j", "o_j = \\tanh(n_j)")
    assert found.letters.separate
    assert found.letters.sort(Name("j")) != found.letters.sort(Name("k"))
    assert len(found.definitions) == 2


def test_letters_of_one_formula_stay_together() -> None:
    found = premises(r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}", r"z_i = \sum_k w_{ik} a_k", r"a_k = \tanh(z_k)")
    letters = found.letters
    assert letters.sort(Name("i")) == letters.sort(Name("j")) != letters.sort(Name("k"))


def test_numbered_layers_are_no_circle() -> None:
    found = premises("a_1 = x", "a_2 = a_1^2", "a_3 = a_2 + a_1")
    assert len(found.definitions) == 3
    assert not found.constraints


def test_a_circle_is_broken() -> None:
    found = premises("a = b + 1", "b = a - 1")
    assert len(found.definitions) == 1
    assert len(found.constraints) == 1


def test_what_an_abstract_quantity_depends_on() -> None:
    found = premises("z = w x", r"d = \frac{\partial E}{\partial z}", used=(r"\frac{\partial E}{\partial w}",))
    assert [top for top, _ in found.tops(Name("E"))] == [Name("z")]


def test_sizes_and_numbers() -> None:
    letters = premises(r"s = \sum_{i=1}^n x_i + x_4").letters
    assert letters.limits == (Name("n"),)
    assert letters.largest == 4
    assert letters.bounds["i"] == (Num(1), Name("n"))  # type: ignore[arg-type]  # 1 == Fraction(1)

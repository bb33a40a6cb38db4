"""Values in formulas: as a person would write them, and never with another meaning than the plain values have."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbank.checker import compare
from qbank.checker.syntax import Name
from qbank.fields import Field
from qbank.variants.exact import Value
from qbank.variants.expressions import notation_of, read
from qbank.variants.printing import latex
from qbank.variants.template import PlaceholderError, Template, ValueMissingError, compiled

NAMES = ("a", "b", "n")
NOTATION = notation_of(NAMES, NAMES)


def known(*values: str | int | Fraction) -> dict[Name, Value | str]:
    names = (read(name, NOTATION) for name in NAMES)
    return {name: Fraction(value) for name, value in zip(names, values, strict=False) if isinstance(name, Name)}


def template(text: str, field: Field = Field.TEXT) -> Template:
    return compiled(text, field, NOTATION, frozenset())


def written(text: str, *values: str | int, field: Field = Field.TEXT) -> str:
    return template(text, field).rendered(known(*values)).text


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("${@a@}x + {@b@}$", (1, -3), "$x - 3$"),
        ("${@a@}x + {@b@}$", (-1, 0), "$-x$"),
        ("${@a@}x + {@b@}$", (0, 2), "$2$"),
        ("${@a@}x + {@b@}$", (0, 0), "$0$"),
        ("${@a@}x - {@b@}y$", (0, 2), "$-2y$"),
        ("${@a@}x - {@b@}y$", (0, -2), "$2y$"),
        ("$x - {@a@}$", (-3,), "$x + 3$"),
        ("$-{@a@}x$", (-3,), "$3x$"),
        ("${@a@} + {@b@}$", (5, 0), "$5 + 0$"),
        ("$x^{{@n@}}$", (0, 0, 1), "$x$"),
        ("$x^{@n@}$", (0, 0, -2), "$x^{-2}$"),
        ("$\\sum_{k=1}^{{@n@}} k$", (0, 0, 1), "$\\sum_{k=1}^{1} k$"),
        ("${@a@}^2 + 1$", (-3,), "$(-3)^2 + 1$"),
        ("${@a@}^2x$", ("1/2",), "$\\left(\\frac{1}{2}\\right)^2x$"),
        ("$2 \\cdot {@a@}$", (-3,), "$2 \\cdot (-3)$"),
        ("$2{@a@}x$", (3,), "$2 \\cdot 3x$"),
        ("$x/{@a@}y$", (1,), "$x/1y$"),
        ("${@a@}/{@b@}$", (2, "-1/2"), "$2/\\left(-\\frac{1}{2}\\right)$"),
        ("$\\frac{{@a@}}{{@b@}}$", (2, 4), "$\\frac{2}{4}$"),
        ("$\\frac{@a@}{@b@}$", (2, 4), "$\\frac{2}{4}$"),
        ("${@a/b@}x$", (2, 4), "$\\frac{1}{2}x$"),
        ("Take {@a/b@} of it.", (2, 4), "Take 1/2 of it."),
        ("${@a@}\\frac{1}{3}$", (2,), "$2 \\cdot \\frac{1}{3}$"),
        ("$\\sin({@a@}x)$", (-1,), "$\\sin(-x)$"),
        ("$\\sin {@a@}x$", (-2,), "$\\sin (-2x)$"),
        ("$\\int {@a@}\\,dx$", (1,), "$\\int 1\\,dx$"),
        ("$\\int {@a@}x \\,dx$", (-1,), "$\\int -x \\,dx$"),
        ("$x^2 + {@a@}\\int x \\,dx + 1$", (0,), "$x^2 + 0\\int x \\,dx + 1$"),
        ("$v = {@a@}\\,\\mathrm{m}$", (1,), "$v = 1\\,\\mathrm{m}$"),
        ("$\\alpha{@a@}x$", (1,), "$\\alpha x$"),
        (
            "$\\begin{aligned} y &= x \\\\ &- {@a@}\\end{aligned}$",
            (-2,),
            "$\\begin{aligned} y &= x \\\\ &+ 2\\end{aligned}$",
        ),
        ("$\\text{all {@a@} of } x$", ("1/2",), "$\\text{all 1/2 of } x$"),
        ("${@ \\sqrt{8} @}x$", (), "$2\\sqrt{2}x$"),
        ("$x - {@ 1 + \\sqrt{2} @}$", (), "$x - (1 + \\sqrt{2})$"),
        ("${@a/3 : 2@}$", (2,), "$0.67$"),
        ("${@a/8 : decimal@}$", (1,), "$0.125$"),
        ("`{@a@}`", (-1,), "`-1`"),
    ],
)
def test_a_value_is_written_as_a_person_would(text: str, values: tuple[str | int, ...], expected: str) -> None:
    assert written(text, *values) == expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [("{@a/4@}", (1,), "0.25"), ("{@a/3 : 2@} %", (1,), "0.33 %"), ("{@\\sqrt{2} a@}", (1,), "1.4142135623730950488")],
)
def test_a_field_of_numbers_gets_decimals(text: str, values: tuple[int, ...], expected: str) -> None:
    assert written(text, *values, field=Field.NUMBER) == expected


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("${@1/a@}$", (0,), "division by zero"),
        ("$\\sin^{{@a@}} x$", (-1,), "inverse function"),
        ("$\\sin {@a@}(x + 1)$", (-2,), "in parentheses"),
        ("${@a/3 : decimal@}$", (1,), "never end"),
        ("${@a^{400}@}$", (10,), "too large"),
        ("${@\\sqrt{a}@}$", (-1,), "negative number"),
        ("${@a!@}$", (2000,), "this size"),
        ("${@\\sum_{k=1}^{a} k@}$", (2000,), "more than 100 terms"),
        ("${@\\sum_{k=1}^{a} \\sum_{j=1}^{a} k@}$", (90,), "within a sum"),
    ],
)
def test_what_has_no_value_says_why(text: str, values: tuple[int, ...], reason: str) -> None:
    with pytest.raises(ValueMissingError, match=reason):
        written(text, *values)


@pytest.mark.parametrize(
    "text",
    ["${@a$", "${@@}$", "${@a {@b@} @}$", "${@a : many@}$", "${@10^{10^{10}}@}$", "$0.{@a@}$", "${@a@}.5$",
     "${@{{@a@}$", "${@\\input{x}@}$", "${@" + "(" * 3000 + "a" + ")" * 3000 + "@}$"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        template(text)
    start, end = caught.value.span
    assert caught.value.code == "QB121"
    assert 0 <= start < end <= len(text)


TEMPLATES = (
    "{@a@}x^2 + {@b@}x + {@n@}", "-{@a@}x+{@b@}y", "x^{{@n@}} - {@a@}", "({@a@}x)^2 - {@a@}^2",
    "2 \\cdot {@a@}x - {@b@}",
    "\\frac{{@a@}x+1}{y - {@a@}}", "\\sin({@a@} x - {@b@})", "|{@a@}x - {@b@}|", "2{@a@}x - {@b@}y/3",
    "x - ({@a@} - y)",
    "\\left({@a@}x+{@b@}\\right)^{{@n@}}", "{@a@}(x - {@b@})^2 + {@n@}", "e^{{@a@}x} - {@b@}e^{-{@a@}x}",
    "{@a@}\\cos(x) \\cdot {@b@}", "\\int_{{@a@}}^{{@b@}} {@n@}x^2 + {@a@}x \\,dx", "{@a@}x = {@b@}", "{@a@}x < {@b@}",
    "\\begin{pmatrix} {@a@} & {@b@}x+1 \\\\ x+{@n@} & 2{@a@}\\end{pmatrix}", "x - {@ 1 + \\sqrt{3} @}y - {@a b@}",
    "3 - {@a@}(x - 1)(x + {@b@})", "-{@a@}^2x", "x - {@a@} \\cdot {@b@}", "{@a@}\\,\\mathrm{m} + {@b@}\\,\\mathrm{m}",
)  # fmt: skip
VALUES = st.sampled_from([Fraction(each) for each in ("0", "1", "-1", "2", "-3", "1/2", "-2/3", "17")])


def plainly(made: Template, row: dict[Name, Value | str]) -> str:
    """Put every value in parentheses, whatever stands around it; an exponent needs none."""
    values = made.values(row)
    parts, at = [], 0
    for each in made.placeholders:
        text = latex(values[each.start])  # type: ignore[arg-type]
        exponent = made.source[: each.start].endswith("^{") and made.source[each.end] == "}"
        parts += [made.source[at : each.start], text if exponent else rf"\left({text}\right)"]
        at = each.end
    return "".join([*parts, made.source[at:]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.sampled_from(TEMPLATES), VALUES, VALUES, st.integers(-2, 3))
def test_what_is_written_means_what_the_plain_values_mean(text: str, a: Fraction, b: Fraction, n: int) -> None:
    made = template(f"${text}$")
    row = known(a, b, n)
    shown = made.rendered(row).text
    verdict = compare(shown, plainly(made, row))
    assert verdict.outcome != "different", (shown, verdict.witness)
    undefined = "0" in (str(a), str(b), str(n)) or n < 0
    assert verdict.outcome == "equal" or undefined, (shown, verdict.reason)


def test_every_character_leads_back_to_its_source() -> None:
    text = "Let $y = {@a@}x^2 + {@b@}x - {@n@}$ be."
    found = template(text).rendered(known(1, 0, -4))
    assert found.text == "Let $y = x^2 + 4$ be."
    for sign in ("Let", "^2", "be."):
        assert found.source_offset(found.text.index(sign)) == text.index(sign)
    assert text[found.source_offset(found.text.index("4")) :].startswith("{@n@}")

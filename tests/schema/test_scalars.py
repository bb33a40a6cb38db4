"""Numbers, flags and names as authors write them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from qbank.schema.mistake import Mistake
from qbank.schema.scalars import Category, Flag, Identifier, Language, Number, Ordinal, Percent, PlainText


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def mistake(kind: Any, value: object) -> Mistake:
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    found = error["ctx"]["mistakes"][0]
    assert isinstance(found, Mistake)
    return found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", "1"),
        ("0.50", "0.50"),
        ("-3", "-3"),
        ("+2.5", "2.5"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("6.02E+23", "6.02E+23"),
    ],
)
def test_numbers_are_exact(written: str, value: str) -> None:
    number = read(Number, written)
    assert isinstance(number, Decimal)
    assert number == Decimal(value)


def test_a_number_keeps_its_digits() -> None:
    assert str(read(Number, "0.10000000000000000000000000000000000001")) == "0.10000000000000000000000000000000000001"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("0,5", "write a decimal point: 0.5"),
        ("1,000,000", "write it without commas: 1000000"),
        ("1_000", "write 1000"),
        ("1 000", "write 1000"),
        ("−2", "write -2"),
        ("012", "write it without the leading zero: 12"),
        ("-007.5", "write it without the leading zero: -7.5"),
        ("1:30", "a time or ratio is not a number"),
        ("5.", "write a digit behind the point: 5.0"),
        ("20 %", "write it without the sign: 20"),
        (".inf", "a finite number is wanted"),
        ("-Infinity", "a finite number is wanted"),
        ("NaN", "a finite number is wanted"),
        ("1/3", "write it as a decimal number"),
        ("$2$", "write it without LaTeX"),
        ("two", "write digits, such as 2 or 0.5"),
        ("0x1F", "write digits, such as 2 or 0.5"),
        ("١٢", "write digits, such as 2 or 0.5"),
        ("1e999", "write digits, such as 2 or 0.5"),
        ("1" * 101, "write digits, such as 2 or 0.5"),
        ("", "write digits, such as 2 or 0.5"),
    ],
)
def test_what_is_no_number_has_a_hint(written: str, hint: str) -> None:
    found = mistake(Number, written)
    assert (found.code, found.hint) == ("QB104", hint)


@pytest.mark.parametrize("value", [1.5, True, Decimal("NaN"), Decimal("Infinity")])
def test_python_values_that_are_not_exact_are_refused(value: object) -> None:
    assert mistake(Number, value).code == "QB104"


@settings(max_examples=200, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_every_decimal_is_read_back(value: Decimal) -> None:
    assert read(Number, f"{value:f}") == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_number_reader(text: str) -> None:
    try:
        assert read(Number, text).is_finite()
    except ValidationError as error:
        assert [item["type"] for item in error.errors()] == ["qbank"]  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(("written", "value"), [("true", True), ("True", True), ("FALSE", False), (True, True)])
def test_flags(written: object, value: object) -> None:
    assert read(Flag, written) is value


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("yes", "write true"),
        ("No", "write false"),
        ("on", "write true"),
        ("OFF", "write false"),
        ("0", "write false"),
        ("tRuE", "write true"),
        ("maybe", "write true or false"),
    ],
)
def test_what_is_no_flag_has_a_hint(written: str, hint: str) -> None:
    found = mistake(Flag, written)
    assert (found.code, found.hint) == ("QB105", hint)


def test_whole_numbers() -> None:
    assert read(Ordinal, "3") == 3
    assert read(Ordinal, "3.0") == 3
    assert mistake(Ordinal, "3.5").code == "QB104"
    assert mistake(Ordinal, "1e300").code == "QB104"


def test_percentages_have_bounds() -> None:
    assert read(Percent, "-100") == -100
    assert mistake(Percent, "100.1").code == "QB111"


@pytest.mark.parametrize(
    ("written", "hint"),
    [("a b", "write a-b"), ("é", ""), ("-a", "write a"), ("a/b", "write a-b"), ("a" * 101, "write " + "a" * 100)],
)
def test_identifiers(written: str, hint: str) -> None:
    found = mistake(Identifier, written)
    assert (found.code, found.hint) == ("QB107", hint)
    assert read(Identifier, "q1-2_b.3") == "q1-2_b.3"


def test_an_identifier_does_not_end_with_a_line_break() -> None:
    assert mistake(Identifier, "a\n").code == "QB107"


def test_categories_and_languages() -> None:
    assert read(Category, " A /  B b ") == "A/B b"
    assert read(Category, "A//B / C") == "A//B/C"
    assert mistake(Category, "A/ /B").hint == "write A/B"
    assert mistake(Category, "/").code == "QB118"
    assert read(Language, "de-AT") == "de-AT"
    assert mistake(Language, "German!").code == "QB118"


def test_plain_text_has_one_line() -> None:
    assert read(PlainText, " a\n  b ") == "a b"


@pytest.mark.parametrize(("written", "hint"), [("B", "write 2"), ("(c)", "write 3"), ("no", "counted from 1")])
def test_the_number_of_an_option_is_no_text(written: str, hint: str) -> None:
    assert mistake(Ordinal, written).message == f"“{written}” is not the number of an option"
    assert hint in mistake(Ordinal, written).hint

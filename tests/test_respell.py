"""A respelled text arrives as it is."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.nodes import Mapping, Scalar, Sequence
from qbank.respell import plain_safe, respell
from qbank.source import compose

TEXTS = [
    "plain words",
    r"$\frac{a}{b}$",
    "Note: the gradient",
    "ends:",
    "Issue #3",
    "it's",
    '"quoted"',
    "'a' and \"b\" \\c",
    "|x|",
    "> 5",
    "- 3",
    "-3",
    "?",
    "[0, 1)",
    "{a}",
    "null",
    "~",
    "%",
    "@a",
    "`a`",
    ": a",
    "a:b",
    "#a",
    "",
    "--- a",
]


def arrives(spelled: str) -> str:
    listed, named = compose(f"- {spelled}\n", "f").root, compose(f"a: {spelled}\n", "f").root
    assert isinstance(listed, Sequence)
    assert isinstance(named, Mapping)
    first, second = listed.items[0], named.items["a"]
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert first.value == second.value
    assert first.value is not None
    return first.value


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("quote", [False, True])
def test_known_texts(text: str, *, quote: bool) -> None:
    assert arrives(respell(text, quote=quote)) == text


@settings(max_examples=300, deadline=None)
@given(st.text("ab:#'\"\\-?[]{}|>*&!%@`,~ $", max_size=12))
def test_any_text_of_one_line(text: str) -> None:
    assert arrives(respell(text)) == text


def test_quotes_are_left_out_where_they_can_be() -> None:
    assert respell(r"$\frac{a}{b}$") == r"$\frac{a}{b}$"
    assert plain_safe("f'(x)")
    assert yaml.safe_load(f"a: {respell('it is: so')}") == {"a": "it is: so"}

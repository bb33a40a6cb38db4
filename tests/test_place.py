"""From an offset in a text to line and column in the file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.diagnostic import Span
from qbank.nodes import data
from qbank.place import Place
from qbank.source import compose


def place_of(text: str) -> Place:
    document = compose(text, "f.yaml")
    assert document.root is not None
    return Place("f.yaml", Path(), Path(), document.root, dict(enumerate(text.split("\n"))))


def char_at(text: str, span: Span) -> str:
    return text.split("\n")[span.line - 1][span.column - 1 : span.column - 1 + span.length]


def test_literal_block_is_exact_whatever_its_indentation() -> None:
    text = "a:\n  b: |2\n       deep\n    x\n\n    last\n"
    place = place_of(text)
    value = data(place.node)["a"]["b"]
    for word in ("deep", "x", "last"):
        assert char_at(text, place.span("a", "b", offset=value.index(word), length=len(word))) == word


ROW = st.text("ab $\\éü数𝑥'\"#:", max_size=8).map(lambda row: row.rstrip())


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6), st.integers(2, 6), st.data())
def test_every_character_of_a_literal_block_has_its_own_place(
    rows: list[str], indent: int, draw: st.DataObject
) -> None:
    rows = ["start", *rows]
    text = "stem: |\n" + "".join(" " * indent + row + "\n" if row else "\n" for row in rows) + "end: x\n"
    place = place_of(text)
    value = data(place.node)["stem"]
    offset = draw.draw(st.integers(0, len(value) - 1))
    span = place.span("stem", offset=offset)
    row = value.count("\n", 0, offset)
    assert span.line == 2 + row
    if value[offset] != "\n":
        assert char_at(text, place.span("stem", offset=offset, length=1)) == value[offset]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("abcd$\\é数", min_size=1, max_size=5), min_size=1, max_size=8),
    st.lists(st.sampled_from([" ", "\n  ", "\n\n   "]), min_size=8, max_size=8),
    st.sampled_from(["plain", "single", "folded"]),
)
def test_words_of_folded_texts_are_found(words: list[str], gaps: list[str], style: str) -> None:
    """Line folding changes white space only, so every word is found where it stands."""
    body = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=False))
    written = {"plain": body, "single": f"'{body}'", "folded": ">\n  " + body.replace("\n   ", "\n  ")}[style]
    text = f"stem: {written}\nend: x\n"
    place = place_of(text)
    value = data(place.node)["stem"]
    at = 0
    for word in words:
        at = value.index(word, at)
        assert char_at(text, place.span("stem", offset=at, length=len(word))) == word
        at += len(word)


def test_escapes_of_double_and_single_quotes_are_counted() -> None:
    text = "a: \"x\\\\y \\u00e9 \\\"z\\\"\"\nb: 'it''s here'\n"
    place = place_of(text)
    values = data(place.node)
    assert char_at(text, place.span("a", offset=values["a"].index("z"), length=1)) == "z"
    assert char_at(text, place.span("b", offset=values["b"].index("here"), length=4)) == "here"


@pytest.mark.parametrize(
    ("path", "line", "column", "length"),
    [
        (("options",), 2, 1, 7),
        (("options", 0), 3, 5, 5),
        (("options", 0, "text"), 3, 5, 5),
        (("options", 1), 4, 5, 12),
        (("options", 1, "text"), 4, 11, 6),
        (("options", 1, "nothing"), 4, 5, 12),
        (("options", 7), 2, 1, 7),
        (("nothing",), 1, 1, 6),
        ((), 1, 1, 6),
        (("empty",), 5, 1, 5),
    ],
)
def test_paths(path: tuple[str | int, ...], line: int, column: int, length: int) -> None:
    place = place_of("id: a1\noptions:\n  - first\n  - text: second\nempty:\n")
    assert place.span(*path) == Span("f.yaml", line, column, length)


def test_offsets_beyond_the_text_stay_inside_it() -> None:
    place = place_of("a: |\n  one\n  two\nb: three\n")
    assert place.span("a", offset=999) == Span("f.yaml", 3, 6, 1)
    assert place.span("b", offset=999) == Span("f.yaml", 4, 9, 1)
    assert place.span("b", offset=-5) == Span("f.yaml", 4, 4, 5)


def test_a_span_ends_with_its_line() -> None:
    place = place_of("a: |\n  one\n  two\n")
    assert place.span("a", offset=1, length=6) == Span("f.yaml", 2, 4, 2)


def test_the_name_of_a_field_has_a_place_of_its_own() -> None:
    place = place_of("options:\n  - text: x\n    corect: true\n")
    assert place.key("options", 0, "corect") == Span("f.yaml", 3, 5, 6)
    assert place.key("options", 0, "absent") == place.span("options", 0, "absent")

"""Diagnostics as text."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.diagnostic import Diagnostic, Severity, Span
from qbank.draw import Role, clean, display_width, draw, segments


def error(span: Span | None, message: str = "wrong", hint: str = "") -> Diagnostic:
    return Diagnostic("QB101", Severity.ERROR, message, span, hint)


def rows(span: Span, source: str, **options: int) -> tuple[str, str]:
    _, shown, marks = draw([error(span)], {span.file: source}, **options).rstrip("\n").split("\n")
    return shown.split(" | ", 1)[1], marks.split(" | ", 1)[1]


def test_whole_text() -> None:
    found = error(Span("a.yaml", 2, 3, 5), "unknown field “stemm”", "write\nstem: x")
    assert draw([found, found], {"a.yaml": "id: a\n  stemm: x\n"}) == (
        2
        * (
            "a.yaml:2:3: error QB101: unknown field “stemm”\n"
            "    2 |   stemm: x\n"
            "      |   ^^^^^\n"
            "      hint: write\n"
            "        stem: x\n"
            "\n"
        )
    ).removesuffix("\n")


def test_without_place_or_source_only_the_message_is_drawn() -> None:
    assert draw([error(None)], {}) == "error QB101: wrong\n"
    assert draw([error(Span("gone.yaml", 7, 1))], {}) == "gone.yaml:7:1: error QB101: wrong\n"
    assert draw([error(Span("f", 9, 9))], {"f": "one line"}) == "f:9:9: error QB101: wrong\n"


def test_wide_and_combining_characters_are_measured() -> None:
    shown, marks = rows(Span("f", 1, 4, 2), "数学 x́yz")
    assert shown == "数学 x́yz"
    assert marks == "     ^"
    assert rows(Span("f", 1, 1, 2), "数学 z")[1] == "^^^^"


def test_tabs_are_expanded() -> None:
    assert rows(Span("f", 1, 4, 1), "a\tb\tc") == ("a   b   c", "     ^^^")
    assert rows(Span("f", 1, 5, 1), "a\tb\tc") == ("a   b   c", "        ^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 500 + "WRONG" + "y" * 500
    shown, marks = rows(Span("f", 1, 501, 5), line, width=60)
    assert len(shown) <= 60
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "WRONG"


def test_a_place_behind_the_line_is_marked_behind_it() -> None:
    assert rows(Span("f", 1, 9, 5), "short") == ("short", "     ^")


def test_nothing_steers_the_terminal() -> None:
    hostile = "\x1b[31m\x07\r\x9b\u202e\u2066\u2028\ud800"
    text = draw([error(Span(f"f{hostile}", 1, 1, 1), hostile, hostile)], {f"f{hostile}": f"a{hostile}"})
    assert all(char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in text)


def test_a_message_has_one_line() -> None:
    assert draw([error(None, "one\n::error::two")], {}) == "error QB101: one␊::error::two\n"


def test_pieces_name_their_roles() -> None:
    found = error(Span("f", 1, 1, 1), hint="mend")
    roles = [role for _, role in segments(found, {"f": "x"})]
    assert roles[:4] == [Role.PLACE, Role.ERROR, Role.PLAIN, Role.MESSAGE]
    assert {Role.GUTTER, Role.SOURCE, Role.HINT} <= set(roles)
    assert "".join(text for text, _ in segments(found, {"f": "x"})) == draw([found], {"f": "x"})


def test_display_width() -> None:
    assert [display_width(text) for text in ("abc", "数学", "é", "e\u0301", "a\u200db", "ｆ")] == [3, 4, 1, 1, 2, 2]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.integers(1, 220), st.integers(1, 50), st.integers(20, 80))
def test_any_source_is_drawn_in_its_width(source: str, column: int, length: int, width: int) -> None:
    text = draw([error(Span("f", 1, column, length))], {"f": source}, width=width)
    for line in text.split("\n")[1:]:
        assert display_width(line) <= width + len("    1 | ")
        assert clean(line) == line

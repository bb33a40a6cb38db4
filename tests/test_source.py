"""YAML → plain data: every scalar as written, nothing that explodes."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank import source
from qbank.nodes import Mapping, Scalar, Sequence, data
from qbank.source import compose

TRICKY = ["True", "No", "0.50", "012", "1:30", "1e3", "2024-01-31", ".inf", "0x1F", "on", "1_000", "-1", "="]


def read(text: str) -> object:
    document = compose(text, "f.yaml")
    assert document.problems == []
    assert document.root is not None
    return data(document.root)


@pytest.mark.parametrize("written", TRICKY)
def test_plain_scalars_stay_as_written(written: str) -> None:
    assert read(f"a: {written}") == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_plain_nothing_is_none_and_quoted_nothing_is_text(written: str) -> None:
    assert read(f"a: {written}") == {"a": None}
    assert read(f"a: '{written}'") == {"a": written}


def test_styles_are_kept_apart() -> None:
    root = compose("a: |\n  x\nb: >\n  x\nc: 'x'\nd: \"x\"\ne: x\nf: [x]\n", "f").root
    assert isinstance(root, Mapping)
    styles = {key: node.style for key, node in root.items.items() if isinstance(node, Scalar)}
    assert styles == {"a": "|", "b": ">", "c": "'", "d": '"', "e": ""}
    flow = root.items["f"]
    assert isinstance(flow, Sequence)
    assert flow.flow


def test_keys_are_texts_however_they_are_written() -> None:
    assert read("1: a\ntrue: b\n'c d': e") == {"1": "a", "true": "b", "c d": "e"}


def test_a_billion_laughs_end_at_once() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    begin = time.process_time()
    document = compose("\n".join(lines), "bomb.yaml")
    assert time.process_time() - begin < 1
    assert {problem.code for problem in document.problems} == {"QB006", "QB005"}
    assert len(document.problems) <= source.MAX_PROBLEMS + 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_and_crashes_nothing(opening: str) -> None:
    begin = time.process_time()
    document = compose(opening * 200_000, "deep.yaml")
    assert time.process_time() - begin < 5
    assert document.root is None
    assert document.problems[0].code in {"QB007", "QB012"}


def test_no_tag_makes_an_object() -> None:
    document = compose("a: !!python/object/apply:os.system ['echo harm']", "f")
    assert [problem.code for problem in document.problems] == ["QB008"]
    assert document.root is not None
    assert data(document.root) == {"a": ["echo harm"]}


def test_an_alias_to_itself_ends() -> None:
    assert [problem.code for problem in compose("a: &a [*a]", "f").problems] == ["QB006", "QB006"]


def test_several_documents_are_refused() -> None:
    assert [problem.code for problem in compose("a: b\n---\nc: d\n", "f").problems] == ["QB009"]


def test_after_a_syntax_error_the_next_is_found_too() -> None:
    document = compose("a: |x| = 1\nb: fine\nc: 'it's'\nd: `x`\n", "f")
    assert [(problem.code, problem.span.line) for problem in document.problems if problem.span] == [
        ("QB028", 1),
        ("QB026", 3),
        ("QB028", 4),
    ]


def test_many_errors_in_a_large_file_end_in_time() -> None:
    begin = time.process_time()
    document = compose("- `x`: 'it's [\n" * 100_000, "f")
    assert time.process_time() - begin < 10
    assert document.problems


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])),
        max_size=5,
    )
)
def test_what_yaml_writes_arrives(values: dict[str, str]) -> None:
    """Whatever quotes a correct writer chooses, the same text arrives, unless it stands for nothing."""
    text = yaml.safe_dump(values, allow_unicode=True, default_style="'")
    root = compose(text, "f").root
    assert root is not None
    assert data(root) == values


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text("-:[]{}'\"|>*&!%@`#,? \n\tab$\\1", max_size=60))
def test_no_text_raises(text: str) -> None:
    document = compose(text, "f")
    lines = text.split("\n")
    for problem in document.problems:
        assert problem.span is not None
        assert 1 <= problem.span.line <= len(lines)
        assert problem.span.column >= 1
        assert problem.span.length >= 1


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("options:\n  - a\n\t- b\n  - c\nanswer: 1\n", "QB020", (3, 1), "indent with spaces"),
        ("options:\n\t- a\n\t- b\nanswer: 1\n", "QB020", (2, 1), "indent with spaces"),
        ("- a: b\n  options:\n    - a\n\tanswer: 1\n", "QB020", (4, 1), "indent with spaces"),
        ("answer\uff1a1\nid: x\n", "QB030", (1, 7), "write\nanswer: 1"),
        ("answer:\u00a01\nid: x\n", "QB030", (1, 7), "write\nanswer: 1"),
        ("- stem: |\n  What is $x$?\n  id: x\n", "QB005", (2, 3), "indent all its lines by two spaces more"),
    ],
)
def test_slips_around_names_and_indentation_are_told_where_they_are(
    text: str, code: str, place: tuple[int, int], hint: str
) -> None:
    found = compose(text, "f.yaml").problems
    assert {each.code for each in found} == {code}
    assert found[0].span
    assert ((found[0].span.line, found[0].span.column), found[0].hint) == (place, hint)

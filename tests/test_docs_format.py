"""The manual of the format tells the truth."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import qbank
from qbank.schema import (
    GAP_TYPES,
    QUESTION_TYPES,
    CheckBlock,
    Defaults,
    FormulaAnswer,
    NumericalAnswer,
    Option,
    Question,
    Settings,
    ShortAnswerText,
)

TEXT = (Path(__file__).parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = [body for body in re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) if "id:" in body]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda body: re.findall(r"id: (\S+)", body)[0])
def test_the_examples_load_and_have_a_key(example: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(example, encoding="utf-8")
    bank, problems = qbank.load(tmp_path)
    assert problems == []
    assert [getattr(question, "key", "none is needed") is not None for question in bank.questions] == [True]


def test_there_are_examples_of_every_type() -> None:
    shown = {kind for body in EXAMPLES for kind in re.findall(r"^(?:  - )? *type: (\S+)", body, re.MULTILINE)}
    assert shown == set(QUESTION_TYPES)


def test_the_settings_shown_are_all_settings_and_load(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(version: .*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / "qbank.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(EXAMPLES[0], encoding="utf-8")
    bank, problems = qbank.load(tmp_path)
    assert problems == []
    assert bank.settings.model_fields_set == set(Settings.model_fields)


SECTIONS = {part.split("\n")[0]: part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)}


def rows(heading: str) -> list[set[str]]:
    """Return the names in the first column of each table of a section."""
    tables = re.findall(r"(?:^\|.*\n)+", SECTIONS[heading], re.MULTILINE)
    return [
        set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]*) \|", each, re.MULTILINE)))) for each in tables
    ]


COMMON = rows("Fields of every question")[0]


def test_the_common_fields_have_a_row_and_every_row_is_a_field() -> None:
    assert set(Question.model_fields) == COMMON


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_every_field_of_a_type_has_a_row_and_every_row_is_a_field(name: str) -> None:
    own = (rows(name) or [set()])[0]
    assert not own & COMMON
    assert own | COMMON == set(QUESTION_TYPES[name].model_fields)


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("single-choice", Option),
        ("numerical", NumericalAnswer),
        ("short-answer", ShortAnswerText),
        ("formula", FormulaAnswer),
    ],
)
def test_every_field_of_an_item_has_a_row_and_every_row_is_a_field(heading: str, model: type[BaseModel]) -> None:
    assert rows(heading)[1] == set(model.model_fields)


@pytest.mark.parametrize("name", GAP_TYPES)
def test_every_field_of_a_gap_is_named(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \| (`.*) \|$", SECTIONS["cloze"], re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", row)) - {"menu", "column", "row"}
    assert named == set(GAP_TYPES[name].model_fields) - {"type", "weight"}


def test_every_field_of_check_has_a_row_and_every_row_is_a_field() -> None:
    assert rows("check")[0] == set(CheckBlock.model_fields)


def test_the_fields_above_questions_are_told() -> None:
    (listed,) = re.findall(r"does not say otherwise: (.*?)\.\n", TEXT, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", listed)) == set(Defaults.model_fields)

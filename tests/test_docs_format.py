"""The manual of the format tells the truth."""

import re
from pathlib import Path

import pytest

import qbank
from qbank.schema import CheckBlock, Defaults, Option, Settings, SingleChoice, Statements

TEXT = (Path(__file__).parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = [body for body in re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) if "id:" in body]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda body: re.findall(r"id: (\S+)", body)[0])
def test_the_examples_load_and_have_a_key(example: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(example, encoding="utf-8")
    bank, problems = qbank.load(tmp_path)
    assert problems == []
    assert [getattr(question, "key", None) is not None for question in bank.questions] == [True]


def test_there_are_examples_of_every_type() -> None:
    assert {kind for body in EXAMPLES for kind in re.findall(r"type: (\S+)", body)} == {"single-choice", "statements"}


def test_the_settings_shown_are_all_settings_and_load(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(version: .*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / "qbank.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(EXAMPLES[0], encoding="utf-8")
    bank, problems = qbank.load(tmp_path)
    assert problems == []
    assert bank.settings.model_fields_set == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("model", "heading"),
    [
        (SingleChoice, "Fields of every question"),
        (Statements, "statements"),
        (Option, "single-choice"),
        (CheckBlock, "check"),
    ],
)
def test_every_field_has_a_row_and_every_row_a_field(model: type[SingleChoice], heading: str) -> None:
    """A section names fields of its model alone, and with the common section all of them."""
    sections = {part.split("\n")[0]: part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)}
    rows = {
        name
        for row in re.findall(r"^\| (`[^|]*) \|", sections[heading], re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    common = {
        name
        for row in re.findall(r"^\| (`[^|]*) \|", sections["Fields of every question"], re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    own = {"options", "answer", "statements"}
    wanted = set(model.model_fields)
    if heading == "Fields of every question":
        assert rows == wanted - own
    elif heading == "single-choice":
        assert rows == wanted | {"options", "answer"}
    elif heading == "check":
        assert rows == wanted
    else:
        assert rows | common == wanted


def test_the_fields_above_questions_are_told() -> None:
    (listed,) = re.findall(r"does not say otherwise: (.*?)\.\n", TEXT, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", listed)) == set(Defaults.model_fields)

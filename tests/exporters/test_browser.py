"""The bank's page as files: the same each time, whole, in its languages, and held against the bank."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qbank import load
from qbank.diagnostic import Diagnostic
from qbank.registry import ExportOptions, OutputFile, exporter
from qbank.schema import Bank

REPOSITORY = Path(__file__).parents[2]
QUESTION = r"""
category: Algebra/Roots
tags: [sums]
questions:
  - id: naïve
    type: single-choice
    title: Étude </script><!--
    stem: What is $x_{12}^{2}$?

    options:
      - $1$
      - $2$
    answer: 1
  # a remark
  - id: other
    type: numerical
    status: draft
    stem: How much?
    answer: 2.5
  - id: kept
    type: raw
    format: moodle-xml
    content: <question type="gapselect"><name><text>Kept</text></name></question>
"""


def export(bank: Bank) -> tuple[list[OutputFile], list[Diagnostic]]:
    files, told = exporter("browser").export(bank, ExportOptions())
    return list(files), list(told)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Bank]:
    """Load a bank from the text of one file, and of its settings."""

    def make(text: str = QUESTION.replace("naïve", "naive"), settings: str = "title: Test\n") -> Bank:
        (tmp_path / "qbank.yaml").write_text(settings, "utf-8")
        (tmp_path / "questions.yaml").write_text(text, "utf-8")
        bank, problems = load(tmp_path)
        assert not [problem for problem in problems if problem.severity == "error"], problems
        return bank

    return make


def table(files: list[OutputFile]) -> Any:
    page = files[0].data.decode()
    found = re.search(r'<script type="application/json" id="bank">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def content(file: OutputFile) -> Any:
    """Return what a file hands to the page."""
    call = re.fullmatch(r"qbankTake\(\"\w\",\d+,(.*)\);\n", file.data.decode(), re.DOTALL)
    assert call
    return json.loads(call[1])


def test_the_files_are_the_same_each_time(write: Callable[..., Bank]) -> None:
    bank = write()
    files, told = export(bank)
    assert [file.path for file in files] == ["index.html", "data/q-0.js", "data/s-0.js"]
    assert not told
    assert export(bank) == (files, told)


def test_the_table_holds_what_is_searched_and_filtered(write: Callable[..., Bank]) -> None:
    data = table(export(write())[0])
    row = dict(zip(("id", "title", "shown", "source", "points", "worth"), data["rows"][0], strict=False))
    assert row == {
        "id": "naive",
        "title": "Étude </script><!--",
        "shown": "What is x₁₂²?",
        "source": "What is $x_{12}^{2}$?",
        "points": 1,
        "worth": "1",
    }
    assert data["facets"]["category"] == [["Algebra/Roots", "Algebra/Roots"]]
    assert data["facets"]["type"] == [
        ["single-choice", "Single choice"],
        ["numerical", "Numerical"],
        ["raw", "Other program’s"],
    ]
    assert [value for value, _ in data["facets"]["status"]] == ["ready", "draft"]


def test_sources_are_those_of_the_bank_and_the_other_formats(write: Callable[..., Bank]) -> None:
    bank = write()
    files, _ = export(bank)
    sources = content(files[2])
    assert sources["naive"]["yaml"].startswith("id: naive\ntype: single-choice\n")
    assert sources["naive"]["yaml"].endswith("\noptions:\n  - $1$\n  - $2$\nanswer: 1\n")
    assert sources["other"]["yaml"] == "id: other\ntype: numerical\nstatus: draft\nstem: How much?\nanswer: 2.5\n"
    assert '<question type="gapselect">' in sources["kept"]["moodle"]
    assert "latex" not in sources["kept"]
    assert r"\(x_{12}^{2}\)" in sources["naive"]["latex"]
    formats = table(files)["formats"]
    assert formats["latex"]["before"].startswith(r"\documentclass")
    assert formats["latex"]["after"] == "\\end{document}\n"
    assert formats["moodle"] == {"suffix": ".xml", "before": "", "after": ""}


def test_a_file_of_one_question_is_its_own_source(write: Callable[..., Bank]) -> None:
    text = "id: a\ntype: description\nstem: |\n  One.\n\n  Two.\n"
    assert content(export(write(text))[0][2])["a"]["yaml"] == text


def test_questions_come_in_files_of_a_few_dozen(write: Callable[..., Bank]) -> None:
    count = 51
    bank = write(
        "questions:\n" + "".join(f"  - id: n{n}\n    type: description\n    stem: $x$\n" for n in range(count))
    )
    files, _ = export(bank)
    assert [file.path for file in files[1:]] == ["data/q-0.js", "data/q-1.js", "data/s-0.js", "data/s-1.js"]
    first = content(files[1])
    assert len(first["entries"]) == 50
    assert len(first["formulas"]) == 1  # however often it is shown


def test_what_is_read_back_differently_is_told(write: Callable[..., Bank], tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "browser").mkdir(parents=True)
    ours = (REPOSITORY / "templates/browser/question.html.j2").read_text("utf-8")
    (own / "browser/question.html.j2").write_text(ours.replace("question.question.points", "7"), "utf-8")
    _, told = exporter("browser").export(write(), ExportOptions(templates=own))
    assert [each.code for each in told] == ["QB452"]
    assert "the points of naive" in told[0].message


@pytest.mark.parametrize(("language", "word"), [("de", "Fragensammlung"), ("fr-CA", "Banque"), ("nl", "Question bank")])
def test_the_page_speaks_the_language_of_the_bank(write: Callable[..., Bank], language: str, word: str) -> None:
    files, told = export(write(settings=f"title: Test\nlanguage: {language}\n"))
    page = files[0].data.decode()
    assert f'<html lang="{language}"' in page
    assert word in page
    assert [each.code for each in told] == (["QB432"] if language == "nl" else [])


def test_the_page_speaks_every_language_of_the_html_pages(write: Callable[..., Bank]) -> None:
    for language in ("en", "de", "fr", "es", "zh", "pt"):
        bank = write("id: a\ntype: description\nstem: Text.\n", f"title: Test\nlanguage: {language}\n")
        _, others = exporter("html").export(bank, ExportOptions())
        codes = [each.code for each in export(bank)[1]]
        assert codes == [each.code for each in others if each.code == "QB432"]


def test_templates_of_the_user_take_the_place_of_ours(write: Callable[..., Bank], tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "browser").mkdir(parents=True)
    (own / "browser/own.css").write_text("h1 { color: red }\n", "utf-8")
    (own / "browser/index.html.j2").write_text(
        '{% extends "qbank/browser/index.html.j2" %}{% block foot %}<p>Ours</p>{% endblock %}', "utf-8"
    )
    files, told = exporter("browser").export(write(), ExportOptions(templates=own))
    assert not told
    page = files[0].data.decode()
    assert "<p>Ours</p>" in page
    assert "h1 { color: red }" in page


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"net^{(d)} = w_0 + \sum_{i=1}^n w_i", "net⁽ᵈ⁾ = w₀ + ∑ᵢ₌₁ⁿ wᵢ"),
        (r"\frac{\partial E}{\partial w_{ji}}", "∂E/∂wⱼᵢ"),
        (r"5 \sin^2 x \leq \ln(x)", "5 sin² x ≤ ln(x)"),
        (r"e^{-x^2}", "e^(-x²)"),
        (r"x\in\mathbb{R}", "x∈R"),
        (r"\sqrt{x^2} + \sqrt 2", "√(x²) + √2"),
    ],
)
def test_formulas_as_characters(write: Callable[..., Bank], latex: str, shown: str) -> None:
    files, _ = export(write(f"id: a\ntype: description\nstem: ${latex}$\n"))
    assert table(files)["rows"][0][2] == shown

"""The sheets as the browser prints them."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from qbank.registry import ExportOptions, Paper, exporter
from tests.browser.browsing import Pages, lacking, opened, stored


def printed(browser: Browser, path: Path, pdf: Path) -> list[str]:
    """Print a page and return the text of each sheet of paper."""
    if not shutil.which("pdftotext"):
        lacking("pdftotext is not installed")
    with opened(browser, path) as page:
        page.pdf(path=pdf, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return text.removesuffix("\f").split("\f")


@pytest.fixture(scope="module")
def sheets(browser: Browser, types: Pages, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return printed(browser, types.sheet, tmp_path_factory.mktemp("sheet") / "sheet.pdf")


def on_page(sheets: list[str], words: str) -> list[int]:
    return [number for number, text in enumerate(sheets, 1) if words in text]


def test_pages_are_numbered_and_named(sheets: list[str]) -> None:
    for number, text in enumerate(sheets, 1):
        assert re.search(rf"Every type there is\s+{number} ?/ ?{len(sheets)}\s*$", text)


def test_the_first_page_has_fields_and_a_table_of_points(sheets: list[str]) -> None:
    for words in ("Name", "Student number", "Reached", "Total", "Tick one box.", "Tick all that are right."):
        assert words in sheets[0]
    assert "JavaScript" not in "".join(sheets)
    assert "Print" not in "".join(sheets)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Which of these are prime?", "26"),
        ("Tick what an operating system must have.", "None of the above"),
        ("Which help against overfitting?", "A larger learning rate"),
        ("Which is the capital?", "Nice"),
        ("Put the steps of one iteration in order.", "Change the weights"),
    ],
)
def test_no_question_is_cut_by_the_end_of_a_page(sheets: list[str], first: str, last: str) -> None:
    (page,) = on_page(sheets, first)
    assert page in on_page(sheets, last)


def test_questions_are_numbered_with_room_for_points(sheets: list[str], types: Pages) -> None:
    text = "".join(sheets)
    asked = [question for question in types.bank.questions if question.type != "description"]
    numbers = [int(found) for found in re.findall(r"(?m)^\f?\s*(\d+)\.  *[A-Z]", text)]
    assert set(range(1, 20)) <= set(numbers)
    assert len(re.findall(r"Points:[\s\u200b]+/ ?\d", text)) == len(asked)


def test_the_solutions_fill_the_same_sheet(browser: Browser, types: Pages, tmp_path: Path) -> None:
    solved = printed(browser, types.solved, tmp_path / "solved.pdf")
    text = " ".join("".join(solved).split())
    assert "Keys" in solved[0]
    for words in (
        "✓",
        "Right answer",
        "A prime has exactly two divisors.",
        "20 m/s (from 19.8 to 20.2)",
        "Model answer",
    ):
        assert words in text


def test_the_paper_is_the_one_asked_for(browser: Browser, types: Pages, tmp_path: Path) -> None:
    if not shutil.which("pdfinfo"):
        lacking("pdfinfo is not installed")
    bank = replace(types.bank, questions=types.bank.questions[:3])
    files, _ = exporter("html").export(bank, ExportOptions(paper=Paper.LETTER))
    paths = {path.name: path for path in stored(files, tmp_path)}
    printed(browser, paths["sheet.html"], tmp_path / "sheet.pdf")
    told = subprocess.run(["pdfinfo", tmp_path / "sheet.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+612 x 79[12]", told)

"""The quiz, checked and exported once, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from qbank import check, load
from qbank.registry import ExportOptions, exporter
from qbank.schema import Bank
from tests.browser.browsing import REPOSITORY, Pages, launch, stored


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("pages")
    bank, _ = load(sorted((REPOSITORY / "bank").glob("quiz-*.yaml")))
    report, _ = check(bank, cache=False)
    return Pages(bank, *write(bank, folder, ExportOptions(report)))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """A bank with hints, feedback, partial points, a pinned option and a question in another language."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "qbank.yaml").write_text("title: All that there is\n", "utf-8")
    (folder / "questions.yaml").write_text(FULL, "utf-8")
    bank, problems = load(folder)
    assert not problems
    return Pages(bank, *write(bank, folder, ExportOptions()))


@pytest.fixture(scope="session")
def types(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """At least two questions of every type."""
    return every_type(tmp_path_factory.mktemp("types"), "en")


@pytest.fixture(scope="session")
def german(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The same on a page in German, which writes numbers with a comma."""
    return every_type(tmp_path_factory.mktemp("german"), "de")


def every_type(folder: Path, language: str) -> Pages:
    (folder / "qbank.yaml").write_text(f"title: Every type there is\nlanguage: {language}\n", "utf-8")
    (folder / "types.yaml").write_bytes((REPOSITORY / "tests/browser/types.yaml").read_bytes())
    bank, problems = load(folder)
    assert not problems
    return Pages(bank, *write(bank, folder, ExportOptions(), carried=("QB437", "QB437")))


def write(bank: Bank, folder: Path, options: ExportOptions, carried: tuple[str, ...] = ()) -> list[Path]:
    files, told = exporter("html").export(bank, options)
    assert tuple(each.code for each in told) == carried
    return stored(files, folder)


FULL = r"""
questions:
  - id: half
    type: single-choice
    title: Half a point
    stem: How much is one half?
    points: 3
    numbering: abc
    options:
      - text: $\frac{1}{2}$
        feedback: Just so.
      - text: $0.49$
        fraction: 50
        feedback: Nearly.
      - text: $2$
        feedback: That is twice.
      - text: None of the above
        pin: true
        means: none
    answer: 1
    hints:
      - Cut a cake.
      - Take one piece of $2$.
    feedback:
      correct: Well done.
      partial: Go on.
      incorrect: Read again.
    explanation: |
      One cake, two pieces:

      $$1 = \frac{1}{2} + \frac{1}{2}
        = \frac{1}{4} + \frac{1}{4} + \frac{1}{4} + \frac{1}{4}
        = \frac{1}{8} + \frac{1}{8} + \frac{1}{8} + \frac{1}{8} + \frac{1}{8} + \frac{1}{8}$$
  - id: deux
    type: single-choice
    title: Deux
    language: fr
    stem: Combien font un et un ?
    shuffle: false
    numbering: none
    options:
      - Deux
      - Trois
    answer: 1
"""

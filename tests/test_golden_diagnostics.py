"""Every message that an author may read, word for word: ``golden/diagnostics/NAME.yaml`` gives ``NAME.txt``.

``UPDATE_GOLDEN=1 pytest tests/test_golden_diagnostics.py`` writes the texts anew: read what changed before you commit.
"""

import os
from pathlib import Path

import pytest

import qbank
from qbank.diagnostic import CODES
from qbank.draw import draw

FOLDER = Path(__file__).parent / "golden" / "diagnostics"
CASES = sorted(FOLDER.glob("*.yaml"))
ELSEWHERE = {
    # codes of files rather than of texts: tests/test_loader.py and tests/test_files.py
    "QB001",
    "QB002",
    "QB003",
    "QB014",
    "QB015",
    # parameters and their values: tests/variants/
    *(f"QB12{number}" for number in range(10)),
    # a safety net that no field of today can reach: tests/test_validate.py
    "QB117",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_messages(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    bank, problems = qbank.load(case.name)
    ids = ", ".join(question.id for question in bank.questions) or "nothing"
    text = f"{draw(problems, bank.sources)}\nloaded: {ids}\n"
    expected = case.with_suffix(".txt")
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_every_code_of_the_format_has_an_example() -> None:
    texts = "".join(case.with_suffix(".txt").read_text(encoding="utf-8") for case in CASES)
    missing = [code for code in CODES if code < "QB2" and code not in ELSEWHERE and f" {code}: " not in texts]
    assert missing == []

"""The table of what each format carries, in docs/formats.md, is what the exporters say."""

import os
from collections import defaultdict
from pathlib import Path

from qbank.diagnostic import CODES, Loss
from qbank.exporting import render
from qbank.report.losses import loss
from tests.exporters.full_questions import bank_of, full_questions

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
START, END = "<!-- what is lost: made by a test -->\n", "<!-- end -->\n"
FORMATS = ("moodle", "latex", "html", "browser")


def table(folder: Path) -> str:
    """Return the table of what is lost of one question of each type with every field set."""
    questions = full_questions()
    bank = bank_of(folder, *({**each, "shuffle": "true"} for each in questions))
    assert bank
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    types = {each.id: each.type for each in bank.questions}
    for form in FORMATS:
        for told in render(bank, form)[1]:
            if loss(told) is Loss.LOST and told.question:
                found[types[told.question], form].add(f"`{told.field}`")
            elif loss(told) is Loss.CHANGED:
                found[types[told.question], form].add(f"{told.code} {CODES[told.code].title}")
    everywhere = {form: set.intersection(*(found[kind, form] for kind in types.values())) for form in FORMATS}
    rows = [f"| type | {' | '.join(FORMATS)} |", "|---" * (len(FORMATS) + 1) + "|"]
    rows.append(f"| every type | {' | '.join(_cell(everywhere[form], 'nothing is lost') for form in FORMATS)} |")
    for kind in dict.fromkeys(types.values()):
        cells = (_cell(found[kind, form] - everywhere[form], "–") for form in FORMATS)
        rows.append(f"| `{kind}` | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _cell(lost: set[str], nothing: str) -> str:
    return "; ".join(sorted(lost)) or nothing


def test_the_page_says_what_the_exporters_say(tmp_path: Path) -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    shown, after = rest.split(END)
    made = table(tmp_path)
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(f"{before}{START}{made}{END}{after}", encoding="utf-8")
    else:
        assert shown == made

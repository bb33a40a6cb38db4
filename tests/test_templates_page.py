"""docs/templates.md: its examples work, and it names every block there is."""

import os
import re
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import nodes

import qbank
from qbank.exporting import render
from qbank.registry import ExportOptions
from qbank.schema import Bank
from qbank.templating import Templates

PAGE = Path(__file__).parents[1] / "docs" / "templates.md"
START, END = "<!-- blocks: made by a test -->\n", "<!-- end -->\n"
EXAMPLE = re.compile(r"```(?:jinja|css)\nschool/(\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    path = tmp_path / "quiz.yaml"
    path.write_text("id: one\ntype: true-false\nstem: Is it?\nanswer: true\n", encoding="utf-8")
    return qbank.load(path)[0]


def test_the_examples_work(bank: Bank, tmp_path: Path) -> None:
    own = tmp_path / "school"
    for name, text in EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    (own / "latex" / "logo.pdf").write_bytes(b"%PDF-")
    made: dict[str, str] = {}
    for form in ("latex", "html"):
        found, told = render(bank, form, ExportOptions(templates=own))
        assert not told
        made |= {file.path: file.data.decode() for file in found}
    assert made["logo.pdf"] == "%PDF-"
    assert "Northfield College" in made["exam.tex"]
    assert r"\usepackage{graphicx}" in made["exam.tex"]
    assert "for internal use only" in made["solutions.html"]
    assert all("--accent: #7a1f2b" in made[name] for name in ("solutions.html", "practice.html"))


def table() -> str:
    """Return a row for each template with blocks: its own, in their order."""
    rows = ["| template | blocks of its own | extends |", "|---|---|---|"]
    for form in ("latex", "html", "browser", "moodle"):
        environment = Templates(form, tex=form == "latex")._environment
        for path in sorted(Path(str(files("qbank.templates"))).joinpath(form).rglob("*.j2")):
            tree = environment.parse(path.read_text(encoding="utf-8"))
            blocks = list(dict.fromkeys(f"`{block.name}`" for block in tree.find_all(nodes.Block)))
            above = [
                str(each.template.value)
                for each in tree.find_all(nodes.Extends)
                if isinstance(each.template, nodes.Const)
            ]
            if blocks:
                name = path.relative_to(path.parents[1] if path.parent.name == form else path.parents[2]).as_posix()
                rows.append(f"| `{name}` | {', '.join(blocks)} | {f'`{above[0]}`' if above else ''} |")
    return "\n".join(rows) + "\n"


def test_every_block_is_named() -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    shown, after = rest.split(END)
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(f"{before}{START}{table()}{END}{after}", encoding="utf-8")
    else:
        assert shown == table()

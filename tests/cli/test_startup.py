"""What a command imports: ``--help`` nothing heavy, and only the check needs sympy."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from qbank.cli import main
sys.argv = ["qbank", *{arguments!r}]
try:
    main()
except SystemExit as end:
    status = end.code
print(*sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
sys.exit(status)
"""


def imported(repository: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
        cwd=repository,
    )
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


HEAVY = {"sympy", "mpmath", "lxml", "rich", "yaml", "jinja2"}


def test_help_imports_nothing_heavy(repository: Path) -> None:
    assert not imported(repository, "--help") & {*HEAVY, "pydantic"}


@pytest.mark.parametrize("arguments", [["check", "--help"], ["export", "--help"], ["--version"]])
def test_help_on_a_command_neither(arguments: list[str], repository: Path) -> None:
    assert not imported(repository, *arguments) & HEAVY  # typer itself reads options by pydantic


def test_list_imports_no_algebra_and_no_exporter(repository: Path) -> None:
    assert not imported(repository, "list") & {"sympy", "mpmath", "jinja2", "reportlab"}


@pytest.mark.parametrize("name", ["moodle", "latex", "html", "browser"])
def test_export_without_check_imports_no_algebra(name: str, repository: Path, tmp_path: Path) -> None:
    for bank, heavy in (("bank/quiz-1.yaml", {"sympy", "mpmath", "flint"}), ("bank", {"sympy"})):
        arguments = ["export", bank, "--no-check", "--to", name, "-o", str(tmp_path)]
        assert not imported(repository, *arguments) & heavy


@pytest.mark.usefixtures("cache_folder")
def test_export_of_what_was_checked_before_neither(repository: Path, tmp_path: Path) -> None:
    for _ in range(2):
        found = imported(repository, "export", "bank/showcase/physics.yaml", "--to", "html", "-o", str(tmp_path))
    assert "sympy" not in found


@pytest.mark.usefixtures("cache_folder")
def test_a_warm_check_imports_no_algebra(repository: Path) -> None:
    for _ in range(2):
        found = imported(repository, "check")
    assert not found & {"sympy", "mpmath", "jinja2"}


def test_the_package_itself_imports_nothing() -> None:
    script = (
        "import sys, qbank; print(*(n for n in sys.modules if n in ('pydantic', 'sympy', 'yaml', 'rich', 'typer')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

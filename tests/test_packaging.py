"""The sdist and the wheel work away from the repository."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

FORMATS = ("moodle", "latex", "html", "browser")


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]  # cwd and env
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def clean_copy(repository: Path, target: Path) -> None:
    """Copy what git knows or would add, so that neither build/ nor another stale file gets into the wheel."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=repository)
    for name in filter(None, listed.split("\0")):
        source = repository / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both in a clean copy, the wheel from the sdist; return their folder."""
    repository = Path(__file__).parents[1]
    copy = tmp_path_factory.mktemp("copy")
    clean_copy(repository, copy)
    run(sys.executable, "-m", "build", "--outdir", copy / "dist", copy)
    return copy / "dist"


def test_the_wheel_holds_one_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"qbank"}
    assert "qbank/py.typed" in names
    assert "qbank/exporters/moodle/__init__.py" in names
    assert any(name.startswith("qbank/templates/") and name.endswith(".j2") for name in names)


def test_nothing_is_missing_from_the_wheel(built: Path) -> None:
    repository = Path(__file__).parents[1]
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("qbank", "qbank"), ("exporters", "qbank/exporters"), ("templates", "qbank/templates")):
        for path in (repository / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
                assert f"{inside}/{path.relative_to(repository / folder).as_posix()}" in names


def test_the_sdist_holds_bank_tests_and_documents(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ["bank/quiz-1.yaml", "Makefile", "tools/venv", "docs/format.md", "tests/test_packaging.py", "LICENSE"]
    assert [name for name in wanted if name not in names] == []


def test_the_wheel_works_elsewhere(built: Path, repository: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-compile", wheel)  # of sympy little is needed
    shutil.copytree(repository / "bank", tmp_path / "bank")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    options = {"cwd": tmp_path, "env": {**environment, "QBANK_CACHE_DIR": str(tmp_path / "cache")}}
    qbank = tmp_path / "venv" / "bin" / "qbank"
    assert "export" in run(qbank, "--help", **options)
    listed = [line.split()[0] for line in run(qbank, "formats", **options).splitlines()]
    assert listed[: len(FORMATS) + 2] == ["export", *sorted(FORMATS), "import"]
    assert "36 questions (15 proved, 4 consistent, 17 asserted)" in run(qbank, "check", **options)
    run(qbank, "export", *(part for name in FORMATS for part in ("--to", name)), **options)
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == sorted(FORMATS)
    assert str(tmp_path) in run(python, "-c", "import qbank; print(qbank.__file__)", **options)

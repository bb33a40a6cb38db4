"""TikZ files as SVG: drawn by a real TeX, confined, and only by its own command."""

import os
import shutil
from pathlib import Path

import pytest

from qbank import registry, tikz
from qbank.figures import Figure
from qbank.svg import refusal

from .conftest import Run

if not (shutil.which("pdflatex") and shutil.which("pdftocairo")) and os.environ.get("CI") != "true":
    pytest.skip("pdflatex or pdftocairo is not installed", allow_module_level=True)

PICTURE = r"""\begin{tikzpicture}[>=stealth]
  \draw[->] (0,0) -- (2,0) node[right] {$\frac{x}{2}$};
  \node[draw, rounded corners] at (1,1) {Wärme};
\end{tikzpicture}
"""


def test_a_picture_that_every_format_shows(cli: Run, tmp_path: Path) -> None:
    """The arrowhead is a path, so paper loses nothing of it."""
    (tmp_path / "a.tikz").write_text(PICTURE, "utf-8")
    done = cli("tikz", "a.tikz")
    assert (done.returncode, done.stdout.split()) == (0, ["a.svg"])
    data = (tmp_path / "a.svg").read_bytes()
    assert refusal(data) == ""
    assert b"marker" not in data
    latex = type(registry.exporter("latex")).__module__.rpartition(".")[0]
    convert = __import__(f"{latex}.figures", fromlist=["convert"]).convert
    assert convert(Figure("a.svg", "a.svg", data, "image/svg+xml")).losses == ()
    assert tikz.picture(tmp_path / "a.tikz")[0] == data
    assert cli("tikz", "a.tikz").returncode == 0


def test_a_drawing_of_somebody_else_stays(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tikz").write_text(PICTURE, "utf-8")
    (tmp_path / "a.svg").write_text("<svg/>", "utf-8")
    done = cli("tikz", "a.tikz")
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert (tmp_path / "a.svg").read_text("utf-8") == "<svg/>"


def test_a_fault_is_shown_at_its_line(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tikz").write_text(PICTURE.replace(r"\node", r"\nonsense"), "utf-8")
    done = cli("tikz", "a.tikz")
    assert done.returncode == 1
    assert "a.tikz:3" in done.stderr
    assert "Undefined control sequence" in done.stderr
    assert not (tmp_path / "a.svg").exists()


@pytest.mark.parametrize("body", [r"\input{/etc/hostname}", r"\immediate\write18{touch ../pwned}"])
def test_tex_stays_in_its_folder(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "a.tikz"
    path.write_text(body + PICTURE, "utf-8")
    tikz.picture(path)
    assert not list(tmp_path.glob("**/pwned"))

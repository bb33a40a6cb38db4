"""LaTeX compiled by the real latexmk: the quiz, hostile texts, every character, and what happens when TeX fails."""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import qbank
from qbank import registry
from qbank.diagnostic import Diagnostic, Severity
from qbank.markup import parse, plain
from qbank.registry import ExportOptions, OutputFile
from qbank.schema import Bank, Settings
from qbank.texcommands import COMMANDS

from .latex_questions import TYPES, every_type, quiz_files

if not (shutil.which("latexmk") and shutil.which("pdftotext")) and os.environ.get("CI") != "true":
    pytest.skip("latexmk or pdftotext is not installed (make test installs them)", allow_module_level=True)

DOCUMENTS = ("exam.pdf", "solutions.pdf", "slides.pdf")
PDF = ExportOptions(flags=frozenset({"pdf"}))
HOSTILE = r"""
questions:
  - id: hostile
    type: single-choice
    title: All \ { } $ & # ^ _ ~ % at once
    points: 2.5
    numbering: abc
    stem: |
      All ASCII: !"#$%&'()*+,-./0123456789:;<=>?@ABC\[\]\\\^\_\`abc{|}~ and -- --- ,, '' ?\` !\` << >> "quoted".
      \input{/etc/passwd} \end{document} \write18{ls} %comment ^^5c ###

      Unicode: é ß ł ő — – … “a” « » · ° € α Ω ∀ x ∈ ℝ ⇒ ≤ ≠ × √ ∞ ½ ² ₃ ✓
      😀👩‍👧 漢字 مرحبا שלום RTL-OVERRIDE ẍ́ q̈ zeroZWSPwidth Привет

      Code `a_b\c{d}%e$f#g&h~i^j --m`, **bold *both* `x`**, ~~struck $x^2$ out **bold**~~,
      [link](https://example.org/a_b?c=d&e=%20#frag~x) and
      <https://example.org/very/long/address/that/does/not/fit/on/one/line/whatever/one/does/with/it.html>.

      Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword.

      # Heading with $x_1$

      > Quote
      > > nested
      > > > deep
      > > > > deeper

      - one
        - two
          - three
            - four
              - five
                1. six
                   - seven

      | a | b_c | $x^2$ |
      |:--|:-:|--:|
      | [x] * | $$\sum_i x_i$$ | ~~no~~ |
      | * | `x` | \* |

      | a column of long texts | another |
      |---|---|
      | this is a rather long cell that has to be wrapped since it does not fit on one line | and another |

      ---

      $$a = b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u + v + w + x + y + z + a + b$$

      $$\begin{align*} a &= b \\ c &= d \end{align*}$$

      $$x = 1 \tag{7}$$

      Inline $α ≤ β·x^2 \text{ für é}$ and hard\
      break [ bracket
    options:
      - |
        ```python
        for i in range(10):
            print("averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongname" % i)  # {\}
        ```
      - "[x] starts with a bracket"
      - |
        - a list
        - within an option
      - $\frac{\frac{a}{b}}{\frac{c}{d}}$
    answer: 1
    explanation: |
      - a list to begin with
    hints:
      - |
        $$x$$
"""

HOSTILE = HOSTILE.replace("RTL-OVERRIDE", "\u202ertl\u202c").replace("ZWSP", "\u200b")


LONG = "A text that goes on and on, " * 9 + r"until it ends with O(n), f(y), $\notin$ and $g'$."
BLOCKS = (
    LONG,
    f"```python\nfor i in range(10):\n    print('a{'very' * 20}name' % i)  # {{\\}}\n```",
    "| a | b_c | $x^2$ |\n|:--|:-:|--:|\n| [x] * | $\\sum_i x_i$ | ~~no~~ <u>yes</u> |",
    "$$\\int_0^1 \\frac{\\cos x}{x} \\, dx = a" + " + b" * 30 + "$$",
    "- one\n  - two\n    - three\n      - four\n        1. five",
    "![A dot](figures/dot.svg)",
    "> Quote שלום مرحبا 漢字 😀 ẍ e\u0301",
    f"A{'very' * 30}longword.",
    "# Heading\n\n$$\\begin{align*} a &= b \\\\ c &= d \\end{align*}$$",
    f"| a column | another |\n|---|---|\n| {LONG} | and another |",
)
"""What is hard to set in a narrow column, beside a label, or at all."""
TOKENS = (f"{'very' * 12}long}} ~ # = & <b> \\ ^_^ ", "short ")


def part(name: str) -> ModuleType:
    package = type(registry.exporter("latex")).__module__.rpartition(".")[0]
    return importlib.import_module(f"{package}.{name}")


def compiled(*paths: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    bank, problems = qbank.load(paths)
    assert not [each for each in problems if each.severity is Severity.ERROR]
    files, told = registry.exporter("latex").export(bank, PDF)
    return {file.path: file.data for file in files}, list(told)


def words_of(pdf: bytes, folder: Path) -> str:
    (folder / "it.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", "it.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def log_of(files: dict[str, bytes], name: str, folder: Path) -> str:
    """Compile again by hand, to read the whole log."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    command = [*part("pdf").COMMAND, f"{name}.tex"]
    environment = {**os.environ, "max_print_line": "10000"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    return (folder / f"{name}.log").read_text("utf-8", "replace")


@pytest.mark.parametrize("name", ["exam", "solutions", "slides"])
def test_the_quiz_compiles_without_a_word(repository: Path, tmp_path: Path, name: str) -> None:
    bank, _ = qbank.load(quiz_files(repository))
    files, told = registry.exporter("latex").export(bank, ExportOptions())
    assert told == []
    log = log_of({file.path: file.data for file in files}, name, tmp_path)
    assert not re.findall(r"Overfull.*|Underfull.*|Missing character.*|.*[Uu]ndefined.*|.*Warning.*", log)
    text = words_of((tmp_path / f"{name}.pdf").read_bytes(), tmp_path)
    for question in bank.questions:
        prose = " ".join(node.text for node in parse(question.stem).walk() if node.type == "text")
        assert [word for word in re.findall(r"\w+", prose) if word not in text] == []


def test_the_quiz_as_pdf(repository: Path, tmp_path: Path) -> None:
    files, told = compiled(*quiz_files(repository))
    assert told == []
    assert set(DOCUMENTS) <= set(files)
    assert "Page 1 of" in words_of(files["exam.pdf"], tmp_path)
    assert "Solution" not in words_of(files["exam.pdf"], tmp_path)
    assert "with tanh activation" in words_of(files["solutions.pdf"], tmp_path)


def test_the_same_pdf_twice(bank_file: Callable[[str], Path]) -> None:
    path = bank_file(HOSTILE)
    assert compiled(path)[0] == compiled(path)[0]


def test_hostile_texts_compile_and_are_printed(bank_file: Callable[[str], Path], tmp_path: Path) -> None:
    files, told = compiled(bank_file(HOSTILE))
    assert {each.code for each in told} == {"QB421"}
    text = words_of(files["exam.pdf"], tmp_path)
    ascii_line = r"""!"#$%&’()*+,-./0123456789:;<=>?@ABC[]\^_`abc{|}~ and -- --- ,, ’’ ?` !` << >> "quoted"."""
    assert ascii_line.replace("’", "") in text.replace("’", "").replace("'", "")
    for words in (r"\input{/etc/passwd} \end{document} \write18{ls} %comment ^^5c ###", "U+1F600", "U+6F22", "seven"):
        assert words in text
    assert r"a_b\c{d}%e$f#g&h~i^j --m" in text
    for name in ("exam", "solutions", "slides"):
        log = log_of(files, name, tmp_path / name)
        assert not re.findall(r"Overfull.*|Missing character.*|.*[Uu]ndefined.*", log)


def test_every_type_compiles_without_a_word(tmp_path: Path) -> None:
    bank, _ = qbank.load(TYPES)
    files, told = registry.exporter("latex").export(bank, ExportOptions())
    assert {each.code for each in told} == {"QB420", "QB421"}
    sources = {file.path: file.data for file in files}
    for name in ("exam", "solutions", "slides", "key", "worksheet"):
        log = log_of(sources, name, tmp_path)
        assert not re.findall(r"Overfull.*|Underfull.*|Missing character.*|.*[Uu]ndefined.*|.*Warning.*", log)
    exam = words_of((tmp_path / "exam.pdf").read_bytes(), tmp_path)
    solutions = words_of((tmp_path / "solutions.pdf").read_bytes(), tmp_path)
    for words in ("Tick all that apply.", "Write the letter of its match", "Files to be handed in: 1–2 (.pdf, .png)"):
        assert words in exam
    for words in ("+33.33 %", "19.62 ± 0.1962 m/s", "70.632 km/h", "*Lovelace", "It grows as n does.", "Ada Lovelace"):
        assert words in solutions
        assert words not in exam


def test_the_showcase_fits_its_pages(repository: Path) -> None:
    files, told = compiled(repository / "bank" / "showcase")
    assert {each.code for each in told} <= {"QB420", "QB421", "QB422"}
    assert {*DOCUMENTS, "key.pdf"} <= set(files)


def test_hostile_content_of_every_type_compiles(tmp_path: Path) -> None:
    """Nothing runs off a line or a page (QB428), whatever stands in an option, a column, a cell or a gap."""
    bank = Bank(tuple(every_type(BLOCKS, TOKENS)), Settings(language="de"))
    files, told = registry.exporter("latex").export(bank, PDF)
    assert {each.code for each in told} == {"QB421"}
    solutions = words_of({file.path: file.data for file in files}["solutions.pdf"], tmp_path)
    for words in ("U+1F600", "} ~ # = & <b> \\ ^_^", "until it ends with O(n), f(y)", "Musterantwort", "five"):
        assert words in solutions


def test_every_character_of_the_tables_compiles(bank_file: Callable[[str], Path]) -> None:
    """Each stands in text, in code, and, where it is mathematics, in a formula."""
    tables = part("characters")
    chars = sorted({*tables.LETTERS, *tables.TEXT, *tables.MATH})
    escape = part("escape")
    rows = [escape.text(char, pytest.fail) + rf" \texttt{{{escape.code(char, pytest.fail)}}}" for char in chars]
    rows += [rf"\({{{escape.formula(char, pytest.fail)}}}\)" for char in tables.MATH]
    rows += [escape.text(f"{letter}{accent}", pytest.fail) for accent in tables.ACCENTS for letter in "aijXq"]
    files, _ = compiled(bank_file(HOSTILE))
    source = files["exam.tex"].decode()
    head = source[: source.index("% question:")].replace(r"\pageref{LastPage}", "1")
    whole = OutputFile("all.tex", (head + "\n\n".join(rows) + "\n\\end{document}\n").encode())
    made, told = part("pdf").compiled([whole])
    assert told == []
    assert [file.path for file in made] == ["all.pdf"]


def test_every_command_that_mathematics_may_use_finds_its_package() -> None:
    """Commands are tried in the shape that their signature says."""
    sample = {"m": "{x}", "t": "{t}", "o": "[x]", "c": "{red}"}
    shapes = {
        name: f"\\{name}" + "".join(sample[kind] for kind in kinds)
        for name, kinds in COMMANDS.items()
        if set(kinds) <= set(sample) and re.fullmatch(r"[A-Za-z]+\*?", name)
    }
    skipped = {"hline", "cr", "intertext", "shortintertext", "limits", "nolimits", "displaylimits", "hfill", "sideset"}
    only_display = {"tag", "tag*", "notag", "nonumber", "displaybreak"}
    rows = [rf"\({{{shape}{{x}}}}\)" for name, shape in sorted(shapes.items()) if name not in skipped | only_display]
    packages = part("packages").packages("\\begin{document}" + "\n".join(rows))
    lines = [
        r"\documentclass{article}",
        *(rf"\usepackage{{{name}}}" for name in packages),
        r"\begin{document}",
        "\n\n".join(rows),
        r"\end{document}",
    ]
    made, told = part("pdf").compiled([OutputFile("all.tex", "\n".join(lines).encode())])
    assert [each for each in told if each.severity is Severity.ERROR] == []
    assert len(made) == 1


def test_a_failure_names_the_question_and_what_tex_said() -> None:
    source = (
        "\\documentclass{article}\n\\begin{document}\n% question: a\nfine\n% question: b\n\\nonsense\n\\end{document}\n"
    )
    made, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert made == []
    assert (told.code, told.question) == ("QB425", "b")
    assert "Undefined control sequence" in told.message
    assert "line 6" in told.message


@pytest.mark.parametrize(
    "body",
    [
        r"\input{/etc/hostname}",
        r"\input{../secret.txt}",
        r"\immediate\write18{touch pwned}",
        r"\newwrite\f\immediate\openout\f=../pwned \immediate\write\f{x}",
        r"\newread\f\openin\f=/etc/hostname \ifeof\f\else\read\f to\x \x\fi",
    ],
)
def test_tex_stays_in_its_folder(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The allow-list lets none of this through; this is the second wall."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    source = f"\\documentclass{{article}}\n\\begin{{document}}\n{body} words\n\\end{{document}}\n"
    made, _ = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    for file in made:
        text = words_of(file.data, tmp_path)
        assert "SECRET" not in text
        assert Path("/etc/hostname").read_text("utf-8").strip() not in text
    assert not list(tmp_path.glob("**/pwned*"))


def test_tex_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part("pdf"), "SECONDS", 2)
    source = "\\documentclass{article}\n\\begin{document}\n\\loop\\iftrue\\repeat\n\\end{document}\n"
    made, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert made == []
    assert told.code == "QB425"
    assert "did not end" in told.message


def test_without_latexmk_the_sources_are_written_and_the_reason_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    files, told = compiled(*quiz_files(repository))
    assert not set(DOCUMENTS) & set(files)
    assert "exam.tex" in files
    assert [each.code for each in told] == ["QB424"]
    assert "texlive-latex-extra" in told[0].hint


def test_a_line_too_wide_is_told_with_its_question() -> None:
    source = (
        "\\documentclass{article}\n\\begin{document}\n% question: a\n"
        "\\noindent\\mbox{\\rule{2\\textwidth}{1pt}}\n\\end{document}\n"
    )
    _, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert (told.code, told.severity, told.question) == ("QB428", Severity.WARNING, "a")


def test_plain_text_of_the_quiz_is_in_the_slides(repository: Path, tmp_path: Path) -> None:
    files, _ = compiled(*quiz_files(repository))
    bank, _ = qbank.load(quiz_files(repository))
    slides = words_of(files["slides.pdf"], tmp_path)
    for question in bank.questions:
        for statement in getattr(question, "statements", ()):
            assert all(word in slides for word in plain(parse(statement.explanation)).split() if word.isalpha())


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_other_languages_compile_without_a_word(repository: Path, tmp_path: Path, language: str) -> None:
    shutil.copytree(repository / "bank", tmp_path / "bank")
    title = "'Übung % 漢 & \\ _ {} 😀: a long title that goes on and on, longer than the running head can be'"
    (tmp_path / "bank" / "qbank.yaml").write_text(f"title: {title}\nlanguage: {language}\nauthor: A & B\n", "utf-8")
    bank, _ = qbank.load(quiz_files(tmp_path))
    files, told = registry.exporter("latex").export(bank, ExportOptions())
    assert [each.code for each in told] == ["QB421"]
    log = log_of({file.path: file.data for file in files}, "exam", tmp_path)
    assert not re.findall(r"Overfull.*|Underfull.*|Missing character.*|.*Warning.*", log)
    done = subprocess.run(["pdfinfo", "exam.pdf"], cwd=tmp_path, capture_output=True, check=True)
    assert "Übung % 漢 & \\ _ {} 😀: a long title" in done.stdout.decode()


def test_a_page_too_high_is_told() -> None:
    source = "\\documentclass{article}\n\\begin{document}\n\\vbox to 2\\textheight{\\hbox{x}\\vfil}\n\\end{document}\n"
    _, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert (told.code, told.severity) == ("QB428", Severity.WARNING)
    assert "too high" in told.message

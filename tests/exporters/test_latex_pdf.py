"""LaTeX compiled by the real latexmk: the quiz, hostile texts, every character, and what happens when TeX fails."""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

import qbank
from qbank import registry, tex
from qbank.diagnostic import Diagnostic, Severity
from qbank.exam.sheet import Exam, Section
from qbank.markup import parse, plain
from qbank.registry import ExportOptions, OutputFile, Paper
from qbank.schema import Bank, Settings
from qbank.texcommands import COMMANDS

from .latex_questions import TYPES, every_type, quiz_files

if not (shutil.which("latexmk") and shutil.which("pdftotext")) and os.environ.get("CI") != "true":
    pytest.skip("latexmk or pdftotext is not installed (make test installs them)", allow_module_level=True)

DOCUMENTS = ("exam", "solutions", "slides", "key", "worksheet")
PDF = ExportOptions(flags=frozenset({"pdf"}))
COMPLAINTS = r"Overfull.*|Underfull.*|Missing character.*"
WARNINGS = r"|.*[Uu]ndefined.*|.*Warning.*"
"""What is only said where page numbers are not yet known, if it is not said at the end."""
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


def exported(bank: Bank, options: ExportOptions | None = None) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files, told = registry.exporter("latex").export(bank, options or ExportOptions())
    return {file.path: file.data for file in files}, list(told)


def loaded(*paths: Path) -> Bank:
    bank, problems = qbank.load(paths)
    assert not [each for each in problems if each.severity is Severity.ERROR]
    return bank


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def built(
    files: dict[str, bytes], names: Sequence[str], folder: Path, *, once: str = ""
) -> tuple[dict[str, str], dict[str, str]]:
    """Compile documents and return their logs and their texts; ``once``: with that engine, and without page numbers."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    command = [once, "-interaction=nonstopmode", "-halt-on-error"] if once else [*part("pdf").COMMAND, "-pdf"]

    def build(name: str) -> None:
        environment = {**os.environ, "max_print_line": "10000"}
        done = subprocess.run([*command, f"{name}.tex"], cwd=folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(build, names))
    logs = {name: (folder / f"{name}.log").read_text("utf-8", "replace") for name in names}
    return logs, {name: words_of(folder / f"{name}.pdf") for name in names}


def test_the_quiz_compiles_without_a_word(repository: Path, tmp_path: Path) -> None:
    bank = loaded(*quiz_files(repository))
    files, told = exported(bank)
    assert told == []
    logs, texts = built(files, DOCUMENTS, tmp_path)
    assert [found for log in logs.values() for found in re.findall(COMPLAINTS + WARNINGS, log)] == []
    for question in bank.questions:
        prose = " ".join(node.text for node in parse(question.stem).walk() if node.type == "text")
        for name in ("exam", "solutions", "slides", "worksheet"):
            assert [word for word in re.findall(r"\w+", prose) if word not in texts[name]] == []
        for statement in getattr(question, "statements", ()):
            words = [word for word in plain(parse(statement.explanation)).split() if word.isalpha()]
            assert [word for word in words if word not in texts["slides"]] == []
    assert "Page 1 of 2" in texts["exam"]
    assert "Solution" not in texts["exam"] + texts["worksheet"]
    assert "with tanh activation" in texts["solutions"]


def test_the_same_pdf_twice(repository: Path) -> None:
    """With fonts, a figure and links in it."""
    files, _ = exported(loaded(repository / "bank/quiz-3.yaml"))
    source = [OutputFile(path, data) for path, data in files.items() if path == "exam.tex" or "/" in path]
    compiled = part("pdf").compiled
    assert len(source) > 1
    assert compiled(source) == compiled(source)


def test_every_type_compiles_without_a_word(tmp_path: Path) -> None:
    files, told = exported(loaded(TYPES), ExportOptions(paper=Paper.LETTER))
    assert {each.code for each in told} == {"QB420", "QB421"}
    logs, texts = built(files, DOCUMENTS, tmp_path, once="pdflatex")
    assert [found for log in logs.values() for found in re.findall(COMPLAINTS, log)] == []
    for words in ("Tick all that apply.", "Write the letter of its match", "Files to be handed in: 1–2 (.pdf, .png)"):
        assert words in texts["exam"]
    for words in ("+33.33 %", "19.62 ± 0.1962 m/s", "70.632 km/h", "*Lovelace", "It grows as n does.", "Ada Lovelace"):
        assert words in texts["solutions"]
        assert words not in texts["exam"]


def test_the_showcase_fits_its_pages(repository: Path, tmp_path: Path) -> None:
    """Through the program's own door: PDFs of all documents, and no warning that something runs off a page."""
    bank = loaded(repository / "bank" / "showcase")
    files, told = exported(bank, PDF)
    assert {each.code for each in told} <= {"QB420", "QB421", "QB422"}
    assert {f"{name}.pdf" for name in DOCUMENTS} <= set(files)
    pages = {}
    for name in ("key.pdf", "slides.pdf"):
        (tmp_path / name).write_bytes(files[name])
        done = subprocess.run(["pdfinfo", name], cwd=tmp_path, capture_output=True, check=True)
        pages[name] = int(re.findall(rb"Pages:\s+(\d+)\n", done.stdout)[0])
    assert pages["key.pdf"] == 1
    assert pages["slides.pdf"] < 2.2 * len(bank.questions), "a solution stands below its key where it can"


def test_hostile_content_of_every_type_compiles(bank_file: Callable[[str], Path], tmp_path: Path) -> None:
    """Nothing runs off a line or a page, whatever stands in an option, a column, a cell or a gap."""
    hostile = loaded(bank_file(HOSTILE)).questions
    bank = Bank((*hostile, *every_type(BLOCKS, TOKENS)), Settings(language="de"))
    files, told = exported(bank)
    assert {each.code for each in told} <= {"QB420", "QB421"}
    logs, texts = built(files, DOCUMENTS, tmp_path, once="pdflatex")
    complaints = r"Overfull.*|Missing character.*"
    assert [found for log in logs.values() for found in re.findall(complaints, log)] == []
    for words in ("U+1F600", "} ~ # = & <b> \\ ^_^", "until it ends with O(n), f(y)", "Musterantwort", "five"):
        assert words in texts["solutions"]
    ascii_line = r"""!"#$%&’()*+,-./0123456789:;<=>?@ABC[]\^_`abc{|}~ and -- --- ,, ’’ ?` !` << >> "quoted"."""
    assert ascii_line.replace("’", "") in texts["exam"].replace("’", "").replace("'", "")
    for words in (r"\input{/etc/passwd} \end{document} \write18{ls} %comment ^^5c ###", "U+1F600", "seven"):
        assert words in texts["exam"]
    assert r"a_b\c{d}%e$f#g&h~i^j --m" in texts["exam"]


def test_every_character_of_the_tables_compiles(bank_file: Callable[[str], Path]) -> None:
    """Each stands in text, in code, and, where it is mathematics, in a formula."""
    tables = part("characters")
    chars = sorted({*tables.LETTERS, *tables.TEXT, *tables.MATH})
    escape = part("escape")
    rows = [escape.text(char, pytest.fail) + rf" \texttt{{{escape.code(char, pytest.fail)}}}" for char in chars]
    rows += [rf"\({{{escape.formula(char, pytest.fail)}}}\)" for char in tables.MATH]
    rows += [escape.text(f"{letter}{accent}", pytest.fail) for accent in tables.ACCENTS for letter in "aijXq"]
    files, _ = exported(loaded(bank_file(HOSTILE)))
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
        (tmp_path / "made.pdf").write_bytes(file.data)
        text = words_of(tmp_path / "made.pdf")
        assert "SECRET" not in text
        assert Path("/etc/hostname").read_text("utf-8").strip() not in text
    assert not list(tmp_path.glob("**/pwned*"))


def test_tex_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tex, "SECONDS", 2)
    source = "\\documentclass{article}\n\\begin{document}\n\\loop\\iftrue\\repeat\n\\end{document}\n"
    made, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert made == []
    assert told.code == "QB425"
    assert "did not end" in told.message


def test_without_latexmk_the_sources_are_written_and_the_reason_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    files, told = exported(loaded(*quiz_files(repository)), PDF)
    assert not any(path.endswith("exam.pdf") for path in files)
    assert "exam.tex" in files
    assert [each.code for each in told] == ["QB424"]
    assert "texlive-latex-extra" in told[0].hint
    assert "--to html" in told[0].hint


def test_a_line_too_wide_is_told_with_its_question() -> None:
    source = (
        "\\documentclass{article}\n\\begin{document}\n% question: a\n"
        "\\noindent\\mbox{\\rule{2\\textwidth}{1pt}}\n\\end{document}\n"
    )
    _, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert (told.code, told.severity, told.question) == ("QB428", Severity.WARNING, "a")


EXAM = Exam(
    "midterm",
    "Übung % & \\ _ {}: a long title that goes on and on, longer than the running head can be",
    course="Course 101",
    date="12.3.2027",
    duration="90 min",
    author="A & B",
    instructions="No *calculators*, $x^2$.",
    fields=("One", "Two", "Three"),
    version="B",
    grading_table=True,
)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_an_exam_in_every_language(tmp_path: Path, language: str) -> None:
    """One run of TeX: whatever is printed of our words and of the title block, stands in the PDF."""
    bank = loaded(TYPES)
    latin = tuple(question for question in bank.questions if question.stem.isascii())[:12]
    ids, words = [question.id for question in latin], part("strings").STRINGS[language]
    total = sum((question.points for question in latin if question.type != "description"), Decimal(0))
    sections = (
        Section("Part one", "Do *this*.", tuple(ids[:4]), Decimal(4)),
        Section("Part two", "", tuple(ids[4:]), total - 4),
    )
    bank = Bank(latin, Settings(language=language))
    files, _ = exported(bank, ExportOptions(exam=replace(EXAM, sections=sections)))
    files = {path: data for path, data in files.items() if b"qbscript" not in data}
    logs, texts = built(files, ["exam"], tmp_path, once="pdflatex")
    assert not re.findall(COMPLAINTS, logs["exam"])
    ours = [words.question, words.points, words.reached, words.total, words.version.format(n="B"), words.tick_one]
    theirs = ["Übung % & \\ _ {}: a long title", "Course 101", "12.3.2027", "90 min", "A & B", "No calculators, x2"]
    for told in [*ours, *theirs, "One", "Two", "Three", "Part one", "Do this.", "Part two"]:
        assert told in texts["exam"].replace("’", "'") or told.replace("’", "'") in texts["exam"].replace("’", "'")
    done = subprocess.run(["pdfinfo", "exam.pdf"], cwd=tmp_path, capture_output=True, check=True)
    assert "Übung % & \\ _ {}: a long title" in done.stdout.decode()


CHINESE = """\
questions:
  - id: q
    type: single-choice
    title: 导数
    stem: |
      设函数 $f(x) = x^2$，求导数。{long}（标点）。Привет, Γειά σου, שלום, مرحبا; $\\text{{速度}}$, `代码`, **粗体**。
    options:
      - 以上都对
      - 以上都不对
    answer: 1
""".format(long="这里有一段很长的中文用来检查断行" * 9)


@pytest.mark.skipif(
    os.environ.get("CI") != "true" and bool(subprocess.run(["kpsewhich", "luaotfload.sty"], check=False).returncode),
    reason="texlive-luatex is not installed",
)
def test_other_scripts_in_lualatex(bank_file: Callable[[str], Path], tmp_path: Path) -> None:
    path = bank_file(CHINESE)
    (path.parent / "qbank.yaml").write_text("title: 高等数学\nlanguage: zh\n", "utf-8")
    files, (told,) = exported(loaded(path.parent))
    assert (told.code, told.severity) == ("QB421", Severity.NOTE)
    assert files["exam.tex"].startswith(b"% !TEX program = lualatex\n")
    (pdf,), told_of_tex = part("pdf").compiled([OutputFile("exam.tex", files["exam.tex"])])
    assert told_of_tex == []  # too wide, without a glyph or a font
    (tmp_path / "exam.pdf").write_bytes(pdf.data)
    printed = words_of(tmp_path / "exam.pdf")
    together = printed.replace(" ", "")
    for words in ("高等数学", "姓名", "求导数", "这里有一段很长的中文用来检查断行" * 9, "速度", "粗体", "以上都不对"):
        assert words in together
    assert "Привет, Γειά σου" in printed


def test_other_scripts_without_lualatex(bank_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The document still compiles; a box stands for what is not printed, and that is told."""
    monkeypatch.setattr(part("pdf"), "_has_lualatex", lambda: False)
    files, _ = exported(loaded(bank_file(CHINESE)))
    made, (told,) = part("pdf").compiled([OutputFile("exam.tex", files["exam.tex"])])
    assert [file.path for file in made] == ["exam.pdf"]
    assert (told.code, told.severity) == ("QB421", Severity.WARNING)
    assert "texlive-luatex" in told.hint


def test_a_page_too_high_is_told() -> None:
    source = "\\documentclass{article}\n\\begin{document}\n\\vbox to 2\\textheight{\\hbox{x}\\vfil}\n\\end{document}\n"
    _, (told,) = part("pdf").compiled([OutputFile("exam.tex", source.encode())])
    assert (told.code, told.severity) == ("QB428", Severity.WARNING)
    assert "too high" in told.message

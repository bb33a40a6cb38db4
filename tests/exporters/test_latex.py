"""LaTeX: what is written for a text, a question and the quiz; that it compiles is the matter of test_latex_pdf."""

import importlib
import io
import os
import re
import string
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import qbank
from qbank import registry
from qbank.diagnostic import Diagnostic, Severity
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report
from qbank.figures import Figure
from qbank.markup import Node, parse
from qbank.registry import ExportOptions
from qbank.schema import Bank

BREAK = r"\qbz{}"
GOLDEN = Path(__file__).parents[1] / "golden" / "latex"
QUESTION = """\
questions:
  - id: q
    type: single-choice
    stem: |
{stem}
    options:
      - one
      - two
    answer: 2
{more}
"""


def part(name: str) -> ModuleType:
    """A module of the exporter, found the way that the program finds it."""
    package = type(registry.exporter("latex")).__module__.rpartition(".")[0]
    return importlib.import_module(f"{package}.{name}")


def export(bank: Bank, report: Report | None = None, *flags: str) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files, told = registry.exporter("latex").export(bank, ExportOptions(report, frozenset(flags)))
    return {file.path: file.data for file in files}, list(told)


def quiz(repository: Path) -> Bank:
    bank, problems = qbank.load(sorted((repository / "bank").glob("quiz-*.yaml")))
    assert not [each for each in problems if each.severity is Severity.ERROR]
    return bank


def found(bank: Bank) -> Report:
    """Evidence as the checker gives it: derived where there is something to derive."""
    return Report(
        tuple(
            QuestionEvidence(
                q.id,
                "quiz.yaml",
                1,
                q.type,
                Level.CONSISTENT if q.type == "statements" else Level.PROVED,
                assumed=("E = E",) if q.id == "q2-2" else (),
                options=tuple(OptionEvidence(n, n == 1, "equal" if n == 1 else "different") for n in range(1, 5)),
            )
            for q in bank.questions
        )
    )


@pytest.fixture
def one(bank_file: Callable[[str], Path]) -> Callable[..., tuple[dict[str, str], list[Diagnostic]]]:
    """Export one question whose stem is given, and return the documents as text."""

    def write(stem: str, more: str = "") -> tuple[dict[str, str], list[Diagnostic]]:
        lines = "\n".join(f"      {line}" for line in stem.split("\n"))
        bank, problems = qbank.load(bank_file(QUESTION.format(stem=lines, more=more)))
        assert problems == []
        files, told = export(bank)
        return {path: data.decode() for path, data in files.items() if path.endswith(".tex")}, told

    return write


# ------------------------------------------------------------------------------------------------ text and formulas

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
}


@pytest.mark.parametrize("char", sorted(set(map(chr, range(128))) - set(string.whitespace)))
def test_every_ascii_character(char: str) -> None:
    expected = SPECIAL.get(char, char if char.isprintable() else "")
    assert part("escape").text(f"a{char}b", pytest.fail) == f"a{expected}b"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a -- b", "a -{}- b"),
        ("a --- b", "a -{}-{}- b"),
        (",,a''", ",{},a'{}'"),
        ("?`!`", r"?\textasciigrave{}!\textasciigrave{}"),
        ("[x] y", "{[}x] y"),
        ("* y", "{*} y"),
        ("a\tb\n  c", "a b\nc"),
        ("é — …", "é — …"),
        ("e\u0301", "é"),
        ("q\u0308", r"\"{q}"),
        ("ẍ", r"\"{x}"),
        ("i\u0331", r"\b{\i}"),
        ("α ≤ β", r"\ensuremath{\alpha} \ensuremath{\leq} \ensuremath{\beta}"),
        ("a\u00a0b", "a~b"),
        ("a\u200db\u202ec\ufe0f", "abc"),
    ],
)
def test_text(source: str, expected: str) -> None:
    assert part("escape").text(source, pytest.fail) == expected


@pytest.mark.parametrize("char", ["😀", "ก", "አ", "\u0301", "\U000e0100"])
def test_what_no_font_shows_is_printed_as_its_number_and_told(char: str) -> None:
    missing: list[str] = []
    written = part("escape").text(f"a {char}", missing.append)
    assert (written, missing) == (rf"a \qbmissing{{{ord(char):04X}}}", [char])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Привет", r"\qbscript{cyrillic}{Привет}"),
        ("и\u0301", "\\qbscript{cyrillic}{и\u0301}"),
        ("Γειά σου", r"\qbscript{greek}{Γειά} \qbscript{greek}{σου}"),
        ("αβ", r"\ensuremath{\alpha}\ensuremath{\beta}"),
        ("שלום", r"\qbscript{hebrew}{שלום}"),
        ("中文", r"\qbscript{han}{\qbz{}中\qbz{}文\qbz{}}"),
        ("（中文）。", r"\qbscript{han}{\qbz{}（中\qbz{}文）。\qbz{}}"),
        ("x，y", r"x\qbscript{han}{，\qbz{}}y"),
        ("中" * 40 + "мир", rf"\qbscript{{han}}{{{BREAK}{BREAK.join('中' * 40)}{BREAK}}}\qbscript{{cyrillic}}{{мир}}"),
        ("中" * 40, rf"\qbscript{{han}}{{{BREAK}{BREAK.join('中' * 40)}{BREAK}}}"),
    ],
)
def test_other_scripts_go_into_fonts_of_their_own_and_break_where_they_may(source: str, expected: str) -> None:
    written = part("escape").text(source, pytest.fail)
    assert written == expected
    assert part("decoding").decoded(written) == part("decoding").decoded(expected)


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_no_text_leaves_ours(source: str) -> None:
    """Whatever is written: braces balance, no bare special, only our own commands."""
    written = part("escape").text(source, lambda _char: None)
    prose = re.sub(r"(\\ensuremath\{)[_^]", r"\1", written)  # scripts stand in mathematics of ours
    bare = re.sub(r"\\([A-Za-z]+|.)", "", prose)
    assert not set(bare) & set("$&#%_^\\")
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    tables = part("characters")
    ours = " ".join([*tables.ASCII.values(), *tables.TEXT.values(), *tables.MATH.values(), *tables.ACCENTS.values()])
    known = {*re.findall(r"\\([A-Za-z]+)", ours), "ensuremath", "qbmissing", "qbscript", "qbz", "allowbreak", "i", "j"}
    assert set(re.findall(r"\\([A-Za-z]+)", written)) <= known


def test_a_long_word_may_break() -> None:
    written = part("escape").text("x" * 60, pytest.fail)
    assert written.count(r"\allowbreak{}") == 29
    assert written.replace(r"\allowbreak{}", "") == "x" * 60


def test_code_keeps_every_character() -> None:
    written = part("escape").code("if a['x']  -- b:\t#", pytest.fail).replace(r"\allowbreak{}", "")
    quote = r"\textquotesingle{}"
    assert written == rf"if\ a[{quote}x{quote}]\ \ -{{}}-\ b:\ \ \ \ \#"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("α≤β", r"\alpha \leq \beta "),
        ("x²−1", "x^{2}-1"),
        (r"\text{für}", r"\text{f\text{ü}r}"),
        ("a\n\n  b", "a\nb"),
        ("ℝ", r"\mathbb{R}"),
    ],
)
def test_formulas_have_commands_for_their_characters(source: str, expected: str) -> None:
    assert part("escape").formula(source, pytest.fail) == expected


def test_addresses() -> None:
    written = part("escape").address("https://e.org/a_b?c=d&e=%20#f~é{}")
    assert written == r"https://e.org/a_b?c=d\&e=\%20\#f\%7E\%C3\%A9\%7B\%7D"


def test_properties_of_the_pdf_know_every_character() -> None:
    written = part("escape").metadata("A-é 漢\\}\n😀")
    assert written == r'A\unichar{"002D}\unichar{"00E9} \unichar{"6F22}\unichar{"005C}\unichar{"007D} \unichar{"1F600}'


def test_no_character_has_two_ways() -> None:
    tables = part("characters")
    for char in tables.LETTERS:
        assert unicodedata.normalize("NFC", char) == char
    assert not tables.LETTERS & tables.TEXT.keys()
    assert not tables.LETTERS & tables.MATH.keys()
    assert not tables.TEXT.keys() & tables.MATH.keys()


# -------------------------------------------------------------------------------------------------------- the markup

CASES = [
    ("**a** *b* `c_d`", r"\textbf{a} \emph{b} \texttt{c\_\allowbreak{}d}"),
    ("<u>a b</u>", r"\qbunder{a} \qbunder{b}"),
    ("H<sub>2</sub>O<sup>+</sup>", r"H\textsubscript{2}O\textsuperscript{+}"),
    ("~~a $x$ b~~", r"\qbstrike{a} {\(x\)} \qbstrike{b}"),
    ("costs $5 and $6", r"costs \$5 and \$6"),
    ("a $x_1$ b", r"a \(x_1\) b"),
    ("a\n\n$$\nx = 1\n$$\n\nb", "a\n\\[\n\\qbfit{x = 1}\n\\]\n\nb"),
    ("$$\\begin{align*} a &= b \\end{align*}$$", "\\begin{align*} a &= b \\end{align*}\n"),
    ("$$x \\tag{1}$$", "\\[\nx \\tag{1}\n\\]"),
    ("# Head $x$", r"\qbheading{Head \(x\)}"),
    ("- a\n- b", "\\begin{qbitems}\n\\item[\\textbullet] a\n\\item[\\textbullet] b\n\\end{qbitems}"),
    ("3. a\n4. b", "\\begin{qbitems}\n\\item[3.] a\n\\item[4.] b\n\\end{qbitems}"),
    ("- a\n\n- b", "\\begin{qbitems}[loose]\n"),
    ("- a\n  - b\n    - c\n      - d\n        - e", r"\qbdeep{1}{\textbullet}d"),
    ("> q", "\\begin{qbquote}\nq\n\\end{qbquote}"),
    ("```\na  b\n```", "\\begin{qbcode}\n\\qbline{a\\ \\ b}\n\\end{qbcode}"),
    ("---", r"\qbrule"),
    ("a  \nb", "a\\newline{}b"),
    ("[t](https://e.org/x)", r"\href{https://e.org/x}{t} \qbaddress{https:\allowbreak{}/\allowbreak{}"),
    ("<https://e.org/x>", r"\href{https://e.org/x}{https://e.org/x}"),
    (
        "|a|b|\n|:-:|--:|\n|1|$x$|",
        "\\qbfit{\\begin{tabular}{cr}\n\\toprule\n\\textbf{a} & \\textbf{b} \\\\\n\\midrule\n1 & \\(x\\) \\\\",
    ),
    (f"|a|b|\n|-|-|\n|{'word ' * 15}|1|", r"\begin{tabularx}{\linewidth}{>{\raggedright\arraybackslash}Xl}"),
    ("a $$x$$ b", "a\n\\[\n\\qbfit{x}\n\\]\n\nb"),
]


@pytest.mark.parametrize(("markdown", "expected"), CASES, ids=[markdown[:20] for markdown, _ in CASES])
def test_markup(one: Callable[..., tuple[dict[str, str], list[Diagnostic]]], markdown: str, expected: str) -> None:
    documents, told = one(markdown)
    assert told == []
    for name in ("exam.tex", "solutions.tex", "slides.tex"):
        assert expected in documents[name]


@pytest.mark.parametrize(("latex", "expected"), [(r"x \tag{2}", r"x \quad\text{(2)}"), (r"x \notag", "x")])
def test_numbering_within_a_line(latex: str, expected: str) -> None:
    module = part("render")
    context = module.Context(missing=pytest.fail, image=pytest.fail, refuse=lambda _node: False)
    assert module.render(Node("math", text=latex), context) == rf"\({expected}\)"


def test_every_node_type_has_a_renderer() -> None:
    marks = "a\n`c` **b** *e* ~~s~~ [l](x) ![i](y.png) $m$  \nh <sub>1</sub><sup>2</sup><u>u</u> `<b>x</b>`{=html}"
    raw = "```{=html}\n<hr>\n```"
    blocks = ["# h", marks, "$$d$$", "- l", "1. o", "> q", "---", "```\nc\n```", "|a|\n|-|\n|b|", raw]
    types = {node.type for node in parse("\n\n".join(blocks)).walk()}
    inner = {"table_head", "table_body", "table_row", "table_cell", "list_item"}  # written by table and list
    assert types - inner | {"gap"} == set(part("render").RENDERERS)


def test_only_needed_packages_are_loaded(one: Callable[..., tuple[dict[str, str], list[Diagnostic]]]) -> None:
    plain, _ = one("words")
    rich, _ = one("|a|\n|-|\n|$\\cancel{x} \\coloneqq \\bm{y}$|")
    for package in ("booktabs", "cancel", "mathtools", "bm", "graphicx"):
        assert rf"\usepackage{{{package}}}" in rich["exam.tex"]
        assert rf"\usepackage{{{package}}}" not in plain["exam.tex"]


# --------------------------------------------------------------------------------------------------------- documents


@pytest.mark.parametrize("name", ["exam.tex", "solutions.tex", "slides.tex", "key.tex", "worksheet.tex"])
def test_the_quiz(repository: Path, name: str) -> None:
    """Golden files; ``UPDATE_GOLDEN=1`` writes them anew."""
    bank = quiz(repository)
    files, told = export(bank, found(bank))
    assert told == []
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(files[name])
    assert files[name].decode() == (GOLDEN / name).read_text("utf-8")


def test_the_same_bytes_twice(repository: Path) -> None:
    bank = quiz(repository)
    assert export(bank) == export(bank)


def test_the_exam_shows_no_key(repository: Path) -> None:
    files, _ = export(quiz(repository))
    exam = files["exam.tex"].decode().partition(r"\begin{document}")[2]
    assert r"\qbkey" not in exam
    assert r"\qbsolution" not in exam
    assert "q1-2" not in re.sub(r"(?m)^%.*$", "", exam)


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda text: text.replace(r"\qbkey{2.}", r"\qboption{2.}"), "keys"),
        (lambda text: text.replace("\\qboption{1.} one\n", ""), "keys"),
        (lambda text: text.replace("\\qboption{1.} one", r"\qboption{1.} on"), "text in a option"),
        (lambda text: text.replace(r"\qboption{1.}", r"\qboption{2.}"), "marks of a option"),
        (lambda text: text.replace("words", "word s, more"), "text in a stem"),
        (lambda text: text.replace("\\end{qboptions}", "\\qboption{3.} three\n\\end{qboptions}"), "parts"),
        (lambda text: text.replace("1 point}", "11 points}"), "points"),
        (lambda text: text.replace("% question: q", "% question: p"), "questions"),
    ],
)
def test_reading_back_finds(
    one: Callable[..., tuple[dict[str, str], list[Diagnostic]]],
    bank_file: Callable[[str], Path],
    spoil: Callable[[str], str],
    what: str,
) -> None:
    documents, _ = one("words")
    bank, _ = qbank.load(bank_file(QUESTION.format(stem="      words", more="")))
    words = part("strings").STRINGS["en"]
    compare = part("readback").compare
    text = documents["solutions.tex"]
    assert compare("solutions.tex", text, bank.questions, words) == []
    told = compare("solutions.tex", spoil(text), bank.questions, words)
    assert {each.code for each in told} == {"QB427"}
    assert what in told[0].message


def test_points_and_numbering(one: Callable[..., tuple[dict[str, str], list[Diagnostic]]]) -> None:
    documents, _ = one("words", "    points: 2.50\n    numbering: abc")
    assert r"~/~2.5 points}" in documents["exam.tex"]
    assert r"\qboption{a.} one" in documents["exam.tex"]
    assert r"\qbkey{b.} two" in documents["solutions.tex"]


@pytest.mark.parametrize(
    ("numbering", "number", "expected"),
    [("123", 12, "12."), ("abc", 28, "ab."), ("ABC", 2, "B."), ("iii", 4, "iv."), ("III", 9, "IX."), ("none", 1, "")],
)
def test_labels(numbering: str, number: int, expected: str) -> None:
    assert part("labels").label(numbering, number) == expected


def test_what_paper_cannot_carry_is_noted(one: Callable[..., tuple[dict[str, str], list[Diagnostic]]]) -> None:
    _, told = one("words", "    penalty: 0.5\n    source: A book")
    assert [(each.code, each.severity) for each in told] == [("QB420", Severity.NOTE)] * 2
    assert [each.field for each in told] == ["penalty", "source"]


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Punkt"), ("fr-CH", "Cochez"), ("es", "Nombre"), ("zh-CN", "学号")]
)
def test_our_words_in_other_languages(bank_file: Callable[[str], Path], language: str, word: str) -> None:
    text = QUESTION.format(stem="      x", more="") + (
        "  - id: s\n    type: statements\n    stem: x\n    statements:\n      - text: y\n        correct: true\n"
    )
    path = bank_file(text)
    (path.parent / "qbank.yaml").write_text(f"language: {language}\n", "utf-8")
    bank, problems = qbank.load(path)
    assert problems == []
    files, told = export(bank)
    assert [each.code for each in told] == (["QB421"] if language == "zh-CN" else [])
    exam = files["exam.tex"].decode()
    assert word in exam.replace(BREAK, "")
    assert exam.startswith("% !TEX program = lualatex") == (language == "zh-CN")


def test_an_unknown_language_is_english_and_told(bank_file: Callable[[str], Path]) -> None:
    path = bank_file(QUESTION.format(stem="      x", more=""))
    (path.parent / "qbank.yaml").write_text("language: tlh\n", "utf-8")
    bank, _ = qbank.load(path)
    files, told = export(bank)
    assert [each.code for each in told] == ["QB423"]
    assert b"Student number" in files["exam.tex"]


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (QuestionEvidence("q", "f", 1, "t", Level.PROVED), "Key proved: derived from the stem."),
        (
            QuestionEvidence(
                "q", "f", 1, "t", Level.PROVED, options=(OptionEvidence(2, keyed=False, verdict="different"),)
            ),
            "Key proved: derived from the stem; option 2 refuted.",
        ),
        (QuestionEvidence("q", "f", 1, "t", Level.ASSERTED), "Key not checked: the author's word."),
        (None, ""),
    ],
)
def test_evidence_in_a_sentence(evidence: QuestionEvidence | None, expected: str) -> None:
    assert part("evidence").evidence_line(evidence, part("strings").STRINGS["en"]) == expected


def test_evidence_names_options_as_they_are_printed() -> None:
    options = tuple(OptionEvidence(n, keyed=n == 1, verdict="equal" if n == 1 else "different") for n in (1, 2, 3))
    found = QuestionEvidence("q", "f", 1, "t", Level.PROVED, options=options)
    line = part("evidence").evidence_line
    words = part("strings").STRINGS["en"]
    assert line(found, words, "abc").endswith("; options b, c refuted.")
    assert line(found, words, "none").endswith("; options 2, 3 refuted.")


# ----------------------------------------------------------------------------------------------------------- figures


def test_figures_are_pdf_and_the_same_every_time(repository: Path) -> None:
    files, _ = export(quiz(repository))
    again, _ = export(quiz(repository))
    name = "figures/last-layer.pdf"
    assert files[name].startswith(b"%PDF-")
    assert files[name] == again[name]
    assert rb"\qbfigure{figures/last-layer.pdf}" in files["slides.tex"]


def test_figures_use_the_fonts_of_pdf_whatever_the_machine_has() -> None:
    fonts = part("figures")._Fonts()
    assert fonts.find_font("Times New Roman", "bold", "italic") == ("Times-BoldItalic", True)
    assert fonts.find_font("Comic Sans") == ("Helvetica", False)
    assert fonts.find_font("monospace", "700") == ("Courier-Bold", True)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'


@pytest.mark.parametrize(
    ("inner", "losses"),
    [
        ('<path d="M0 0L9 9" stroke="black"/><text x="1" y="9">σ → é</text>', ()),
        ('<line x1="1" x2="9" marker-end="url(#a)"/>', ("arrowheads (marker-end)",)),
        ('<g style="fill:red; filter: url(#f)"/>', ("filters",)),
        ('<text x="1" y="9">ŵ<tspan>漢</tspan></text>', ("“ŵ” (U+0175)", "“漢” (U+6F22)")),
        ('<text font-size="70%">a</text>', ("font sizes in percent",)),
    ],
)
def test_what_of_an_svg_is_not_printed_is_told(inner: str, losses: tuple[str, ...]) -> None:
    svg = Figure("a.svg", "a.svg", SVG.format(inner).encode(), "image/svg+xml")
    assert part("figures").convert(svg).losses == losses


def test_a_loss_is_placed_at_the_image(
    one: Callable[..., tuple[dict[str, str], list[Diagnostic]]], tmp_path: Path
) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "a.svg").write_text(SVG.format('<line x2="9" marker-end="url(#a)"/>'), "utf-8")
    _, (told,) = one("see ![an arrow](a.svg) and ![again](a.svg)")
    assert (told.code, told.question) == ("QB422", "q")
    assert told.span is not None
    assert (told.span.line, told.span.column) == (5, 11)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_other_pictures_become_png(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(out, kind)
    made = part("figures").convert(Figure("a", "a", out.getvalue(), f"image/{kind.lower()}"))
    with Image.open(io.BytesIO(made.data)) as image:
        assert (made.suffix, image.format, image.size) == (".png", "PNG", (3, 2))
        assert image.convert("RGB").tobytes()[0] > 250


def test_a_broken_picture_is_told(one: Callable[..., tuple[dict[str, str], list[Diagnostic]]], tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "a.gif").write_bytes(b"GIF89a broken")
    _, (told,) = one("see ![nothing](a.gif)")
    assert (told.code, told.question) == ("QB426", "q")


def test_equal_names_of_different_figures(
    one: Callable[..., tuple[dict[str, str], list[Diagnostic]]], tmp_path: Path
) -> None:
    for folder, inner in (("x", '<rect width="9" height="9"/>'), ("y", '<rect width="8" height="8"/>')):
        (tmp_path / "bank" / folder).mkdir(parents=True)
        (tmp_path / "bank" / folder / "a.svg").write_text(SVG.format(inner), "utf-8")
    documents, _ = one("![one](x/a.svg) ![two](y/a.svg) ![one again](x/a.svg)")
    assert re.findall(r"qbfigure\{(figures/.*?)\}", documents["exam.tex"].partition("begin{document}")[2]) == [
        "figures/a.pdf",
        "figures/a-2.pdf",
        "figures/a.pdf",
    ]


# --------------------------------------------------------------------------------------------- templates of the user's

BLOCKS = {
    "sheet": "size margins commands head foot preamble title fields questions end name_fields instructions question",
    "key": "size margins commands head foot preamble title fields questions question end",
    "worksheet": "size margins commands head foot preamble title fields questions question answers end",
    "slides": "foot preamble title questions question solution end",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_can_be_extended(repository: Path, tmp_path: Path, name: str) -> None:
    """What stands in a user's blocks goes into the document, and what is ours stays as it was."""
    (tmp_path / "latex").mkdir()
    blocks = BLOCKS[name].split()
    lines = [f"<% block {block} %>\n<< super() >>% mine: {block};\n<% endblock %>" for block in blocks]
    extends = f'<% extends "qbank/latex/{name}.tex.j2" %>'
    (tmp_path / "latex" / f"{name}.tex.j2").write_text("\n".join([extends, *lines]), "utf-8")
    bank = replace(quiz(repository), questions=quiz(repository).questions[:2])
    path = {"sheet": "exam.tex"}.get(name, f"{name}.tex")
    own, ours = (
        {file.path: file.data.decode() for file in registry.exporter("latex").export(bank, options)[0]}[path]
        for options in (ExportOptions(templates=tmp_path), ExportOptions())
    )
    assert set(re.findall("% mine: (.*?);", own)) == set(blocks)
    assert "".join(re.sub("% mine: .*?;", "", own).split()) == "".join(ours.split())

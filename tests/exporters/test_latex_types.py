"""LaTeX of every question type: what is printed where, and that it is read back as it was written."""

import importlib
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qbank
from qbank import registry
from qbank.diagnostic import Diagnostic, Severity
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report
from qbank.exam.sheet import Exam, Section
from qbank.registry import ExportOptions
from qbank.schema import QUESTION_TYPES, Bank, Question, Settings

from .latex_questions import TYPES, every_type, make

PRINTED = set(QUESTION_TYPES) - {"raw"}
"""What was taken over from a learning platform as it stood has no place on paper."""
DOCUMENTS = ("exam.tex", "solutions.tex", "slides.tex", "key.tex", "worksheet.tex")


def part(name: str) -> ModuleType:
    package = type(registry.exporter("latex")).__module__.rpartition(".")[0]
    return importlib.import_module(f"{package}.{name}")


def export(*questions: Question, language: str = "en") -> tuple[dict[str, str], list[Diagnostic]]:
    """Return what stands in the documents behind their preambles, and what was told."""
    bank = Bank(questions, Settings(language=language))
    files, told = registry.exporter("latex").export(bank, ExportOptions())
    texts = {file.path: file.data.decode() for file in files if file.path.endswith(".tex")}
    return {path: text.partition(r"\begin{document}")[2] for path, text in texts.items()}, list(told)


def printed(kind: str, **fields: Any) -> dict[str, str]:
    documents, told = export(make(kind, **fields))
    assert told == []
    return documents


def test_every_type_can_be_printed() -> None:
    assert set(part("content").ANSWERS) == PRINTED


def test_the_shared_questions_are_carried() -> None:
    bank, problems = qbank.load([TYPES])
    assert not [each for each in problems if each.severity is Severity.ERROR]
    assert {question.type for question in bank.questions} >= PRINTED
    _, told = export(*bank.questions)
    assert {each.code for each in told} <= {"QB420", "QB421"}


def test_what_was_imported_as_it_stood_is_left_out() -> None:
    documents, told = export(make("raw", format="qti", content="<x/>"), make("true-false", answer="true"))
    assert [(each.code, each.severity, each.question) for each in told] == [("QB429", Severity.WARNING, "raw")]
    assert "1 question, 1 point" in documents["exam.tex"]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("multiple-choice", "Key proved: derived from the stem; option 2 refuted."),
        ("true-false", "Key proved: derived from the stem."),
        ("numerical", "Key proved: derived from the stem."),
        ("formula", "Key proved: derived from the stem."),
        ("essay", ""),
        ("description", ""),
    ],
)
def test_evidence(kind: str, line: str) -> None:
    options = (OptionEvidence(2, keyed=False, verdict="different"),) if kind != "numerical" else ()
    found = QuestionEvidence("q", "f", 1, kind, Level.PROVED, options=options)
    assert part("evidence").evidence_line(found, part("strings").STRINGS["en"]) == line


def test_no_key_reaches_the_exam() -> None:
    exam = export(*every_type(["text", "more"], ["word"]))[0]["exam.tex"]
    for command in ("key", "rowkey", "picked", "answer", "accept", "worth", "feedback", "solution", "criterion"):
        assert not re.search(rf"\\qb{command}(?![a-z])", exam), command
    assert set(re.findall(r"\\qb(?:left\{[^}]*\}|(?:inline)?place)\{([^}]*)\}", exam)) == {""}
    assert set(re.findall(r"\\qbgap\{[^}]*\}\{[^}]*\}\{([^}]*)\}", exam)) == {""}


# ------------------------------------------------------------------------------------------------------- type by type


def test_multiple_choice() -> None:
    documents = printed("multiple-choice", options=["a", "b", "c"], answer=["1", "3"], points="3", numbering="abc")
    assert "Tick all that apply. Wrong ticks cost points" in documents["exam.tex"]
    assert documents["exam.tex"].count(r"\qboption") == 3
    assert "\\qbkey{a.} a\n\\qbworth{+1.5 points}" in documents["solutions.tex"]
    assert "\\qboption{b.} b\n\\qbworth{\\ensuremath{-}3 points}" in documents["solutions.tex"]
    assert r"\qbquestionkey{1}{a, c}{3}" in documents["key.tex"]


def test_all_or_nothing() -> None:
    documents = printed("multiple-choice", options=["a", "b"], answer="1", scoring="all-or-nothing")
    assert "Only exactly the right ticks earn points." in documents["exam.tex"]
    assert r"\qbworth" not in documents["solutions.tex"]


def test_shares_that_are_no_points_are_told_in_percent() -> None:
    documents = printed("multiple-choice", options=list("abcd"), answer=["1", "2", "3"])
    assert r"\qbworth{+33.33 \%}" in documents["solutions.tex"]
    documents = printed("multiple-choice", options=list("abcd"), answer=["1", "2", "3"], points="3")
    assert r"\qbworth{+1 point}" in documents["solutions.tex"]


def test_partial_credit_of_a_single_choice() -> None:
    options = [{"text": "a", "fraction": "50"}, {"text": "b"}, {"text": "c", "fraction": "-25"}]
    documents = printed("single-choice", options=options, answer="2", points="2")
    assert "A wrong answer may cost points." in documents["exam.tex"]
    worths = re.findall(r"\\qbworth\{(.*)\}", documents["solutions.tex"])
    assert worths == ["1 point", "2 points", r"\ensuremath{-}0.5 points"]


@pytest.mark.parametrize(("answer", "keyed"), [("true", "True"), ("false", "False")])
def test_true_false(answer: str, keyed: str) -> None:
    documents = printed("true-false", answer=answer)
    assert re.findall(r"\\qboption\{\} (\w+)", documents["exam.tex"]) == ["True", "False"]
    assert re.findall(r"\\qbkey\{\} (\w+)", documents["solutions.tex"]) == [keyed]
    assert rf"\qbquestionkey{{1}}{{{keyed}}}" in documents["key.tex"]


@pytest.mark.parametrize(
    ("fields", "blank", "answer"),
    [
        (
            {"answer": "19.62", "tolerance": "1 %", "unit": "m/s^2"},
            r"m/s\ensuremath{^{2}}",
            r"19.62 \ensuremath{\pm} 0.1962",
        ),
        ({"range": "3.1 to 3.2"}, "", "3.1 to 3.2"),
        ({"answer": "-0.50"}, "", r"\ensuremath{-}0.50"),
        ({"answer": "5", "tolerance": "10"}, "", r"5 \ensuremath{\pm} 10"),
        ({"answer": "6.022e23"}, "", r"6.022 \ensuremath{\cdot} 10\ensuremath{^{2}}\ensuremath{^{3}}"),
        ({"answer": "2", "unit": "m", "unit_penalty": "10"}, "", "2 m"),
    ],
)
def test_numerical(fields: dict[str, str], blank: str, answer: str) -> None:
    documents = printed("numerical", **fields)
    assert rf"\qbshortblank{{Answer}}{{{blank}}}" in documents["exam.tex"]
    assert rf"\qbanswer{{Answer}}{{{answer}" in documents["solutions.tex"]


def test_units_and_what_is_accepted() -> None:
    documents = printed(
        "numerical",
        answer="10",
        unit="m/s",
        units=[{"name": "km/h", "factor": "3.6"}],
        unit_penalty="25",
        answers=[{"value": "36", "fraction": "50", "feedback": "In another unit."}],
        points="2",
    )
    assert r"\qbinstruct{State the unit.}" in documents["exam.tex"]
    assert r"\qbnote{= 36 km/h (1 m/s = 3.6 km/h)}" in documents["solutions.tex"]
    assert r"\qbnote{A missing or wrong unit costs 25 \% of the points.}" in documents["solutions.tex"]
    assert "\\qbaccept{1 point} 36 m/s\n\n\\qbfeedback{In another unit.}" in documents["solutions.tex"]


def test_short_answer() -> None:
    answers = [{"text": "pH"}, {"pattern": "p*H", "fraction": "50"}]
    documents = printed("short-answer", answers=answers, case_sensitive="true")
    assert "Capitals matter." in documents["exam.tex"]
    assert r"\qbblank{Answer}" in documents["exam.tex"]
    assert "\\qbaccept{1 point} pH\n\\qbaccept{0.5 points} p*H\n" in documents["solutions.tex"]
    assert "A star stands for any text." in documents["solutions.tex"]


def test_formula() -> None:
    documents = printed("formula", answer="$$x^2$$", answers=[{"formula": "$2x$", "fraction": "0", "feedback": "No."}])
    assert r"\qbblank[\qbtall]{Answer}" in documents["exam.tex"]
    assert r"\qbanswer{Answer}{\(\displaystyle\qbfit{x^2}\)}" in documents["solutions.tex"]
    assert r"\qbaccept{0 points} \(\displaystyle\qbfit{2x}\)" in documents["solutions.tex"]


def test_a_formula_that_must_not_reach_tex() -> None:
    _, told = export(make("formula", answer=r"\input{x}"))
    assert {each.severity for each in told} == {Severity.ERROR}
    assert "QB427" not in {each.code for each in told}


def test_matching() -> None:
    pairs = [{"left": f"l{n}", "right": f"r{n}"} for n in range(5)] + [{"left": "l5", "right": "r0"}]
    documents = printed("matching", pairs=pairs, distractors=["d"])
    rights = dict(re.findall(r"\\qbright\{(\w)\}\{%\n(\w+)\}", documents["exam.tex"]))
    assert list(rights) == list("ABCDEF")
    assert set(rights.values()) == {"r0", "r1", "r2", "r3", "r4", "d"}
    assert [*rights.values()][:5] != ["r0", "r1", "r2", "r3", "r4"]
    lefts = re.findall(r"\\qbleft\{\d\.\}\{(\w)\}\{%\n(\w+)\}", documents["solutions.tex"])
    assert [(left, rights[letter]) for letter, left in lefts] == [(pair["left"], pair["right"]) for pair in pairs]
    assert printed("matching", pairs=pairs, distractors=["d"]) == documents


@pytest.mark.parametrize("count", [2, 3, 9])
def test_ordering(count: int) -> None:
    items = [f"i{n}" for n in range(1, count + 1)]
    documents = printed("ordering", items=items)
    shown = re.findall(r"\\qbplace\{\}\{%\n(\w+)\}", documents["exam.tex"])
    assert sorted(shown) == items
    assert (shown != items) or count == 2
    numbered = re.findall(r"\\qbplace\{(\d)\}\{%\n(\w+)\}", documents["solutions.tex"])
    assert numbered == [(each[1:], each) for each in shown]
    assert f"{{{', '.join(number for number, _ in numbered)}}}" in documents["key.tex"]


def test_cloze() -> None:
    gaps = {
        "m": {"type": "single-choice", "options": ["up", "down"], "answer": "2"},
        "n": {"type": "numerical", "answer": "3", "tolerance": "0.1", "weight": "2"},
        "c": {"type": "single-choice", "options": ["x", "y"], "answer": "1", "layout": "column"},
    }
    documents = printed("cloze", stem="It goes [[m]] by [[n]], [[c]].", gaps=gaps, points="4")
    assert r"It goes \qbmenu{(1)}{\qbpick{up}\qbor{}\qbpick{down}} by \qbgap{(2)}{4em}{}" in documents["exam.tex"]
    assert (
        r"\qbmenu{(1)}{\qbpick{up}\qbor{}\qbpicked{down}} by \qbgap{(2)}{4em}{3 \ensuremath{\pm} 0.1}"
        in (documents["solutions.tex"])
    )
    assert re.findall(r"\\qbgaphead(?:\[inline\])?\{(.*)\}\{(.*)\}", documents["exam.tex"]) == [("(3)", "")]
    heads = re.findall(r"\\qbgaphead(?:\[inline\])?\{(.*)\}\{(.*)\}", documents["solutions.tex"])
    assert heads == [("(1)", "1 point"), ("(2)", "2 points"), ("(3)", "1 point")]
    assert r"{(1) down; (2) 3 \ensuremath{\pm} 0.1; (3) 1}{4}" in documents["key.tex"]


def test_a_rule_does_not_tell_the_length_of_its_answer() -> None:
    gaps = {name: {"type": "short-answer", "answers": [text]} for name, text in (("a", "x"), ("b", "longest"))}
    exam = printed("cloze", stem="[[a]] [[b]]", gaps=gaps)["exam.tex"]
    assert len(set(re.findall(r"\\qbgap\{.*?\}\{(.*?)\}", exam))) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"max_words": "200"}, "At most 200 words."),
        ({"min_words": "50"}, "At least 50 words."),
        ({"min_words": "50", "max_words": "200"}, "50 to 200 words."),
        ({"attachments": "3", "file_types": [".pdf", ".odt"]}, "Files to be handed in: 0–3 (.pdf, .odt)."),
        ({"attachments": "1", "attachments_required": "1"}, "Files to be handed in: 1."),
    ],
)
def test_limits_of_an_essay(fields: dict[str, Any], told: str) -> None:
    assert rf"\qbinstruct{{{told}}}" in printed("essay", **fields)["exam.tex"]


def test_essay() -> None:
    rubric = [{"text": "r1", "points": "1.5"}, {"text": "r2", "points": "0.5"}]
    documents = printed("essay", template="Begin", model_answer="Model", rubric=rubric, lines="7", points="2")
    assert r"\qblines{7}" in documents["exam.tex"]
    assert "Begin" in documents["exam.tex"]
    assert not {"Model", "r1"} & set(re.findall(r"\w+", documents["exam.tex"]))
    assert "\\qbcriterion{1.5 points}{%\nr1}" in documents["solutions.tex"]
    assert "Model" in documents["slides.tex"]
    assert r"\qblines" not in documents["slides.tex"]


def test_no_slide_for_the_evidence_alone() -> None:
    for fields, told in (({}, False), ({"explanation": "So it is."}, True)):
        question = make("true-false", answer="true", **fields)
        found = QuestionEvidence(question.id, "f", 1, question.type, Level.ASSERTED)
        bank = Bank((question,), Settings())
        options = ExportOptions(report=Report((found,)))
        files, _ = registry.exporter("latex").export(bank, options)
        texts = {file.path: file.data.decode().partition(r"\begin{document}")[2] for file in files}
        assert (r"\qbevidence" in texts["slides.tex"]) is told
        assert r"\qbevidence" in texts["solutions.tex"]


def test_an_essay_in_code_starts_from_code() -> None:
    documents = printed("essay", response="code", template="def f():\n    **return**")
    template = r"\qbline{\ \ \ \ **return**}"
    assert template in documents["exam.tex"].replace(r"\allowbreak{}", "")
    assert template in documents["slides.tex"].replace(r"\allowbreak{}", "")


def test_more_lines_than_there_is_paper_for() -> None:
    documents, told = export(make("essay", lines="5000"))
    assert [(each.code, each.field) for each in told] == [("QB420", "lines")]
    assert r"\qblines{200}" in documents["exam.tex"]


def test_a_description_has_neither_number_nor_points() -> None:
    documents, told = export(make("description"), make("true-false", answer="true"))
    assert told == []
    assert "1 question, 1 point\\par" in documents["exam.tex"]
    assert re.findall(r"\\begin\{qb(description|question)\}(?:\{.*?\}\}\{(\d)\})?", documents["exam.tex"]) == [
        ("description", ""),
        ("question", "1"),
    ]
    assert documents["key.tex"].count(r"\qbquestionkey") == 1


def test_what_holds_for_every_question_is_said_once() -> None:
    choice = make("single-choice", options=["a", "b"], answer="1")
    documents, _ = export(choice)
    assert "exactly one right answer" in documents["exam.tex"]
    assert r"\qbinstruct" not in documents["exam.tex"]
    documents, _ = export(choice, make("true-false", answer="true"))
    assert "exactly one right answer" not in documents["exam.tex"]
    assert documents["exam.tex"].count(r"\qbinstruct") == 2


EXAM = Exam("e", "The exam", sections=(Section("Part", "", ("essay", "true-false"), Decimal(2)),), grading_table=True)


def exam_of(**fields: Any) -> str:
    """The exam of two questions, with its title block."""
    bank = Bank((make("essay", lines="7"), make("true-false", answer="true")), Settings())
    files, _ = registry.exporter("latex").export(bank, ExportOptions(exam=replace(EXAM, **fields)))
    assert [file.path for file in files] == ["exam.tex", "solutions.tex"]
    return files[0].data.decode().partition(r"\begin{document}")[2]


def test_an_exam_may_be_answered_elsewhere() -> None:
    assert r"\qblines{7}" in exam_of()
    assert r"\qblines" not in exam_of(answer_space=False)


@pytest.mark.parametrize(
    ("number", "sections", "rows"),
    [(2, 1, [3]), (12, 1, [13]), (13, 1, [7, 7]), (39, 2, [10, 10, 10, 10]), (40, 2, []), (40, 1, [11, 11, 11, 8])],
)
def test_grading_table(number: int, sections: int, rows: list[int]) -> None:
    """In rows of equal length; by section where they would be many."""
    questions = tuple(make("true-false", id=f"q{n}", answer="true") for n in range(number))
    ids = [question.id for question in questions]
    cut = len(ids) // sections
    parts = tuple(Section("Part", "", tuple(ids[cut * n : cut * (n + 1)]), Decimal(cut)) for n in range(sections))
    exam = replace(EXAM, sections=parts)
    files, _ = registry.exporter("latex").export(Bank(questions, Settings()), ExportOptions(exam=exam))
    text = files[0].data.decode()
    assert [int(each) + 1 for each in re.findall(r"qbgrading\}\{\|l\|\*\{(\d+)\}", text)] == rows
    assert bool(rows) != (r"\qbgradingroom Part & " in text)


def test_answer_key() -> None:
    documents, _ = export(make("true-false", answer="true", points="2.5"), make("essay", points="1", model_answer="x"))
    for name in ("key.tex", "worksheet.tex"):
        assert re.findall(r"\\qbquestionkey\{(.*)\}\{(.*)\}\{(.*)\}", documents[name]) == [
            ("1", "True", "2.5"),
            ("2", "see solutions", "1"),
        ]
    assert r"Total: \textbf{3.5}" in documents["key.tex"]


@pytest.mark.parametrize(
    ("texts", "offered"),
    [
        (["a", "b"], "[4,3,2]"),
        (list("abc"), "[4,3]"),
        (list("abcd"), "[4,2]"),
        (list("abcde"), "[5,3,2]"),
        (list("abcdef"), "[3,2]"),
        (["$\\frac{1}{2}$", "![A dot](figures/dot.svg)"], "[4,3,2]"),
        (["a", "b\n\nc"], ""),
        (["a", "```\nb\n```"], ""),
        (["a", "b\\\nc"], ""),
    ],
)
def test_narrow_options_may_stand_in_columns(texts: list[str], offered: str) -> None:
    """TeX takes the first number of columns that holds the widest of them."""
    documents, _ = export(make("single-choice", options=texts, answer="1"))
    for name in ("exam.tex", "solutions.tex", "worksheet.tex"):
        assert re.findall(r"\\begin\{qboptions\}(\S*)\{", documents[name]) == [offered]
    assert re.findall(r"\\begin\{qboptions\}(\S*)\{", documents["slides.tex"]) == [offered] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\na\n```", "\\begin{qbblock}\n\\begin{qbcode}"),
        ("- a\n- b", "\\begin{qbblock}\n\\begin{qbitems}"),
        ("![A dot](figures/dot.svg)", r"\qbtop{\qbfigure{figures/dot.pdf}{A dot}}"),
        ("| a |\n|---|\n| b |", r"\qbtop{\qbfit{\begin{tabular}"),
        ("$$x$$", r"\(\displaystyle\qbfit{x}\)"),
        ("$$\\begin{align*} a &= b \\end{align*}$$", r"\(\displaystyle\qbfit{\begin{aligned} a &= b \end{aligned}}"),
        ("$$x \\tag{1}$$", r"\(\displaystyle\qbfit{x \quad\text{(1)}}"),
        ("$$\\begin{multline} x \\end{multline}$$", r"\begin{multline} x \end{multline}"),
        ("# H\n\nt", "\\textbf{H}\n\nt"),
        ("a\n\n```\nb\n```", "a\n\n\\begin{qbcode}"),
        ("```\n" + "a\n" * 40 + "```", r"\qbbelow\begin{qbcode}"),
    ],
)
def test_what_an_option_begins_with_stands_beside_its_label(text: str, expected: str) -> None:
    documents, _ = export(make("single-choice", options=[text, "other"], answer="1"))
    for name in ("exam.tex", "slides.tex"):
        assert rf"\qboption{{1.}} {expected}" in documents[name]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "zh"])
def test_every_language_has_every_word(language: str) -> None:
    documents, told = export(*every_type(["text", "more"], ["word"]), language=language)
    assert {each.code for each in told} <= {"QB421"}
    words = part("strings").STRINGS[language]
    missing = [name for name in words.__slots__ if name != "decimal" and not getattr(words, name)]
    assert missing == []
    for told_ in (words.tick_all, words.true, words.false, words.match, words.order, words.fill_tick, words.capitals):
        assert part("escape").text(told_, pytest.fail) in documents["exam.tex"]
    for name in words.__slots__:
        fields = {
            field: set(re.findall(r"\{\w+\}", getattr(part("strings").STRINGS[field], name))) for field in ("en",)
        }
        assert set(re.findall(r"\{\w+\}", getattr(words, name))) == fields["en"]


# -------------------------------------------------------------------------------------------------------- reading back


def lossless(source: str) -> str:
    """Return text as paper shows it: composed, without what has no glyph of its own."""
    composed = unicodedata.normalize("NFC", source)
    tables = part("characters")
    lost = {char for char, written in tables.TEXT.items() if not written.startswith("\\text")} | set("\u00a0\u00ad")
    kept = (
        char
        for char in composed
        if not (char.isspace() or char in lost or unicodedata.category(char) in {"Cf", "Cc"})
        and not 0xFE00 <= ord(char) <= 0xFE0F
    )
    return unicodedata.normalize("NFC", "".join(kept))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=60, deadline=None)
def test_text_comes_back(source: str) -> None:
    tables = part("characters")
    source = "".join(char for char in source if char not in tables.TEXT and char not in tables.MATH)
    written = part("escape").text(source, lambda _char: None)
    assert lossless(part("decoding").decoded(written)) == lossless(source)


@pytest.mark.parametrize("table", ["MATH", "TEXT", "ASCII"])
def test_characters_come_back(table: str) -> None:
    """Several characters may share a glyph: the one that comes back is written alike."""
    escape, decoded = part("escape"), part("decoding").decoded
    for char in getattr(part("characters"), table):
        written = escape.text(f"a{char}b", pytest.fail)
        again = decoded(written)
        assert again.startswith("a")
        assert again.endswith("b")
        if not char.isspace() and lossless(char):
            assert escape.text(again, pytest.fail) == written


PIECES = (
    *("]]>", "<b>", "&amp;", "&", '"', "'", "=", "50%", "~", "#", "{", "}", "\\}", "\\", "\\\\", "^", "_", "--", ",,"),
    *("[[", "]]", "[x]", "*", "**", "`", "``", "$", "$$", "\\(", "\\]", "\\begin{x}", "\\end{document}", "%", "% stem"),
    *("$x^{2}$", "$\\notin$", "$g'$", "$\\{1\\}$", "$a<b$", "$$\\frac{1}{2}$$", "$α_1$", "O(n)", "f(y)", ":-)"),
    *(
        "\n",
        "\n\n",
        "    x",
        "\t",
        " ",
        "\u200b",
        "\u00a0",
        "\x00",
        "\r",
        "\u202e",
        "אב",
        "漢字",
        "😀",
        "e\u0301",
        "ẍ",
        "½",
        "→",
    ),
    *(
        "- ",
        "1. ",
        "> ",
        "# ",
        "---",
        "```\n  <x> }\n```\n",
        "`}~#`",
        "| a | b |\n|---|---|\n| `x` | $|$ |\n",
        "~~s t~~",
    ),
    *("<u>u v</u>", "H<sub>2</sub>", "![A dot](figures/dot.svg)", "[l](https://e.org/?a=b&c)", "\\qbkey{1.}", "a", "1"),
)
HOSTILE = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
CARRIED = {"QB420", "QB421"}


@given(st.lists(HOSTILE, min_size=3, max_size=5, unique=True))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_content_of_every_type_is_read_back(texts: list[str]) -> None:
    texts = [f"t{each}" for each in texts]
    words = [f"w{' '.join(each.split())}".replace("*", "").replace("\x00", "") for each in texts]
    _, told = export(*every_type(texts, words))
    assert "QB427" not in {each.code for each in told}
    assert all(each.code.startswith("QB2") for each in told if each.severity is Severity.ERROR)


def test_hostile_content_is_compared_where_nothing_is_refused() -> None:
    """The property above is not vacuous: these pieces come through without an error."""
    pieces = [piece for piece in PIECES if piece not in {"$$", "$", "\\(", "\\]"}]
    documents, told = export(*every_type([f"t{' '.join(pieces[n : n + 9])}" for n in range(0, 63, 9)], ["w"]))
    assert {each.code for each in told} <= CARRIED
    assert set(documents) == set(DOCUMENTS)


@pytest.mark.parametrize("kind", sorted(PRINTED))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_whatever_is_lost_is_found(kind: str, name: str) -> None:
    """Every word of an author, in every document: without it, the document is refused."""
    texts = [f"sense{letter}" for letter in "abcdefghi"]
    questions = [each for each in every_type(texts, ["word"]) if each.type == kind]
    words = part("strings").STRINGS["en"]
    compare = part("readback").compare
    for question in questions:
        source = export(question)[0][name]
        start = source.find("% question:")
        assert compare(name, source, [question], words) == []
        lost = 0
        for found in re.finditer(r"(?:sense|word)\w+", source[start:] if start >= 0 else ""):
            at = start + found.start()
            if re.search(r"\\qb(?:note|instruct)\{", source[:at].rpartition("\n")[2]):
                continue
            without = source[:at] + source[at + len(found[0]) :]
            before = max(source.rfind(command, 0, at) for command in ("\\qbslidebeside", "\\qbkeyed"))
            if before >= 0 and source.find("% stem", before) > at:
                continue
            told = compare(name, without, [question], words)
            assert [each.code for each in told] == ["QB427"], found[0]
            lost += 1
        assert lost or name == "key.tex" or question.id in {"gap", "files"}

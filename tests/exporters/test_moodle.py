"""Moodle XML: the quiz against its golden file, the rules of the importer one by one, and hostile texts."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import qbank
from qbank.diagnostic import Diagnostic, Severity, Span
from qbank.markup import parse
from qbank.registry import ExportOptions, exporter
from qbank.schema import Bank, Feedback, Question, Settings, SingleChoice, Statements

ROOT = Path(__file__).resolve().parents[2]
HERE = Path()
GOLDEN = ROOT / "tests" / "golden" / "moodle" / "quiz.xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@dataclass(frozen=True)
class Here:
    """An origin for questions made in a test."""

    root: Path = HERE
    file: str = "bank/q.yaml"

    @property
    def folder(self) -> Path:
        return self.root

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> Span:
        return Span(self.file, 1 + len(path), 1 + offset, length or 1)


def choice(root: Path = HERE, **fields: Any) -> SingleChoice:
    values: dict[str, Any] = {
        "id": "q",
        "type": "single-choice",
        "stem": "What?",
        "options": ["a", "b"],
        "answer": "1",
    } | fields
    question = SingleChoice.model_validate(values)
    question._origin = Here(root)
    return question


def statements(**fields: Any) -> Statements:
    values: dict[str, Any] = {
        "id": "s",
        "type": "statements",
        "stem": "Which?",
        "statements": [
            {"text": "One.", "correct": "true", "explanation": "Why one."},
            {"text": "Two.", "correct": "false"},
        ],
    }
    question = Statements.model_validate(values | fields)
    question._origin = Here()
    return question


def export(*questions: Question, **given: Any) -> tuple[etree._Element, Sequence[Diagnostic]]:
    """Export; return the file's root and the diagnostics."""
    bank = Bank(questions, Settings(**given))
    files, told = exporter("moodle").export(bank, ExportOptions())
    assert [file.path for file in files] == ["quiz.xml"]
    root = etree.fromstring(files[0].data, etree.XMLParser(resolve_entities=False))
    return root, told


def one(question: Question, **given: Any) -> etree._Element:
    """Export one question without a complaint; return its element."""
    root, told = export(question, **given)
    assert [each for each in told if each.severity is not Severity.NOTE] == []
    return root.findall("question")[-1]


# ------------------------------------------------------------------------------------------------------ the quiz


def test_quiz_is_the_golden_file() -> None:
    bank, problems = qbank.load([ROOT / "bank"])
    assert not [each for each in problems if each.severity is Severity.ERROR]
    quiz = replace(bank, questions=tuple(each for each in bank.questions if each.origin.file.find("quiz-") >= 0))
    files, told = exporter("moodle").export(quiz, ExportOptions())
    assert list(told) == []
    assert files[0].data == GOLDEN.read_bytes()


def test_quiz_keys_and_names() -> None:
    root = etree.parse(str(GOLDEN)).getroot()
    found = {}
    for node in root.iter("question"):
        if node.get("type") != "category":
            answers = [answer.get("fraction") for answer in node.iter("answer")]
            found[node.findtext("idnumber")] = answers.index("100") + 1, answers.count("0")
    assert found == {"q1-1": (1, 3), "q1-2": (1, 3), "q2-1": (2, 3), "q2-2": (3, 3), "q3-1": (2, 3), "q3-2": (2, 3)}


# --------------------------------------------------------------------------------------------- rules of the importer


def test_every_text_is_cdata() -> None:
    data = GOLDEN.read_text()
    assert re.findall(r"<text>(?!<!\[CDATA\[)", data) == []


def test_categories_lead_and_change() -> None:
    root, _ = export(
        choice(id="a", category="A/B & C"), choice(id="b", category="A/B & C"), choice(id="c"), title="x/y"
    )
    kinds = [node.findtext("category/text") or node.findtext("idnumber") for node in root]
    assert kinds == ["$course$/top/A/B & C", "a", "b", "$course$/top/x//y", "c"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("1<2 and 3 <4", "1 < 2 and 3 < 4"),
        ("a < b", "a < b"),
        ("<b>bold</b>", "< b>bold < /b>"),
        ("", "q"),
        ("x ]]> & &amp;", "x ]]> & &amp;"),
        ("y" * 300, "y" * 254 + "…"),
        ("tab\u000bhere", "tab here"),
    ],
)
def test_names_survive(title: str, name: str) -> None:
    assert one(choice(title=title)).findtext("name/text") == name


def test_cdata_end_is_split() -> None:
    files, _ = exporter("moodle").export(Bank((choice(title="a ]]> b"),)), ExportOptions())
    assert b"<![CDATA[a ]]]]><![CDATA[> b]]>" in files[0].data


def test_mathematics_is_for_mathjax() -> None:
    node = one(choice(stem="If $a<b$ & so:\n\n$$a &lt; b \\\\\\\\ c$$\n", options=["$x\\&y$", "0"]))
    assert node.findtext("questiontext/text") == (
        "<p>If \\(a&lt;b\\) &amp; so:</p>\n<p>\\[a &amp;lt; b \\\\\\\\ c\\]</p>"
    )
    assert [answer.findtext("text") for answer in node.iter("answer")] == ["\\(x\\&amp;y\\)", "0"]


@pytest.mark.parametrize(
    ("prose", "written"),
    [
        ("O(n) steps", "O(n&#41; steps"),
        ("f(y) and :) :-) ;-)", "f(y&#41; and :&#41; :-&#41; ;-&#41;"),
        (":-(h)", ":-&#40;h&#41;"),
        ("`O(n)`", "<code>O(n&#41;</code>"),
        ("<-)", "&lt;-&#41;"),
        ("8-) B-) (( ))", "8-&#41; B-&#41; (( &#41;)"),
        ("cost $$ more", "cost $<span>$</span> more"),
        ("\\\\(x\\\\)", "\\<span>(</span>x\\)"),
        ("\\\\begin{x}", "\\<span>begin</span>{x}"),
        ("@@PLUGINFILE@@/x", "&#64;@PLUGINFILE@@/x"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[x](javascript:y)", "[x](javascript:y)"),
    ],
)
def test_prose_escapes_moodles_filters(prose: str, written: str) -> None:
    assert one(choice(stem=prose)).findtext("questiontext/text") == f"<p>{written}</p>"


def test_alternative_texts_escape_moodles_filters(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    written = str(one(choice(tmp_path, stem="![f(y) :)](a.png)")).findtext("questiontext/text"))
    assert 'alt="f(y&#41; :&#41;"' in written


def test_figures_go_into_each_element_that_shows_them(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "ä b'1.png").write_bytes(PNG)
    (tmp_path / "other.png").write_bytes(PNG)
    (tmp_path / "img" / "other.png").write_bytes(PNG + b"2")
    shown = "![one](<img/ä b'1.png>)"
    node = one(
        choice(
            tmp_path,
            stem=f"{shown} {shown}",
            options=[{"text": "![two](other.png)", "feedback": shown}, "![three](img/other.png)"],
            hints=[shown],
            explanation="none",
        )
    )
    assert [file.get("name") for file in node.findall("questiontext/file")] == ["b-1.png"]
    assert node.findall("generalfeedback/file") == []
    assert [file.get("path") for file in node.iter("file")] == ["/"] * 5
    first, second = node.findall("answer")
    assert [file.get("name") for file in first.findall("file")] == ["other.png"]
    assert [file.get("name") for file in first.findall("feedback/file")] == ["b-1.png"]
    assert [file.get("name") for file in second.findall("file")] == ["other-2.png"]
    assert base64.b64decode(second.findtext("file", "")) == PNG + b"2"
    assert 'src="@@PLUGINFILE@@/b-1.png" alt="one"' in node.findtext("hint/text", "")


def test_statements_are_lettered_and_keep_their_order() -> None:
    node = one(statements(explanation="All."))
    assert node.findtext("questiontext/text") == "<p>Which?</p>\n<p>(A) One.</p>\n<p>(B) Two.</p>"
    assert node.findtext("generalfeedback/text") == "<p>(A) Why one.</p>\n<p>All.</p>"
    assert [(a.findtext("text"), a.get("fraction")) for a in node.iter("answer")] == [
        ("True, True", "0"),
        ("True, False", "100"),
        ("False, True", "0"),
        ("False, False", "0"),
    ]
    assert node.findtext("shuffleanswers") == "false"
    assert one(statements(shuffle="true")).findtext("shuffleanswers") == "true"


def test_settings_of_a_question() -> None:
    node = one(
        choice(
            points="2.5",
            penalty="33.33",
            numbering="III",
            shuffle="false",
            tags=["Bloom:3", "a<b"],
            feedback=Feedback(correct="Yes", partial="Partly", incorrect="No"),
            hints=["one", "two"],
        )
    )
    found = {
        each: node.findtext(each) for each in ("defaultgrade", "penalty", "answernumbering", "shuffleanswers", "single")
    }
    assert found == {
        "defaultgrade": "2.5",
        "penalty": "0.3333",
        "answernumbering": "IIII",
        "shuffleanswers": "false",
        "single": "true",
    }
    assert [tag.findtext("text") for tag in node.iter("tag")] == ["Bloom:3", "a < b"]
    combined = [node.findtext(f"{each}feedback/text") for each in ("correct", "partiallycorrect", "incorrect")]
    assert combined == ["<p>Yes</p>", "<p>Partly</p>", "<p>No</p>"]
    assert [hint.findtext("text") for hint in node.iter("hint")] == ["<p>one</p>", "<p>two</p>"]


@pytest.mark.parametrize(
    ("fraction", "written"), [("33.33", "33.33333"), ("-50", "-50"), ("12.5", "12.5"), ("16.667", "16.66667")]
)
def test_fractions_of_moodle(fraction: str, written: str) -> None:
    node = one(choice(options=["a", {"text": "b", "fraction": fraction}]))
    assert [answer.get("fraction") for answer in node.iter("answer")] == ["100", written]


def test_fraction_off_the_grid_is_refused() -> None:
    _, told = export(choice(options=["a", {"text": "b", "fraction": "35"}]))
    assert [(each.code, each.severity, each.hint) for each in told] == [
        ("QB413", Severity.ERROR, "Moodle takes 33.33333 or 40")
    ]


def test_no_right_option_is_refused() -> None:
    _, told = export(choice(answer=None))
    assert "QB412" in [each.code for each in told]


def test_pinned_options_stop_the_shuffle() -> None:
    root, told = export(choice(options=["a", {"text": "none of these", "means": "none"}]))
    assert root.findtext("question[2]/shuffleanswers") == "false"
    assert [each.code for each in told] == ["QB414"]
    assert [each.code for each in export(choice(shuffle="false", options=["a", {"text": "b", "pin": "true"}]))[1]] == []


def test_what_is_left_behind_is_said_of_each_question() -> None:
    _, told = export(choice(id="a", difficulty="easy", author="N"), choice(id="b", difficulty="hard"), licence="CC0")
    assert [(each.code, each.question, each.field, each.message) for each in told] == [
        ("QB411", "a", "difficulty", "Moodle has no place for “difficulty”"),
        ("QB411", "a", "author", "Moodle has no place for “author”"),
        ("QB411", "b", "difficulty", "Moodle has no place for “difficulty”"),
        ("QB411", "", "licence", "Moodle has no place for the “licence” of the bank"),
    ]


def test_mathjax_gets_what_it_knows() -> None:
    node = one(choice(stem=r"$\bm{x} \coloneqq \cancel{y}$ $\begin{dcases} a \\\bm b \end{dcases}$"))
    assert node.findtext("questiontext/text") == (
        r"<p>\(\require{cancel}\boldsymbol{x} \mathrel{:=} \cancel{y}\)"
        r" \(\begin{cases} a \\\boldsymbol b \end{cases}\)</p>"
    )
    _, told = export(choice(stem=r"see $a \xmapsto{f} b$"))
    assert [(each.code, each.span) for each in told] == [("QB415", Span("bank/q.yaml", 2, 9, 7))]


def test_a_file_that_differs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    made = exporter("moodle")
    module = sys.modules[type(made).__module__]
    original = module.write
    monkeypatch.setattr(module, "write", lambda items, *_: original(items).replace(b'fraction="100"', b'fraction="0"'))
    _, told = made.export(Bank((choice(),)), ExportOptions())
    assert {(each.code, each.severity) for each in told} == {("QB419", Severity.ERROR)}
    monkeypatch.setattr(module, "write", lambda items, *_: original(items[:-1]))
    _, told = made.export(Bank((choice(),)), ExportOptions())
    assert [each.code for each in told] == ["QB419"]


# ------------------------------------------------------------------------------------------------------ hostile texts

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *(
                    "]]>",
                    "<![CDATA[",
                    "\x0b",
                    "\x00",
                    "\u202e",
                    "😀",
                    "<",
                    "&amp;",
                    "$",
                    "$$",
                    "\\",
                    "\\(",
                    "(y)",
                    ":-)",
                ),
                *(
                    "`",
                    "*",
                    "_",
                    "|",
                    "\n",
                    "\n\n",
                    " ",
                    "- ",
                    "1. ",
                    "> ",
                    "[",
                    "](",
                    ")",
                    "![",
                    "# ",
                    "\ufffe",
                    "\ud800",
                ),
                *("@@PLUGINFILE@@", "a", "\r"),
            ]
        ),
        max_size=20,
    ).map("".join),
)


@settings(max_examples=60, deadline=None)
@given(stem=HOSTILE, first=HOSTILE, second=HOSTILE, title=HOSTILE)
def test_hostile_texts_survive(stem: str, first: str, second: str, title: str) -> None:
    question = choice(stem=f"x{stem}", options=[f"1{first}", f"2{second}"], title=title, explanation=second)
    _, told = export(question)
    # figures are missing, and say so; nothing else may be wrong
    assert {each.code for each in told} <= {"QB220", "QB222", "QB223"}


@settings(max_examples=60, deadline=None)
@given(prose=HOSTILE)
def test_no_filter_of_moodle_finds_anything_in_prose(prose: str) -> None:
    root, _ = export(choice(stem=f"x{prose}", options=["a", "`code`"]))
    written = root.findtext("question[2]/questiontext/text") or ""
    if any(node.type.startswith("math") for node in parse(f"x{prose}").walk()):
        return  # mathematics is for MathJax, and safe from the others
    between_tags = re.sub(r"<[^>]*>", "\n", written)
    for emoticon in (":-)", ":)", ";-)", ":-(", ":(", "(y)", "(n)", "(h)", "8-)", "B-)", ":-/", "( )"):
        assert emoticon not in between_tags
    assert "@@PLUGINFILE@@" not in between_tags
    without_code = re.sub(r"<(code|pre)>.*?</\1>", "", written, flags=re.DOTALL)
    for text in re.split(r"<[^>]*>", without_code):
        assert not re.search(r"\$\$|\\[(\[]", unescape(text))


def test_number_of_questions_is_kept() -> None:
    root, told = export(*(choice(id=f"q{n}", stem=f"Number {n}", points=Decimal(n)) for n in range(30)))
    assert len(root.findall("question[@type='multichoice']")) == 30
    assert not told


def test_what_categories_hold_is_told_once_where_they_come_first(tmp_path: Path) -> None:
    (tmp_path / "qbank.yaml").write_text(
        "categories:\n  A: All of *it*.\n  A/B/C: |\n    It is $x < y$: O(n).\n  A/Z: Unused.\n  B: Nothing.\n"
    )
    (tmp_path / "q.yaml").write_text(
        "questions:\n"
        + "".join(
            f"  - id: q{n}\n    type: true-false\n    category: {name}\n    stem: Yes?\n    answer: true\n"
            for n, name in enumerate(["A/B/C", "A/B", "A/B/C"])
        )
    )
    bank, told = qbank.load([tmp_path])
    assert not told
    files, found = exporter("moodle").export(bank, ExportOptions())
    assert not found
    root = etree.fromstring(files[0].data)
    headers = [
        (node.findtext("category/text"), node.findtext("info/text"))
        for node in root.findall("question[@type='category']")
    ]
    assert headers == [
        ("$course$/top/A", "<p>All of <em>it</em>.</p>"),
        ("$course$/top/A/B/C", r"<p>It is \(x &lt; y\): O(n&#41;.</p>"),
        ("$course$/top/A/B", ""),
        ("$course$/top/A/B/C", ""),
    ]

"""Formulas for Moodle's plugin STACK: what is typed, how it is compared, and what cannot be had."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

import pytest

from qbank.checker import tree
from qbank.diagnostic import Diagnostic
from qbank.evidence import Level, QuestionEvidence, Report
from qbank.registry import ExportOptions, OutputFile, exporter
from qbank.schema import Bank, Formula, Settings
from qbank.schema.check import Notation

from .moodle_engine import text
from .test_moodle_types import Here


def make(**fields: Any) -> Formula:
    question = Formula.model_validate({"id": "q", "type": "formula", "stem": "Calculate.", **fields})
    question._origin = Here()
    return question


def export(*questions: Formula, report: Report | None = None) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
    return exporter("moodle").export(Bank(questions, Settings()), ExportOptions(report, frozenset({"stack"})))


def one(report: Report | None = None, **fields: Any) -> ET.Element:
    """Export one question; return its element in stack.xml."""
    files, told = export(make(**fields), report=report)
    assert [file.path for file in files] == ["stack.xml"], told
    assert not list(told)
    node = ET.fromstring(files[0].data).findall("question")[-1]  # noqa: S314  # written by us
    assert node.get("type") == "stack"
    return node


def nodes(node: ET.Element) -> list[tuple[str, ...]]:
    names = ("name", "answertest", "tans", "testoptions", "truescore", "truenextnode", "falsenextnode")
    return [tuple(text(each, name) for name in names) for each in node.findall("prt/node")]


@pytest.mark.parametrize(
    ("latex", "typed"),
    [
        ("(x^2 + 2x) e^x", "(x^2+2*x)*exp(x)"),
        (r"-\frac{1}{x^2}", "-1/x^2"),
        (r"\frac{-b+\sqrt{b^2-4ac}}{2a}", "(-b+sqrt(b^2-4*a*c))/(2*a)"),
        (r"\frac{a}{bc}", "a/(b*c)"),
        (r"\frac{\frac{a}{b}}{\frac{c}{d}}", "a/b/(c/d)"),
        ("a - (b - c)", "a-(b-c)"),
        ("-(x-1)(x+1)", "-(x-1)*(x+1)"),
        ("(-x)^2", "(-x)^2"),
        ("x^{-1}", "x^(-1)"),
        ("(2^3)^4", "(2^3)^4"),
        (r"-2 \cdot (-3)", "-2*(-3)"),
        (r"\sin^2 x + \arctan x", "sin(x)^2+atan(x)"),
        (r"\log_2 n", "ln(n)/ln(2)"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        (r"e^{i\pi}", "exp(%i*%pi)"),
        (r"\lambda e^{-\lambda t}", "lambda*exp(-lambda*t)"),
        ("x_1^2 + x_{12}", "x_1^2+x_12"),
        ("1.50 x", "1.50*x"),
        ("n!", "n!"),
        (r"\binom{n}{k}", "binomial(n,k)"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "matrix([1,2],[3,4])"),
        (r"\{1, 2\}", "{1,2}"),
        ("[0, 1)", "co(0,1)"),
        (r"x \le 3", "x<=3"),
        ("|x|", "abs(x)"),
    ],
)
def test_formulas_in_maxima(latex: str, typed: str) -> None:
    assert text(one(answer=latex), "input/tans") == typed


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        (r"\frac{\partial E}{\partial o}", "a derivative"),
        (r"\hat{p}", "no such name"),
        ("w_i^{(d)}", "an index above"),
        (r"5\,\mathrm{m}", "units"),
        (r"\sum_{k=1}^n k^2", "a sum"),
        (r"\text{no formula at all", "cannot be read"),
    ],
)
def test_what_cannot_be_typed_stays_a_short_answer(latex: str, why: str) -> None:
    files, told = export(make(answer=latex))
    assert [file.path for file in files] == ["quiz.xml"]
    (found,) = [each for each in told if each.code == "QB441"]
    assert why in found.message


def test_a_value_alone() -> None:
    node = one(answer="2x")
    assert nodes(node) == [("0", "AlgEquiv", "2*x", "", "1", "-1", "-1")]
    assert text(node, "questiontext/text").endswith("<p>[[input:ans1]] [[validation:ans1]]</p>")
    assert text(node, "specificfeedback/text") == "[[feedback:prt1]]"
    assert text(node, "input/forbidfloat") == "1"
    assert text(node, "penalty") == "0.1"


def test_decimals_are_allowed_where_the_answer_has_some() -> None:
    assert text(one(answer="1.5x"), "input/forbidfloat") == "0"


def test_further_answers_follow_one_another() -> None:
    answers = [{"formula": "x", "fraction": "50", "feedback": "Twice."}, {"formula": "x^2", "fraction": "0"}]
    node = one(answer="2x", answers=answers)
    assert nodes(node) == [
        ("0", "AlgEquiv", "2*x", "", "1", "-1", "1"),
        ("1", "AlgEquiv", "x", "", "0.5", "-1", "2"),
        ("2", "AlgEquiv", "x^2", "", "0", "-1", "-1"),
    ]
    assert text(node, "prt/node[2]/truefeedback/text") == "<p>Twice.</p>"


def test_a_form_is_asked_once_the_value_is_right() -> None:
    answers = [{"formula": "x", "fraction": "50"}]
    node = one(answer="(x-1)(x+1)", answers=answers, check={"relation": "form:factored"})
    assert nodes(node) == [
        ("0", "AlgEquiv", "(x-1)*(x+1)", "", "0", "1", "2"),
        ("1", "FacForm", "(x-1)*(x+1)", "x", "1", "-1", "-1"),
        ("2", "AlgEquiv", "x", "", "0.5", "-1", "-1"),
    ]


@pytest.mark.parametrize(
    ("answer", "option"), [(r"\sin x", "[x,NOCONST]"), (r"\sin x + C", "x"), (r"\frac{1}{k}\sin(kx)", "[x,NOCONST]")]
)
def test_antiderivatives(answer: str, option: str) -> None:
    node = one(stem=r"Find $\int f(x) \, dx$.", answer=answer, check={"relation": "up-to-constant"})
    assert [each[1:4:2] for each in nodes(node)] == [("Int", option)]


def test_further_antiderivatives_are_known_with_and_without_a_constant() -> None:
    answers = [{"formula": r"\sin x", "fraction": "50"}]
    node = one(answer=r"\sin x + C", answers=answers, check={"relation": "up-to-constant"})
    assert [each[1:4] for each in nodes(node)] == [("Int", "sin(x)+C", "x"), ("Int", "sin(x)", "[x,NOCONST]")]


def test_the_checker_says_what_relation_the_stem_asks_for() -> None:
    found = QuestionEvidence(
        id="q", file="q.yaml", line=1, type="formula", evidence=Level.PROVED, relation="up-to-constant"
    )
    assert [each[1] for each in nodes(one(report=Report((found,)), answer=r"\sin x"))] == ["Int"]


def test_relations_without_a_test_are_named() -> None:
    _, told = export(make(answer="x", check={"relation": "approximate"}))
    assert "no test for “approximate”" in told[0].message


def test_texts_hold_nothing_for_stack_to_work_out() -> None:
    node = one(stem="Not {@x@}, {#y#}, [[input:ans2]].", explanation="[[feedback:prt2]]", answer="x")
    assert text(node, "questiontext/text").startswith("<p>Not &#123;@x@}, &#123;#y#}, &#91;[input:ans2]].</p>")
    assert text(node, "generalfeedback/text") == "<p>&#91;[feedback:prt2]]</p>"


def test_both_files() -> None:
    files, _ = export(make(answer="x"), make(id="r", answer=r"\hat{x}"))
    assert [file.path for file in files] == ["quiz.xml", "stack.xml"]


def test_trees_are_read_with_the_names_of_the_question() -> None:
    question = make(stem="Let $net = w x$.", answer="net^2")
    assert isinstance(tree(question, r"\frac{", Notation()), str)
    assert not isinstance(tree(question, "$net^2$", Notation()), str)

"""Formulas as MathML: those of the quiz, what is rewritten, and hostile ones."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from qbank import load
from qbank.mathml import MAX_LENGTH, MAX_NESTING, MAX_OPEN, MathProblem, to_mathml
from qbank.texcommands import ALIGNING, COMMANDS, DISPLAYS
from qbank.texts import texts

BANK, _ = load(Path(__file__).parents[1] / "bank")
FORMULAS = sorted(
    {
        (node.text, node.type == "math_block")
        for question in BANK.questions
        for text in texts(question)
        for node in text.tree.walk()
        if node.type in {"math", "math_block"}
    }
)


def convert(latex: str, *, display: bool = False) -> etree._Element:
    written = to_mathml(latex, display=display)
    assert not isinstance(written, MathProblem), written
    return etree.fromstring(written)


def said(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).replace("\u00a0", " ")


def test_the_quiz_has_formulas() -> None:
    assert len(FORMULAS) >= 36


@pytest.mark.parametrize(("latex", "display"), FORMULAS)
def test_every_formula_of_the_quiz_converts(latex: str, *, display: bool) -> None:
    root = convert(latex, display=display)
    assert root.get("alttext") == " ".join(latex.split())
    assert (root.get("display") == "block") == display
    assert not [element for element in root.iter() if element.get("style")]
    assert not [table for table in root.iter("mtable") if table.get("scriptlevel")]


def test_html_reads_what_xml_reads() -> None:
    written = to_mathml(r"\frac{1}{2}\,x", display=False)
    assert isinstance(written, str)
    assert said(html.fragment_fromstring(written)) == said(etree.fromstring(written)) == "12𝑥".replace("𝑥", "x")


def test_function_application_is_a_character() -> None:
    assert "\u2061" in said(convert(r"\sin x"))


def test_the_namespace_is_written_when_asked() -> None:
    written = to_mathml("x", display=False, namespace=True)
    assert isinstance(written, str)
    assert etree.fromstring(written).tag == "{http://www.w3.org/1998/Math/MathML}math"


@pytest.mark.parametrize(
    ("latex", "like"),
    [
        (r"\begin{split}a&=b\\&=c\end{split}", r"\begin{aligned}a&=b\\&=c\end{aligned}"),
        (r"\begin{align*}a&=b\\[2pt]&=c\end{align*}", r"\begin{aligned}a&=b\\&=c\end{aligned}"),
        (r"\begin{align}a&=b\label{x}\nonumber\end{align}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\begin{alignat}{2}a&=b\end{alignat}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\begin{gather*}a\\b\end{gather*}", r"\begin{gathered}a\\b\end{gathered}"),
        (r"\begin{equation}a\tag{7}\end{equation}", r"a\qquad(7)"),
        (r"\begin{aligned}a&=b\\\end{aligned}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\sum_{\substack{a\\b}}x", r"\sum_{{\begin{matrix}a\\b\end{matrix}}}x"),
        (r"\text{if $x>0$ then}", r"\text{if }{x>0}\text{ then}"),
        (r"\mbox{so}", r"\text{so}"),
        (r"\begin{align}a\intertext{so}b\end{align}", r"\begin{aligned}a&\text{so}\\b\end{aligned}"),
    ],
)
def test_rewritten(latex: str, like: str) -> None:
    one, other = convert(latex, display=True), convert(like, display=True)
    for root in (one, other):
        root.attrib.pop("alttext")
    assert etree.tostring(one) == etree.tostring(other)


def test_the_space_behind_an_escaped_character_in_text_stays() -> None:
    assert said(convert(r"\text{5 \% of \& all}")) == "5 % of & all"


SAMPLES = {"m": "{x}", "t": "{x}", "o": "", "d": "(", "l": "{1em}", "u": "{2mu}", "c": "{red}", "n": "{1-2}"}
PLACES = (
    *(
        r"a%s b",
        r"\sum%s_a",
        r"%s\sum",
        r"\left(x %s | y\right)",
        r"\left%s x\right.",
        r"\left.x\right%s",
        r"\text{%s}",
    ),
    *(r"\begin{array}{c}a\\%s b\end{array}", r"\left(\middle%s\right)"),
)


@pytest.mark.parametrize(("name", "signature"), COMMANDS.items())
def test_every_command_that_a_bank_may_use_converts_somewhere(name: str, signature: str) -> None:
    command = f"\\{name}{'' if name in {'left', 'right', 'middle'} else ' '}" + "".join(
        map(SAMPLES.__getitem__, signature)
    )
    command = {"left": r"\left(x\right)", "right": r"\left(x\right)", "sideset": r"\sideset{a}{b}\sum"}.get(
        name, command
    )
    tried = [to_mathml(place % command, display=True) for place in PLACES]
    assert [written for written in tried if isinstance(written, str)], tried[0]


@pytest.mark.parametrize("name", sorted(ALIGNING | DISPLAYS))
def test_every_environment_that_a_bank_may_use_converts(name: str) -> None:
    count = {"array": "{cc}", "subarray": "{c}", "alignedat": "{2}", "alignat": "{2}", "alignat*": "{2}"}.get(name, "")
    convert(rf"\begin{{{name}}}{count}a\\b\end{{{name}}}", display=True)


def test_fonts_of_text_become_attributes() -> None:
    root = convert(r"\text{a \textbf{b} c}")
    assert said(root) == "a b c"
    assert [element.get("mathvariant") for element in root.iter("mtext")] == [None, "bold", None]


def test_a_final_rule_closes_the_table() -> None:
    rows = convert(r"\begin{array}{c|c}a&b\\ \hline\end{array}").findall(".//mtr")
    assert [cell.get("class", "").split() for row in rows for cell in row] == [
        ["rule-right", "rule-bottom"],
        ["rule-bottom"],
    ]


@pytest.mark.parametrize(
    ("latex", "message", "offset"),
    [
        (r"a + \nosuch b", r'Unknown command "\nosuch".', 4),
        (r"\begin{split}a&=b\nosuch\end{split}", r'Unknown command "\nosuch".', 17),
        (r"\begin{align*}a\end{align*} + \href{javascript:alert(1)}{x}", r'Unknown command "\href".', 30),
        (r"\eqref{x}", "it holds <a>, which is not expected in a formula", 0),
        (r"a \def\x{\x\x}\x", "definitions of commands are not read here", 2),
        (r"\newcommand*{\x}{y}", "definitions of commands are not read here", 0),
        ("a\x00b", "the formula holds a control character", 1),
        ("\ud800", "the formula holds a control character", 0),
        ("x" * (MAX_LENGTH + 1), f"the formula is longer than {MAX_LENGTH} characters", 0),
        (r"\frac{" * 300 + "x" + "}{2}" * 300, "the formula is nested too deeply", 6 * MAX_NESTING - 1),
        (r"\sqrt " * 300 + "x", "the formula is nested too deeply", 0),
        (r"\lfloor x " * 30, f"more than {MAX_OPEN} brackets are open", 10 * MAX_OPEN),
    ],
)
def test_what_cannot_be_converted_is_a_problem_with_its_place(latex: str, message: str, offset: int) -> None:
    assert to_mathml(latex, display=False) == MathProblem(message, offset)


@pytest.mark.parametrize(
    "start", ["{", r"\sqrt ", r"\left(", r"\frac", r"\begin{matrix}", "x^{", r"\text{", r"\hat", "("]
)
def test_deep_nesting_neither_crashes_nor_hangs(start: str) -> None:
    written = to_mathml(start * (MAX_LENGTH // len(start)), display=True)
    assert isinstance(written, str | MathProblem)


def test_text_is_escaped() -> None:
    root = convert(r"\text{<img src=x onerror=alert(1)>}")
    assert [element.tag for element in root.iter()] == ["math", "mtext"]
    assert said(root) == "<img src=x onerror=alert(1)>"


WORDS = (
    *(r"\text{", r"\frac", r"\begin{aligned}", r"\end{aligned}", r"\begin{split}", r"\tag{", r"\substack{"),
    *(r"\label{x}", r"\[", r"\%", r"\color{red}", r"\hline", r"\\", "<script>", "&lt;", "]]>"),
)
PIECES = st.lists(st.sampled_from([*r"{}$%&#^_~'<>()x é", *WORDS]), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(latex=PIECES | st.text(max_size=40), display=st.booleans())
def test_whatever_is_written_the_result_is_clean_or_a_problem(latex: str, *, display: bool) -> None:
    written = to_mathml(latex, display=display)
    if isinstance(written, MathProblem):
        assert 0 <= written.offset <= len(latex)
        assert written.message
        return
    assert etree.fromstring(written).tag == "math"
    for element in html.fragment_fromstring(written).iter():
        assert re.fullmatch("m[a-z]+", str(element.tag)), element.tag
        assert not {"style", "href", "src", "id"} & set(element.attrib)
        assert not [name for name in element.attrib if str(name).startswith("on")]

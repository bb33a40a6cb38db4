r"""Formulas in words: what is said is what stands there, and what has no words is not said."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qbank.mathml import to_mathml
from qbank.speech import LONGEST, spoken
from qbank.speech.words import WORDS


def say(latex: str, language: str = "en", *, display: bool = True) -> str:
    written = to_mathml(latex, display=display)
    assert isinstance(written, str), written
    return spoken(etree.fromstring(written), language)


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        ("x", "x"),
        ("E", "capital E"),
        (r"\Delta w", "capital delta w"),
        (r"\mathbb{R}^n", "double-struck capital R to the power n"),
        (r"\mathcal{L}", "script capital L"),
        (r"\mathbf{A}^T", "bold capital A superscript capital T"),
        ("-2x + 3", "minus 2 x plus 3"),
        ("f(x)", "f open paren x close paren"),
        (r"\frac{1}{2}", "1 over 2"),
        (r"\frac{x+1}{y}", "fraction x plus 1 over y end fraction"),
        ("x^2 y^3 z^5", "x squared y cubed z to the power 5"),
        ("e^{-x}y", "e to the power minus x end power y"),
        ("e^xy", "e to the power x y"),
        ("x_i^2", "x sub i squared"),
        ("w_{ji}", "w sub j i end sub"),
        (r"y^{(d)}", "y superscript open paren d close paren"),
        (r"x^*", "x superscript star"),
        ("(a+b)^2", "open paren a plus b close paren squared"),
        (r"f''(x)", "f prime prime open paren x close paren"),
        (r"\sqrt{x}", "square root of x"),
        (r"\sqrt{x+1}y", "square root of x plus 1 end root y"),
        (r"\sqrt[3]{x}", "root of index 3 of x end root"),
        (r"\sum_{i=1}^n x_i", "sum from i equals 1 to n of x sub i"),
        (r"\sum_k \delta_k", "sum over k of delta sub k"),
        (r"\int_0^1 x\,dx", "integral from 0 to 1 of x d x"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "limit as x approaches 0 of fraction sine x over x end fraction"),
        (r"\max_x f", "maximum over x of f"),
        (r"\vec v \cdot \hat x", "vector v dot x hat"),
        (r"\overline{AB}", "bar over capital A capital B end bar"),
        (r"\binom{n}{k}", "n choose k"),
        (r"\binom{n+1}{k}", "group n plus 1 end group choose k"),
        (r"\begin{pmatrix} a & b \\ c & \end{pmatrix}", "2 by 2 matrix, row 1: a, b; row 2: c, blank; end matrix"),
        (
            r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}",
            "2 by 2 determinant, row 1: 1, 2; row 2: 3, 4; end determinant",
        ),
        (r"\begin{cases} x & x > 0 \\ 0 \end{cases}", "2 cases, case 1: x, x is greater than 0; case 2: 0; end cases"),
        (r"\begin{aligned} a &= b \\ &= c. \end{aligned}", "line 1: a equals b; line 2: equals c."),
        (r"\left.F\right|_0^1", "group capital F vertical bar end group sub 0 superscript 1"),
        (r"\forall x \in A: x \ge 0", "for all x in capital A colon x is at least 0"),
        (r"p \land \lnot q \Rightarrow r", "p and not q implies r"),
        (r"100\,\%", "100 percent"),
        (r"\text{if } x \ne 0", "if x is not equal to 0"),
    ],
)
def test_what_is_said(latex: str, words: str) -> None:
    assert say(latex) == words


@pytest.mark.parametrize(
    "latex", [r"\underbrace{a+b}_{n}", r"{}^{14}C", r"\overset{!}{=}", r"\boxed{x}", r"\cancel{x}", r"x \bowtie y"]
)
def test_what_has_no_words_keeps_its_latex(latex: str) -> None:
    assert say(latex) == ""
    written = to_mathml(latex, display=True, language="en")
    assert isinstance(written, str)
    assert etree.fromstring(written).get("alttext") == latex


def test_every_language_has_all_words() -> None:
    for words in WORDS.values():
        assert set(words) == set(WORDS["en"])
        for name, said in words.items():
            assert sorted(re.findall(r"\{\d\}", said)) == sorted(re.findall(r"\{\d\}", WORDS["en"][name]))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Limes für x gegen 0 von Bruch Sinus x durch 2 groß E Ende Bruch"),
        ("fr", "limite quand x tend vers 0 de fraction sinus x sur 2 E majuscule fin fraction"),
        ("es", "límite cuando x tiende a 0 de fracción seno x sobre 2 E mayúscula fin fracción"),
        ("zh", "当 x 趋于 0 时 极限 分式 分子 正弦 x 分母 2 大写 E 分式结束"),
    ],
)
def test_other_languages(language: str, words: str) -> None:
    assert say(r"\lim_{x \to 0} \frac{\sin x}{2E}", language) == words


def test_only_languages_with_words_are_spoken() -> None:
    assert say("x", "tlh") == ""
    assert say("x", "") == ""


def test_nothing_longer_than_one_can_listen_to() -> None:
    assert say("+".join(["x"] * (LONGEST // 4))) == ""


_ATOMS = st.sampled_from(["x", "y", "2", "10", r"\pi", "E", r"\sin x", r"\mathbf{v}"])
_FORMULAS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda a, b: rf"\frac{{{a}}}{{{b}}}", inner, inner),
        st.builds(lambda a, b: rf"{{{a}}}^{{{b}}}", inner, inner),
        st.builds(lambda a, b: rf"{{{a}}}_{{{b}}}", inner, inner),
        st.builds(lambda a: rf"\sqrt{{{a}}}", inner),
        st.builds(lambda a, b: f"{a}+{b}", inner, inner),
        st.builds(lambda a, b: f"({a}){b}", inner, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.lists(_FORMULAS, min_size=2, max_size=2, unique=True), st.sampled_from(sorted(WORDS)))
def test_different_formulas_sound_different(formulas: list[str], language: str) -> None:
    """Only where different LaTeX gives the same MathML may the words be the same."""
    one, other = (to_mathml(latex, display=True) for latex in formulas)
    assert isinstance(one, str)
    assert isinstance(other, str)
    trees = [etree.fromstring(text) for text in (one, other)]
    for tree in trees:
        tree.attrib.pop("alttext")
    words = [spoken(tree, language) for tree in trees]
    if words[0] and words[0] == words[1]:
        assert _bare(trees[0]) == _bare(trees[1])


def _bare(element: etree._Element) -> str:
    """Return the tree without groups that group nothing, and without spaces."""
    inside = "".join(_bare(part) for part in element if part.tag != "mspace")
    if element.tag in {"mrow", "math"}:
        return inside
    return f"<{element.tag}>{(element.text or '').strip()}{inside}</>"

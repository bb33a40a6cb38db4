"""MathML as LaTeX: what comes back is typeset as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qbank.importers.mathml import MathmlError, latex_of
from qbank.mathml import to_mathml

FORMULAS = r"""
\frac{a}{b} \sin x \le \alpha \mathbb{R} \mathbf{x}
\sum_{i=1}^n x_i^2
\begin{pmatrix}1&2\\3&4\end{pmatrix}
\begin{bmatrix}1\\2\end{bmatrix}^T
\begin{vmatrix}a&b\\c&d\end{vmatrix}
\hat{x} \vec v \overline{ab} \lim_{x\to0} \operatorname{foo}(x)
f'(x)+f''(x)\sqrt[3]{x}\binom{n}{k}\mathrm{d}x
|x|<1, x\ne 2, \{1,2\}
\begin{cases}1 & x>0\\ 0 & \text{else}\end{cases}
\int_0^1 x\,dx
\begin{aligned}a&=b\\&=c\end{aligned}
\underbrace{a+b}_{n} + \overbrace{c}^{m}
a\equiv b\pmod n
abc\ 12\quad x\!y\;z \mathrm{kg} \mathsf{x} \mathtt{ab} \mathfrak g
\frac{\partial E}{\partial w}=-(y-o)x
e^{-\frac{x^2}{2\sigma^2}}
\left[\frac{1}{2}\right]_0^1 \left|\frac{x}{y}\right|
\overset{!}{=} \tilde x \dot x \ddot x \bar x \widehat{AB} \widetilde{AB}
90^\circ 50\% \$5 a_{i,j}^{(k)}
\prod_{k} \bigcup_{i} \iint \oint \infty \emptyset \in \subseteq \cup
x \mapsto f(x), \forall \exists \neg \land \lor
\log_2 n \ln x \max_{x} \det A
{x_i}^2 {a^b}^c {}^3C
\nabla \times \vec F \cdot \mathbf n \perp \parallel \langle u, v\rangle \lfloor x\rfloor
P(A\mid B) = \frac{P(A\cap B)}{P(B)}
1.5\cdot10^{-3}\,\mathrm{m/s^2}
""".strip().splitlines()


def shape(mathml: str) -> list[object]:
    """Return what is typeset: elements and signs, without spaces, groups and hints for the browser."""

    def of(node: etree._Element) -> list[object]:
        inner = [part for child in node for part in of(child)]
        text = "" if len(node) else (node.text or "").replace("\u00a0", " ").strip()
        if node.tag in {"mrow", "math", "mpadded"}:
            return inner
        if (node.tag in {"mspace", "mtext"} and not text) or text in {"\u2061", "\u2063"}:
            return []
        if node.tag == "mo" and text.isalpha() and text.isascii():
            return [("mi", text, (), ())]  # the name of a function, before a bracket or not
        told = {name: value for name, value in node.attrib.items() if name in {"linethickness", "mathvariant"}}
        return [(str(node.tag), text, tuple(inner), tuple(sorted(told.items())))]

    return of(etree.fromstring(mathml))


def returned(latex: str) -> tuple[list[object], list[object]]:
    written = to_mathml(latex, display=False)
    assert isinstance(written, str)
    root = etree.fromstring(written)
    root.attrib.pop("alttext")
    again = to_mathml(latex_of(root), display=False)
    assert isinstance(again, str)
    return shape(written), shape(again)


@pytest.mark.parametrize("latex", FORMULAS)
def test_a_formula_comes_back(latex: str) -> None:
    before, after = returned(latex)
    assert after == before


ATOMS = st.sampled_from(
    [
        "x",
        "y",
        "n",
        "2",
        "10",
        "3.5",
        r"\alpha",
        r"\Gamma",
        r"\infty",
        r"\mathbb{R}",
        r"\mathbf{v}",
        r"\pi",
        r"\emptyset",
    ]
)
SIGNS = st.sampled_from(["+", "-", "=", "<", r"\le", r"\cdot", r"\times", r"\in", r"\to", r"\ne", r"\cup", r"\approx"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, inner, SIGNS, inner),
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds(r"\sqrt[3]{{{}}}".format, inner),
        st.builds("{{{}}}^{{{}}}".format, inner, inner),
        st.builds("{{{}}}_{{{}}}".format, ATOMS, inner),
        st.builds(r"\left({}\right)".format, inner),
        st.builds(r"\sum_{{i={}}}^{{{}}} {}".format, ATOMS, ATOMS, inner),
        st.builds(r"\int_{{{}}}^{{{}}} {}".format, ATOMS, ATOMS, inner),
        st.builds(r"\begin{{pmatrix}}{} & {} \\ {} & {}\end{{pmatrix}}".format, inner, ATOMS, ATOMS, ATOMS),
        st.builds(r"\begin{{cases}}{} & {} \\ {} & \text{{else}}\end{{cases}}".format, inner, ATOMS, ATOMS),
        st.builds(r"\overline{{{}}}".format, inner),
        st.builds(r"\sin({})".format, inner),
        st.builds(r"\{{{}, {}\}}".format, inner, inner),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(ATOMS, larger, max_leaves=8))
def test_any_formula_comes_back(latex: str) -> None:
    before, after = returned(latex)
    assert after == before


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<math><mfenced><mi>x</mi><mi>y</mi></mfenced></math>", "(x, y)"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>&#8722;</mo><mn>1</mn></math>", "x^2 - 1"),
        (
            '<math><semantics><mi>x</mi><annotation encoding="LaTeX">\\vec{x}</annotation></semantics></math>',
            "\\vec{x}",
        ),
        ('<math alttext="\\frac12"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>', "\\frac12"),
        ('<math alttext="one half"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>', "\\frac{1}{2}"),
        ("<math><mi>sin</mi><mo>&#8289;</mo><mi>x</mi></math>", "\\sin x"),
        (
            '<math><mi mathvariant="bold">v</mi><mtext> and </mtext><mi>kg</mi></math>',
            "\\mathbf{v}\\text{ and }\\mathrm{kg}",
        ),
        (
            '<math><mfenced open="[" close="]"><mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable></mfenced></math>',
            "\\begin{bmatrix} 1 \\end{bmatrix}",
        ),
        (
            "<math><mmultiscripts><mi>C</mi><mi>k</mi><none/><mprescripts/><none/><mi>n</mi></mmultiscripts></math>",
            "{}^nC_k",
        ),
        ("<math><mn>1,000</mn><mo>&#215;</mo><mn>2</mn></math>", "1{,}000\\times2"),
    ],
)
def test_mathml_of_others(mathml: str, latex: str) -> None:
    assert latex_of(etree.fromstring(mathml)) == latex


@pytest.mark.parametrize(
    "mathml",
    [
        "<math/>",
        "<math><mlongdiv><mn>1</mn></mlongdiv></math>",
        "<math><mfrac><mn>1</mn></mfrac></math>",
        "<math>" + "<mrow>" * 120 + "<mi>x</mi>" + "</mrow>" * 120 + "</math>",
        "<math>" + "<mi>x</mi>" * 6000 + "</math>",
    ],
)
def test_what_cannot_be_said_is_no_formula(mathml: str) -> None:
    with pytest.raises(MathmlError):
        latex_of(etree.fromstring(mathml))

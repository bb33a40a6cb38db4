r"""Mathematics: what passes, what does not and where, that TeX agrees, and that nothing hangs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qbank
from qbank.texcommands import COMMANDS, DELIMITERS, DISPLAYS, FORBIDDEN
from qbank.texglance import right
from qbank.texscan import faults, scanned

GOOD = [
    r"x^2",
    r"f''(x)",
    r"f'^2",
    r"x_i'",
    r"\frac{1}{2} \frac12 \frac a b",
    r"x^\frac12",
    r"\left( x \right)",
    r"\left.\frac{a}{b}\right|_{x=0}",
    r"\left\{ x \middle| y \right\}",
    r"\left[ 0, 1 \right)",
    r"\bigl( x \bigr) \Big| x \Big|",
    r"\{x \mid x > 0\}",
    r"x_{i}^{(d)}",
    r"\sqrt[3]{x} \sqrt x",
    r"\begin{cases} a & b \\[2pt] c & d \end{cases}",
    r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
    r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}",
    r"\text{if $x_1 > 0$, 50\,\% of \emph{all}}",
    r"\operatorname*{argmax}_x f",
    r"\sum\limits_{i}^n \lim_{x\to 0}",
    r"\|x\|_2^2",
    r"\underbrace{x}_{y}^{z}",
    r"a \not= b",
    r"\textcolor{red}{x}",
    r"x^{2}{}^{3} {}_2F_1 ^{a}b",
    r"\pmod{n} \bmod n",
    r"x^\circ x^* x ^ 2",
    r"\mathbb{R}^{n\times m} \mathbf x^\top \hat\theta \vec{a}'",
    r"\int_0^1\!\! f\,dx",
    r"\xrightarrow[a]{b}",
    r"\overset{!}{=}",
    r"a\ b\hspace{1em}c\mspace{3mu}d",
    "×−≤α",
    r"\tag{1} x",
    r"\begin{align} a \tag{1} \\ \intertext{b} c &= d \end{align}",
]


@pytest.mark.parametrize("latex", GOOD)
def test_mathematics_passes(latex: str) -> None:
    assert faults(latex, display=True) == ()


@pytest.mark.parametrize(
    ("latex", "code", "fragment"),
    [
        (r"a \input{x}", "QB210", r"\input"),
        (r"\write18{ls}", "QB210", r"\write"),
        (r"\csname input\endcsname", "QB210", r"\csname"),
        (r"\newcommand{\a}{b}", "QB210", r"\newcommand"),
        (r"\immediate x", "QB210", r"\immediate"),
        (r"\catcode`\@=11", "QB210", r"\catcode"),
        (r"\directlua{x}", "QB210", r"\directlua"),
        (r"\begin{array}{>{\input x}c}a\end{array}", "QB215", r"\begin{array}"),
        (r"1 + \frc12", "QB211", r"\frc"),
        (r"\Sigmoid(x)", "QB211", r"\Sigmoid"),
        (r"\(x", "QB211", r"\("),
        (r"\begin{foo}x\end{foo}", "QB212", r"\begin{foo}"),
        (r"a \begin{align} x \end{align}", "QB212", r"\begin{align}"),
        (r"\begin{split} a \end{split}", "QB212", r"\begin{split}"),
        (r"a {x", "QB213", "{"),
        (r"a x}", "QB213", "}"),
        (r"a $ b", "QB213", "$"),
        (r"\left( x", "QB214", r"\left("),
        (r"x \right)", "QB214", r"\right"),
        (r"\left{ x \right\}", "QB214", r"\left"),
        (r"a \middle| b", "QB214", r"\middle"),
        (r"a \begin{aligned} x", "QB215", r"\begin{aligned}"),
        (r"a \end{aligned}", "QB215", r"\end{aligned}"),
        (r"\begin{cases}{a\end{cases}}", "QB213", "{"),
        ("x\u200by", "QB216", "\u200b"),
        ("x\x07", "QB216", "\x07"),
        ("x\u202ey", "QB216", "\u202e"),
        ("{" * 60, "QB217", "{"),
        ("x" * 8001, "QB217", "x"),
        (r"x^2^3", "QB218", "^"),
        (r"x^2'", "QB218", "'"),
        (r"a & b", "QB218", "&"),
        (r"\begin{aligned} \left( a & b \right) \end{aligned}", "QB214", r"\left("),
        (r"\begin{aligned} \left( a \\ b \right) \end{aligned}", "QB214", r"\left("),
        (r"50 %", "QB218", "%"),
        (r"a # b", "QB218", "#"),
        (r"\frac{1}", "QB218", r"\frac"),
        (r"\sqrt", "QB218", r"\sqrt"),
        (r"x^", "QB218", "^"),
        (r"x^^M", "QB218", "^"),
        (r"\text{a_b}", "QB218", "_"),
        (r"\text x", "QB218", r"\text"),
        (r"\hspace{99999em}", "QB218", r"\hspace"),
        (r"\textcolor{red!50}{x}", "QB218", r"\textcolor"),
        (r"a \\[b] c", "QB218", "[b]"),
        (r"{x \tag{1}}", "QB218", r"\tag"),
        (r"\begin{aligned} x \tag*{1} \end{aligned}", "QB218", r"\tag*"),
        (r"\begin{cases} x \intertext{y} \end{cases}", "QB218", r"\intertext"),
        (r"x \hline", "QB218", r"\hline"),
        ("a\\", "QB218", "\\"),
    ],
)
def test_faults_are_placed(latex: str, code: str, fragment: str) -> None:
    first = faults(latex)[0]
    assert first.code == code
    assert latex[first.offset : first.offset + first.length].startswith(fragment)


@pytest.mark.parametrize(
    ("latex", "hint"),
    [
        (r"\frc{1}{2}", r"did you mean \frac? write \operatorname{frc} for the name of a function"),
        (r"\Sigmoid(x)", r"write \operatorname{Sigmoid} for the name of a function"),
        (r"\begin{cas} a \end{cas}", "did you mean cases?"),
        ("50 %", r"write \%"),
        (r"\left{ a", r"write \left\{"),
        ("a & b", r"write \& for the sign"),
    ],
)
def test_hints_say_what_to_write(latex: str, hint: str) -> None:
    assert faults(latex)[0].hint == hint


def test_one_mistake_is_told_once() -> None:
    for latex in (
        r"\begin{aligned} \left( a & b \right) \end{aligned}",
        r"\begin{aligned} a &= \left( b \\ &= c \end{aligned}",
        r"\begin{aligned} a &= \left( b \\ &= c \right) \end{aligned}",
        r"\begin{cases} a",
        r"\frac{1}",
    ):
        assert len(faults(latex)) == 1


def test_displays_stand_alone_between_double_dollars() -> None:
    for name in DISPLAYS:
        argument = "{2}" if name.startswith("alignat") else ""
        latex = rf" \begin{{{name}}}{argument} x = y \end{{{name}}}"
        assert faults(latex, display=True) == ()
        assert [each.code for each in faults(latex, display=False)] == ["QB212"]


def test_forbidden_commands_are_not_allowed_elsewhere() -> None:
    assert not FORBIDDEN & COMMANDS.keys()


@pytest.mark.parametrize(
    ("text", "length"),
    [
        *(("{", 8000), ("}", 8000), ("\\left(", 1300), ("^", 8000), ("\\a", 4000), ("\\frac", 1600), ("{\\frac", 1300)),
        *(
            ("x^", 4000),
            ("\\sqrt[", 1300),
            ("\\begin{cases}", 600),
            ("\\frac{", 1300),
            ("{}", 4000),
            ("\\frac{}{}", 880),
        ),
    ],
)
def test_hostile_formulas_end(text: str, length: int) -> None:
    assert len(faults(text * length)) <= 5


_PIECES = (
    *("x", "a", "1", "2", "+", "=", "(", ")", ",", "|", "[", "]", "{", "}", "^", "_", "'", "&", " ", "\n", "%", "$"),
    *("é", "\x07", r"\frac", r"\sqrt", r"\hat", r"\sum", r"\limits", r"\,", r"\\", r"\{", r"\left(", r"\right)"),
    *(r"\left", r"\text", r"\hline", r"\mathbf{x}", r"\input", r"\foo", "{a}", "{b}", "^{2}", "_{i}", r"\alpha "),
    *(r"\begin{aligned}", r"\end{aligned}", r"\begin{cases}", r"\end{cases}", r"\frac{a}{b}", r"\left[ x \right)"),
    *(r"\text{a b}", r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
@settings(max_examples=1500, deadline=None)
def test_what_is_right_at_a_glance_has_no_faults(pieces: list[str]) -> None:
    latex = "".join(pieces)
    assert not right(latex) or not (scanned(latex, display=True) or scanned(latex, display=False)), latex


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{\partial E}{\partial z} = -(t - o) f'(z)^2",
        r"\begin{aligned} a &= \sqrt{b_1^2} \\ &= \left( c \right)_{x} \end{aligned}",
        r"x_{\text{in order}} \le \hat{\theta}",
    ],
)
def test_plain_formulas_are_right_at_a_glance(latex: str) -> None:
    assert right(latex)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from([*sorted(COMMANDS), "begin{cases}", "end{cases}", "left(", "right)"]), max_size=12
        ).map(lambda names: "".join(f"\\{name} {{" for name in names)),
        st.text(alphabet="\\{}^_&$'[]% ab\n", max_size=40),
    )
)
def test_any_text_has_its_faults_within(latex: str) -> None:
    for fault in faults(latex):
        assert 0 <= fault.offset < len(latex)
        assert fault.length >= 1
        assert fault.offset + fault.length <= len(latex)


# ------------------------------------------------------------------------------------------------- in questions

BANK = r"""
id: q
type: single-choice
stem: |
  STEM
options:
  - $x$
  - $y$
answer: 1
"""


def told(tmp_path: Path, stem: str) -> list[tuple[str, int, int, int]]:
    """Return code, line, column and length of what is told about a question."""
    path = tmp_path / "q.yaml"
    path.write_text(BANK.replace("STEM", stem.replace("\n", "\n  ")), encoding="utf-8")
    _, problems = qbank.load([path])
    found = [each for each in problems if each.code.startswith("QB2")]
    assert all(problem.question == "q" for problem in found)
    return [(each.code, each.span.line, each.span.column, each.span.length) for each in found if each.span]


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("costs $5 and $6, or \\$7", []),
        ("`$x^2` and $x$", []),
        ("```\n$$ x_1\n```", []),
        (r"[no link], nor \(no formula", []),
        ("$$\nx\n  \\frc{1}{2}\n$$", [("QB211", 7, 5, 4)]),
        ("- $a$\n- $a$ and $\\frc$", [("QB211", 6, 14, 4)]),
        ("a $ x^2 $ b", [("QB203", 5, 5, 1)]),
        ("is 2$x^2$", [("QB203", 5, 7, 1)]),
        ("so $\\frac{1}{2}", [("QB203", 5, 6, 1)]),
        ("$x$ $$ x_1\n\ny $$", [("QB202", 5, 7, 2)]),
        (r"so \(x^2\) \[y^2\]", []),
        ("so \\(x^2\n\n\\)", [("QB203", 5, 6, 2)]),
        (r"so \(x\), \[x^2", [("QB203", 5, 13, 2)]),
        (r"\begin{align} x", [("QB203", 5, 3, 13)]),
        (r"\(a\)\(b\)3\( \frc \) $\frc$", [("QB211", 5, 17, 4), ("QB211", 5, 26, 4)]),
        ("> \\[\n> x^2\n> \\]", []),
        (">" * 50, [("QB201", 5, 3, 1)]),
    ],
)
def test_problems_are_placed(tmp_path: Path, stem: str, expected: list[tuple[str, int, int, int]]) -> None:
    assert told(tmp_path, stem) == expected


def test_problems_of_one_question_are_not_without_end(tmp_path: Path) -> None:
    assert len(told(tmp_path, r"$\aaa$ " * 500)) == 50


# ------------------------------------------------------------------------------------------------------ TeX agrees

EXAMPLES = {"m": "{x}", "t": "{word}", "o": "[y]", "d": "(", "l": "{1em}", "u": "{3mu}", "c": "{red}"}
IN_ALIGNMENTS = {
    "tag",
    "tag*",
    "intertext",
    "hline",
    "cline",
    "cr",
    "displaybreak",
    "nonumber",
    "notag",
}
SPECIAL = {
    "left": r"\left( x \right)",
    "right": r"\left( x \right)",
    "middle": r"\left( x \middle| y \right)",
    "limits": r"\sum\limits_a",
    "nolimits": r"\sum\nolimits_a",
    "displaylimits": r"\sum\displaylimits_a",
    "not": r"\not=",
    "sideset": r"\sideset{_a}{^b}\sum",
    "smash": r"\smash[t]{x}",
}


def compiles(body: str, folder: Path) -> None:
    """Run pdflatex on formulas; every complaint fails."""
    source = (
        r"\documentclass{article}\usepackage{amsmath,amssymb,mathtools,bm,cancel,mathrsfs,xcolor}"
        "\n\\batchmode\\begin{document}\n" + body + "\n\\end{document}\n"
    )
    (folder / "x.tex").write_text(source, encoding="utf-8")
    subprocess.run(
        ["pdflatex", "-no-shell-escape", "-draftmode", "x.tex"],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    log = (folder / "x.log").read_text(encoding="latin-1")
    assert [line for line in log.splitlines() if line.startswith("!")] == []


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX here")
def test_tex_knows_every_command(tmp_path: Path) -> None:
    formulas = []
    for name, signature in COMMANDS.items():
        if name not in IN_ALIGNMENTS:
            formula = SPECIAL.get(name, f"\\{name}" + "".join(EXAMPLES[kind] for kind in signature)) + " a"
            assert faults(formula) == ()
            formulas.append(f"${formula}$")
    assert len(formulas) > 650
    inside = (
        r"\begin{align} a \tag{1} \\ \intertext{b} a \nonumber \\ a \notag \\ \displaybreak"
        r" a \tag*{2} \cr b \end{align}"
    )
    table = r"\[\begin{array}{cc} a & b \\ \hline \cline{1-2} a & b \end{array}\]"
    compiles("\n\n".join([*formulas, inside, table]), tmp_path)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX here")
def test_tex_takes_what_passes(tmp_path: Path) -> None:
    delimiters = [rf"$\left{each} x \right{each}$" for each in sorted(DELIMITERS)]
    plain = [latex for latex in GOOD if latex.isascii()]
    shown = (latex if latex.startswith(r"\begin{align}") else rf"\[{latex}\]" for latex in plain)
    compiles("\n\n".join([*shown, *delimiters]), tmp_path)

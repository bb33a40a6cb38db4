"""Markup: the tree, exact offsets of mathematics, and texts that try to break it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.markup import MAX_LENGTH, Node, parse, plain


def formulas(text: str) -> list[tuple[str, str]]:
    """Return the formulas of a text; each must stand where it says."""
    found = [node for node in parse(text).walk() if node.type in {"math", "math_block"}]
    for node in found:
        assert text[node.offset : node.offset + len(node.text)] == node.text
    return [(node.type, node.text) for node in found]


def shape(node: Node) -> object:
    """Return a tree as nested tuples, without offsets."""
    return (node.type, *([node.text] if node.text else []), *map(shape, node.children))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("costs $5 and $6", []),
        ("$5$ is 5$", ["5"]),
        ("$a$ is 5", ["a"]),
        ("$a$ ends in \\\\", ["a"]),
        ("between $x$-$y$", ["x", "y"]),
        ("2$x$ and $x$2", []),
        ("$ x $", []),
        ("\\$x\\$ $y$", ["y"]),
        ("`$x$` $x$ `` `$x$ `` $x$", ["x", "x"]),
        ("$a_1*b_1$ and *$a_1*b_1$*", ["a_1*b_1", "a_1*b_1"]),
        (r"$\{x\}$ $\_$ $a\\b$ $\$5$", [r"\{x\}", r"\_", r"a\\b", r"\$5"]),
        ("**$x$** [$y$](http://a) ~~$z$~~", ["x", "y", "z"]),
        ("# $x$ #\n\n$y$\n===\n", ["x", "y"]),
        ("- a $x$\n  - b $x$\n    1. c $x$\n\n> > d $x$", ["x", "x", "x", "x"]),
        ("| $a|b$ | $\\|c\\|$ |\n|---|---|\n| `|` \\| $x$ | $x$ |\n", ["a|b", r"\|c\|", "x"]),
        ("| a | b |\n|---|---|\n| \\| $x$ | $x$ |\n", ["x", "x"]),
        ("$a\nb$ c", ["a\nb"]),
        ("é😀 $x$ \r\n$y$", ["x", "y"]),
        ("$&lt;$ &lt;", ["&lt;"]),
        ("$<b>$ <b>", ["<b>"]),
        ("$", []),
        ("$$", []),
        ("$$$$", []),
        (r"Let \(x^2\) be \( y \)", ["x^2", "y"]),
        (r"3\(\times\)3", [r"\times"]),
        (r"\\(a\\) \\\(b\)", ["b"]),
        (r"`\(a\)` and \(b\)", ["b"]),
        (r"\( is open, \(b\) is not", ["b"]),
        (r"\(\text{if $x$ and \(y\)}\) \(z\)", [r"\text{if $x$ and \(y\)}", "z"]),
        (r"\(\{1\}\) \({a\) \(b}\)", [r"\{1\}", "{a", "b}"]),
        (r"$a \(b$ c\) \(a $b\) c$", [r"a \(b", "a $b"]),
        (r"*\(a*b\)* [\(c\)](http://a\(b\))", ["a*b", "c"]),
        ("\\(a\nb\\)", ["a\nb"]),
        ("\\(a\n\nb\\)", []),
        (r"\(\) \( \)", []),
        ("| \\(|a|\\) | \\(\\|b\\|\\) |\n|---|---|\n", ["|a|", r"\|b\|"]),
    ],
)
def test_inline_mathematics(text: str, expected: list[str]) -> None:
    assert formulas(text) == [("math", latex) for latex in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$x$$", "x"),
        ("$$\n x\n$$", "x"),
        ("text\n$$x$$\ntext", "x"),
        ("text $$x$$ text", "x"),
        ("text\n$$\\begin{aligned}\n &= a \\\\\n - b \\\\\n = \\\\\n > c\n \\end{aligned}$$\ntext", None),
        ("- item\n  $$\n  a\n  $$", "a"),
        ("1. item\n\n   $$a$$\n", "a"),
        ("text\n   $$a$$.", "a"),
        ("$$a\\$$b$$", "a\\$$b"),
        ("text\n\\[\nx\n= y\n- z\n\\]\ntext", "x\n= y\n- z"),
        (r"so \[x\\[2pt] y\] holds", r"x\\[2pt] y"),
        ("- item\n  \\[ a\n  \\]", "a"),
        (r"so \begin{equation*}a\end{equation*}.", r"\begin{equation*}a\end{equation*}"),
    ],
)
def test_display_mathematics(text: str, expected: str | None) -> None:
    latex = expected or text[text.index("\\begin") : text.rindex("$$")]
    assert formulas(text) == [("math_block", latex)]


def test_display_mathematics_cuts_a_paragraph() -> None:
    paragraphs = [plain(node) for node in parse("see $$x$$ and **go** on\n$$y$$\nend").children]
    assert paragraphs == ["see", "x", "and go on", "y", "end"]


def test_display_mathematics_within_marks_stays_inline() -> None:
    assert formulas("# $$x$$\n\n**$$y$$**\n\n| $$z$$ |\n|---|\n") == [("math", "x"), ("math", "y"), ("math", "z")]


def test_quoted_display_mathematics_keeps_places() -> None:
    text = "> $$a\n> + b\n> $$\n> and $c\n> d$"
    first, second = (node for node in parse(text).walk() if node.type.startswith("math"))
    assert first.text == "a\n  + b"
    assert second.text == "c\n  d"
    assert text[first.offset + first.text.index("b")] == "b"
    assert text[second.offset + second.text.index("d")] == "d"


def test_open_display_mathematics_stays_text() -> None:
    assert formulas("$$ x\n\ny $$") == []
    assert formulas("$$ x") == []


def test_repeated_formulas_have_places_of_their_own() -> None:
    text = "$x$ `$x$` \\$x$ $x$\n- $x$"
    offsets = [node.offset for node in parse(text).walk() if node.type == "math"]
    assert offsets == [1, 16, 22]


def test_html_shows_as_text() -> None:
    tree = parse('<script>alert(1)</script>\n\n<div>a</div> <img src="x"> &lt;b&gt; <!-- c -->')
    assert {node.type for node in tree.walk()} == {"document", "paragraph", "text"}
    assert plain(tree) == '<script>alert(1)</script> <div>a</div> <img src="x"> <b> <!-- c -->'


def test_links_that_run_code_are_text() -> None:
    for address in ("javascript:alert(1)", "vbscript:x", "data:text/html,x", "JaVaScRiPt:x", "java&#115;cript:x"):
        assert "link" not in {node.type for node in parse(f"[a]({address})").walk()}


def test_blocks() -> None:
    text = "## T\n\na  \nb\nc\n\n- x\n- y\n\n3. z\n\n   w\n\n> q\n\n```py\n1 < 2\n```\n\n---\n"
    assert [shape(node) for node in parse(text).children] == [
        ("heading", ("text", "T")),
        ("paragraph", ("text", "a"), ("hardbreak",), ("text", "b"), ("softbreak",), ("text", "c")),
        ("bullet_list", ("list_item", ("paragraph", ("text", "x"))), ("list_item", ("paragraph", ("text", "y")))),
        ("ordered_list", ("list_item", ("paragraph", ("text", "z")), ("paragraph", ("text", "w")))),
        ("blockquote", ("paragraph", ("text", "q"))),
        ("code_block", "1 < 2\n"),
        ("rule",),
    ]
    attributes = {node.type: dict(node.attributes) for node in parse(text).children}
    assert attributes["heading"] == {"level": "2"}
    assert attributes["bullet_list"] == {"tight": "1"}
    assert attributes["ordered_list"] == {"start": "3", "tight": "0"}
    assert attributes["code_block"] == {"language": "py"}


def test_tables() -> None:
    cells = [node for node in parse("| a | b |\n|:--|--:|\n| c | *d* |\n").walk() if node.type == "table_cell"]
    assert [dict(cell.attributes) for cell in cells] == [
        {"align": "left", "header": "1"},
        {"align": "right", "header": "1"},
        {"align": "left", "header": "0"},
        {"align": "right", "header": "0"},
    ]
    assert [plain(cell) for cell in cells] == ["a", "b", "c", "d"]


def test_images() -> None:
    text = 'see ![a *b* $c$](x%20y.png "t") and ![d][r]\n\n[r]: z.svg'
    first, second = (node for node in parse(text).walk() if node.type == "image")
    assert (first.text, dict(first.attributes)) == ("a b c", {"src": "x%20y.png", "title": "t"})
    assert (text[first.offset], text[second.offset :][:4]) == ("!", "![d]")
    assert second.attributes["src"] == "z.svg"


def test_plain() -> None:
    assert plain(parse("# A *b* $x_1$\n\n- `c`\n- ![d](e.png)\n\n$$f$$")) == "A b x_1 c d f"


HOSTILE = {
    "quotes": ">" * 10_000,
    "brackets": "[" * 10_000,
    "images": "![" * 10_000 + "](x)" * 10_000,
    "lists": "1. " * 10_000,
    "emphasis": "*a **b " * 7_000 + "b** a* " * 7_000,
    "dollars": "$" * 10_000,
    "displays": "x\n" + "$$ a\n" * 10_000,
    "breaks": "a\r\n$x$\r" * 10_000,
    "ticks": "`|$|" * 10_000,
    "round": "\\(" * 50_000,
    "round, in braces": "\\({" * 33_000,
    "square": "\\[\n" * 33_000,
    "square, in braces": "\\[{\n" * 12_000 + "\\]}\n" * 12_000,
    "environments": "\\begin{align}\n" * 7_000,
    "long": "a" * (MAX_LENGTH + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_or_left_plain(name: str) -> None:
    tree = parse(HOSTILE[name][: MAX_LENGTH + 1])
    assert plain(tree)
    assert len(list(tree.walk())) < 200_000


def test_refused_texts_say_why() -> None:
    assert parse(HOSTILE["quotes"]).attributes["refused"] == "its marks are nested more than 20 deep"
    assert parse(HOSTILE["long"]).attributes["refused"] == "it is longer than 100,000 characters"
    assert plain(parse(HOSTILE["quotes"])) == HOSTILE["quotes"]
    assert "refused" not in parse("> > a").attributes


PIECES = [
    "$",
    "$$",
    "$x$",
    "$$y$$",
    "a",
    "|",
    "\\",
    "`",
    "*",
    "\n",
    "\n\n",
    " ",
    "  ",
    "- ",
    "> ",
    "\t",
    "| a |\n|---|\n",
    "[",
    "](",
    ")",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_places_are_exact_in_any_text(text: str) -> None:
    for node in parse(text).walk():
        if node.type in {"math", "math_block"}:
            there = text[node.offset : node.offset + len(node.text)]
            assert len(there) == len(node.text)
            # what quotes put before a continued line is blank in the formula
            assert all(a == b or (a in "> \t" and b == " ") for a, b in zip(there, node.text, strict=True))
            assert node.text.strip() == node.text or node.type == "math"


def test_a_display_environment_without_dollars_is_mathematics() -> None:
    text = "So\n\\begin{align*}\na_1 &= b * c * d \\\\\n&= 2\n\\end{align*}\nholds."
    found = [node for node in parse(text).walk() if node.type == "math_block"]
    assert [node.text for node in found] == [text[3 : text.index("\nholds")]]
    assert text[found[0].offset :].startswith(r"\begin{align*}")


@pytest.mark.parametrize(
    "text",
    [
        "see \\begin{align} x",
        "\\\\begin{align}x\\end{align}",
        "\\begin{align}\nx\n\ny\n\\end{align}",
        "\\begin{itemize}\n\\end{itemize}",
    ],
)
def test_other_environments_stay_text(text: str) -> None:
    assert all(node.type != "math_block" for node in parse(text).walk())


def test_three_tags_are_read_and_no_other() -> None:
    tree = parse("H<sub>2</sub>O, m<sup>*2*</sup>, <u>a</u>, <b>b</b>, <sub>open, $a<sub>b</sub>$")
    assert [node.type for node in tree.walk() if node.type in {"subscript", "superscript", "underline"}] == [
        "subscript",
        "superscript",
        "underline",
    ]
    assert "".join(node.text for node in tree.walk()) == "H2O, m2, a, <b>b</b>, <sub>open, a<sub>b</sub>"


def test_raw_html_is_marked_as_such() -> None:
    tree = parse("a `<i>x</i>`{=html} b `c` {=html}\n\n```{=html}\n<hr>\n```\n\n```html\n<hr>\n```\n")
    found = [
        (node.type, node.text) for node in tree.walk() if node.type in {"html", "html_block", "code", "code_block"}
    ]
    assert found == [("html", "<i>x</i>"), ("code", "c"), ("html_block", "<hr>"), ("code_block", "<hr>\n")]


LONG_WAY = "\n\n[no such link]: a\n"
"""A definition: it shows nothing, and no text with one is read without Markdown."""


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="$\\ab {}|<>`*_[]()!#&~^-1", max_size=12))
def test_a_lone_formula_is_read_as_markdown_would(inner: str) -> None:
    for text in (f"${inner}$", rf"\({inner}\)", f"$${inner}$$"):
        assert parse(text) == parse(text + LONG_WAY)


PROSE = [
    *(
        "word",
        "Zwei",
        "中",
        " ",
        " ",
        "\n",
        "\n\n",
        "1",
        "2.",
        "3)",
        "²",
        "٣",
        "(a)",
        "-",
        "+",
        "=",
        "---",
        "#",
        "'",
        "“q”",
    ),
    *("$x$", "$a_b*c$", r"$\$$", "$|x|$", "$x $", "$", "$$", "$$y$$", "$$a\n b$$", "\n$$y$$\n", "$$ $$", "$$\n# \n$$"),
    *(
        r"\(x\)",
        r"\( x\)",
        r"\(a$b$\)",
        r"\[x\]",
        "\\",
        r"\\",
        r"\$",
        r"\(\begin{align}x\end{align}\)",
        "*",
        "`a`",
        "|",
    ),
]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PROSE), max_size=9).map("".join))
def test_prose_is_read_as_markdown_would(text: str) -> None:
    assert parse(text) == parse(text + LONG_WAY)


def test_prose_with_formulas_takes_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qbank.marked._MARKDOWN", None)
    for text in ("Let $y = x^2$. What is $y'$,\n\\(n\\)th?", "$$a\n= b$$\n\nSo, $$c = d.$$", r"\(\frac12\)"):
        parse.cache_clear()
        assert any(node.type.startswith("math") for node in parse(text).walk())


FORMULA = st.text(alphabet="\\ab {}|<>`*_[]()!#&~^-1\n", min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and "\n" not in text.replace("\n", "", 1) and not text.endswith("\\")
)
AROUND = ["a {} b", "*a {} b*", "- {}\n- c", "# {}", "> a\n> {} b", "| {} | b |\n|---|---|\n", "a\n{}\nb", "[{}](c)"]


@settings(max_examples=200, deadline=None)
@given(FORMULA, st.sampled_from(AROUND))
def test_brackets_are_read_as_dollars_are(inner: str, around: str) -> None:
    for (opening, closing), dollars in (((r"\(", r"\)"), "$"), ((r"\[", r"\]"), "$$")):
        if any(mark in inner for mark in (r"\(", r"\)", r"\[", r"\]")):
            continue
        wanted = parse(around.format(dollars + inner + dollars))
        if any(node.type.startswith("math") and node.text == inner for node in wanted.walk()):
            assert shape(parse(around.format(opening + inner + closing))) == shape(wanted)

"""HTML as Markdown: the text survives, whatever the marks; what cannot be said stays raw."""

import html as html_
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbank.importers.html import markdown, plain_text
from qbank.markup import parse


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", text)


FORMULAS = re.compile(r"\\\(([^<>]*?)\\\)|\\\[([^<>]*?)\\\]")  # within one element


def unmarked(text: str) -> str:
    """Return a text with formulas without the marks around them."""
    return FORMULAS.sub(lambda found: (found[1] or found[2] or "").strip(), text)


def bare(source: str) -> str:
    """Return the text of HTML."""
    return html_.unescape(re.sub(r"</?[a-z]+>", "", unmarked(source)))


READ = {"html": bare, "html_block": bare, "code": unmarked, "code_block": unmarked}


def shown(source: str) -> str:
    """Return what a reader sees of Markdown, raw HTML as its text."""
    return letters("".join(READ.get(node.type, str)(node.text) for node in parse(source).walk()))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"<p>Let \(a &lt; b\) cost $5 &amp; 3*4*5.</p>", r"Let $a < b$ cost \$5 & 3\*4\*5."),
        (r"\(x\)2 and 2\(x\)", r"$x$&#50; and &#50;$x$"),
        ("<p><strong>Bold </strong>text<br>next<br><br>new</p>", "**Bold** text\\\nnext\n\nnew"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start='3'><li><p>x</p></li><li><p>y</p></li></ol>", "3. x\n\n4. y"),
        (r"<table><tr><th>a|b</th><th>\(|x|\)</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "| a\\|b | $|x|$ |\n| --- | --- |\n| 1 | 2 |"),
        ("<table><tr><td colspan=2>a</td></tr></table>",
         '```{=html}\n<table><tr><td colspan="2">a</td></tr></table>\n```'),
        ("<pre>for i in x:\n    f(i)</pre>", "```\nfor i in x:\n    f(i)\n```"),
        (r"$$\int x\,dx$$ then", "$$\\int x\\,dx$$\nthen"),
        ("1. not a list", r"1\. not a list"),
        ("# no heading", r"\# no heading"),
        ("H<sub>2</sub>O, <u>x</u>", "H<sub>2</sub>O, <u>x</u>"),
        ("a<b>b</b>c and <i>(x)</i>y", "```{=html}\n<p>a<b>b</b>c and <i>(x)</i>y</p>\n```"),
        ('<p style="color: red" class="x">text</p>', "text"),
        ("<p>&nbsp;</p><p></p>", ""),
        (r"\( \text{if $x$} \)", r"\(\text{if $x$}\)"),
        (r"\[ \text{if $x$} \]", r"\[\text{if $x$}\]"),
        (r"a[b](c) \(unpaired, [d]: e and \begin{align}x", r"a[b\](c) \\(unpaired, [d\]: e and \\begin{align}x"),
        (r"\begin{align}x\end{align}", r"\\begin{align}x\end{align}"),
        ("x < y and 3<4", "x < y and 3<4"),
        ('<a href="https://example.org/a_b">l_i</a>', "[l_i](https://example.org/a_b)"),
        ("<code>a`b</code>", "``a`b``"),
        (r"<code>\(x\)</code>", r"`\(x\)`"),
    ],
)  # fmt: skip
def test_what_markdown_can_say_becomes_markdown(source: str, wanted: str) -> None:
    assert markdown(source).text == wanted


def test_what_is_kept_and_what_is_left_out_is_told() -> None:
    found = markdown('<p style="color:red" class="a">x<span style="b">y</span></p><video src="f.mp4"></video>')
    assert (found.kept, found.dropped) == ({"video": 1}, {"style": 2, "class": 1})


def test_a_picture_is_named_where_its_file_lies() -> None:
    found = markdown('<img src="@@PLUGINFILE@@/my%20a.png" alt="A [x]">', lambda _: "figures/my-a.png")
    assert found.text == "![A (x)](figures/my-a.png)"


WORDS = st.sampled_from(
    ["a", "b c", "*", "_x_", "`", "# ", "1. ", "- ", "&amp;", "&lt;", "[l](u)", "$", "\\", "x<sub>", "~~", "|", "é",
     "\\(x_1\\)", "2", "!", "&nbsp;", "<br>", "\\[ y \\]", "=", "+", ">"]
)  # fmt: skip
INLINE = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "em", "span", "sub", "u", "code", "a", "s"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
BLOCK = st.recursive(
    st.builds(lambda parts: f"<p>{''.join(parts)}</p>", st.lists(INLINE, max_size=4)),
    lambda inner: st.one_of(
        st.builds(lambda parts: f"<div>{''.join(parts)}</div>", st.lists(inner, max_size=3)),
        st.builds(
            lambda parts: "<ul>" + "".join(f"<li>{part}</li>" for part in parts) + "</ul>", st.lists(inner, max_size=3)
        ),
        st.builds(lambda parts: f"<blockquote>{''.join(parts)}</blockquote>", st.lists(inner, max_size=2)),
        st.builds(lambda one, two: f"<table><tr><td>{one}</td><td>{two}</td></tr></table>", INLINE, INLINE),
    ),
    max_leaves=5,
)


@given(st.lists(st.one_of(BLOCK, INLINE), max_size=4))
def test_no_letter_is_lost(parts: list[str]) -> None:
    source = "".join(parts)
    assert shown(markdown(source).text) == letters(bare(source))


@given(st.lists(st.sampled_from(["\\begin{align}", "\\end{align}", *"ab \n*_`#>-+.1)[](!$\\&<~|{}=é"]), max_size=40))
def test_plain_text_stays_as_it_is(pieces: list[str]) -> None:
    text = "".join(pieces)
    if "\\(" in text or "\\[" in text or "$$" in text:
        return
    assert shown(plain_text(text)) == letters(text)
    assert not any(node.type.startswith("math") for node in parse(plain_text(text)).walk())

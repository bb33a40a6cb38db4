"""The HTML pages as files: what they hold, what they hide, what they let through, and what is told."""

import base64
import hashlib
import importlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from qbank import load
from qbank.diagnostic import Diagnostic
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report, Solution, Step, Witness
from qbank.registry import ExportOptions, exporter
from qbank.schema import Bank, SingleChoice

REPOSITORY = Path(__file__).parents[2]
Pages = dict[str, Any]

QUESTION = """\
id: q
type: single-choice
title: Sums
stem: What is $1 + 1$?
options:
  - text: $2$
    feedback: You can count.
  - text: $3$
    feedback: One too many.
  - text: $4$
    fraction: 50
answer: 1
hints: [Use your fingers.]
feedback: {correct: Well done., incorrect: Read again., partial: Nearly.}
explanation: Two fingers. $$1 + 1 = 2$$
"""


def export(bank: Bank, report: Report | None = None) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files, told = exporter("html").export(bank, ExportOptions(report))
    return {file.path: file.data for file in files}, list(told)


def parse(files: dict[str, bytes]) -> Pages:
    parser = html.HTMLParser(encoding="utf-8")
    return {name: html.document_fromstring(data, parser=parser) for name, data in files.items()}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Bank]:
    """Load a bank from the text of one file, and of its settings."""

    def make(text: str = QUESTION, settings_text: str = "title: Test\n") -> Bank:
        (tmp_path / "qbank.yaml").write_text(settings_text, "utf-8")
        (tmp_path / "questions.yaml").write_text(text, "utf-8")
        bank, problems = load(tmp_path)
        assert not [problem for problem in problems if problem.severity == "error"], problems
        return bank

    return make


@pytest.fixture(scope="module")
def quiz() -> Bank:
    return load(sorted((REPOSITORY / "bank").glob("quiz-*.yaml")))[0]


def text(element: Any) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def seen(page: Any) -> str:
    """Return the text that the page shows at first: without scripts, templates and what is hidden."""
    copy: Any = html.document_fromstring(html.tostring(page, encoding="unicode"))
    for element in copy.xpath("//script | //style | //template | //noscript | //*[@hidden]"):
        element.drop_tree()
    return text(copy.body)


def test_all_pages_are_written_alike_each_time(quiz: Bank) -> None:
    files, told = export(quiz)
    assert list(files) == ["practice.html", "solutions.html", "exam.html", "sheet.html", "sheet-solutions.html"]
    assert not told
    assert export(quiz)[0] == files


def test_every_question_stands_on_both_pages(quiz: Bank) -> None:
    for page in parse(export(quiz)[0]).values():
        assert [article.get("data-question") for article in page.iter("article")] == [q.id for q in quiz.questions]
        assert page.get("lang") == "en"
        assert page.get("dir") == "ltr"


def test_the_solutions_mark_the_key_in_words(quiz: Bank) -> None:
    page = parse(export(quiz)[0])["solutions.html"]
    for question, article in zip(quiz.questions, page.iter("article"), strict=True):
        marked = [o for o in article.iter("li") if o.get("data-option") and "Right answer" in text(o)]
        assert [option.get("data-option") for option in marked] == [str(getattr(question, "key", None))]


def test_the_practice_page_knows_points_and_fractions(write: Callable[..., Bank]) -> None:
    page = parse(export(write(QUESTION + "points: 2.5\n"))[0])["practice.html"]
    data = json.loads(page.get_element_by_id("bank").text or "")
    assert data["questions"]["q"] == {
        "kind": "one",
        "points": 2.5,
        "penalty": 0,
        "fractions": [100, 0, 50],
        "labels": ["1", "2", "3"],
    }


def test_nothing_that_tells_the_key_is_seen_before_checking(write: Callable[..., Bank]) -> None:
    bank = write()
    pages = parse(export(bank, evidence())[0])
    hidden = [
        "You can count",
        "One too many",
        "Well done",
        "Read again",
        "Two fingers",
        "Right answer",
        "fingers",
        "7 / 5",
    ]
    assert not [words for words in hidden if words in seen(pages["practice.html"])]
    assert [words for words in hidden if words in seen(pages["solutions.html"])] == hidden
    assert "Proved" in seen(pages["practice.html"])


def evidence(level: Level = Level.PROVED) -> Report:
    """Return evidence such as the checker gives."""
    options = (
        OptionEvidence(1, verdict="equal", keyed=True, method="by algebra"),
        OptionEvidence(
            2, keyed=False, verdict="different", method="at a point", witness=Witness({"x_1": "7/5"}, "3", "2")
        ),
        OptionEvidence(
            3, keyed=False, verdict="different", method="at a point", witness=Witness({"x_1": "7/5"}, "4", "2")
        ),
    )
    steps = (Step(1, "1 + 1 = 2", "holds", "symbolic"), Step(2, r"\text{So.}", "unread", "prose"))
    return Report(
        (
            QuestionEvidence(
                *("q", "questions.yaml", 1, "single-choice", level, Solution.PARTLY),
                assumed=(r"$x_1 > 0$",),
                sizes={"n": (2, 3)},
                answer="2",
                options=options,
                steps=steps,
                summary="$2$ follows.",
            ),
        )
    )


def test_the_evidence_is_told_in_words(write: Callable[..., Bank]) -> None:
    page = parse(export(write(), evidence())[0])["solutions.html"]
    (details,) = page.iter("details")
    told = text(details) + text(page.find('.//ol[@class="options"]'))
    for words in (
        *("Proved", "The key was proved by symbolic algebra", "follows.", "Assumed, not told in the question"),
        *("= equals the answer. by algebra", "≠ differs from the answer. At", "this option = 3 ,"),
        *("the answer = 2 .", "Line 1 holds", "Line 2 not read", "Some lines were not read", "n = 2, 3."),
    ):
        assert words in told
    assert {formula.get("alttext") for formula in page.iter("math")} >= {
        "x sub 1",
        "x sub 1 is greater than 0",
        "7 slash 5",
        "1 plus 1 equals 2",
        "2",
    }
    option = page.xpath('//li[@data-option="2"]')[0]
    assert "differs from the answer" in text(option)
    assert "7 / 5" in text(option)


def test_a_fraction_has_its_decimals_beside_a_decimal() -> None:
    assert Witness({}, "1/26", "-0.384").sides == (r"1/26 \approx 0.038461538", "-0.384")
    assert Witness({}, "1.5e-7", "-2/3").sides == ("1.5e-7", r"-2/3 \approx -0.66666667")
    assert [Witness({}, "1/26", other).sides for other in ("5", "3/4", "x")] == [
        *(("1/26", "5"), ("1/26", "3/4"), ("1/26", "x")),
    ]


def test_answers_to_be_written_are_not_called_options(write: Callable[..., Bank]) -> None:
    number = "id: q\ntype: numerical\nstem: How much?\nanswer: 2\n"
    (found,) = evidence().questions
    said = "The statement fails: at x = -1, the author's side is $-1$. In all 3 variants. Option 1 is refuted."
    written = replace(found, type="numerical", summary=said)
    (details,) = parse(export(write(number), Report((written,)))[0])["practice.html"].iter("details")
    told = text(details)
    assert "The key was proved by symbolic algebra. The statement" in told
    assert "The statement fails: at x = −1, the author’s side is" in told
    assert "In all 3 variants." in told
    assert "Option" not in told
    for words in ("The answers", "Answer 1 equals the answer", "this answer = 3"):
        assert words in told


def test_of_an_essay_no_key_is_told(write: Callable[..., Bank]) -> None:
    found = QuestionEvidence("q", "questions.yaml", 1, "essay", Level.ASSERTED, summary="A person grades this.")
    (details,) = parse(export(write("id: q\ntype: essay\nstem: Why?\n"), Report((found,)))[0])["solutions.html"].iter(
        "details"
    )
    assert "There is no key that could be checked. A person grades this." in text(details)
    assert "author" not in text(details)


def test_headings_of_the_evidence_leave_out_no_level(write: Callable[..., Bank]) -> None:
    for bank, level in ((write(), "h4"), (write(QUESTION.partition("explanation:")[0]), "h3")):
        (details,) = parse(export(bank, evidence())[0])["solutions.html"].iter("details")
        assert {part.tag for part in details.iter("h3", "h4", "h5")} == {level}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("-6.7e-24", "minus 6.7 times 10 to the power minus 24 end power"),
        ("2.9e+25", "2.9 times 10 to the power 25"),
        ("2e", "2 e"),
        ("x_1e2", "x sub 1 e 2"),
    ],
)
def test_powers_of_ten_are_written_as_people_do(written: str, said: str) -> None:
    package = type(exporter("html")).__module__.rpartition(".")[0]
    inline = importlib.import_module(f"{package}.evidence").inline
    assert f'alttext="{said}"' in inline(written, "en")


def test_premises_with_functions_are_formulas(quiz: Bank) -> None:
    origin = ("q3-2", "quiz-3.yaml", 1, "single-choice")
    found = QuestionEvidence(*origin, Level.PROVED, assumed=("a_1 = g(z_1^{(4)})",))
    (details,) = parse(export(quiz, Report((found,)))[0])["solutions.html"].iter("details")
    said = "a sub 1 equals g open paren z sub 1 superscript open paren 4 close paren close paren"
    assert said in {formula.get("alttext") for formula in details.iter("math")}


@pytest.mark.parametrize("level", Level)
def test_each_level_has_a_badge(write: Callable[..., Bank], level: Level) -> None:
    page = parse(export(write(), evidence(level))[0])["practice.html"]
    badge = page.xpath('//header//span[contains(@class, "badge")]')[0]
    assert text(badge) == level.value.capitalize()


def test_without_a_report_there_is_no_badge(write: Callable[..., Bank]) -> None:
    for data in export(write())[0].values():
        page: Any = html.document_fromstring(data)
        assert not page.xpath('//*[contains(@class, "badge")]')


def test_only_our_own_style_and_scripts_may_run(quiz: Bank) -> None:
    for data in export(quiz)[0].values():
        page: Any = html.document_fromstring(data)
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
        assert policy.startswith("default-src 'none'; img-src data:; style-src ")
        assert "unsafe" not in policy
        running = [s for s in page.iter("script") if s.get("type") is None] + list(page.iter("style"))
        for element in running:
            digest = hashlib.sha256((element.text or "").encode()).digest()
            assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
        assert len(re.findall("sha256-", policy)) == len(running)
        assert not page.xpath("//@style")
        assert not page.xpath("//@src[not(starts-with(., 'data:image/'))] | //link/@href[not(. = 'data:,')]")
        assert not [name for name in page.xpath("//@*") if getattr(name, "attrname", "").startswith("on")]


def test_figures_are_inlined_with_their_text(quiz: Bank) -> None:
    page = parse(export(quiz)[0])["practice.html"]
    (figure,) = page.iter("img")
    assert str(figure.get("src")).startswith("data:image/svg+xml;base64,")
    assert len(str(figure.get("alt"))) > 40


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c&d", True),
        ("http://example.org", True),
        ("mailto:someone@example.org", True),
        ("#q-q", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("other.html", False),
    ],
)
def test_links(write: Callable[..., Bank], address: str, *, kept: bool) -> None:
    bank = write(QUESTION.replace("What is $1 + 1$?", f"'See [this]({address}).'"))
    for page in parse(export(bank)[0]).values():
        links = page.xpath("//*[contains(@class, 'stem')]//a")
        assert [link.get("href") for link in links] == [address] * kept
        assert all("noopener" in str(link.get("rel")) for link in links)
        assert "this" in text(page.xpath("//*[contains(@class, 'stem')]")[0])


MARKDOWN = """\
# Big

Some *soft* **loud** ~~gone~~ `a<b` text\\
next line

## Small

- one
- two

3. three

   more

> quoted

```
x < y
```

| a | b |
|:-:|--:|
| 1 | 2 |

---

Last $x_1$, line.
"""
GOLDEN = """\
<h3>Big</h3>
<p>Some <em>soft</em> <strong>loud</strong> <s>gone</s> <code>a&lt;b</code> text<br>
next line</p>
<h4>Small</h4>
<ul><li>one</li><li>two</li></ul>
<ol start="3"><li><p>three</p>
<p>more</p></li></ol>
<blockquote><p>quoted</p></blockquote>
<pre class="scroller"><code>x &lt; y
</code></pre>
<div class="scroller"><table><thead><tr>\
<th scope="col" class="center">a</th>\
<th scope="col" class="right">b</th></tr></thead>\
<tbody><tr><td class="center">1</td><td class="right">2</td></tr></tbody></table></div>
<hr>
<p>Last <span class="keep">\
<span class="math"><math alttext="x sub 1"><msub><mi>x</mi><mn>1</mn></msub></math></span>,</span>\
 line.</p>
"""


def test_markdown_becomes_this_html(write: Callable[..., Bank]) -> None:
    block = "|\n" + "".join(f"  {line}\n" for line in MARKDOWN.splitlines())
    page = export(write(QUESTION.replace("What is $1 + 1$?\n", block)))[0]["practice.html"].decode()
    assert GOLDEN in page


WORDS = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</template>", "</script>", "<!--", "-->", "&lt;"),
    *('"', "'", "`", "$", "$$", "[a](javascript:alert(1))", "![a](x)", "{{ 7 * 7 }}", "{% raw %}", "\\", "]]>", "a b"),
    *(
        '" onclick="alert(1)',
        "<svg onload=alert(1)>",
        "\\text{</math><script>}",
        "\n\n",
        "# ",
        "- ",
        "|",
        "é\u202e",
        "&",
    ),
)
HOSTILE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=HOSTILE)
def test_nothing_that_authors_write_runs(write: Callable[..., Bank], words: str) -> None:
    bank = write()
    question = bank.questions[0]
    assert isinstance(question, SingleChoice)
    parts: dict[str, Any] = {
        "stem": words,
        "title": words,
        "explanation": words,
        "hints": (words,),
        "tags": (words,),
        "options": tuple(option.model_copy(update={"text": words, "feedback": words}) for option in question.options),
    }
    changed = Bank((question.model_copy(update=parts),), bank.settings.model_copy(update={"title": words}))
    clean = parse(export(bank)[0])
    for name, page in parse(export(changed)[0]).items():
        assert len(list(page.iter("script"))) == len(list(clean[name].iter("script")))
        assert len(list(page.iter("article"))) == 1
        assert not list(page.iter("svg", "iframe", "object", "embed", "base"))
        assert not [a for a in page.xpath("//@*") if getattr(a, "attrname", "").startswith("on")]
        assert not [a for a in page.xpath("//@href | //@src") if str(a).lower().startswith("javascript")]
        assert "49" not in text(page.xpath("//h1")[0])


def test_a_formula_that_cannot_be_converted_is_shown_and_told(write: Callable[..., Bank]) -> None:
    files, told = export(write(QUESTION.replace("What is $1 + 1$?", r"What is $1 + \sideset{a}{b}x$?")))
    assert [(d.code, d.severity, d.question) for d in told] == [("QB430", "warning", "q")]
    span = told[0].span
    assert span is not None
    assert (span.line, span.column) == (4, 7 + len(r"What is $1 + \sideset{a}{b}"))
    assert r"1 + \sideset{a}{b}x" in seen(parse(files)["practice.html"])


def test_what_is_not_carried_is_told(write: Callable[..., Bank]) -> None:
    essay = "id: q\ntype: essay\nstem: Write.\nattachments: 2\n"
    told = export(write(essay))[1]
    assert [(d.code, d.severity) for d in told] == [("QB434", "note")]


@pytest.mark.parametrize(
    ("language", "word", "codes"),
    [
        ("de", "Prüfen", []),
        ("fr-CA", "Vérifier", []),
        ("es", "Comprobar", []),
        ("zh-Hans", "检查", []),
        ("ar", "Check", ["QB432"]),
    ],
)
def test_fixed_words_speak_the_language_of_the_bank(
    write: Callable[..., Bank], language: str, word: str, codes: list[str]
) -> None:
    files, told = export(write(QUESTION, f"title: Test\nlanguage: {language}\n"))
    page = parse(files)["practice.html"]
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert word in text(page.xpath("//button[@type='submit']")[0])
    assert [d.code for d in told] == codes


@pytest.mark.parametrize(
    ("numbering", "labels"),
    [("123", "1 2 3"), ("abc", "a b c"), ("ABC", "A B C"), ("iii", "i ii iii"), ("III", "I II III")],
)
def test_options_are_numbered_as_asked(write: Callable[..., Bank], numbering: str, labels: str) -> None:
    page = parse(export(write(QUESTION + f"numbering: {numbering}\n"))[0])["practice.html"]
    assert [text(label) for label in page.xpath("//label/span")] == labels.split()


def test_points_are_summed_exactly(write: Callable[..., Bank]) -> None:
    bank = write(QUESTION + "points: 0.1\n")
    three = Bank(tuple(bank.questions[0].model_copy(update={"id": f"q{n}"}) for n in range(3)), bank.settings)
    assert sum(question.points for question in three.questions) == Decimal("0.3")
    assert "Points: 0.3" in seen(parse(export(three)[0])["solutions.html"])

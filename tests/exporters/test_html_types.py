"""Every question type in HTML: keys, points and texts on both pages, whatever the texts hold."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from qbank import load
from qbank.diagnostic import Diagnostic
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report
from qbank.registry import ExportOptions, exporter
from qbank.schema import QUESTION_TYPES, Bank

FOLDER = Path(__file__).parent
Pages = dict[str, Any]


def export(bank: Bank) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files, told = exporter("html").export(bank, ExportOptions())
    return {file.path: file.data for file in files}, list(told)


def parse(files: dict[str, bytes]) -> Pages:
    parser = html.HTMLParser(encoding="utf-8")
    return {name: html.document_fromstring(data, parser=parser) for name, data in files.items()}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Bank]:
    def make(text: str) -> Bank:
        (tmp_path / "qbank.yaml").write_text("title: Test\n", "utf-8")
        (tmp_path / "questions.yaml").write_text(text, "utf-8")
        bank, problems = load(tmp_path)
        assert not problems
        return bank

    return make


def banks() -> list[Bank]:
    return [load(FOLDER / "types")[0], load(FOLDER.parent / "browser/types.yaml")[0]]


@pytest.mark.parametrize("number", [0, 1])
def test_every_type_is_read_back_as_it_is(number: int) -> None:
    bank = banks()[number]
    assert {question.type for question in bank.questions} | {"statements", "raw"} >= set(QUESTION_TYPES)
    files, told = export(bank)
    assert {each.code for each in told} <= {"QB434", "QB437"}
    assert export(bank)[0] == files


TAMPERED = {
    "practice.html": [
        ('"fractions": [33.', '"fractions": [30.', "the key of primes"),
        ('"low": "0.1"', '"low": "0.2"', "the key of tenth"),
        ('"keys": [1, 2, 3]', '"keys": [1, 3, 2]', "the key of derivatives"),
        ('"pieces": ["Bern"]', '"pieces": ["Bonn"]', "the key of capital"),
        ("The largest city", "The smallest city", "the feedback on answer 3 of capital"),
        ("mitochondrion", "mitochondria", "option 3 of gap place of story"),
        ("Compute the loss", "Compute a loss", "item 2 of steps"),
        ("Neither number", "No number", "the model answer of essay"),
        ('data-points="6"', 'data-points="5"', "the points of story"),
    ],
    "solutions.html": [
        ('data-key="2:2"', 'data-key="2:1"', "the key of derivatives"),
        ('data-key="0.1…0.3:100"', 'data-key="0.1…0.4:100"', "the key of tenth"),
        ("into sugar", "into salt", "the stem of story"),
        ("The other term", "Another term", "the feedback on formula 3 of product"),
    ],
}


@pytest.mark.parametrize(
    ("name", "old", "new", "what"), [(name, *case) for name, cases in TAMPERED.items() for case in cases]
)
def test_what_differs_is_found(name: str, old: str, new: str, what: str) -> None:
    read_back, views = _views()
    data = export(load(FOLDER.parent / "browser/types.yaml")[0])[0][name].decode()
    assert re.search(re.escape(old), data), old
    found = read_back(name, data.replace(old, new).encode(), views)
    assert any(what in each.message for each in found), [each.message for each in found]


def _views() -> tuple[Callable[..., list[Diagnostic]], Any]:
    """Return what reads a page back, and the views that the exporter compares it with."""
    module: Any = __import__(type(exporter("html")).__module__, fromlist=["read_back"])
    seen: list[Any] = []
    original = module.read_back

    def watched(name: str, data: bytes, views: Any) -> list[Diagnostic]:
        seen.append(views)
        found: list[Diagnostic] = original(name, data, views)
        return found

    module.read_back = watched
    try:
        export(load(FOLDER.parent / "browser/types.yaml")[0])
    finally:
        module.read_back = original
    return original, seen[0]


def test_nothing_tells_the_key_before_checking() -> None:
    page = parse(export(banks()[1])[0])["practice.html"]
    for element in page.xpath("//script | //style | //template | //noscript | //*[@hidden]"):
        element.drop_tree()
    shown = " ".join(page.body.itertext())
    for words in ("The largest city", "3.14159", "Neither number", "All of them", "Right answer"):
        assert words not in shown
    (order,) = page.xpath('//article[@data-question="steps"]//ol[contains(@class, "order")]')
    numbers = [item.get("data-item") for item in order.iter("li")]
    assert numbers != sorted(numbers)


def test_menus_hold_plain_text_and_rows_what_is_more() -> None:
    page = parse(export(banks()[1])[0])["practice.html"]
    (gap,) = page.xpath('//article[@data-question="table"]//*[@data-gap="three"]')
    assert gap.get("role") == "radiogroup"
    assert len(list(gap.iter("math"))) == 2
    (menu,) = page.xpath('//article[@data-question="story"]//*[@data-gap="place"]')
    assert [option.text for option in menu.iter("option")][1:] == ["nucleus", "chloroplast", "mitochondrion"]


def test_where_only_the_right_ticks_together_earn_points_none_is_said_to_earn_any() -> None:
    pages = parse(export(banks()[1])[0])
    told = "Only exactly the right ones earn points."
    for name, page in pages.items():
        assert page.text_content().count(told) == (0 if name == "solutions.html" else 1)
        for mark in page.xpath('//*[@id="q-exactly"]//*[@class="mark" or @class="earns"]'):
            assert "%" not in mark.text_content()
    assert "Right answer, earns 33.33 %" in pages["solutions.html"].text_content()


def test_what_was_not_judged_is_not_remarked_upon(write: Callable[[str], Bank]) -> None:
    bank = write(
        "questions:\n"
        "  - {id: q, type: single-choice, stem: Why?, options: [So, Thus], answer: 1}\n"
        "  - {id: read, type: description, stem: Read this.}\n"
    )
    unread = tuple(OptionEvidence(n, keyed=n == 1, verdict="unread", method="prose") for n in (1, 2))
    report = Report(
        (
            QuestionEvidence("q", "questions.yaml", 1, "single-choice", Level.ASSERTED, options=unread),
            QuestionEvidence("read", "questions.yaml", 1, "description", Level.ASSERTED),
        )
    )
    for name in ("html", "browser"):
        files, told = exporter(name).export(bank, ExportOptions(report))
        assert not told
        if name == "html":
            page = parse({file.path: file.data for file in files})["solutions.html"]
            assert not page.find_class("remarks")
            assert [each.get("id") for each in page.iter("article") if each.find_class("badge")] == ["q-q"]


def test_what_was_kept_from_another_program_is_left_out(write: Callable[[str], Bank]) -> None:
    bank = write(
        "questions:\n  - {id: a, type: true-false, stem: So., answer: true}\n"
        "  - {id: b, type: raw, format: qti, content: <item/>}\n"
    )
    files, told = export(bank)
    assert [(each.code, each.severity) for each in told] == [("QB433", "warning")]
    assert [article.get("data-question") for article in parse(files)["solutions.html"].iter("article")] == ["a"]


def test_points_that_are_not_counted_are_left_out(write: Callable[[str], Bank]) -> None:
    bank = write(
        "questions:\n  - {id: a, type: essay, stem: Why?, points: 5}\n  - {id: b, type: description, stem: So.}\n"
    )
    page = parse(export(bank)[0])["practice.html"]
    data = json.loads(page.get_element_by_id("bank").text)
    assert data["questions"] == {
        "a": {"kind": "essay", "points": 0, "penalty": 0, "least": None, "most": None, "rubric": []}
    }


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (r"$\sum_{i=1}^{n} i$", "more than arithmetic"),
        (r"$A^{-1}$", "vectors or matrices"),
        (r"$x = \pm 2$", "more than arithmetic"),
        (r"$\sigma(z)$", "more than arithmetic"),
        (r"$x^2 + y^2 = 1$", "a relation"),
        (r"$\foo$", "cannot be read"),
    ],
)
def test_formulas_that_the_page_cannot_compare_are_told(write: Callable[[str], Bank], answer: str, why: str) -> None:
    files, told = export(
        write(f"id: q\ntype: formula\nstem: What for a matrix $A$ and a real $x$?\nanswer: {answer}\n")
    )
    assert [each.code for each in told if each.code != "QB430"] == ["QB437"]
    assert why in next(each.message for each in told if each.code == "QB437")
    data = json.loads(parse(files)["practice.html"].get_element_by_id("bank").text)
    assert "samples" not in data["questions"]["q"]


WORDS = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</template>", "</textarea>", "</select>", "]]>"),
    *('"', "'", "`", "$x<y$", "&lt;", "&", "{{ 7 * 7 }}", "{% raw %}", "\\", "[[gap]]", "<gap 0>", "\ue000", "*", "|"),
    *(
        "\n\n- a\n  - b\n",
        "\n\n```\n  code\n```\n\n",
        "\n\n| a |\n|---|\n| $b$ |\n\n",
        "é\u202e",
        "עברית",
        "👩‍🔬",
        "a\u0301",
    ),
    *("{0}", "%s", "}", "~", "#", "=", "O(n)", "f(y)", r"$\notin$", "$g'$", " ", "x"),
)
HOSTILE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda words: "x" + "".join(words))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=HOSTILE)
def test_hostile_texts_of_every_type_come_back(words: str) -> None:
    """The exporter reads its pages back: an error means that a text, key or number of points was lost."""
    for bank in (hostile(words),):
        files, told = export(bank)
        assert [each.message for each in told if each.code not in {"QB430", "QB437"}] == []
        for page in parse(files).values():
            assert len(list(page.iter("article"))) == len(bank.questions)
            assert not list(page.iter("svg", "iframe", "object", "embed", "base"))
            assert not [a for a in page.xpath("//@*") if getattr(a, "attrname", "").startswith("on")]
            assert len(page.xpath("//script[not(@type)]")) == len(page.xpath("//script")) - len(
                page.xpath("//script[@type]")
            )
            assert not page.xpath("//script[contains(., 'alert(1)') and not(@type)]")


def hostile(words: str) -> Bank:
    """Return a bank in which every text of the author's is ``words``, told apart where it must be."""
    bank = load(FOLDER.parent / "browser/types.yaml")[0]
    changed = []
    for question in bank.questions:
        update: dict[str, Any] = {"title": words, "hints": (words,), "explanation": words}
        if question.type != "cloze":
            update["stem"] = words
        for name in ("options", "items", "distractors"):
            told = getattr(question, name, ())
            update |= {name: tuple(_hostile(each, f"{words} {n}") for n, each in enumerate(told))} if told else {}
        if question.type == "matching":
            pairs = getattr(question, "pairs", ())
            update["pairs"] = tuple(
                pair.model_copy(update={"left": f"{words} l{n}", "right": f"{words} r{n}"})
                for n, pair in enumerate(pairs)
            )
        if question.type == "short-answer":
            answers = getattr(question, "answers", ())
            update["answers"] = tuple(
                each.model_copy(update={"text": f"{words} {n}", "pattern": "", "feedback": words})
                for n, each in enumerate(answers)
            )
        if question.type == "essay":
            rubric = getattr(question, "rubric", ())
            update |= {"model_answer": words, "template": words}
            update["rubric"] = tuple(line.model_copy(update={"text": words}) for line in rubric)
        if question.type == "cloze":
            gaps = getattr(question, "gaps", {})
            update["gaps"] = {
                name: gap.model_copy(
                    update={"options": tuple(_hostile(each, f"{words} {n}") for n, each in enumerate(gap.options))}
                )
                if hasattr(gap, "options")
                else gap
                for name, gap in gaps.items()
            }
        if question.type == "description":
            update |= {"hints": ()}
        changed.append(question.model_copy(update=update))
    return Bank(tuple(changed), bank.settings)


def _hostile(each: Any, words: str) -> Any:
    return words if isinstance(each, str) else each.model_copy(update={"text": words, "feedback": words})

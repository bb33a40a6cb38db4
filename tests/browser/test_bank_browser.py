"""The page of the whole bank in a real browser: 500 questions, the quiz with its proofs, and every type there is."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from bench.generate import generate
from qbank import check, load
from qbank.exam.reading import read_exam
from qbank.registry import ExportOptions, exporter
from qbank.schema import Bank
from tests.browser.browsing import REPOSITORY, tab
from tests.browser.test_standards import ALL_RULES, RUN, tool

COUNT = 500


@dataclass(frozen=True)
class Site:
    """The bank, and the page made of it."""

    bank: Bank
    index: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    generate(folder / "many", COUNT)
    quiz, _ = load(sorted((REPOSITORY / "bank").glob("quiz-*.yaml")))
    report, _ = check(replace(quiz, questions=quiz.questions[1:2] + quiz.questions[-1:]), cache=False)
    banks = [quiz, load(REPOSITORY / "tests/browser/types.yaml")[0], load(folder / "many")[0]]
    bank = replace(
        quiz,
        questions=tuple(question for each in banks for question in each.questions),
        sources={name: text for each in banks for name, text in each.sources.items()},
    )
    files, told = exporter("browser").export(bank, ExportOptions(report))
    assert not told
    for file in files:
        path = folder / "out" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return Site(bank, folder / "out" / "index.html")


@contextmanager
def opened(browser: Browser, site: Site, address: str = "", **settings: Any) -> Iterator[Page]:
    """Open the page from disk; at the end assert that it loaded its own files alone, and that nothing was wrong."""
    with tab(browser, **{"reduced_motion": "no-preference", **settings}) as (page, watch):
        page.goto(site.index.as_uri() + address)
        yield page
    assert watch.errors == []
    data = (site.index.parent / "data").as_uri()
    assert [url for url in watch.requests if not url.startswith(("data:", "blob:", data, site.index.as_uri()))] == []


def total(site: Site) -> str:
    return f"{len(site.bank.questions)} questions"


def found(page: Page, query: str) -> str:
    page.get_by_role("searchbox").fill(query)
    return page.locator("#count").inner_text()


def facet(page: Page, name: str, value: str) -> Any:
    return page.get_by_role("group", name=name).get_by_role("checkbox", name=re.compile(rf"^{value} "))


def test_search_finds_words_ids_tags_and_latex(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        assert page.locator("#count").inner_text() == total(site)
        assert found(page, "chain rule").startswith("126 of")  # the quiz has one too
        assert found(page, '"chain rule"').startswith("126 of")
        assert found(page, "RÚLE châin").startswith("126 of")
        assert found(page, "b0123").startswith("1 of")
        assert found(page, "quiz-2").startswith("2 of")
        assert found(page, r"\frac{\partial E}{\partial z}").startswith("125 of")
        assert found(page, r"\frac{\partialE}{\partial z}").startswith("125 of")
        expect(page.locator(".hit mark").first).to_be_visible() if found(page, "Derivative of a pol") else None
        assert found(page, "no such words").startswith("0 of")
        expect(page.get_by_text("No question fits.")).to_be_visible()
        page.get_by_role("button", name="Clear all filters").click()
        assert page.locator("#count").inner_text() == total(site)


def test_the_number_found_is_told_once_typing_has_ended(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        page.evaluate(
            "() => { window.told = []; new MutationObserver(() => told.push(said.textContent))"
            ".observe(said, {childList: true}) }"
        )
        page.get_by_role("searchbox").press_sequentially("b0123", delay=30)
        expect(page.locator("#said")).to_have_text(re.compile(r"^1 of"))
        assert page.evaluate("told.length") == 1


def test_filters_combine_and_their_counts_follow(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        facet(page, "Category", "Bench").check()
        expect(page.locator("#count")).to_have_text(f"{COUNT} of {total(site)}")
        assert facet(page, "Type", "Single choice").count() == 1
        assert not facet(page, "Type", "Essay").is_visible()
        facet(page, "Category", "Bench").uncheck()
        facet(page, "Type", "Essay").check()
        essays = sum(question.type == "essay" for question in site.bank.questions)
        expect(page.locator("#count")).to_have_text(f"{essays} of {total(site)}")
        facet(page, "Type", "Numerical").check()  # either
        numbers = sum(question.type == "numerical" for question in site.bank.questions)
        expect(page.locator("#count")).to_have_text(f"{essays + numbers} of {total(site)}")
        assert "type=essay" in page.url
        page.go_back()
        expect(page.locator("#count")).to_have_text(f"{essays} of {total(site)}")
        page.get_by_role("button", name="Remove the filter Type: Essay").click()
        expect(page.locator("#count")).to_have_text(total(site))
        facet(page, "Evidence", "Proved").check()
        expect(page.locator("#count")).to_have_text(f"2 of {total(site)}")


def test_an_address_brings_back_what_was_shown(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#q=rule&tag=generated&sort=id&id=b0009&tab=yaml&basket=b0001,b0009,nothing") as page:
        expect(page.locator("#count")).to_have_text(f"125 of {total(site)}")
        expect(page.get_by_role("heading", name="Chain rule")).to_be_visible()
        expect(page.get_by_role("tab", name="YAML")).to_have_attribute("aria-selected", "true")
        expect(page.locator("#chosen")).to_have_text("2 selected · Points: 2")
        expect(page.locator(".hit.open")).to_be_in_viewport()


def test_only_rows_in_sight_exist(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        grid = page.get_by_role("grid")
        assert grid.get_attribute("aria-rowcount") == str(len(site.bank.questions))
        assert page.locator(".hit").count() < 40
        grid.evaluate("list => { list.scrollTop = list.scrollHeight }")
        expect(page.get_by_role("row").filter(has_text=f"b0{COUNT - 1}")).to_be_in_viewport()
        assert page.locator(".hit").count() < 40


def test_the_list_by_keyboard(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        focus = "document.activeElement.closest('.hit')?.querySelector('code').textContent"
        page.get_by_role("searchbox").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focus) == "q1-2"
        page.keyboard.press("Space")
        expect(page.locator("#chosen")).to_contain_text("1 selected")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("document.activeElement.checked") is True
        page.keyboard.press("End")
        assert page.evaluate(focus) == f"b0{COUNT - 1}"
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator("#title")).to_be_focused()
        expect(page.locator("#panel article")).to_have_attribute("data-question", "q1-1")
        page.keyboard.press("Escape")
        expect(page.locator("#nothing")).to_be_visible()
        page.wait_for_function(f"{focus} === 'q1-1'")
        tabs = page.evaluate("document.querySelectorAll('#list [tabindex=\"0\"]').length")
        assert tabs == 1  # one stop in the order of focus


def test_back_closes_a_question(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#q=b000") as page:
        page.get_by_role("row").filter(has_text="b0003").click()
        expect(page.locator("#panel article")).to_have_attribute("data-question", "b0003")
        page.get_by_role("button", name="Next question").click()
        expect(page.locator("#panel article")).to_have_attribute("data-question", "b0004")
        page.go_back()
        expect(page.locator("#nothing")).to_be_visible()
        assert page.get_by_role("searchbox").input_value() == "b000"


def test_a_question_with_its_key_and_as_students_see_it(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#id=q1-2") as page:
        expect(page.locator("#panel math").first).to_be_visible()
        expect(page.locator("#panel .mark", has_text="Right answer")).to_have_count(1)
        expect(page.get_by_role("heading", name="Explanation")).to_be_visible()
        expect(page.locator("#panel .about")).to_contain_text("bank/quiz-1.yaml:29")
        page.get_by_role("switch", name="As students see it").check()
        expect(page.locator("#panel .mark")).not_to_be_visible()
        expect(page.get_by_role("heading", name="Explanation")).not_to_be_visible()
        page.wait_for_url("**student=1")


def test_every_type_is_shown_in_both_ways(browser: Browser, site: Site) -> None:
    types = {question.type: question.id for question in site.bank.questions}
    with opened(browser, site) as page:
        for name, question in types.items():
            page.evaluate(f"location.hash = 'id={question}'")
            article = page.locator(f'#panel article[data-question="{question}"]')
            expect(article.locator(".stem").first).to_be_visible()
            page.evaluate(f"location.hash = 'id={question}&student=1'")
            expect(page.locator("body.as-student")).to_have_count(1)
            assert article.locator(".mark:visible, .remarks:visible, .feedback:visible, .accepted:visible").count() == 0
            fields = article.locator("input:visible, select:visible, textarea:visible, .option:visible").count()
            assert bool(fields) == (name != "description"), name


def test_a_figure_is_kept_once_and_shown(browser: Browser, site: Site) -> None:
    data = site.index.parent / "data"
    assert [path.name for path in sorted(data.glob("f-*.js"))] == ["f-0.js"]
    svg = base64.b64encode((REPOSITORY / "bank/figures/last-layer.svg").read_bytes()).decode()
    assert svg in (data / "f-0.js").read_text("utf-8")
    assert not any(svg in path.read_text("utf-8") for path in data.glob("[qs]-*.js"))
    with opened(browser, site, "#id=q3-2") as page:
        image = page.locator("#panel img")
        expect(image).to_be_visible()
        assert image.evaluate("image => image.naturalWidth > 0")


def test_the_proof_tells_what_show_prints(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#id=q1-2&tab=proof") as page:
        panel = page.locator("#panel")
        for heading in ("Premises given", "Asked for", "Answer derived from the premises (equal)", "The options"):
            expect(panel.get_by_role("heading", name=heading)).to_be_visible()
        expect(panel.locator(".witness")).to_have_count(3)
        expect(panel.locator(".steps")).to_contain_text("Line 47 holds.")
        page.evaluate("location.hash = 'id=b0001&tab=proof'")
        expect(panel).to_contain_text("exported without a check")


def test_sources_are_shown_and_downloaded_whole(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#id=q3-2&tab=yaml", permissions=["clipboard-read", "clipboard-write"]) as page:
        panel = page.locator("#panel")
        expect(panel.locator("pre")).to_contain_text("title: Gradient of a weight of the last layer")
        page.get_by_role("tab", name="Moodle").click()
        with page.expect_download() as download:
            panel.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename == "q3-2.xml"
        quiz = etree.fromstring(download.value.path().read_bytes())
        assert [each.get("type") for each in quiz.iter("question")] == ["category", "multichoice"]
        svg = (REPOSITORY / "bank/figures/last-layer.svg").read_bytes()
        assert [base64.b64decode(str(file.text)) for file in quiz.iter("file")] == [svg]
        panel.get_by_role("button", name="Copy").click()
        expect(panel.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == download.value.path().read_text("utf-8")


def test_a_selection_becomes_the_file_of_an_exam(browser: Browser, site: Site, tmp_path: Path) -> None:
    with opened(browser, site, "#q=b010") as page:
        page.get_by_role("button", name="Select all shown").click()
        page.get_by_role("row").filter(has_text="b0104").get_by_role("checkbox").uncheck()
        expect(page.locator("#chosen")).to_have_text("9 selected · Points: 9")
        page.get_by_role("button", name="Selected only").click()
        expect(page.locator("#count")).to_have_text(f"9 of {total(site)}")
        page.get_by_role("button", name="Use …").click()
        dialog = page.get_by_role("dialog", name="Use …")
        (tmp_path / "exam.yaml").write_text(dialog.locator("pre").inner_text(), "utf-8")
        # the bank of this test lies partly in the repository: too far from any exam
        exam, _, told = read_exam(tmp_path / "exam.yaml", [tmp_path])
        assert not told
        assert exam
        picked = [name for pick in exam.file.sections[0].pick for name in pick.id]
        assert picked == [f"b010{n}" for n in range(10) if n != 4]
        dialog.get_by_role("tab", name="Command line").click()
        assert dialog.locator("pre").inner_text().startswith("--id b0100 --id b0101 ")
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "address"),
    [
        (1280, "light", "#q=rule&id=q1-2&tab=proof&basket=q1-2"),
        (1280, "dark", "#id=story&student=1"),
        (768, "light", "#id=q3-2&type=single-choice"),
        (360, "dark", "#q=nothing+fits"),
        (360, "light", "#id=q1-2&tab=moodle"),
    ],
)
def test_axe_finds_nothing(browser: Browser, site: Site, width: int, scheme: str, address: str) -> None:
    axe = tool("axe-core/axe.min.js").read_text("utf-8")
    with opened(*(browser, site, address), viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        page.wait_for_load_state("networkidle")
        rest = f"({RUN})({json.dumps(ALL_RULES)})"
        page.evaluate(axe)
        for step in ("", "filters", "dialog"):
            if step == "filters":
                button = page.get_by_role("button", name="Filters", exact=True)
                if width > 1000 or not button.is_visible():
                    continue
                button.click()
            if step == "dialog":
                if not page.locator("#use").is_visible():
                    continue
                page.locator("#use").click()
            result: dict[str, Any] = page.evaluate(rest)
            assert [(v["id"], v["nodes"][0]["html"]) for v in result["violations"]] == []
            assert len(result["passes"]) > 20
            page.keyboard.press("Escape")


def test_html_validate_finds_nothing(site: Site, browser: Browser, tmp_path: Path) -> None:
    shown = tmp_path / "shown.html"
    with opened(browser, site, "#id=q1-2&tab=proof&basket=q1-2") as page:
        expect(page.locator("#panel .steps")).to_be_visible()
        page.evaluate("document.querySelectorAll('[style]').forEach((each) => each.removeAttribute('style'))")
        written = re.sub(r' (hidden|disabled|inert)=""', r" \1", page.evaluate("document.documentElement.outerHTML"))
        shown.write_text(f"<!DOCTYPE html>\n{written}", "utf-8")
    config = REPOSITORY / "tests/browser/htmlvalidate.json"
    program = tool(".bin/html-validate")
    ran = subprocess.run([program, "--config", config, site.index, shown], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_on_a_phone_a_question_takes_the_place_of_the_list(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport={"width": 360, "height": 740}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("button", name="Filters", exact=True).click()
        facet(page, "Type", "Statements").check()
        page.get_by_role("button", name="Close").click()
        page.get_by_role("row").first.click()
        expect(page.locator("#panel article")).to_be_visible()
        assert not page.get_by_role("grid").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("button", name="Back to the list").click()
        expect(page.get_by_role("grid")).to_be_visible()


def test_one_question_is_printed_by_itself(browser: Browser, site: Site) -> None:
    with opened(browser, site, "#id=q1-2") as page:
        expect(page.locator("#panel article")).to_be_visible()
        page.emulate_media(media="print")
        assert page.locator("button:visible, input:visible, .hit:visible, .filters:visible").count() == 0
        expect(page.locator("#title")).to_be_visible()
        assert page.evaluate("document.querySelector('#details').scrollHeight <= innerHeight * 3")
        assert len(page.pdf()) > 10_000


def test_without_scripts_there_is_a_list(browser: Browser, site: Site) -> None:
    with opened(browser, site, java_script_enabled=False) as page:
        assert page.locator(".plain li").count() == len(site.bank.questions)
        expect(page.locator(".plain .notice")).to_be_visible()
        assert not page.locator(".panes").is_visible()


def test_a_missing_file_is_named(browser: Browser, site: Site, tmp_path: Path) -> None:
    alone = tmp_path / "index.html"
    alone.write_bytes(site.index.read_bytes())
    page = browser.new_page()
    page.goto(f"{alone.as_uri()}#id=q1-2")
    expect(page.locator("#panel")).to_contain_text("The file data/q-0.js is missing.")
    page.close()

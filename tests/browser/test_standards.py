"""The pages against axe-core and html-validate, in print, and with motion reduced."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import MODULES, REPOSITORY, Pages, lacking, opened


def tool(path: str) -> Path:
    found = MODULES / path
    if not found.exists():
        lacking(f"{path} is not installed: run npm ci")
    return found


def answer_all(page: Page, number: int) -> None:
    for question in page.locator("[data-question]").all():
        hint = question.locator('[data-do="hint"]')
        if hint.count():
            hint.click()
        if question.locator("[data-options] input").count():
            question.locator("[data-options] input").nth(number).check()
        for field in question.locator("form input[type=text]").all():
            field.fill("3")
        for menu in question.locator("form select").all():
            menu.select_option(index=number)
        for field in question.locator("form textarea").all():
            field.fill("Some words")
        if question.locator("[type=submit]").count():
            question.locator("[type=submit]").click()
    page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("bank", ["pages", "full", "types"])
def test_axe_finds_nothing(
    browser: Browser, request: pytest.FixtureRequest, bank: str, width: int, scheme: str
) -> None:
    axe = tool("axe-core/axe.min.js").read_text("utf-8")
    pages: Pages = request.getfixturevalue(bank)
    settings = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    for path, chosen in ((pages.practice, None), (pages.practice, 1), (pages.solutions, None)):
        with opened(browser, path, **settings) as page:
            if chosen is not None:
                answer_all(page, chosen)
            page.evaluate(axe)
            found: dict[str, Any] = page.evaluate(
                "axe.run(document, {resultTypes: ['violations'], selectors: false, preload: false})"
            )
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
            assert len(found["passes"]) > 20


def test_html_validate_finds_nothing(pages: Pages, full: Pages, types: Pages) -> None:
    program = tool(".bin/html-validate")
    config = REPOSITORY / "tests/browser/htmlvalidate.json"
    paths = [pages.practice, pages.solutions, full.practice, full.solutions, types.practice, types.solutions]
    ran = subprocess.run([program, "--config", config, *paths], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_print_shows_questions_without_the_tools(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        page.emulate_media(media="print")
        assert page.locator("button:visible").count() == 0
        assert page.locator(".bar:visible").count() == 0
        assert page.locator(".option:visible").count() == 24
        assert page.locator(".after:visible").count() == 0
        assert len(page.pdf()) > 10_000
    with opened(browser, pages.solutions) as page:
        page.emulate_media(media="print")
        assert page.locator(".mark:visible", has_text="Right answer").count() == 6
        assert page.locator(".evidence-body:visible").count() == 6


def test_print_leaves_room_for_every_answer(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        countries = page.locator('[data-question="countries"] .matches')
        assert not countries.is_visible()
        page.emulate_media(media="print")
        assert countries.is_visible()
        assert page.locator(".handle:visible, .moves:visible, button:visible").count() == 0
        assert page.locator("textarea:visible").count() == 2
        assert page.locator(".after:visible, .judge:visible, .preview:visible").count() == 0
        assert page.locator('[data-question="steps"] .item:visible').count() == 4


def test_reduced_motion_moves_nothing(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice, reduced_motion="reduce") as page:
        assert page.locator(".option").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_without_script_the_page_says_so(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice, java_script_enabled=False) as page:
        assert page.locator("noscript .notice").is_visible()
        assert not page.get_by_text("Explanation").is_visible()

"""The pages against axe-core and html-validate, in print, and with motion reduced."""

import subprocess
from pathlib import Path
from typing import Any, Literal

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
        for field in question.locator("input[type=text]:visible").all():
            field.fill("3")
        for menu in question.locator("select").all():
            menu.select_option(index=number)
        for field in question.locator("textarea").all():
            field.fill("Some words")
        if question.locator("[type=submit]").count():
            question.locator("[type=submit]").click()
    page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")


LOOKS: tuple[tuple[int, Literal["dark", "light"]], ...] = ((360, "dark"), (1280, "light"))
"""Sizes and colours; the phone's layout is the one that differs most."""
STATES = (
    ("types", "practice", None),
    ("types", "practice", 1),
    ("types", "solutions", None),
    ("types", "exam", None),
    ("types", "exam", 1),
    ("types", "sheet", None),
    ("types", "solved", None),
    ("full", "practice", 1),
    ("pages", "practice", 1),
    ("pages", "solutions", None),
)
"""Bank, page, and the option that is chosen everywhere."""


@pytest.mark.parametrize(("bank", "name", "chosen"), STATES)
def test_axe_finds_nothing(
    browser: Browser, request: pytest.FixtureRequest, bank: str, name: str, chosen: int | None
) -> None:
    axe = tool("axe-core/axe.min.js").read_text("utf-8")
    with opened(browser, getattr(request.getfixturevalue(bank), name)) as page:
        if chosen is not None:
            answer_all(page, chosen)
        page.evaluate(axe)
        looks = list(zip(LOOKS, (ALL_RULES, OF_LOOKS), strict=True))
        for (width, scheme), run in looks[:1] if bank == "pages" else looks:  # of the long pages once is enough
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found: dict[str, Any] = page.evaluate(RUN, run)
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


RUN = "run => axe.run(document, { resultTypes: ['violations'], selectors: false, preload: false, ...run })"
ALL_RULES: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
OF_LOOKS: dict[str, Any] = {
    "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
}
"""The rules that sizes and colours have a part in."""


def test_html_validate_finds_nothing(pages: Pages, full: Pages, types: Pages) -> None:
    program = tool(".bin/html-validate")
    config = REPOSITORY / "tests/browser/htmlvalidate.json"
    paths = [pages.practice, pages.solutions, full.practice, full.solutions]
    paths += [types.practice, types.solutions, types.exam, types.sheet, types.solved]
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

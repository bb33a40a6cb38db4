"""Answering on the practice page, by mouse and by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import Pages, opened

IDS = ("q1-1", "q1-2", "q2-1", "q2-2", "q3-1", "q3-2")


def keyed(pages: Pages, name: str) -> tuple[int, int]:
    """Return the number of the keyed option, and how many options there are."""
    question: Any = next(q for q in pages.bank.questions if q.id == name)
    return question.key, len(question.choices)


def article(page: Page, name: str) -> Locator:
    return page.locator(f'[data-question="{name}"]')


def expect_outcome(question: Locator, chosen: int, key: int) -> None:
    right = chosen == key
    expect(question.locator(".result")).to_contain_text("Right" if right else "Not right")
    expect(question.locator(".result")).to_contain_text("Points: 1/1" if right else "Points: 0/1")
    expect(question.locator(f'[data-option="{chosen}"] .mark')).to_contain_text("Your answer")
    marked = question.locator(".mark:not(:empty)")
    expect(marked).to_have_count(1 if right else 2)
    if not right:
        expect(question.locator(f'[data-option="{key}"] .mark')).to_contain_text("Right answer")
    expect(question.locator(".after h3")).to_have_text("Explanation")


def test_the_bank_is_the_quiz(pages: Pages) -> None:
    assert tuple(question.id for question in pages.bank.questions) == IDS


@pytest.mark.parametrize("name", IDS)
def test_every_option_by_mouse(browser: Browser, pages: Pages, name: str) -> None:
    key, count = keyed(pages, name)
    with opened(browser, pages.practice) as page:
        question = article(page, name)
        for chosen in range(1, count + 1):
            question.locator(f'[data-option="{chosen}"]').click()
            expect(question.locator(f'[data-option="{chosen}"] input')).to_be_checked()
            expect(question.locator(".result")).to_be_empty()
            question.get_by_role("button", name="Check").click()
            expect_outcome(question, chosen, key)
            expect(page.locator("#right")).to_have_text("1" if chosen == key else "0")
            expect(page.locator("#answered")).to_have_text("1")


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("right", [True, False])
def test_an_answer_by_keyboard(browser: Browser, pages: Pages, name: str, *, right: bool) -> None:
    key, count = keyed(pages, name)
    chosen = key if right else key % count + 1
    with opened(browser, pages.practice) as page:
        question = article(page, name)
        question.locator("input").first.focus()
        page.keyboard.press("Space")
        for _ in range(chosen - 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "submit"
        page.keyboard.press("Enter")
        expect_outcome(question, chosen, key)
        assert page.evaluate("document.activeElement.type") == "submit"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # Try again
        expect(question.locator(".result")).to_be_empty()
        expect(question.locator("input:checked")).to_have_count(0)
        assert page.evaluate("document.activeElement.value") == "1"


def test_enter_on_an_option_checks(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        article(page, "q1-2").locator("input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect_outcome(article(page, "q1-2"), 1, 1)


def test_the_first_stop_leads_to_the_questions(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the questions")).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "questions"


def test_checking_without_an_answer_asks_for_one(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        question = article(page, "q1-2")
        question.get_by_role("button", name="Check").click()
        expect(question.locator(".result")).to_have_text("Choose an answer first.")
        expect(page.locator("#answered")).to_have_text("0")
        question.locator('[data-option="2"]').click()
        expect(question.locator(".result")).to_be_empty()


def test_the_result_is_announced(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        result = article(page, "q1-2").locator(".result")
        expect(result).to_have_attribute("aria-live", "polite")
        expect(result).to_be_attached()  # a live region must stand there before it speaks


def test_nothing_tells_the_key_before_checking(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        shown = page.locator("body").inner_text()
        heard = page.locator("body").aria_snapshot()
        for words in ("Explanation", "Right answer", "Line 1", "differs from", "derived", "Assumed"):
            assert words not in shown
            assert words not in heard
        assert "Proved" in shown
        described = page.locator("input").evaluate_all(
            "all => all.map(i => document.getElementById(i.getAttribute('aria-describedby')).textContent)"
        )
        assert set(described) == {""}


def test_the_evidence_opens_after_checking(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        question = article(page, "q2-2")
        question.locator('[data-option="1"]').click()
        question.get_by_role("button", name="Check").click()
        details = question.locator("details")
        expect(details.locator(".evidence-body")).not_to_be_visible()
        details.locator("summary").focus()
        page.keyboard.press("Enter")
        for words in ("Assumed, not told in the question", "Option 1 differs from the answer", "Line 1 holds"):
            expect(details.locator(".evidence-body")).to_contain_text(words, use_inner_text=True)


def test_all_right_and_start_over(browser: Browser, pages: Pages) -> None:
    with opened(browser, pages.practice) as page:
        for name in IDS:
            article(page, name).locator(f'[data-option="{keyed(pages, name)[0]}"]').click()
            article(page, name).get_by_role("button", name="Check").click()
        expect(page.locator(".score")).to_have_text(re.compile(r"Answered 6/6\s+Right 6\s+Points 6/6"))
        expect(page.locator("[data-chip] .state", has_text="Right")).to_have_count(6)
        assert page.locator("#progress").evaluate("bar => bar.value") == 6
        page.get_by_role("button", name="Start over").click()
        expect(page.locator(".score")).to_have_text(re.compile(r"Answered 0/6\s+Right 0\s+Points 0/6"))
        expect(page.locator("input:checked")).to_have_count(0)
        expect(page.locator(".after:visible")).to_have_count(0)


def test_hints_come_one_at_a_time(browser: Browser, full: Pages) -> None:
    with opened(browser, full.practice) as page:
        question = article(page, "half")
        hints = question.locator(".hints > li:visible")
        expect(hints).to_have_count(0)
        question.get_by_role("button", name="Hint").click()
        expect(hints).to_have_count(1)
        expect(hints.first).to_contain_text("Cut a cake.")
        question.get_by_role("button", name="Next hint").click()
        expect(hints).to_have_count(2)
        expect(question.locator('[data-do="hint"]')).to_be_disabled()


@pytest.mark.parametrize(
    ("option", "told", "feedback"),
    [
        (1, "Right Points: 3/3", ["Just so.", "Well done."]),
        (2, "Partly right Points: 1.5/3", ["Nearly.", "Go on."]),
        (3, "Not right Points: 0/3", ["That is twice.", "Read again."]),
        (4, "Not right Points: 0/3", ["Read again."]),
    ],
)
def test_feedback_and_points(browser: Browser, full: Pages, option: int, told: str, feedback: list[str]) -> None:
    with opened(browser, full.practice) as page:
        question = article(page, "half")
        question.locator(f'[data-option="{option}"]').click()
        question.get_by_role("button", name="Check").click()
        expect(question.locator(".outcome")).to_contain_text(told)
        assert question.locator(".result .prose").all_inner_texts() == feedback


def test_shuffling_renumbers_and_keeps_what_is_pinned(browser: Browser, full: Pages) -> None:
    with opened(browser, full.practice) as page:
        orders = set()
        for _ in range(20):
            page.get_by_role("button", name="Shuffle options").click()
            order = page.locator('[data-question="half"] .option').evaluate_all("all => all.map(o => o.dataset.option)")
            assert order[3] == "4"
            assert page.locator('[data-question="half"] label').all_inner_texts() == ["a.", "b.", "c.", "d."]
            orders.add(tuple(order))
        assert len(orders) > 1
        assert page.locator('[data-question="deux"] label ~ .prose').all_inner_texts() == ["Deux", "Trois"]
        question = article(page, "half")
        question.locator('[data-option="1"]').click()
        question.get_by_role("button", name="Check").click()
        expect(question.locator(".outcome strong")).to_have_text("Right")
        page.get_by_role("button", name="Original order").click()
        order = question.locator(".option").evaluate_all("all => all.map(o => o.dataset.option)")
        assert order == ["1", "2", "3", "4"]


def test_a_wide_formula_scrolls_in_a_box_that_the_keyboard_reaches(browser: Browser, full: Pages) -> None:
    with opened(browser, full.practice, viewport={"width": 320, "height": 640}) as page:
        question = article(page, "half")
        question.locator('[data-option="1"]').click()
        question.get_by_role("button", name="Check").click()
        box = question.locator(".after .math-block")
        expect(box).to_have_attribute("tabindex", "0")
        expect(box).to_have_attribute("aria-label", "Formula, scrolls sideways")
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_is_wider_than_the_window(browser: Browser, pages: Pages, width: int) -> None:
    for path in (pages.practice, pages.solutions):
        with opened(browser, path, viewport={"width": width, "height": 800}) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width

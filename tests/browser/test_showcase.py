"""Every question of the showcase answered right, wrong and, where it can be, partly."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from qbank import load
from qbank.exporting import render
from tests.browser.browsing import REPOSITORY, Pages, opened, stored
from tests.browser.test_standards import answer_all
from tests.browser.test_types import Answering, P, R, W, article, check, fills, orders, pairs, ticks, writes

CASES: tuple[tuple[str, Answering, str, str], ...] = (
    ("calc-log-derivative", ticks(2), R, "1/1"),
    ("calc-log-derivative", ticks(1), W, "0/1"),
    ("calc-double-angle", ticks(1, 3, 4), R, "1/1"),
    ("calc-double-angle", ticks(1, 3), P, "0.667/1"),
    ("calc-double-angle", ticks(2, 5), W, "0/1"),
    ("calc-chain-true", ticks(1), R, "1/1"),
    ("calc-chain-true", ticks(2), W, "0/1"),
    ("calc-root-false", ticks(2), R, "1/1"),
    ("calc-root-false", ticks(1), W, "0/1"),
    ("calc-limits", ticks(2), R, "1/1"),
    ("calc-limits", ticks(1), W, "0/1"),
    ("calc-pi", writes("3.14159"), R, "1/1"),
    ("calc-pi", writes("3.145"), R, "1/1"),
    ("calc-pi", writes("3.1451"), W, "0/1"),
    ("calc-product-rule", writes("x e^x (x + 2)"), R, "1/1"),
    ("calc-product-rule", writes("2x e^x"), W, "0/1"),
    ("calc-derivatives", pairs(1, 2, 3, 4), R, "4/4"),
    ("calc-derivatives", pairs(1, 2, 4, 3), P, "2/4"),
    ("calc-growth", orders(1, 2, 3, 4, 5), R, "1/1"),
    ("calc-growth", orders(2, 1, 3, 4, 5), P, "0.6/1"),
    ("calc-cubic", fills(slope="9", bend="12", sort=2), R, "4/4"),
    ("calc-cubic", fills(slope="9", bend="6", sort=2), P, "3/4"),
    ("calc-cubic", fills(slope="6", bend="6", sort=1), W, "0/4"),
    ("stat-variance", writes("6.667"), R, "2/2"),
    ("stat-variance", writes("5"), P, "1/2"),
    ("stat-variance", writes("2.582"), W, "0/2"),
    ("stat-median", ticks(1, 3, 4), R, "1/1"),
    ("stat-median", ticks(1, 3), P, "0.667/1"),
    ("stat-median", ticks(2, 5), W, "0/1"),
    ("stat-clt", writes("Central Limit Theorem"), R, "1/1"),
    ("stat-clt", writes("the central limit law"), R, "1/1"),
    ("stat-clt", writes("law of large numbers"), W, "0/1"),
    ("stat-dice", fills(outcomes="36", sum="seven", rare=(1, 2, 4)), R, "3/3"),
    ("stat-dice", fills(outcomes="11", sum="7", rare=(1, 2)), P, "1.667/3"),
    ("stat-correlation", ticks(1), R, "1/1"),
    ("stat-correlation", ticks(3), W, "0/1"),
    ("phys-divider", writes("9 V"), R, "1/1"),
    ("phys-divider", writes("9000 mV"), R, "1/1"),
    ("phys-divider", writes("9"), P, "0.8/1"),
    ("phys-divider", writes("3 V"), W, "0/1"),
    ("phys-divider-current", writes("U/(R_1 + R_2)"), R, "1/1"),
    ("phys-divider-current", writes("U/R_1 + U/R_2"), W, "0/1"),
    ("phys-newton", writes("N"), R, "1/1"),
    ("phys-newton", writes("n"), P, "0.5/1"),
    ("phys-newton", writes("J"), W, "0/1"),
    ("comp-loop", ticks(2), R, "1/1"),
    ("comp-loop", ticks(4), W, "0/1"),
    ("comp-sorting", ticks(1, 2), R, "1/1"),
    ("comp-sorting", ticks(1), W, "0/1"),
    ("comp-binary-search", orders(1, 2, 3, 4), R, "1/1"),
    ("comp-binary-search", orders(2, 1, 3, 4), W, "0/1"),
    ("comp-keyword", fills(keyword="def", nothing=1), R, "1/1"),
    ("comp-keyword", fills(keyword="function", nothing=1), P, "0.5/1"),
)


@pytest.fixture(scope="module")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder: Path = tmp_path_factory.mktemp("showcase")
    bank, problems = load(REPOSITORY / "bank" / "showcase")
    assert problems == []
    files, _ = render(bank, "html")
    return Pages(bank, *stored(files, folder))


def test_each_question_right_wrong_and_partly(browser: Browser, showcase: Pages) -> None:
    with opened(browser, showcase.practice) as page:
        for name, answer, told, points in CASES:
            question = article(page, name)
            answer(question)
            check(question)
            outcome = question.locator(".outcome")
            expect(outcome.locator("strong"), f"{name} {told} {points}").to_have_text(told)
            expect(outcome, f"{name} {told} {points}").to_contain_text(f"Points: {points}")
            page.get_by_role("button", name="Start over").click()
            expect(question.locator(".result")).to_be_empty()


def test_every_question_that_is_graded_is_among_them(showcase: Pages) -> None:
    kinds = {"essay", "description"}
    graded = {each.id for each in showcase.bank.questions if each.type not in kinds and each.family is None}
    # matched by words and put in order by neighbours: as in tests/browser/test_types.py
    assert graded - {name for name, *_ in CASES} == {"phys-units", "phys-spectrum"}


def test_what_follows_a_gap_stands_close_behind_it_on_a_phone(browser: Browser, showcase: Pages) -> None:
    with opened(browser, showcase.practice, viewport={"width": 360, "height": 800}) as page:
        far = """all => all.filter(each => {
            const range = document.createRange();
            range.selectNode(each.lastChild);
            const [sign] = range.getClientRects();
            const parts = [...each.querySelectorAll('.option, input[type=text], select, .mark:not(:empty), .hole')];
            const lines = parts.flatMap(part => [...part.getClientRects()]);
            return Math.min(...lines.map(line => Math.abs(sign.left - line.right))) > 8;
        }).map(each => each.outerHTML)"""
        assert page.locator(".keep:has(> .gap)").count() > 1
        assert page.locator(".keep:has(> .gap)").evaluate_all(far) == []
        answer_all(page, 1)
        assert page.locator(".keep:has(> .gap)").evaluate_all(far) == []

"""The exam page: answered, kept over a reload, saved and printed; and the time that is left."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from qbank.exam.sheet import Exam, Section
from qbank.registry import ExportOptions, exporter
from qbank.schema import Ordering
from qbank.scrambling import scrambled
from tests.browser.browsing import Pages, opened


def answer(page: Page) -> None:
    """Answer a question of each kind."""
    page.get_by_label("Name").fill("Ada L.")
    page.locator('[data-question="primes"] [data-option="3"] input').check()
    page.locator('[data-question="primes"] [data-option="1"] .prose').click()
    page.locator('[data-question="earth"] [data-option="2"] input').check()
    page.locator('[data-question="pi"] input').fill(" 3,14 ")
    page.locator('[data-question="product"] input').fill("2x e^x")
    page.locator('[data-question="countries"] select').first.select_option(label="Nice")
    page.locator('[data-question="steps"] [data-move="1"]').first.click()
    page.locator('[data-question="table"] input').first.fill("4")
    page.locator('[data-question="essay"] textarea').fill("Binary <fractions>\nare not decimal.")


def saved(page: Page) -> dict[str, Any]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save answers").click()
    assert download.value.suggested_filename == "Every-type-there-is_Ada-L.json"
    expect(page.get_by_role("status").last).to_have_text("Saved as Every-type-there-is_Ada-L.json.")
    found: dict[str, Any] = json.loads(download.value.path().read_text("utf-8"))
    return found


def test_answers_are_gathered_kept_saved_and_printed(browser: Browser, types: Pages) -> None:
    with opened(browser, types.exam, accept_downloads=True) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        expect(page.locator("#answered")).to_have_text("0")
        answer(page)
        expect(page.locator("#answered")).to_have_text("8")
        expect(page.locator('[data-question="product"] .preview math')).to_be_visible()
        page.reload()
        expect(page.locator("#answered")).to_have_text("8")
        expect(page.get_by_label("Name")).to_have_value("Ada L.")
        first = saved(page)
        assert first["format"] == "qbank-answers"
        assert first["student"] == {"Name": "Ada L.", "Student number": ""}
        answers = first["answers"]
        assert list(answers) == [question.id for question in types.bank.questions if question.type != "description"]
        assert answers["primes"] == {
            "number": 1,
            "type": "multiple-choice",
            "answer": [1, 3],
            "text": "1. 2; 3. 11",
        }
        assert answers["earth"]["answer"] == 2
        assert answers["earth"]["text"] == "False"
        assert answers["pi"]["answer"] == "3,14"
        assert answers["product"]["answer"] == "2x e^x"
        assert answers["countries"]["text"] == "France → Nice; Italy → –; Monaco → –"
        (question,) = (each for each in types.bank.questions if isinstance(each, Ordering) and each.id == "steps")
        shown = [question.items[index].replace("$", "") for index in scrambled("steps", question.items)]
        assert answers["steps"]["answer"] == [shown[1], shown[0], *shown[2:]]
        assert answers["table"]["answer"] == {"1": "4", "2": None}
        assert answers["essay"]["answer"] == "Binary <fractions>\nare not decimal."
        assert answers["exactly"] == {"number": 2, "type": "multiple-choice", "answer": None, "text": ""}
        # taken back
        page.locator('[data-question="earth"]').get_by_role("button", name="Clear answer").click()
        page.locator('[data-question="steps"]').get_by_role("button", name="Clear answer").click()
        expect(page.locator("#answered")).to_have_text("6")
        assert saved(page)["answers"]["earth"]["answer"] is None
        # on paper the answers alone
        summary = page.locator("#summary > li")
        expect(summary.nth(0)).to_contain_text("3. 11")
        expect(summary.nth(3)).to_contain_text("Not answered")
        page.emulate_media(media="print")
        expect(page.locator("#summary")).to_be_visible()
        expect(page.locator("article:visible, button:visible")).to_have_count(0)


def test_the_time_can_be_hidden_and_lengthened_and_ends_nothing(browser: Browser, types: Pages, tmp_path: Path) -> None:
    section = Section("", "", tuple(question.id for question in types.bank.questions[:4]), Decimal(1))
    bank = replace(types.bank, questions=types.bank.questions[:4])
    exam = Exam("e", "Exam", duration="5 minutes", sections=(section,))
    files, _ = exporter("html").export(bank, ExportOptions(exam=exam))
    (data,) = (file.data for file in files if file.path == "exam.html")
    (tmp_path / "exam.html").write_bytes(data)
    with opened(browser, tmp_path / "exam.html") as page:
        left = page.get_by_role("timer")
        expect(left).to_have_text("5 minutes left")
        page.get_by_role("button", name="10 more minutes").click()
        expect(left).to_have_text("15 minutes left")
        page.get_by_role("button", name="Hide time").click()
        expect(left).to_be_hidden()
        page.evaluate(
            "key => sessionStorage.setItem(key, JSON.stringify({ began: Date.now() - 9e5 }))",
            page.evaluate("Object.keys(sessionStorage)[0]"),
        )
        page.reload()
        expect(left).to_have_text("The planned time is over; you can go on.")
        page.locator('[data-question="primes"] [data-option="3"] input').check()
        expect(page.locator("#answered")).to_have_text("1")

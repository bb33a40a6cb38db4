"""Every question type answered right, wrong and partly, with the points that it earns."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import Pages, opened

Answering = Callable[[Locator], None]


def ticks(*numbers: int) -> Answering:
    def answer(question: Locator) -> None:
        for number in numbers:
            question.locator(f'[data-option="{number}"]').click()

    return answer


def writes(text: str) -> Answering:
    return lambda question: question.locator("form input").first.fill(text)


def pairs(*numbers: int) -> Answering:
    def answer(question: Locator) -> None:
        for place, number in enumerate(numbers, 1):
            question.locator(f'[data-pair="{place}"] select').select_option(str(number) if number else "")

    return answer


def orders(*numbers: int) -> Answering:
    """Move the items by their buttons until they stand so."""

    def answer(question: Locator) -> None:
        for place, number in enumerate(numbers):
            shown = question.locator(".item").evaluate_all("all => all.map(item => Number(item.dataset.item))")
            for _ in range(shown.index(number) - place):
                question.locator(f'[data-item="{number}"] [data-move="-1"]').click()

    return answer


def fills(**gaps: str | int | tuple[int, ...]) -> Answering:
    def answer(question: Locator) -> None:
        for name, value in gaps.items():
            gap = question.locator(f'[data-gap="{name}"]')
            if isinstance(value, str):
                gap.locator("input").fill(value)
            elif gap.locator("select").count():
                gap.locator("select").select_option(str(value))
            else:
                for number in value if isinstance(value, tuple) else (value,):
                    gap.locator(f'[data-option="{number}"]').click()

    return answer


R, P, W = "Right", "Partly right", "Not right"
STORY: dict[str, str | int | tuple[int, ...]] = {
    "gas": "carbon dioxide",
    "place": 2,
    "wavelength": "680",
    "needs": (1, 2),
    "energy": 1,
}
PRODUCT = "2x e^x + x^2 e^x"
CASES: tuple[tuple[str, Answering, str, str], ...] = (
    ("primes", ticks(1, 3, 5), R, "3/3"),
    ("primes", ticks(1, 3), P, "2/3"),
    ("primes", ticks(1, 3, 2), P, "0.5/3"),
    ("primes", ticks(1, 2, 4), W, "0/3"),
    ("primes", ticks(1, 2, 3, 4, 5), W, "0/3"),
    ("exactly", ticks(1, 4), R, "1/1"),
    ("exactly", ticks(1), W, "0/1"),
    ("exactly", ticks(1, 2, 4), W, "0/1"),
    ("weighted", ticks(1, 2), R, "2/2"),
    ("weighted", ticks(1), P, "1.5/2"),
    ("weighted", ticks(1, 2, 3), P, "1/2"),
    ("weighted", ticks(1, 2, 4), R, "2/2"),
    ("weighted", ticks(3), W, "0/2"),
    ("earth", ticks(1), R, "1/1"),
    ("earth", ticks(2), W, "0/1"),
    ("continuous", ticks(2), R, "1/1"),
    ("pi", writes("3.14159"), R, "2/2"),
    ("pi", writes("3.13659"), R, "2/2"),
    ("pi", writes("3.14659"), R, "2/2"),
    ("pi", writes("3.1465900001"), W, "0/2"),
    ("pi", writes("3,14"), R, "2/2"),
    ("pi", writes("31.4e-1"), R, "2/2"),
    ("pi", writes("0.314 · 10^1"), R, "2/2"),
    ("pi", writes("0.314 × 10¹"), R, "2/2"),
    ("pi", writes("٣.١٤"), R, "2/2"),
    ("pi", writes("3.1"), P, "1/2"),
    ("pi", writes("3.2"), W, "0/2"),
    ("pi", writes("−3.14"), W, "0/2"),
    ("tenth", writes("0.1"), R, "1/1"),
    ("tenth", writes("0.3"), R, "1/1"),
    ("tenth", writes("0.30000000000000001"), W, "0/1"),
    ("tenth", writes("0.09999999999999999999"), W, "0/1"),
    ("speed", writes("20 m/s"), R, "1/1"),
    ("speed", writes("72 km/h"), R, "1/1"),
    ("speed", writes("72km/h"), R, "1/1"),
    ("speed", writes("72.72 km/h"), R, "1/1"),
    ("speed", writes("72.73 km/h"), W, "0/1"),
    ("speed", writes("20"), P, "0.75/1"),
    ("speed", writes("20 m"), P, "0.75/1"),
    ("speed", writes("72"), W, "0/1"),
    ("capital", writes(" bern "), R, "1/1"),
    ("capital", writes("BERNE"), R, "1/1"),
    ("capital", writes("zu\u0308rich"), P, "0.25/1"),
    ("capital", writes("Genève"), W, "0/1"),
    ("gas", writes("CO2"), R, "1/1"),
    ("gas", writes("co2"), P, "0.5/1"),
    ("gas", writes("Co2"), W, "0/1"),
    ("product", writes(PRODUCT), R, "2/2"),
    ("product", writes(r"x e^{x}\left(x + 2\right)"), R, "2/2"),
    ("product", writes("(x^2+2x)exp(x)"), R, "2/2"),
    ("product", writes("f'(x) = 2x"), "", ""),
    ("product", writes("2x*e^x"), P, "1/2"),
    ("product", writes(f"-({PRODUCT})"), W, "-0.5/2"),
    ("product", writes("2x e^x + x^3 e^x"), W, "0/2"),
    ("primitive", writes("ln x"), R, "1/1"),
    ("primitive", writes("ln(5x) + K"), R, "1/1"),
    ("primitive", writes("ln(x)^2"), W, "0/1"),
    ("factored", writes("x^2 + 1"), W, "0/1"),
    ("indices", writes(r"\hat{y}_1^{(d)} - y_1"), R, "1/1"),
    ("indices", writes("haty_1^(d) - y1"), R, "1/1"),
    ("indices", writes(r"y_1 - \hat y_1^{(d)}"), W, "0/1"),
    ("derivatives", pairs(1, 2, 3), R, "3/3"),
    ("derivatives", pairs(1, 2, 4), P, "2/3"),
    ("derivatives", pairs(1, 0, 0), P, "1/3"),
    ("derivatives", pairs(4, 4, 4), W, "0/3"),
    ("countries", pairs(1, 2, 3), R, "1/1"),
    ("countries", pairs(1, 2, 4), P, "0.667/1"),
    ("steps", orders(1, 2, 3, 4), R, "4/4"),
    ("steps", orders(2, 1, 3, 4), P, "2/4"),
    ("steps", orders(2, 3, 4, 1), W, "0/4"),
    ("sizes", orders(1, 2, 3, 4), R, "1/1"),
    ("sizes", orders(2, 3, 4, 1), P, "0.667/1"),
    ("sizes", orders(4, 3, 2, 1), W, "0/1"),
    ("story", fills(**STORY), R, "6/6"),
    ("story", fills(**{**STORY, "place": 3, "wavelength": "500"}), P, "4.7/6"),
    ("story", fills(**{**STORY, "needs": (1, 3)}), P, "4/6"),
    ("story", fills(gas="oxygen", place=1, energy=2), W, "0/6"),
    ("table", fills(four="4", three=1), R, "1/1"),
    ("table", fills(four="4"), P, "0.5/1"),
    ("none", ticks(4), R, "1/1"),
    ("none", ticks(3), W, "-0.25/1"),
    ("hostile", ticks(1, 5), R, "1/1"),
)


def article(page: Page, name: str) -> Locator:
    return page.locator(f'[data-question="{name}"]')


def check(question: Locator) -> None:
    question.get_by_role("button", name="Check").click()


def test_each_type_right_wrong_and_partly(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        for name, answer, told, points in CASES:
            question = article(page, name)
            answer(question)
            check(question)
            outcome = question.locator(".outcome")
            if not told:
                expect(question.locator(".ask"), name).to_be_visible()
            else:
                expect(outcome.locator("strong"), f"{name} {told} {points}").to_have_text(told)
                expect(outcome, f"{name} {told} {points}").to_contain_text(f"Points: {points}")
                expect(question.locator(".result")).to_have_attribute("aria-live", "polite")
            page.get_by_role("button", name="Start over").click()  # forgets earlier tries too
            expect(question.locator(".result")).to_be_empty()


def test_every_type_is_among_them(types: Pages) -> None:
    answered = {name for name, *_ in CASES} | {"sums", "essay", "program"}
    assert answered == {question.id for question in types.bank.questions if question.type != "description"}


@pytest.mark.parametrize(
    ("name", "answer", "feedback"),
    [
        ("primes", ticks(1, 2), ["The only even one.", "It is 3 ⋅ 3 .", "None of that."]),
        ("earth", ticks(2), ["Look at a calendar."]),
        ("pi", writes("3.1"), ["One decimal only."]),
        ("capital", writes("Genf"), ["Further north-east."]),
        ("product", writes("x^2 exp(x)"), ["The other term is missing."]),
        ("story", fills(**{**STORY, "gas": "oxygen", "place": 3}), ["That comes out.", "That burns sugar."]),
        ("hostile", ticks(1, 4), ["</template> stays text", "<img src=x onerror=alert(1)>"]),
    ],
)
def test_feedback_of_what_was_answered(
    browser: Browser, types: Pages, name: str, answer: Answering, feedback: list[str]
) -> None:
    with opened(browser, types.practice) as page:
        answer(article(page, name))
        check(article(page, name))
        said = article(page, name).locator(".result > .prose, .of-gap > .prose").all_inner_texts()
        assert [" ".join(each.split()) for each in said] == feedback


def test_wrong_answers_are_told_the_right_one(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        for name, answer, right in (
            ("pi", writes("4"), "Right answer: 3.14159 (from 3.13659 to 3.14659)"),
            ("speed", writes("4"), "Right answer: 20\u00a0m/s (from 19.8 to 20.2)"),
            ("capital", writes("Paris"), "Right answer: Bern"),
            ("steps", orders(4, 3, 2, 1), "Right order:"),
        ):
            answer(article(page, name))
            check(article(page, name))
            expect(article(page, name).locator(".result")).to_contain_text(right)
        fills(gas="air", place=1, wavelength="1", needs=(3,), energy=2)(article(page, "story"))
        check(article(page, "story"))
        marks = article(page, "story").locator("[data-gap] > .mark").all_inner_texts()
        assert [re.sub(r"\s+", " ", mark).split(" ")[-1] for mark in marks] == ["dioxide", "chloroplast", "680"]
        pairs(4, 2, 3)(article(page, "derivatives"))
        check(article(page, "derivatives"))
        mark = article(page, "derivatives").locator('[data-pair="1"] .mark')
        expect(mark).to_contain_text("Right answer")
        assert mark.locator("math").get_attribute("alttext") == "cosine x"


def test_earlier_tries_cost_what_the_penalty_says(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "pi")
        for text, told in (
            ("4", "Points: 0/2"),
            ("5", "Points: 0/2"),
            ("3.14", "Points: 1/2 (−50 % off for earlier tries)"),
        ):
            writes(text)(question)
            check(question)
            expect(question.locator(".outcome")).to_contain_text(told)
        check(question)  # the same again is no other try
        expect(question.locator(".outcome")).to_contain_text("Points: 1/2")
        expect(page.locator("#score")).to_have_text("1")
        page.get_by_role("button", name="Start over").click()
        writes("3.14")(question)
        check(question)
        expect(question.locator(".outcome")).to_contain_text("Points: 2/2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Give an answer first."),
        ("three", "This is not a decimal number."),
        ("1/3", "This is not a decimal number."),
        ("3.1.4", "This is not a decimal number."),
        ("3 14", "This is not a decimal number."),
        ("3.14 m", "This is not a decimal number."),
        ("3,141", "3,141 can be read in two ways. Write 3141 or 3.141."),
    ],
)
def test_what_is_no_number_is_not_graded(browser: Browser, types: Pages, text: str, told: str) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "pi")
        writes(text)(question)
        check(question)
        expect(question.locator(".ask")).to_contain_text(told)
        expect(page.locator("#answered")).to_have_text("0")
        expect(question.locator("input").first).to_be_focused()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3,14159", R),
        ("3.14", R),
        ("3,141", R),
        ("3.141", "3.141 lässt sich auf zwei Arten lesen. Schreiben Sie 3141 oder 3,141."),
        ("0,000.314e4", "Das ist keine Dezimalzahl."),
    ],
)
def test_numbers_follow_the_language_of_the_page(browser: Browser, german: Pages, text: str, told: str) -> None:
    with opened(browser, german.practice) as page:
        question = article(page, "pi")
        writes(text)(question)
        question.get_by_role("button", name="Prüfen").click()
        if told == R:
            expect(question.locator(".outcome")).to_contain_text("Richtig Punkte: 2/2")
        else:
            expect(question.locator(".ask")).to_contain_text(told)


def test_a_formula_shows_how_it_is_read(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "product")
        preview = question.locator(".preview")
        expect(preview).to_be_hidden()
        writes("1/2x")(question)
        assert (
            preview.locator("math").inner_html()
            == "<mrow><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>\u2062</mo><mi>x</mi></mrow>"
        )
        writes("2x e^t")(question)
        check(question)
        expect(question.locator(".ask")).to_have_text("The answer cannot use the name t.")
        writes("2x e^")(question)
        expect(preview).to_contain_text("This cannot be read as a formula yet: …")
        check(question)
        expect(question.locator(".ask")).to_contain_text("This cannot be read as a formula yet")
        expect(page.locator("#answered")).to_have_text("0")


def test_what_cannot_be_evaluated_students_judge(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "sums")
        writes("1 + 2 + … + n")(question)
        check(question)
        expect(question.locator(".outcome")).to_have_text("Judged by yourself Points: –/1")
        expect(question.locator(".judge math")).to_be_visible()
        question.get_by_label("Right", exact=True).check()
        expect(question.locator(".outcome")).to_contain_text("Points: 1/1")
        expect(page.locator("#right")).to_have_text("1")
        question.get_by_label("Not right").check()
        expect(question.locator(".outcome")).to_contain_text("Points: 0/1")
        expect(page.locator("#score")).to_have_text("0")


def test_the_form_of_a_right_value_students_judge(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "factored")
        writes("x^2 - 1")(question)
        check(question)
        expect(question.locator(".outcome")).to_have_text("Judged by yourself Points: –/1")
        expect(question.locator(".judge legend")).to_have_text(
            "Your formula has the right value. Is it in the form asked for?"
        )
        question.get_by_label("Not right").check()
        expect(question.locator(".outcome")).to_contain_text("Points: 0/1")


def test_an_essay_is_compared_by_its_rubric(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "essay")
        expect(question.get_by_text("Neither number is")).to_be_hidden()
        question.locator("textarea").fill("Both are")
        expect(question.locator(".count")).to_contain_text("Words: 2")
        expect(question.locator(".count")).to_contain_text("fewer than asked for")
        question.locator("textarea").fill("Both are rounded to binary fractions.")
        expect(question.locator("[data-beyond]")).to_be_empty()
        check(question)
        expect(question.locator(".judge")).to_contain_text("Neither number is a finite binary fraction")
        expect(question.locator(".outcome")).to_have_text("Judged by yourself Points: –/4")
        fields = question.locator("[data-criterion]")
        expect(fields).to_have_count(3)
        fields.nth(0).fill("2")
        fields.nth(1).fill("1")
        expect(question.locator(".outcome")).to_contain_text("Points: 3/4")
        fields.nth(2).fill("9")  # more than there is counts as all
        expect(question.locator(".outcome")).to_contain_text("Points: 3.5/4")
        expect(page.locator("#score")).to_have_text("3.5")


def test_an_essay_without_a_rubric_is_not_counted(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "program")
        expect(question.locator(".facts")).to_contain_text("not counted")
        expect(question.locator("textarea")).to_have_value("def add(a, b):\n    ...\n")
        check(question)
        expect(question.locator(".ask")).to_be_visible()  # the template alone is no answer
        question.locator("textarea").fill("def add(a, b):\n    return a + b\n")
        check(question)
        expect(question.locator(".outcome")).to_have_text("Judged by yourself not counted")
        expect(question.locator(".judge pre")).to_contain_text("return a + b")
        expect(page.locator("#answered")).to_have_text("1")


def test_texts_that_ask_nothing_are_not_counted(browser: Browser, types: Pages) -> None:
    asking = [question for question in types.bank.questions if question.type != "description"]
    with opened(browser, types.practice) as page:
        expect(page.locator("[data-chip]")).to_have_count(len(asking))
        expect(page.locator(".score")).to_contain_text(f"0/{len(asking)}")
        assert article(page, "intro").locator("form").count() == 0
        assert article(page, "rule").get_attribute("aria-label") == "Introduction"
        expect(article(page, "primes").locator("h2 .number")).to_contain_text("1")


def test_shuffling_keeps_none_of_the_above_last(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        orders_seen = set()
        for _ in range(12):
            page.get_by_role("button", name="Shuffle options").click()
            shown = "all => all.map(each => each.dataset.option)"
            order = article(page, "none").locator(".option").evaluate_all(shown)
            assert order[3:] == ["4", "5"]
            exactly = article(page, "exactly").locator(".option").evaluate_all(shown)
            assert exactly[4] == "5"
            assert article(page, "weighted").locator(".option").evaluate_all(shown) == ["1", "2", "3", "4"]
            orders_seen.add((*order, *exactly))
            letters = article(page, "derivatives").locator(".rights .letter").all_inner_texts()
            assert letters == ["A", "B", "C", "D"]
            menu = article(page, "derivatives").locator("select").first
            assert menu.locator("option").all_inner_texts() == ["Choose …", "A", "B", "C", "D"]
        assert len(orders_seen) > 1
        # what is chosen by its new letter is still graded as what it is
        letter = article(page, "derivatives").locator('[data-right-side="1"] .letter').inner_text()
        for pair, side in ((1, 1), (2, 2), (3, 3)):
            label = article(page, "derivatives").locator(f'[data-right-side="{side}"] .letter').inner_text()
            article(page, "derivatives").locator(f'[data-pair="{pair}"] select').select_option(label=label)
        assert letter
        check(article(page, "derivatives"))
        expect(article(page, "derivatives").locator(".outcome")).to_contain_text("Points: 3/3")


def test_no_page_is_wider_than_the_window(browser: Browser, types: Pages) -> None:
    for width in (320, 390, 1280):
        for path in (types.practice, types.solutions):
            with opened(browser, path, viewport={"width": width, "height": 800}) as page:
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_line_begins_with_the_punctuation_behind_a_gap(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice, viewport={"width": 240, "height": 800}) as page:
        kept = article(page, "story").locator(".keep")
        assert kept.all_inner_texts() != []
        below = """all => all.filter(each => {
            const range = document.createRange();
            range.selectNode(each.lastChild);
            return range.getBoundingClientRect().top > each.firstElementChild.getBoundingClientRect().bottom;
        }).length"""
        assert kept.evaluate_all(below) == 0

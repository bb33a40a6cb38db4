"""Every question type answered by keyboard alone, and the order by pointer too."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import Pages, opened


def article(page: Page, name: str) -> Locator:
    return page.locator(f'[data-question="{name}"]')


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_points(question: Locator, points: str) -> None:
    expect(question.locator(".outcome")).to_contain_text(f"Points: {points}")


def test_boxes(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        article(page, "primes").locator("input").first.focus()
        press(page, "Space", "Tab", "Tab", "Space", "Tab", "Tab", "Space", "Enter")
        expect_points(article(page, "primes"), "3/3")


def test_true_or_false(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        article(page, "continuous").locator("input").first.focus()
        press(page, "Space", "ArrowDown", "Enter")
        expect_points(article(page, "continuous"), "1/1")


def test_what_is_written(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        for name, text, points in (
            ("pi", "3.14", "2/2"),
            ("capital", "bern", "1/1"),
            ("product", "e^x(2x+x^2)", "2/2"),
        ):
            article(page, name).locator("input").first.focus()
            page.keyboard.type(text)
            press(page, "Enter")
            expect_points(article(page, name), points)


def test_menus_of_pairs(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "countries")
        question.locator("select").first.focus()
        page.keyboard.type("Par")
        press(page, "Tab")
        page.keyboard.type("Rom")
        press(page, "Tab")
        page.keyboard.type("Mon")
        press(page, "Tab", "Enter")
        expect_points(question, "1/1")


def test_menus_name_formulas_by_letters_and_show_them(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "derivatives")
        letter = question.locator('[data-right-side="1"] .letter').inner_text()
        question.locator("select").first.focus()
        page.keyboard.type(letter)
        expect(question.locator('[data-pair="1"] select')).to_have_value("1")
        assert question.locator('[data-pair="1"] .chosen math').get_attribute("alttext") == "cosine x"
        expect(question.get_by_role("combobox", name="Your match for sine x")).to_have_count(1)


def test_order_by_buttons(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "steps")
        shown = "all => all.map(item => item.dataset.item)"
        for place, number in enumerate("1234"):
            button = question.locator(f'[data-item="{number}"] [data-move="-1"]')
            while question.locator(".item").evaluate_all(shown).index(number) > place:
                button.focus()
                press(page, "Enter")
                at = question.locator(".item").evaluate_all(shown).index(number) + 1
                expect(question.locator("[data-said]")).to_contain_text(f"now in place {at} of 4.")
                assert page.evaluate("document.activeElement.closest('.item').dataset.item") == number
        labels = question.locator("[data-place-label]").all_inner_texts()
        assert labels == ["1", "2", "3", "4"]
        expect(question.locator('[data-item="1"] [data-move="-1"]')).to_be_disabled()
        expect(question.locator("[data-said]")).to_have_attribute("role", "status")
        question.get_by_role("button", name="Check").focus()
        press(page, "Enter")
        expect_points(question, "4/4")


def test_order_by_pointer(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice, reduced_motion="reduce") as page:
        for name in ("steps", "sizes"):
            question = article(page, name)
            for number in "4321":
                first = question.locator(".item").first
                handle = question.locator(f'[data-item="{number}"] .handle')
                first.scroll_into_view_if_needed()
                box, to = handle.bounding_box(), first.bounding_box()
                assert box
                assert to
                page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                page.mouse.down()
                page.mouse.move(to["x"] + 3, to["y"] + 3, steps=12)
                page.mouse.up()
            shown = question.locator(".item").evaluate_all("all => all.map(item => item.dataset.item)")
            assert shown == ["1", "2", "3", "4"]
            question.get_by_role("button", name="Check").click()
            expect(question.locator(".outcome strong")).to_have_text("Right")


def test_gaps(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "story")
        question.locator("input").first.focus()
        page.keyboard.type("co2")
        press(page, "Tab")
        page.keyboard.type("chl")
        press(page, "Tab")
        page.keyboard.type("660")
        press(page, "Tab", "Space", "Tab", "Space", "Tab", "Tab", "Tab", "Space", "Enter")
        expect_points(question, "6/6")
        for name in ("Gap 1", "Gap 2", "Gap 3", "Gap 4", "Gap 5"):
            assert question.get_by_label(name, exact=True).count() == 1


def test_an_essay_and_its_rubric(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        question = article(page, "essay")
        question.locator("textarea").focus()
        page.keyboard.type("They are rounded to binary fractions")
        press(page, "Tab", "Enter", "Tab", "Tab")
        page.keyboard.type("2")
        press(page, "Tab")
        page.keyboard.type("1.5")
        expect_points(question, "3.5/4")


def test_try_again_begins_where_answering_begins(browser: Browser, types: Pages) -> None:
    with opened(browser, types.practice) as page:
        for name, tag in (("pi", "INPUT"), ("derivatives", "SELECT"), ("steps", "BUTTON"), ("story", "INPUT")):
            question = article(page, name)
            if name != "steps":
                field = question.locator("form input, form select").first
                field.select_option(index=1) if tag == "SELECT" else field.fill("1")
            question.get_by_role("button", name="Check").click()
            question.get_by_role("button", name="Try again").focus()
            press(page, "Enter")
            assert page.evaluate("document.activeElement.tagName") == tag
            expect(question.locator(".result")).to_be_empty()
            assert question.locator("[data-outcome]").count() == 0

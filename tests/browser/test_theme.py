"""The user's own colours and logo, on every page and under the policy of each."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from qbank.registry import ExportOptions, exporter
from tests.browser.browsing import Pages, opened, stored

OWN = {
    "own.css": ":root { --accent: light-dark(#7a003c, #ff9ec4); --width: 30rem; --ui: monospace; }\n",
    "base.html.j2": """{% extends "qbank/html/base.html.j2" %}
{% block logo %}<img class="logo" src="{{ embedded("html/logo.svg") }}" alt="University of Nowhere">{% endblock %}
""",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>\n',
}
LIGHT, DARK = "rgb(122, 0, 60)", "rgb(255, 158, 196)"


@pytest.fixture(scope="module")
def themed(types: Pages, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("themed")
    (folder / "own" / "html").mkdir(parents=True)
    for name, text in OWN.items():
        (folder / "own" / "html" / name).write_text(text, "utf-8")
    bank = replace(types.bank, questions=types.bank.questions[:4])
    files, told = exporter("html").export(bank, ExportOptions(templates=folder / "own"))
    assert not told
    return stored(files, folder)


def test_colours_widths_and_the_logo_are_the_users_on_every_page(browser: Browser, themed: list[Path]) -> None:
    assert len(themed) == 5
    for path in themed:
        with opened(browser, path) as page:
            expect(page.get_by_role("img", name="University of Nowhere")).to_be_visible()
            skip = page.locator(".skip")
            assert skip.evaluate("e => getComputedStyle(e).backgroundColor") == LIGHT
            page.emulate_media(color_scheme="dark")
            assert skip.evaluate("e => getComputedStyle(e).backgroundColor") == DARK
            assert "monospace" in skip.evaluate("e => getComputedStyle(e).fontFamily")
            if "sheet" not in path.name:
                assert page.locator("main").evaluate("e => e.offsetWidth") == 480

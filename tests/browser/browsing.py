"""A real browser on the exported pages: started once, watched for errors and requests."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, Request

from qbank.registry import OutputFile
from qbank.schema import Bank

REPOSITORY = Path(__file__).parents[2]
MODULES = REPOSITORY / "node_modules"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)


def lacking(what: str) -> None:
    """Skip for want of a tool; in continuous integration fail instead."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(what)
    pytest.skip(what)


def launch(playwright: Playwright) -> Browser:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        lacking(f"none of {', '.join(names)} is installed")
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


@dataclass(frozen=True)
class Pages:
    """The bank and the pages made of it."""

    bank: Bank
    practice: Path
    solutions: Path
    exam: Path
    sheet: Path
    solved: Path


def stored(files: Iterable[OutputFile], folder: Path) -> list[Path]:
    """Write the pages into a folder, and return where they are, in the order of :class:`Pages`."""
    paths = []
    for file in files:
        paths.append(folder / file.path)
        paths[-1].write_bytes(file.data)
    return paths


@dataclass
class Watch:
    """What must not happen on a page."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def told(self, message: ConsoleMessage) -> None:
        self.errors.append(message.text)

    def failed(self, error: Error) -> None:
        self.errors.append(str(error))

    def requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def begin(self, page: Page) -> None:
        page.on("console", self.told)
        page.on("pageerror", self.failed)
        page.on("request", self.requested)

    def end(self, page: Page) -> None:
        page.remove_listener("console", self.told)
        page.remove_listener("pageerror", self.failed)
        page.remove_listener("request", self.requested)


_IDLE: list[Page] = []
"""Empty pages: a new one costs Chromium three times what it costs to load one of ours into it."""


@contextmanager
def tab(browser: Browser, *, again: bool = True, **settings: Any) -> Iterator[tuple[Page, Watch]]:
    """Lend an empty page that is watched, with nothing stored.

    A page of before is lent ``again`` unless there are settings that only a new one can have.
    """
    viewport = settings.pop("viewport", {"width": 1280, "height": 900})
    motion = settings.pop("reduced_motion", "reduce")
    again = again and not settings
    page = _IDLE.pop() if again and _IDLE else browser.new_context(**settings).new_page()
    page.set_viewport_size(viewport)
    page.emulate_media(media="null", color_scheme="light", reduced_motion=motion)
    watch = Watch()
    watch.begin(page)
    try:
        yield page, watch
    except BaseException:
        page.context.close()
        raise
    watch.end(page)
    if not again:
        page.context.close()
        return
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    page.mouse.move(0, 0)
    page.goto("about:blank")
    _IDLE.append(page)


@contextmanager
def opened(browser: Browser, path: Path, **settings: Any) -> Iterator[Page]:
    """Open a page; at the end assert that it made no request but for itself, and that nothing was wrong.

    Motion is reduced, so that no click waits for a page that scrolls softly.
    """
    with tab(browser, again="exam" not in path.name, **settings) as (page, watch):  # which asks before it is left
        page.goto(path.as_uri())
        yield page
    assert watch.errors == []
    assert {url for url in watch.requests if not url.startswith(("data:", "blob:"))} == {path.as_uri()}

"""A real browser on the exported pages: started once, watched for errors and requests."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

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


@contextmanager
def opened(browser: Browser, path: Path, **settings: Any) -> Iterator[Page]:
    """Open a page; at the end assert that it made no request but for itself, and that nothing was wrong.

    Motion is reduced, so that no click waits for a page that scrolls softly.
    """
    usual = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
    context = browser.new_context(**{**usual, **settings})
    watch = Watch()
    page = context.new_page()
    page.on("console", lambda message: watch.errors.append(message.text))
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", lambda request: watch.requests.append(request.url))
    page.goto(path.as_uri())
    try:
        yield page
    finally:
        context.close()
    assert watch.errors == []
    assert {url for url in watch.requests if not url.startswith(("data:", "blob:"))} == {path.as_uri()}

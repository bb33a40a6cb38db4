"""Print how quick the bank's page is in a real Chromium: 5,000 questions, or as many as the command line says.

Nothing is checked first, so there are no proofs in the files. Playwright and Chromium are needed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from .generate import generate

TYPED = r"derivative \frac{\partial E}"
FIRST = """
new MutationObserver((_, observer) => {
  if (document.querySelector(".hit a")) {
    window.first = performance.now();
    observer.disconnect();
  }
}).observe(document, {childList: true, subtree: true})
"""
KEYS = """async (text) => {
  const times = [];
  for (let end = 1; end <= text.length; end += 1) {
    const begin = performance.now();
    search.value = text.slice(0, end);
    search.dispatchEvent(new Event("input", {bubbles: true}));
    document.body.offsetHeight;
    times.push(performance.now() - begin);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return times;
}"""
FILTER = """() => {
  const begin = performance.now();
  document.querySelector("[data-facet=category] input").click();
  document.body.offsetHeight;
  return [performance.now() - begin];
}"""
OPEN = """async (names) => {
  const times = [];
  for (const name of names) {
    const begin = performance.now();
    location.hash = `id=${name}`;
    while (document.querySelector("#panel article")?.dataset.question !== name) {
      await new Promise((done) => setTimeout(done));
    }
    document.body.offsetHeight;
    times.push(performance.now() - begin);
  }
  return times;
}"""
SCROLL = """async () => {
  const times = [];
  let last = performance.now();
  for (let frame = 0; frame < 200; frame += 1) {
    list.scrollTop += 600;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times.slice(5);
}"""


def main() -> None:
    """Export a bank, open its page and print a table."""
    size = int(sys.argv[1]) if sys.argv[1:] else 5000
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        generate(work / "bank", size)
        begin = time.perf_counter()
        command = [sys.executable, "-m", "qbank", "export", str(work / "bank"), "--to", "browser", "--no-check"]
        subprocess.run([*command, "-o", str(work)], check=True, capture_output=True)  # noqa: S603  # our own
        row(f"export of {size:,}", time.perf_counter() - begin, "s")
        page = work / "browser/index.html"
        row("page", page.stat().st_size / 1e6, "MB")
        row("files beside it", sum(path.stat().st_size for path in (work / "browser/data").iterdir()) / 1e6, "MB")
        browse(page, size)


def browse(index: Path, size: int) -> None:
    """Open the page in Chromium and print what each thing takes."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # make bench does without
    except ImportError:
        print("no Playwright: the page is not opened (make test sets it up)")
        return
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(FIRST)
        page.goto(index.as_uri())
        page.wait_for_timeout(2000)
        row("first list", page.evaluate("first"), "ms")
        several("a key in the search", page.evaluate(KEYS, TYPED))
        page.evaluate(KEYS, " ")
        several("a filter", [*page.evaluate(FILTER), *page.evaluate(FILTER)])
        step = max(1, size // 40)
        several("a question, its file not read", page.evaluate(OPEN, [f"b{n:04}" for n in range(1, size, step)]))
        several("a question, its file read", page.evaluate(OPEN, [f"b{n:04}" for n in range(min(size, 30))]))
        page.evaluate("location.hash = ''")
        several("a frame of scrolling", page.evaluate(SCROLL))
        row("memory", page.evaluate("performance.memory.usedJSHeapSize / 1e6"), "MB")
        browser.close()


def several(what: str, times: list[float]) -> None:
    """Print the median and the longest of some times in milliseconds."""
    row(what, median(times), f"ms, at most {max(times):.0f} ms")


def row(what: str, value: float, unit: str) -> None:
    """Print one row."""
    print(f"{what:32}{value:>8.1f} {unit}", flush=True)


if __name__ == "__main__":
    main()

"""Where output goes: what was asked for to stdout, all else to stderr; colours and progress on a terminal alone."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar

PATIENCE = 0.5
"""Seconds of work before a progress bar is worth showing."""


def console(*, stderr: bool = False) -> Console:
    """Return a console that takes text as it is: no markup, no highlighting, no emoji codes."""
    from rich.console import Console  # noqa: PLC0415  # costs more than --help does

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to the command line."""
            raise BrokenPipeError

    return Plain(stderr=stderr, markup=False, highlight=False, emoji=False)


def write(text: str) -> None:
    """Write a document for programs to stdout in UTF-8, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))  # a lone surrogate as JSON writes it
    sys.stdout.buffer.flush()


class Progress:
    """A bar on stderr, shown on a terminal once the work takes long. Call it with done and total."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if not sys.stderr.isatty():
            return
        if self._bar is None and time.monotonic() - self._since > PATIENCE and done < total:
            from rich.progress import Progress as Bar  # noqa: PLC0415  # only where it is shown

            self._bar = Bar(console=console(stderr=True), transient=True)
            self._bar.start()
            self._bar.add_task("checking", total=total)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

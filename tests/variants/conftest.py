"""Banks with one question that has parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

import qbank
from qbank.checker import workers
from qbank.diagnostic import Diagnostic
from qbank.schema import Bank

HEAD = "id: q\ntype: single-choice\n"

Load = Callable[..., tuple[Bank, list[Diagnostic]]]


@pytest.fixture(scope="module", autouse=True)
def _one_server() -> Iterator[None]:
    """Fork the workers of all checks of a module from one server: to start it takes longer than most checks."""
    real, started = workers.ForkServer, []

    class Kept(real):  # type: ignore[misc,valid-type]  # the class as it stands in the module
        def close(self) -> None:
            """Stay for the next pool."""

    @cache
    def server(function: str, memory: int) -> workers.ForkServer:
        started.append(Kept(function, memory))
        return started[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "ForkServer", server)
        yield
    for each in started:
        real.close(each)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a question from its fields; ``settings`` is the text of ``qbank.yaml``."""

    def loaded(text: str, head: str = HEAD, settings: str = "") -> tuple[Bank, list[Diagnostic]]:
        if settings:
            (tmp_path / "qbank.yaml").write_text(settings, encoding="utf-8")
        (tmp_path / "q.yaml").write_text(head + dedent(text), encoding="utf-8")
        return qbank.load(tmp_path)

    return loaded

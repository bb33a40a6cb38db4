"""Tables of formulas in ``corpus``: what is read, and how, or why it is refused."""

from __future__ import annotations

from pathlib import Path


def table(name: str) -> list[tuple[str, list[str], str]]:
    """Return the rows of a file: a formula, all formulas of its question (itself first), and what comes of it.

    A line is ``formula ;; beside ;; … => expected``; ``#`` begins a remark.
    """
    lines = (Path(__file__).parent / "corpus" / name).read_text(encoding="utf-8").splitlines()
    rows = [line.rpartition(" => ") for line in lines if line and not line.startswith("# ")]
    return [(left.split(" ;; ")[0], left.split(" ;; "), right) for left, _, right in rows]

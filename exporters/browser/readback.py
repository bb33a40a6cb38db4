"""Reads the files back and compares them with the bank: a difference is a bug of ours, told."""

from __future__ import annotations

from collections.abc import Sequence

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.registry import OutputFile
from qbank.schema import Bank

from ..html import readback
from ..html.view import QuestionView
from .chunks import content, restored


def read_back(files: Sequence[OutputFile], bank: Bank, views: Sequence[QuestionView]) -> list[Diagnostic]:
    """Return an error for each question, key, number of points or text that the files hold otherwise."""
    found: dict[str, str] = {}
    for file in files:
        if file.path.startswith("data/q-"):
            held = content(file)
            found |= {name: restored(parts["question"], held["formulas"]) for name, parts in held["entries"].items()}
    if list(found) != [question.id for question in bank.questions]:
        return [diagnostic("QB435", "the files in “data” hold other questions than the bank")]
    page = "\n".join(found[view.id] for view in views)
    return readback.read_back("solutions.html", page.encode(), views) if views else []

"""Print the CPU time that one question takes to check: the quiz and a question of every field, imports excluded.

All in one process, one question after the other. ``cold``: with nothing kept from the questions before.
"""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from sympy.core.cache import clear_cache

import qbank
from qbank.checker.question import check_question
from qbank.checker.run import payload
from qbank.schema import QUESTION_TYPES

ROOT = Path(__file__).parents[1]
FIELDS = ROOT / "tests" / "checker" / "corpus" / "fields.yaml"
TOLD = ("given", "find", "assume", "relation")


def quiz() -> list[dict[str, Any]]:
    """Return the quiz, as the checker takes it."""
    bank, _ = qbank.load([str(ROOT / "bank")])
    return [payload(bank, question) for question in bank.questions]


def fields() -> list[dict[str, Any]]:
    """Return a question of every field: once with a ``check`` block, once with its solution alone."""
    found = []
    for entry in yaml.safe_load(FIELDS.read_text(encoding="utf-8"))["questions"]:
        plain = {"id": "q", "type": "single-choice", "stem": entry["stem"], "options": entry["options"], "answer": "1"}
        told = {name: entry[name] for name in TOLD if name in entry}
        for more in ({"check": told}, {"explanation": entry.get("sol", "")}):
            question = QUESTION_TYPES["single-choice"].model_validate({**plain, **more})
            found.append({"question": question.model_dump(mode="json"), "notation": {}})
    return found


def measure(payloads: Sequence[Mapping[str, Any]], *, cold: bool) -> list[float]:
    """Return the CPU seconds of each question, in order of size."""
    kept = _kept() if cold else []
    seconds = []
    for one in payloads:
        if cold:
            clear_cache()
            for each in kept:
                each.cache_clear()
        begin = time.process_time()
        check_question(one)
        seconds.append(time.process_time() - begin)
    return sorted(seconds)


def _kept() -> list[Any]:
    """Return what the checker keeps from one question to the next."""
    gc.unfreeze()
    found = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]  # noqa: SLF001
    gc.freeze()
    return [one for one in found if str(getattr(one, "__module__", "")).startswith("qbank.checker")]


def main() -> None:
    """Measure and print a table, in milliseconds."""
    print(f"{'one question, CPU ms':24}{'':8}{'median':>10}{'p95':>10}{'most':>10}")
    for name, payloads in (("quiz", quiz()), ("fields", fields())):
        for cold in (True, False):
            seconds = measure(payloads, cold=cold)
            median, late, most = (seconds[at] * 1000 for at in (len(seconds) // 2, len(seconds) * 95 // 100, -1))
            print(f"{'  cold' if cold else '  warm':24}{name:>8}{median:>10.1f}{late:>10.1f}{most:>10.1f}", flush=True)


if __name__ == "__main__":
    main()

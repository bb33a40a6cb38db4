"""Compare our exports of the same choice questions with text2qti's own export, in CPU seconds.

Machines are noisy: every command runs several times, in turns, and the least of each counts. What matters is the ratio.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from qbank.loader import load
from qbank.schema import Bank, SingleChoice

from .bench import measure
from .generate import generate

ROUNDS = 5
EXPORTS = (
    ("moodle",),
    ("html", "--only", "practice"),
    ("latex", "--only", "exam"),
    ("html",),
    ("latex",),
)
"""What follows ``--to``."""


def text2qti(bank: Bank) -> str:
    """Return the questions as text2qti reads them; each text in one line."""
    lines = ["Quiz title: Bench", ""]
    for number, question in enumerate(bank.questions, 1):
        assert isinstance(question, SingleChoice)  # noqa: S101  # as generated
        lines.append(f"{number}. ({number}) {' '.join(question.stem.split())}")
        if question.explanation.strip():
            lines.append(f"... {' '.join(question.explanation.split())}")
        for at, option in enumerate(question.options, 1):
            lines.append(f"{'*' if at == question.key else ''}{'abcdef'[at - 1]}) {' '.join(option.text.split())}")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Measure and print a table."""
    size = int(sys.argv[1]) if sys.argv[1:] else 1000
    peer = Path(sys.executable).with_name("text2qti")
    if not peer.exists():
        sys.exit("text2qti is not installed: python -m pip install text2qti")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        generate(folder / "bank", size)
        bank, _ = load(folder / "bank")
        (folder / "quiz.txt").write_text(text2qti(bank), encoding="utf-8")
        ours = ["-m", "qbank", "export", str(folder / "bank"), "--no-check", "-o", str(folder / "out"), "--to"]
        commands = {
            "text2qti": [str(peer), str(folder / "quiz.txt")],
            **{" ".join(each): [*ours, *each] for each in EXPORTS},
        }
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(ROUNDS):
            for name, command in commands.items():
                least[name] = min(least[name], measure(*command, cache=folder)[1])
    print(f"{size:,} choice questions{'CPU s':>14}{'of text2qti':>14}")
    for name, seconds in least.items():
        print(f"{name:<25}{seconds:>9.2f}{seconds / least['text2qti']:>14.2f}", flush=True)


if __name__ == "__main__":
    main()

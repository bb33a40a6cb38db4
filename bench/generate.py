"""A bank of any size, always the same, with mathematics in every question and right keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FILE_SIZE = 50
"""Questions in one file."""


def _polynomial(n: int) -> str:
    a, b, p = 2 + n % 7, 1 + n % 5, 2 + n % 4
    return f"""\
    title: Derivative of a polynomial
    stem: |
      Let $y = {a} x^{p} + {b} x$. What is its derivative?
    options:
      - ${a * p} x^{{{p - 1}}} + {b}$
      - ${a} x^{{{p - 1}}} + {b}$
      - ${a * p} x^{p} + {b} x$
      - ${a * p} x^{{{p - 1}}}$
    answer: 1
    explanation: |
      Term by term, $$\\frac{{d y}}{{d x}} = {a} \\cdot {p} x^{{{p - 1}}} + {b} = {a * p} x^{{{p - 1}}} + {b}.$$
    check:
      find: $\\frac{{d y}}{{d x}}$
"""


def _chain(n: int) -> str:
    a, b = 2 + n % 9, 1 + n % 6
    return f"""\
    title: Chain rule
    stem: |
      Let $y = \\exp({a} x^2 + {b})$. Calculate $\\frac{{d y}}{{d x}}$.
    options:
      - $\\exp({a} x^2 + {b})$
      - ${2 * a} x \\exp({a} x^2 + {b})$
      - ${2 * a} x \\exp({2 * a} x)$
      - $({a} x^2 + {b}) \\exp({a} x^2 + {b} - 1)$
    answer: 2
    explanation: |
      $$\\begin{{aligned}}
        \\frac{{d y}}{{d x}} &= \\exp({a} x^2 + {b}) \\cdot {2 * a} x \\\\
        &= {2 * a} x \\exp({a} x^2 + {b})
      \\end{{aligned}}$$
    check:
      find: $\\frac{{d y}}{{d x}}$
"""


def _logistic(n: int) -> str:
    a = 1 + n % 8
    return f"""\
    title: Derivative of a logistic unit
    stem: |
      Let $o = \\frac{{1}}{{1 + \\exp(-{a} z)}}$ and $E = \\frac{{1}}{{2}} (t - o)^2$.
      What is $\\frac{{\\partial E}}{{\\partial z}}$?
    options:
      - $-(t - o) o$
      - $(t - o) o (1 - o)$
      - $-{a} (t - o) o (1 - o)$
      - $-{a} (t - o) (1 - o^2)$
    answer: 3
    explanation: |
      $$\\begin{{aligned}}
        \\frac{{\\partial E}}{{\\partial z}}
        &= \\frac{{\\partial E}}{{\\partial o}} \\frac{{\\partial o}}{{\\partial z}} \\\\
        &= -(t - o) \\frac{{\\partial o}}{{\\partial z}} \\\\
        &= -{a} (t - o) o (1 - o)
      \\end{{aligned}}$$
    check:
      find: $\\frac{{\\partial E}}{{\\partial z}}$
"""


def _trigonometric(n: int) -> str:
    a, b = 2 + n % 5, 1 + n % 3
    return f"""\
    title: A trigonometric identity
    stem: |
      Let $s = {a} \\sin^2 x + {a} \\cos^2 x + {b}$. What is $s$?
    options:
      - ${a + b}$
      - ${a} \\sin 2 x + {b}$
      - ${a * 2 + b}$
      - ${b}$
    answer: 1
    check:
      find: $s$
"""


KINDS: tuple[Callable[[int], str], ...] = (_polynomial, _chain, _logistic, _trigonometric)


def generate(folder: Path, size: int) -> None:
    """Write ``size`` questions to files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, size, FILE_SIZE):
        texts = [
            f"  - id: b{n:04}\n    type: single-choice\n    tags: [generated]\n{KINDS[n % len(KINDS)](n)}"
            for n in range(start, min(start + FILE_SIZE, size))
        ]
        text = f"category: Bench/Part {start // FILE_SIZE}\nquestions:\n" + "".join(texts)
        (folder / f"part-{start // FILE_SIZE:03}.yaml").write_text(text, encoding="utf-8")

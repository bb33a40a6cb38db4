r"""Signs of MathML as LaTeX: what the converter of ``qbank.mathml`` makes of each command, read the other way round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from qbank.mathml import to_mathml
from qbank.texcommands import COMMANDS

FUNCTIONS = frozenset(
    [
        "arccos",
        "arcsin",
        "arctan",
        "arg",
        "cos",
        "cosh",
        "cot",
        "coth",
        "csc",
        "deg",
        "det",
        "dim",
        "exp",
        "gcd",
        "hom",
        "inf",
        "ker",
        "lg",
        "lim",
        "liminf",
        "limsup",
        "ln",
        "log",
        "max",
        "min",
        "Pr",
        "sec",
        "sin",
        "sinh",
        "sup",
        "tan",
        "tanh",
    ]
)
_GIVEN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("\u2061\u2062\u2063\u2064\u200b︀︁", ""),
        "−": "-",
        "‐": "-",
        "–": "-",
        "∗": "*",
        "·": r"\cdot",
        "⋅": r"\cdot",
        "×": r"\times",
        "÷": r"\div",
        "…": r"\ldots",
        "⋯": r"\cdots",
        "→": r"\to",
        "⇒": r"\Rightarrow",
        "⇔": r"\Leftrightarrow",
        "∣": r"\mid",
        "′": "'",
        "″": "''",
        "‴": "'''",
        "\u00a0": r"\ ",
        "\u2009": r"\,",
        "\u2002": r"\ ",
        "\u2003": r"\quad",
        "ℎ": "h",
        "ℏ": r"\hbar",
        "‖": r"\|",
        "∥": r"\parallel",
        "°": r"{}^\circ",
        "≤": r"\le",
        "≥": r"\ge",
        "≠": r"\ne",
        "∧": r"\wedge",
        "∨": r"\vee",
        "¬": r"\neg",
        "∅": r"\emptyset",
        "〈": r"\langle",
        "〉": r"\rangle",
        "⟨": r"\langle",
        "⟩": r"\rangle",
        "µ": r"\mu",
        "Ω": r"\Omega",
        "∆": r"\Delta",
        "ϵ": r"\epsilon",
        "ε": r"\varepsilon",
        "φ": r"\varphi",
        "ϕ": r"\phi",
        "⩽": r"\leqslant",
        "⩾": r"\geqslant",
        "∖": r"\setminus",
        "•": r"\bullet",
        "∘": r"\circ",
        "|": "|",
        "/": "/",
        "~": r"\sim",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "&": r"\&",
        "_": r"\_",
        "\\": r"\backslash",
        "^": r"\hat{}",
        "€": r"\text{€}",
        "£": r"\pounds",
        "¥": r"\yen",
        "½": r"\frac{1}{2}",
        "²": "^2",
        "³": "^3",
    }
)
_STYLES: tuple[tuple[str, str], ...] = (
    ("BOLD ITALIC", "boldsymbol"),
    ("BOLD SCRIPT", "mathcal"),
    ("BOLD FRAKTUR", "mathfrak"),
    ("SANS-SERIF", "mathsf"),
    ("DOUBLE-STRUCK", "mathbb"),
    ("SCRIPT", "mathcal"),
    ("FRAKTUR", "mathfrak"),
    ("BLACK-LETTER", "mathfrak"),
    ("MONOSPACE", "mathtt"),
    ("BOLD", "mathbf"),
    ("ITALIC", ""),
)
"""Words in the Unicode names of styled letters, by the command that makes them; the first that is there counts."""


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Return the commands without arguments by the one sign that each gives."""
    found: dict[str, str] = {}
    for name, signature in COMMANDS.items():
        if signature or not name.isalpha():
            continue
        written = to_mathml(f"\\{name}", display=False)
        if not isinstance(written, str):
            continue
        leaves = [each for each in etree.fromstring(written).iter() if not len(each) and each.tag != "mspace"]
        if len(leaves) == 1 and leaves[0].tag in {"mi", "mo"} and len(leaves[0].text or "") == 1:
            found.setdefault(str(leaves[0].text), f"\\{name}")
    return MappingProxyType(found)


def sign(char: str) -> str | None:
    """Return a sign as LaTeX; ``None`` for one that has no name there."""
    if (given := _GIVEN.get(char)) is not None:
        return given
    if char.isascii():
        return char
    if command := _known().get(char):
        return command
    plain = unicodedata.normalize("NFKC", char)
    name = unicodedata.name(char, "")
    if plain != char and len(plain) == 1:
        style = next((command for word, command in _STYLES if word in name), None)
        inner = sign(plain)
        if style is not None and inner is not None:
            return f"\\{style}{{{inner}}}" if style else inner
    return None


def joined(parts: list[str]) -> str:
    """Return pieces of LaTeX one behind the other, a space where a command would run into a letter."""
    out = ""
    for part in parts:
        if part[:1].isalpha() and re.search(r"\\[A-Za-z]+$", out):
            out += " "
        out += part
    return out

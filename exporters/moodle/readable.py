"""Markdown as one line of plain text, for menus, where Moodle typesets nothing: formulas in signs that read well."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from qbank.markup import Node
from qbank.rawhtml import text_of

from .escape import xml_text

_PLAIN = frozenset({"document", "paragraph", "text", "softbreak"})
_BREAKS = frozenset(
    {"paragraph", "heading", "list_item", "code_block", "table_cell", "math_block", "softbreak", "hardbreak"}
)
_RAISED = dict(
    zip("0123456789+-−=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ONE = re.compile(r"√?(?:\w+|\([^()]*\)|.)['′]*")
_ACCENTS = {"ˆ": "\u0302", "^": "\u0302", "~": "\u0303", "˜": "\u0303", "⃗": "\u20d7", "→": "\u20d7", "˙": "\u0307",
            "¨": "\u0308", "¯": "\u0304", "‾": "\u0304", "\u0332": "\u0304", "_": "\u0304"}  # fmt: skip
_RELATIONS = frozenset("=<>≤≥≠≈≡→↦⇒⇔∈∉⊂⊆∧∨∼")
_SIGN = re.compile(r"(^|[(\[{,;=<>≤≥≠≈→/^]) *([−+±]) ")
"""A sign that joins nothing: no blank behind it."""
_SPACED = re.compile(f" *([{''.join(sorted(_RELATIONS))}]) *")
_CLOSED = re.compile(r"(?<=\w) (?=\()|(?<=[(\[{√/^]) +| +(?=[)\]},;/^])")
_TIGHT = re.compile(r"\w[\w.⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ']*")
_UNSEEN = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")  # invisible operators


def is_plain(tree: Node) -> bool:
    """Tell whether a text has nothing but words: then its :func:`readable` form loses nothing."""
    return all(node.type in _PLAIN for node in tree.walk()) and len(tree.children) <= 1


def readable(tree: Node) -> str:
    """Return a text on one line, images as their alternative text, formulas such as ``x²/2`` or ``√(x+1)``."""
    return " ".join(xml_text(_words(tree)).split())


def _words(node: Node) -> str:
    made = _NODES.get(node.type)
    own = made(node.text) if made else node.text
    within = "".join(map(_words, node.children))
    script = {"superscript": _raised, "subscript": _lowered}.get(node.type)
    return (" " if node.type in _BREAKS else "") + own + (script(within) if script else within)


def formula(latex: str) -> str:
    """Return a formula in plain signs; as it stands where it cannot be read."""
    from qbank.mathml import MathProblem, to_mathml  # noqa: PLC0415  # few exports need it

    made = to_mathml(latex, display=False)
    if isinstance(made, MathProblem):
        return latex
    written = " ".join(_text(ET.fromstring(made)).translate(_UNSEEN).split())  # noqa: S314  # made by us
    return unicodedata.normalize("NFC", _SIGN.sub(r"\1\2", _CLOSED.sub("", written))) or latex


def _text(node: Element) -> str:
    tag = str(node.tag)
    parts = [_text(child) for child in node]
    own = node.text or ""
    if tag == "mfrac" and str(node.get("linethickness", "")).startswith("0"):
        return ", ".join(parts)  # a binomial coefficient
    if tag == "mspace":
        return " "
    if (tag == "mi" and len(own) > 1) or (tag == "mo" and own in _RELATIONS):
        return f" {own} "
    written = _WRITTEN.get(tag)
    return written(parts) if written else "".join(parts) or own


def _script(sign: str, signs: Mapping[str, str], written: str) -> str:
    text = _SPACED.sub(r"\1", written.strip())
    if text and all(each in signs for each in text):
        return "".join(signs[each] for each in text)
    if set(text) <= set("'′″‴"):
        return text
    return sign + (text if _TIGHT.fullmatch(text) or len(text) == 1 else f"({text})")


def _base(text: str) -> str:
    return text if _ONE.fullmatch(text) or not text else f"({text})"


def _accented(base: str, mark: str) -> str:
    """Return a letter with a mark of its own above or below; else with scripts."""
    if len(base) == 1 and mark in _ACCENTS:
        return base + _ACCENTS[mark]
    return base if mark in _ACCENTS else f"{base.strip()}{_raised(mark)} "


def _raised(text: str) -> str:
    return _script("^", _RAISED, text)


def _lowered(text: str) -> str:
    return _script("_", _LOWERED, text)


def _operand(text: str) -> str:
    return text if _TIGHT.fullmatch(text) or _ONE.fullmatch(text) else f"({text})"


_NODES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"math": formula, "math_block": formula, "html": text_of, "html_block": text_of}
)
_WRITTEN: Mapping[str, Callable[[list[str]], str]] = MappingProxyType(
    {
        "mfrac": lambda parts: f"{_operand(parts[0])}/{_operand(parts[1])}",
        "msqrt": lambda parts: f"√{_operand(''.join(parts))}",
        "mroot": lambda parts: f"{_raised(parts[1])}√{_operand(parts[0])}",
        "msup": lambda parts: _base(parts[0]) + _raised(parts[1]),
        "msub": lambda parts: _base(parts[0]) + _lowered(parts[1]),
        "msubsup": lambda parts: _base(parts[0]) + _lowered(parts[1]) + _raised(parts[2]),
        "munder": lambda parts: f"{parts[0].strip()}{_lowered(parts[1])} ",
        "mover": lambda parts: _accented(parts[0], parts[1]),
        "munderover": lambda parts: f"{parts[0].strip()}{_lowered(parts[1])}{_raised(parts[2])} ",
        "mtable": lambda parts: "[" + "; ".join(parts) + "]",
        "mtr": ", ".join,
        "mphantom": lambda _parts: "",
    }
)

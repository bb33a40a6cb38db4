r"""Formulas in texts of other programs: ``\(…\)``, ``\[…\]`` and ``$$…$$``, set aside while the text is read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_LENGTH = 200_000
"""Characters in one text; a longer one is not looked through for formulas."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Of a formula's mark in a text: private characters, which are taken out of the text before."""
_FORMULA = re.compile(
    r"\\\((?P<inline>.{1,4000}?)\\\)|\\\[(?P<display>.{1,4000}?)\\\]|\$\$(?P<dollars>.{1,4000}?)\$\$", re.DOTALL
)
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>|<(?:div|p)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the text that it was."""

    latex: str
    display: bool
    written: str


@dataclass(slots=True)
class Aside:
    """Formulas set aside, each with a mark in its place."""

    formulas: list[Formula] = field(default_factory=list)

    def hide(self, source: str, *, markup: bool) -> str:
        """Return ``source`` with a mark for each formula; ``markup`` tells whether it is HTML."""
        source = source.replace(_OPEN, "").replace(_CLOSE, "")

        if len(source) > MAX_LENGTH:  # each opening is searched for its end
            return source
        out, at = [], 0
        while found := _FORMULA.search(source, at):
            inner = next(group for group in found.groups() if group is not None)
            latex = cleaned(inner, markup=markup)
            if latex and (not markup or _balanced(inner)):
                self.formulas.append(Formula(latex, found["inline"] is None, found[0]))
                out += [source[at : found.start()], f"{_OPEN}{len(self.formulas) - 1}{_CLOSE}"]
                at = found.end()
            else:  # a formula may begin behind what opened none
                out.append(source[at : found.start() + 2])
                at = found.start() + 2
        return "".join([*out, source[at:]])

    def show(self, text: str, change: Callable[[Formula], str]) -> str:
        """Return ``text`` with what ``change`` makes of each formula in place of its mark."""
        return _MARK.sub(lambda found: change(self.formulas[int(found[1])]), text)

    def pieces(self, text: str) -> list[str | Formula]:
        """Cut a text at its formulas."""
        parts = _MARK.split(text)
        return [self.formulas[int(part)] if at % 2 else part for at, part in enumerate(parts) if part or at % 2]


def _balanced(source: str) -> bool:
    """Tell whether every element that begins in a piece of HTML ends in it: else it is no formula."""
    within: list[str] = []
    for tag in re.finditer(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*(?<!/)>", source):
        name = tag[2].lower()
        if name in {"br", "img", "wbr", "p"}:
            continue
        if not tag[1]:
            within.append(name)
        elif not within or within.pop() != name:
            return False
    return not within


def cleaned(latex: str, *, markup: bool) -> str:
    """Return a formula as it is typeset: without tags, entities and blank lines."""
    if markup:
        latex = html.unescape(_TAG.sub("", _BREAK.sub("\n", latex)))
    latex = latex.replace("\u00a0", " ").replace("\u200b", "")
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n", latex.replace("\r", "")).strip()


def dollared(formula: Formula) -> str:
    """Return a formula between dollars, or brackets where it has dollars within."""
    if re.search(r"(?<!\\)\$", formula.latex):
        return rf"\[{formula.latex}\]" if formula.display else rf"\({formula.latex}\)"
    return f"$${formula.latex}$$" if formula.display else f"${formula.latex}$"

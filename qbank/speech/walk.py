"""MathML said in words, for the name of a formula where a reader of screens cannot walk through it.

Readers that know MathML (MathCAT in NVDA and JAWS, VoiceOver's own) go by the elements; others take ``alttext``
(MathML 3, 2.2.1; HTML-AAM), which LaTeX would make unspeakable. Nothing is guessed: ``f(x)`` is said with its
parentheses, what is longer than one sign ends with a word, and a formula with anything that is not known here is not
said at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from lxml import etree

from .signs import BIG, LETTERS, OVER, SIGNS
from .words import WORDS

LONGEST = 1500
"""Characters; nobody listens to more in one go."""


class _Unknown(Exception):  # noqa: N818  # leads out of the walk, and no further
    """Something that has no words."""


def spoken(root: etree._Element, language: str) -> str:
    """Return a ``math`` element in words, or nothing where it cannot be said in ``language`` (a primary subtag)."""
    if language not in WORDS:
        return ""
    try:
        said = _Speaker(WORDS[language]).children(root)
    except _Unknown:
        return ""
    said = re.sub(r"\s+([,;.:])", r"\1", " ".join(said.split()))
    return said if len(said) <= LONGEST else ""


_SIMPLE = frozenset({"mi", "mn", "mtext"})
_EMPTY = frozenset({"mspace", "mphantom"})
_GROUPS = frozenset({"mrow", "mstyle", "mpadded", "math"})
_BRACKETS = MappingProxyType({"(": ")", "[": "]", "|": "|", "‖": "‖", "{": "}"})
_POWERS = MappingProxyType({"2": "squared", "3": "cubed"})
_PRIMES = MappingProxyType({"′": 1, "″": 2, "‴": 3, "⁗": 4})


def _text(element: etree._Element) -> str:
    return re.sub("[\ufe00-\ufe0f]", "", element.text or "").strip()  # variation selectors


def _inner(element: etree._Element) -> etree._Element:
    """Return what is left of a group of one."""
    while element.tag in _GROUPS:
        parts = [part for part in element if part.tag not in _EMPTY]
        if len(parts) != 1:
            break
        element = parts[0]
    return element


class _Speaker:
    """Walks a tree, and says each element by its words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._elements: Mapping[str, Callable[[etree._Element], str]] = {
            "mi": self._name,
            "mn": _text,
            "mo": self._sign,
            "mtext": _text,
            "mfrac": self._fraction,
            "msqrt": self._root,
            "mroot": self._any_root,
            "msub": self._scripts,
            "msup": self._scripts,
            "msubsup": self._scripts,
            "munder": self._limits,
            "mover": self._limits,
            "munderover": self._limits,
            "mtable": self._lines,
            **dict.fromkeys(_GROUPS, self.children),
            **dict.fromkeys(_EMPTY, lambda _element: ""),
        }

    def say(self, element: etree._Element) -> str:
        """Return an element in words."""
        known = self._elements.get(str(element.tag))
        if known is None:
            raise _Unknown
        return known(element)

    def children(self, element: etree._Element) -> str:
        """Return what an element holds, one after another; tables with the brackets around them."""
        parts = [part for part in element if part.tag not in _EMPTY]
        said: list[str] = []
        at = 0
        while at < len(parts):
            if (fenced := self._fenced(parts, at)) is not None:
                words, at = fenced
                said.append(words)
            else:
                said.append(self.say(parts[at]))
                at += 1
        return " ".join(said)

    def _fenced(self, parts: Sequence[etree._Element], at: int) -> tuple[str, int] | None:
        """Return a matrix, cases or a binomial with its brackets, and where it ends."""
        if parts[at].tag != "mo" or at + 1 == len(parts):
            return None
        opening, inside = _text(parts[at]), _inner(parts[at + 1])
        closing = _text(parts[at + 2]) if at + 2 < len(parts) and parts[at + 2].tag == "mo" else ""
        closed = bool(closing) and _BRACKETS.get(opening) == closing
        if inside.tag == "mtable" and closed:
            kind = "determinant" if opening == "|" else "matrix"
            return self._table(inside, kind), at + 3
        if inside.tag == "mtable" and opening == "{":
            # an empty closing bracket may follow
            return self._cases(inside), at + (
                3 if at + 2 < len(parts) and not closing and parts[at + 2].tag == "mo" else 2
            )
        if inside.tag == "mfrac" and inside.get("linethickness") in {"0", "0px"} and closed and opening == "(":
            return self._words["choose"].format(self.whole(inside[0]), self.whole(inside[1])), at + 3
        return None

    def whole(self, element: etree._Element) -> str:
        """Return an element in words, set apart if it is more than one sign."""
        said = self.say(element)
        return said if _inner(element).tag in _SIMPLE else f"{self._words['begin']} {said} {self._words['end']}"

    # -- signs

    def _name(self, element: etree._Element) -> str:
        text = _text(element)
        if len(text) == 1:
            return self._letter(text)
        known = self._words.get(f"name:{text}")
        if known:
            return known
        if not re.fullmatch(r"[^\W\d_]+(?:[ \u2009\u00a0][^\W\d_]+)*", text):
            raise _Unknown
        return text

    def _letter(self, sign: str) -> str:
        """Return one letter: how it is set, whether it is a capital, and its name."""
        if sign in SIGNS:
            return self._words[SIGNS[sign]]
        described = unicodedata.name(sign, "")
        plain = unicodedata.normalize("NFKC", sign)
        if len(plain) != 1:
            raise _Unknown
        style = next((word for mark, word in _STYLES if mark in described), "") if plain != sign else ""
        name = LETTERS.get(plain.lower(), plain.lower() if plain.isascii() and plain.isalpha() else "")
        if not name:
            raise _Unknown
        name = self._words.get(f"letter:{name}", name)
        if plain.isupper():
            name = self._words["capital"].format(name.upper() if plain.isascii() else name)
        return f"{self._words[style]} {name}" if style else name

    def _sign(self, element: etree._Element) -> str:
        text = _text(element)
        if not text:
            return ""
        if text in BIG:
            return self._words["of"].format(self._words[BIG[text]])
        if text in SIGNS:
            return self._words[SIGNS[text]]
        if len(text) > 1 and text.isalpha():
            return self._name(element)
        if len(text) == 1 and text.isalpha():
            return self._letter(text)
        raise _Unknown

    # -- fractions and roots

    def _fraction(self, element: etree._Element) -> str:
        above, below = element
        if element.get("linethickness") in {"0", "0px"}:
            raise _Unknown  # a pile without brackets may mean anything
        upper, lower = self.say(above), self.say(below)
        if _inner(above).tag in _SIMPLE and _inner(below).tag in _SIMPLE:
            return self._words["over"].format(upper, lower)
        return self._words["fraction"].format(upper, lower)

    def _root(self, element: etree._Element) -> str:
        said = self.children(element)
        parts = [part for part in element if part.tag not in _EMPTY]
        short = len(parts) == 1 and _inner(parts[0]).tag in _SIMPLE
        return self._words["root" if short else "long-root"].format(said)

    def _any_root(self, element: etree._Element) -> str:
        inside, index = element
        return self._words["any-root"].format(self.say(index), self.say(inside))

    # -- scripts

    def _scripts(self, element: etree._Element) -> str:
        base, *scripts = element
        below = scripts[0] if element.tag != "msup" else None
        above = scripts[-1] if element.tag != "msub" else None
        if _inner(base).tag == "mo" and _text(_inner(base)) in BIG:
            return self._big(_inner(base), below, above)
        if _text(_inner(base)) in OVER and above is None and below is not None:
            return self._limit(_inner(base), below)
        said = self.say(base)
        if not said.strip():
            raise _Unknown
        if _inner(base).tag not in _SIMPLE | {"mo", "mover", "msub", "msup", "msubsup"}:
            said = f"{self._words['begin']} {said} {self._words['end']}"
        if below is not None:
            short = _inner(below).tag in _SIMPLE
            said += " " + self._words["sub" if short else "long-sub"].format(self.say(below))
        if above is None:
            return said
        # what stands above a bar, or above anything but a name, a number and brackets, may be no power
        powers = _inner(base).tag in {"mi", "mn", "mtext"} or _text(_inner(base)) in {")", "]"}
        return f"{said} {self._raised(above, powers=powers)}"

    def _raised(self, element: etree._Element, *, powers: bool) -> str:
        inside = _inner(element)
        text = _text(inside)
        if inside.tag == "mo" and text and set(text) <= set(_PRIMES):
            return " ".join([self._words["prime"]] * sum(_PRIMES[sign] for sign in text))
        if inside.tag == "mn" and powers:
            return self._words[_POWERS[text]] if text in _POWERS else self._words["power"].format(text)
        if inside.tag == "mi" and text != "T" and powers:
            return self._words["power"].format(self.say(inside))
        signs = [_text(part) for part in inside] if inside.tag in _GROUPS else [text]
        if signs and all(sign and set(sign) <= set(_PRIMES) for sign in signs):
            return " ".join([self._words["prime"]] * sum(_PRIMES[sign] for one in signs for sign in one))
        enclosed = len(signs) == 3 and (signs[0], signs[2]) == ("(", ")")
        if inside.tag in _SIMPLE | {"mo"} or enclosed:  # an index, more often than a power
            return self._words["super"].format(self.say(inside))
        return self._words["long-power" if powers and signs[0] != "(" else "long-super"].format(self.say(inside))

    def _big(self, sign: etree._Element, below: etree._Element | None, above: etree._Element | None) -> str:
        name = self._words[BIG[_text(sign)]]
        if below is not None and above is not None:
            return self._words["from-to"].format(name, self.say(below), self.say(above))
        if below is not None:
            return self._words["from"].format(name, self.say(below))
        raise _Unknown

    def _limit(self, name: etree._Element, below: etree._Element) -> str:
        said = self.say(below)
        if _text(name) == "lim" and self._words["arrow"] in said:
            return self._words["limit"].format(said.replace(self._words["arrow"], self._words["approaches"]))
        return self._words["under"].format(self.say(name), said)

    def _limits(self, element: etree._Element) -> str:
        base, *others = element
        below = others[0] if element.tag != "mover" else None
        above = others[-1] if element.tag != "munder" else None
        inside = _inner(base)
        if inside.tag == "mo" and _text(inside) in BIG:
            return self._big(inside, below, above)
        if below is not None and above is None and _text(inside) in OVER:
            return self._limit(inside, below)
        if above is not None and below is None and above.tag in _EMPTY:
            return self.say(base)
        if above is not None and below is None and inside.tag == "mo" and _text(inside) in _ARROWS:
            return self._words["arrow-with"].format(self.say(inside), self.say(above))
        accent = _ACCENTS.get(_text(_inner(above))) if above is not None and below is None else None
        if accent and _inner(above).tag == "mo":  # type: ignore[arg-type]  # above is there
            short = inside.tag in _SIMPLE
            return self._words[accent if short else f"long-{accent}"].format(self.say(base))
        raise _Unknown

    # -- tables

    def _rows(self, table: etree._Element) -> list[list[str]]:
        return [[self.children(cell) for cell in row] for row in table]

    def _table(self, table: etree._Element, kind: str) -> str:
        rows = self._rows(table)
        said = [
            f"{self._words['row'].format(number)}: {', '.join(cell or self._words['empty'] for cell in row)}"
            for number, row in enumerate(rows, 1)
        ]
        return self._words[kind].format(len(rows), max(map(len, rows)), "; ".join(said))

    def _cases(self, table: etree._Element) -> str:
        said = [
            f"{self._words['case'].format(number)}: {', '.join(filter(None, row))}"
            for number, row in enumerate(self._rows(table), 1)
        ]
        return self._words["cases"].format(len(said), "; ".join(said))

    def _lines(self, table: etree._Element) -> str:
        """Return the rows of an aligned display; a table of other columns without brackets may be anything."""
        rows = [" ".join(filter(None, row)) for row in self._rows(table)]
        if len(rows) == 1:
            return rows[0]
        return "; ".join(f"{self._words['line'].format(number)}: {row}" for number, row in enumerate(rows, 1))


_STYLES = (
    ("BOLD", "bold"),
    ("SCRIPT", "script"),
    ("DOUBLE-STRUCK", "double-struck"),
    ("FRAKTUR", "fraktur"),
    ("BLACK-LETTER", "fraktur"),
    ("SANS-SERIF", "sans"),
    ("MONOSPACE", "monospace"),
)
"""What Unicode calls the ways in which letters are set; plain italics are not told."""
_ARROWS = frozenset("→←⟶⟵⇒⟹")
_ACCENTS = MappingProxyType(
    {"^": "hat", "ˆ": "hat", "̂": "hat", "¯": "bar", "‾": "bar", "―": "bar", "ˉ": "bar", "̄": "bar", "_": "bar"}
    | {
        "~": "tilde",
        "˜": "tilde",
        "∼": "tilde",
        "̃": "tilde",
        "˙": "dot-above",
        "̇": "dot-above",
        "¨": "ddot",
        "̈": "ddot",
    }
    | {"→": "vector", "\u20d7": "vector", "\u0332": "bar"}
)

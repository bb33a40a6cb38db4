r"""LaTeX formulas as MathML that is safe to put into a page: converted, mended, and checked against an allow-list.

The converter is math-core. What it lacks and what is easy is rewritten before (``split``, ``substack``,
mathematics inside ``\text`` …); its output is then parsed, its inline styles become attributes (a strict
Content-Security-Policy forbids styles), and an element or attribute that is not expected makes a problem of it.

Element and attribute names: MathML Core (https://www.w3.org/TR/mathml-core/) and, for columns, MathML 3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import math_core
from lxml import etree

from .mathml_rewrite import Edit, rewrite
from .speech import spoken

MAX_LENGTH = 8000
"""Characters in one formula. With the two limits below it keeps the converter's stack and its time in bounds."""
MAX_NESTING = 100
r"""Braces, ``\left`` and environments within one another."""
MAX_OPEN = 12
"""Brackets that are still open at one place: the converter's time doubles with each that is never closed."""

_CONVERTER = math_core.LatexToMathML(fancy_error=False, max_expansions=200)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)

_DEFINITION = re.compile(r"\\(?:def|gdef|edef|xdef|let|futurelet|(?:re|provide)?(?:new)?command)(?![A-Za-z])\*?")
_ELEMENTS = frozenset(
    {"math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts"}
    | {"mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr"}
    | {"munder", "munderover"}
)
_LENGTH = r"-?[0-9.]+(?:em|rem|ex|px|pt|%)?"
_BOOLEAN = "true|false"
_ATTRIBUTES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern)
        for name, pattern in {
            "accent": _BOOLEAN,
            "accentunder": _BOOLEAN,
            "display": "block|inline",
            "displaystyle": _BOOLEAN,
            "fence": _BOOLEAN,
            "form": "prefix|infix|postfix",
            "largeop": _BOOLEAN,
            "movablelimits": _BOOLEAN,
            "separator": _BOOLEAN,
            "stretchy": _BOOLEAN,
            "symmetric": _BOOLEAN,
            "depth": _LENGTH,
            "height": _LENGTH,
            "linethickness": _LENGTH,
            "lspace": _LENGTH,
            "maxsize": _LENGTH,
            "minsize": _LENGTH,
            "rspace": _LENGTH,
            "voffset": _LENGTH,
            "width": _LENGTH,
            "mathcolor": "#[0-9A-Fa-f]{6}",
            "mathvariant": "normal|bold|italic|monospace",
            "notation": "[a-z ]+",
            "scriptlevel": r"[+-]?[0-9]",
        }.items()
    }
)

_STYLES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), name, value)
    for pattern, name, value in (
        (r"text-align: ?(left|right|center)", "columnalign", r"\1"),
        (r"color: ?(#[0-9A-F]{6})", "mathcolor", r"\1"),
        (rf"margin-left: ?({_LENGTH})", "width", r"\1"),
        (r"padding-left: ?1em", "class", "apart"),
        (r"border-(left|right|top|bottom): ?[0-9.]+em solid currentcolor", "class", r"rule-\1"),
        (r"border-(left|right|top|bottom): ?[0-9.]+em dashed currentcolor", "class", r"dash-\1"),
        # said again by an attribute, or a nicety of spacing
        (r"(?:justify-items|padding-[a-z]+|width): ?[a-z0-9.%]+", "", ""),
    )
)
"""Each declaration that math-core writes, by the attribute that says the same (``class``: for the page's CSS)."""


@dataclass(frozen=True, slots=True)
class MathProblem:
    """Why a formula could not become MathML; ``offset`` counts characters in the LaTeX."""

    message: str
    offset: int = 0


@lru_cache(maxsize=4096)
def to_mathml(latex: str, *, display: bool, namespace: bool = False, language: str = "") -> str | MathProblem:
    """Convert one formula.

    Args:
        latex: the formula without its dollars.
        display: whether it stands on lines of its own.
        namespace: write the MathML namespace, for XML; HTML needs none.
        language: in whose words ``alttext`` says the formula, where that is possible (see :mod:`qbank.speech`).

    Returns:
        A ``math`` element, well-formed as XML and as HTML, with the words or else the LaTeX in ``alttext``; or the
        problem.

    """
    source = " ".join(latex.split())
    if len(latex) > MAX_LENGTH:
        return MathProblem(f"the formula is longer than {MAX_LENGTH} characters")
    if (bad := _not_xml(latex)) is not None:
        return MathProblem("the formula holds a control character", bad)
    if found := _DEFINITION.search(latex):
        return MathProblem("definitions of commands are not read here", found.start())
    if problem := _excess(latex):
        return problem
    text, edits = rewrite(latex)
    try:
        written = _CONVERTER.convert_with_local_state(text, displaystyle=display)
    except math_core.LatexError as error:
        return _problem(str(error), edits, len(latex))
    try:
        # math-core speaks HTML; XML knows no such entity
        root = etree.fromstring(written.replace("&ApplyFunction;", "\u2061"), _PARSER)
    except etree.XMLSyntaxError:
        return MathProblem("the formula is nested too deeply")  # commands can nest without any braces
    for words in list(root.iter("mtext")):
        _plain_text(words)
    for table in list(root.iter("mtable")):
        _drop_last_row(table)
    for element in root.iter():
        if unexpected := _mend(element):
            return MathProblem(unexpected)
    root.set("alttext", spoken(root, language) or source)
    if namespace:
        root.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    else:
        _for_browsers(root)
    return etree.tostring(root, method="c14n").decode()  # c14n: no empty-element tags, so HTML reads it too


def _not_xml(text: str) -> int | None:
    """Return where the first character stands that XML cannot hold (https://www.w3.org/TR/xml/#charsets)."""
    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    return None if found is None else found.start()


_ANY_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.|$)|[^\\]", re.DOTALL)
_OPENING = frozenset("([{⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼")
_CLOSING = frozenset(")]}⌉⌋⌝⌟⎱❳⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽")


def _excess(latex: str) -> MathProblem | None:
    """Return a problem where a formula would exhaust the converter: nested too deeply, or too many open brackets."""
    if latex.isascii() and sum(map(latex.count, "([{\\")) <= MAX_OPEN:  # a command may open, too
        return None
    groups = [0]  # brackets open in each group
    previous = ""
    for found in _ANY_TOKEN.finditer(latex):
        token = found[0]
        if token in {"{", r"\left", r"\begin"}:
            groups.append(0)
        elif token in {"}", r"\right", r"\end"}:
            groups[1:] = groups[1:-1]
        elif previous not in {r"\left", r"\right"}:
            groups[-1] = max(0, groups[-1] + _bracket(token))
        if len(groups) > MAX_NESTING:
            return MathProblem("the formula is nested too deeply", found.start())
        if sum(groups) > MAX_OPEN:
            return MathProblem(f"more than {MAX_OPEN} brackets are open", found.start())
        if not token.isspace():
            previous = token
    return None


@lru_cache(maxsize=1024)
def _bracket(token: str) -> int:
    """Return 1 for a token that opens a bracket, -1 for one that closes one, else 0. The converter knows its names."""
    if not token.startswith("\\"):
        return (token in _OPENING) - (token in _CLOSING)
    try:
        written = _CONVERTER.convert_with_local_state(token, displaystyle=False)
    except math_core.LatexError:
        return 0
    shown = re.sub("<[^>]*>", "", written)
    opens = shown in _OPENING or 'form="prefix"' in written
    return opens - (shown in _CLOSING or 'form="postfix"' in written)


_VARIANTS = MappingProxyType({"b": "bold", "i": "italic", "em": "italic", "code": "monospace"})


def _plain_text(words: etree._Element) -> None:
    """Take HTML out of a text: one that is all of a kind keeps it as ``mathvariant``, as MathML 3 says."""
    inner = words[0] if len(words) == 1 else None
    if inner is not None and not words.text and not inner.tail and (variant := _VARIANTS.get(str(inner.tag))):
        words.set("mathvariant", variant)
    if not [part for part in words.iter() if part.tag not in {"mtext", "span", *_VARIANTS}]:
        text = "".join(map(str, words.itertext()))
        del words[:]
        words.text = text


def _drop_last_row(table: etree._Element) -> None:
    r"""Drop the row that a final ``\\`` opens, which TeX does not print; a rule above it closes the row before."""
    rows = list(table)
    if len(rows) < 2 or len(rows[-1]) != 1 or len(rows[-1][0]) or rows[-1][0].text:
        return
    rule = re.search(r"border-top(:[^;]*;)", str(rows[-1][0].get("style", "")))
    table.remove(rows[-1])
    if rule:
        for cell in rows[-2]:
            cell.set("style", f"{cell.get('style', '')};border-bottom{rule[1]}")


def _mend(element: etree._Element) -> str:
    """Turn styles into attributes, drop what some readers reject, and return what is not allowed, or nothing."""
    if element.tag not in _ELEMENTS:
        return f"it holds <{element.tag!s}>, which is not expected in a formula"
    if not element.attrib:
        return ""
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    style = attributes.pop("style", "")
    attributes.pop("class", None)
    if element.tag == "mtable":
        attributes.pop("scriptlevel", None)  # not allowed there by MathML 3, which QTI uses
    for name, value in attributes.items():
        allowed = _ATTRIBUTES.get(name)
        if allowed is None or not allowed.fullmatch(value):
            return f"it holds {name}={value!r}, which is not expected in a formula"
    classes: list[str] = []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        for pattern, name, value in _STYLES:
            if found := pattern.fullmatch(declaration):
                if name == "class":
                    classes.append(found.expand(value))
                elif name:
                    attributes[name] = found.expand(value)
                break
        else:
            return f"it holds the style {declaration!r}, which is not expected in a formula"
    if classes:
        attributes["class"] = " ".join(classes)
    element.attrib.clear()
    for name, value in attributes.items():
        element.set(name, value)
    return ""


_PRIMES = frozenset("\u2032\u2033\u2034\u2057")
_ARROW_ABOVE = "\u20d7"


def _for_browsers(root: etree._Element) -> None:
    """Mark what browsers draw badly, for the page's CSS: primes are raised in the fonts already, and again by them."""
    for script in root.iter("msup"):
        if len(script) == 2 and script[1].tag == "mo" and set(script[1].text or " ") <= _PRIMES:
            script.set("class", "prime")
    for accent in root.iter("mover"):
        # the combining arrow stands where the letter before it would be
        if len(accent) == 2 and accent[1].text == _ARROW_ABOVE:
            accent[1].text = "\u2192"
            accent.set("class", "vector")


def _problem(error: str, edits: tuple[Edit, ...], length: int) -> MathProblem:
    """Read math-core's ``OFFSET: MESSAGE`` and take the offset back to the LaTeX as it was written."""
    found = re.match(r"(\d+): (.*)", error, re.DOTALL)
    if found is None:
        return MathProblem(error)
    offset, shift = int(found[1]), 0
    for edit in edits:
        if edit.start + shift > offset:
            break
        if offset < edit.start + shift + len(edit.replacement):
            return MathProblem(found[2], edit.start)
        shift += len(edit.replacement) - (edit.end - edit.start)
    return MathProblem(found[2], min(max(0, offset - shift), length))

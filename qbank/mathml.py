r"""LaTeX formulas as MathML that is safe to put into a page: converted, mended, and checked against an allow-list.

The converter is math-core. What it lacks and what is easy is rewritten before (``split``, ``substack``,
mathematics inside ``\text`` …); its output is then parsed, its inline styles become attributes (a strict
Content-Security-Policy forbids styles), and an element or attribute that is not expected makes a problem of it.

Element and attribute names: MathML Core (https://www.w3.org/TR/mathml-core/) and, for columns, MathML 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import math_core
from lxml import etree

MAX_LENGTH = 8000
"""Characters in one formula. With the two limits below it keeps the converter's stack and its time in bounds."""
MAX_NESTING = 100
r"""Braces, ``\left`` and environments within one another."""
MAX_OPEN = 12
"""Brackets that are still open at one place: the converter's time doubles with each that is never closed."""

_CONVERTER = math_core.LatexToMathML(fancy_error=False, max_expansions=200)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|[{}$%]", re.DOTALL)
_DEFINITION = re.compile(r"\\(?:def|gdef|edef|xdef|let|futurelet|(?:re|provide)?(?:new)?command)(?![A-Za-z])\*?")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+\*?)\}(\{[0-9 ]*\})?")
_ROW_GAP = re.compile(r"(\\\\)\*?\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|in|mu|pc|bp|sp|dd)\s*\]")
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}")
_DROPPED = re.compile(r"\\(?:(?:nonumber|notag|allowdisplaybreaks|ensuremath|smash)(?![A-Za-z])|label\s*\{[^{}]*\})")
_SUBSTACK = re.compile(r"\\substack\s*(?=\{)")
_TEXT = re.compile(r"\\(?:text|textrm|textnormal|textup|mbox|hbox)\s*(?=\{)")
_TEXT_NAMES = re.compile(r"\\(?:textnormal|textup|mbox|hbox)\s*(?=\{)")

_ENVIRONMENTS: Mapping[str, str] = MappingProxyType(
    {
        "align": "aligned",
        "align*": "aligned",
        "alignat": "aligned",
        "alignat*": "aligned",
        "alignedat": "aligned",
        "flalign": "aligned",
        "flalign*": "aligned",
        "split": "aligned",
        "gather": "gathered",
        "gather*": "gathered",
        "multline": "gathered",
        "multline*": "gathered",
        "smallmatrix": "matrix",
        # nothing to lay out; an empty name drops the pair
        "equation": "",
        "equation*": "",
        "displaymath": "",
        "math": "",
    }
)
"""Environments that math-core lacks or would number, by what stands in for them."""
_WITH_COUNT = frozenset({"alignat", "alignat*", "alignedat"})

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
            "mathvariant": "normal",
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


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    replacement: str


@lru_cache(maxsize=4096)
def to_mathml(latex: str, *, display: bool, namespace: bool = False) -> str | MathProblem:
    """Convert one formula.

    Args:
        latex: the formula without its dollars.
        display: whether it stands on lines of its own.
        namespace: write the MathML namespace, for XML; HTML needs none.

    Returns:
        A ``math`` element, well-formed as XML and as HTML, with the LaTeX in ``alttext``; or the problem.

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
    text, edits = _rewrite(latex)
    try:
        written = _CONVERTER.convert_with_local_state(text, displaystyle=display)
    except math_core.LatexError as error:
        return _problem(str(error), edits, len(latex))
    try:
        # math-core speaks HTML; XML knows no such entity
        root = etree.fromstring(written.replace("&ApplyFunction;", "\u2061"), _PARSER)
    except etree.XMLSyntaxError:
        return MathProblem("the formula is nested too deeply")  # commands can nest without any braces
    for table in list(root.iter("mtable")):
        _drop_last_row(table)
    for element in root.iter():
        if unexpected := _mend(element):
            return MathProblem(unexpected)
    root.set("alttext", source)
    if namespace:
        root.set("xmlns", "http://www.w3.org/1998/Math/MathML")
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


def _problem(error: str, edits: tuple[_Edit, ...], length: int) -> MathProblem:
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


def _rewrite(latex: str) -> tuple[str, tuple[_Edit, ...]]:
    """Say in math-core's words what it would not read; return the edits too, in order and apart."""
    edits: list[_Edit] = []
    for edit in sorted(_edits(latex), key=lambda e: (e.start, e.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    parts, at = [], 0
    for edit in edits:
        parts += [latex[at : edit.start], edit.replacement]
        at = edit.end
    return "".join((*parts, latex[at:])), tuple(edits)


def _edits(latex: str) -> Iterator[_Edit]:
    for found in _ENVIRONMENT.finditer(latex):
        which, name, count = found.groups()
        end = found.end() if name in _WITH_COUNT or not count else found.start(3)
        if (new := _ENVIRONMENTS.get(name)) is not None:
            yield _Edit(found.start(), end, f"\\{which}{{{new}}}" if new else "")
    for found in _ROW_GAP.finditer(latex):
        yield _Edit(found.end(1), found.end(), "")
    for found in _TAG.finditer(latex):
        yield _Edit(found.start(), found.end(), rf"\qquad\text{{{found[2]}}}" if found[1] else rf"\qquad({found[2]})")
    for found in _DROPPED.finditer(latex):
        yield _Edit(found.start(), found.end(), "")
    for found in _SUBSTACK.finditer(latex):
        if (close := _closing(latex, found.end())) is not None:
            yield _Edit(found.start(), found.end() + 1, r"{\begin{matrix}")
            yield _Edit(close, close + 1, r"\end{matrix}}")
    for found in _TEXT_NAMES.finditer(latex):
        yield _Edit(found.start(), found.end(), r"\text")
    for found in _TEXT.finditer(latex):
        close = _closing(latex, found.end())
        if close is not None:
            yield from _text_edits(latex, found.end() + 1, close)


def _text_edits(latex: str, start: int, close: int) -> Iterator[_Edit]:
    r"""Take mathematics out of a ``\text{…}``, and keep the space behind ``\%``."""
    dollars = [found.start() for found in _TOKEN.finditer(latex, start, close) if found[0] == "$"]
    if len(dollars) % 2 == 0:
        for opening, closing in zip(dollars[::2], dollars[1::2], strict=True):
            yield _Edit(opening, opening + 1, "}{")
            yield _Edit(closing, closing + 1, r"}\text{")
    for found in _TOKEN.finditer(latex, start, close):
        if re.fullmatch(r"\\[%$&#_]", found[0]) and latex[found.end() : found.end() + 1] == " ":
            yield _Edit(found.end(), found.end(), "{}")


def _closing(latex: str, opening: int) -> int | None:
    """Return where the brace that opens at ``opening`` is closed."""
    depth = 0
    for found in _TOKEN.finditer(latex, opening):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return None

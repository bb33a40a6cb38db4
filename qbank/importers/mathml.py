r"""Presentation MathML as LaTeX (https://www.w3.org/TR/MathML3/chapter3.html).

LaTeX that stands in the MathML itself goes first: an ``annotation``, or an ``alttext`` that says the same formula.
What was written is read back by the converter to MathML; what that does not read is no result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from lxml import etree

from qbank.mathml import to_mathml

from .mathml_signs import FUNCTIONS, joined, sign

MAX_ELEMENTS = 5000
_MAX_DEPTH = 80
_TEX = re.compile(r"(?:application/|text/)?(?:x-)?(?:la)?tex", re.IGNORECASE)
_VARIANTS = MappingProxyType(
    {
        "normal": "mathrm",
        "bold": "mathbf",
        "bold-italic": "boldsymbol",
        "double-struck": "mathbb",
        "script": "mathcal",
        "bold-script": "mathcal",
        "fraktur": "mathfrak",
        "bold-fraktur": "mathfrak",
        "sans-serif": "mathsf",
        "bold-sans-serif": "mathsf",
        "monospace": "mathtt",
    }
)
_OVER = MappingProxyType(
    {
        "^": "hat",
        "ˆ": "hat",
        "̂": "hat",
        "~": "tilde",
        "˜": "tilde",
        "̃": "tilde",
        "∼": "tilde",
        "˙": "dot",
        ".": "dot",
        "̇": "dot",
        "¨": "ddot",
        "̈": "ddot",
        "→": "vec",
        "⃗": "vec",
        "⇀": "vec",
        "ˇ": "check",
        "˘": "breve",
        "´": "acute",
        "`": "grave",
        "˚": "mathring",
        "¯": "bar",
        "‾": "bar",
        "ˉ": "bar",
        "_": "bar",
        "̲": "overline",
        "―": "bar",
        "̅": "bar",
        "⏞": "overbrace",
        "︷": "overbrace",
        "←": "overleftarrow",
        "↔": "overleftrightarrow",
        "̄": "bar",
        "̌": "check",
        "́": "acute",
        "̀": "grave",
        "̊": "mathring",
        "̆": "breve",
        "⃛": "dddot",
    }
)
_WIDE = MappingProxyType({"hat": "widehat", "tilde": "widetilde", "vec": "overrightarrow", "bar": "overline"})
_UNDER = MappingProxyType({"⏟": "underbrace", "︸": "underbrace", "_": "underline", "̲": "underline", "‾": "underline",
                           "¯": "underline", "―": "underline"})  # fmt: skip
_LIMITS = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨄⨆") | {"lim", "max", "min", "sup", "inf", "liminf", "limsup", "det", "gcd", "Pr"}
_INTEGRALS = frozenset("∫∬∭∮")
_INFIX = frozenset("=<>≤≥≠≈≡∼≃≅∝→⇒⇔↔↦∈∉⊂⊆⊃⊇+−±∓∧∨∪∩:")
_FENCES = MappingProxyType({"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"})
_DELIMITERS = MappingProxyType({"⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil",
                                "⌉": r"\rceil", "{": r"\{", "}": r"\}", "‖": r"\|", "〈": r"\langle", "〉": r"\rangle",
                                "∣": "|", "∥": r"\|", "": "."})  # fmt: skip
_MATRICES = MappingProxyType(
    {("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("|", "|"): "vmatrix", ("‖", "‖"): "Vmatrix", ("{", "}"): "Bmatrix"}
)
_TALL = frozenset({"mfrac", "mtable", "munderover", "munder", "mover", "mroot", "msubsup"})
_SPACES = ((-0.1, r"\!"), (0.05, ""), (0.2, r"\,"), (0.25, r"\:"), (0.45, r"\;"), (0.75, r"\ "), (1.5, r"\quad"))
_TEXT_ESCAPES = str.maketrans({"{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_",
                               "\\": r"\backslash ", "^": r"\^{}", "~": r"\~{}"})  # fmt: skip


_ENCLOSURES = MappingProxyType(
    {
        **dict.fromkeys(("box", "roundedbox"), "boxed"),
        "updiagonalstrike": "cancel",
        "downdiagonalstrike": "bcancel",
        "top": "overline",
        "bottom": "underline",
        "radical": "sqrt",
    }
)
_BINOMIAL = re.compile(r"\\genfrac\{\}\{\}\{0pt\}\{\}(.*)", re.DOTALL)


class MathmlError(ValueError):
    """A formula that LaTeX, as it is read here, cannot say; the message says why."""


def latex_of(math: etree._Element) -> str:
    """Return a ``math`` element, its names without namespaces, as LaTeX. Raises :class:`MathmlError`."""
    if sum(1 for _ in math.iter()) > MAX_ELEMENTS:
        raise MathmlError(f"it has more than {MAX_ELEMENTS} elements")
    for note in math.iter("annotation"):
        written = re.sub(r"^(?:\$+|\\[\[(])|(?:\$+|\\[\])])$", "", (note.text or "").strip()).strip()
        if _TEX.fullmatch((note.get("encoding") or "").strip()) and written and readable(written):
            return written
    made = _said(math)
    alternative = (math.get("alttext") or "").strip()
    if alternative and alternative != made:
        again = to_mathml(alternative, display=False)
        if isinstance(again, str) and re.sub(r"\s", "", _said(etree.fromstring(again))) == re.sub(r"\s", "", made):
            return alternative
    if not made:
        raise MathmlError("it is empty")
    if not readable(made):
        raise MathmlError("it cannot be said in LaTeX")
    return made


def readable(latex: str) -> bool:
    """Tell whether a formula is one that exports can show."""
    return isinstance(to_mathml(latex, display=False), str)


def _said(math: etree._Element) -> str:
    return re.sub(r" {2,}", " ", _row(list(math), 0)).strip()


def _row(nodes: Sequence[etree._Element], depth: int) -> str:
    """Return elements in a row."""
    nodes = [node for node in nodes if isinstance(node.tag, str)]
    if depth > _MAX_DEPTH:
        raise MathmlError("it is nested too deeply")
    if len(nodes) > 1 and (fenced := _between(nodes, depth)) is not None:
        return fenced
    parts: list[str] = []
    for at, node in enumerate(nodes):
        said = _one(node, depth + 1)
        if at + 1 < len(nodes) and (nodes[at + 1].text or "").strip() == "\u2061":
            said = re.sub(r"^\\mathrm(?=\{)", r"\\operatorname", said)
        if node.tag == "mo" and at and _infix(nodes[at - 1], node):
            said = f" {said} "
        elif said == "," and at + 1 < len(nodes):
            said = "{,}" if nodes[at - 1].tag == nodes[at + 1].tag == "mn" and node.get("rspace") == "0" else ", "
        elif node.tag in {"munderover", "munder", "msubsup", "msub"} and _core(node[0]) in _LIMITS | _INTEGRALS:
            said += " "
        parts.append(said)
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", r"\\ldots ", joined(parts))


def _infix(before: etree._Element, node: etree._Element) -> bool:
    """Tell whether a sign stands between two things, rather than in front of one."""
    if (node.text or "").strip() not in _INFIX or node.get("form") == "prefix":
        return False
    return before.tag != "mo" or (before.text or "").strip() in {*_FENCES.values(), "!", "′"}


def _between(nodes: Sequence[etree._Element], depth: int) -> str | None:
    """Return a row between brackets that grow with what is in them, or ``None`` where the row is none."""
    first, last = nodes[0], nodes[-1]
    opening = (first.text or "").strip()
    closing = (last.text or "").strip().replace("\u2063", "")
    if first.tag != "mo" or opening not in _FENCES:
        return None
    inner = list(nodes[1:])
    ended = last.tag == "mo" and closing in {*_FENCES.values(), ""}
    if ended:
        inner = inner[:-1]
    grows = "false" not in {first.get("stretchy"), last.get("stretchy") if ended else ""}
    bodies = [node for node in inner if isinstance(node.tag, str) and node.tag != "mspace"]
    table = bodies[0] if len(bodies) == 1 else None
    while table is not None and table.tag in {"mrow", "mstyle"} and len(table) == 1:
        table = table[0]
    if table is not None and table.tag == "mtable" and grows:
        if opening == "{" and (not ended or not closing):
            return _grid(table, "cases", depth)
        if name := _MATRICES.get((opening, closing)):
            return _grid(table, name, depth)
    crosses = any(node.tag == "mo" and (node.text or "").strip() in {opening, closing} for node in inner)
    tall = any(each.tag in _TALL for node in inner for each in node.iter())
    if not ended or not grows or crosses or not tall:
        return None
    if (opening, closing) == ("(", ")") and len(bodies) == 1 and (chosen := _BINOMIAL.match(_one(bodies[0], depth))):
        return f"\\binom{chosen[1]}"
    left, right = _DELIMITERS.get(opening, opening), _DELIMITERS.get(closing, closing)
    return joined([f"\\left{left}", " ", _row(inner, depth + 1), " ", f"\\right{right}"])


def _one(node: etree._Element, depth: int) -> str:
    writer = _WRITERS.get(str(node.tag))
    if writer is None:
        raise MathmlError(f"<{node.tag!s}> has no counterpart in LaTeX here")
    return writer(node, depth)


def _children(node: etree._Element, count: int) -> list[etree._Element]:
    found = [child for child in node if isinstance(child.tag, str)]
    if len(found) != count:
        raise MathmlError(f"<{node.tag!s}> has {len(found)} parts, not {count}")
    return found


def _argument(node: etree._Element, depth: int) -> str:
    """Return an element as the argument of a script: in braces unless it is one letter or digit."""
    said = _one(node, depth + 1).strip()
    said = said if "\\text" in said else re.sub(r" ([=<>+:-]) |(,) ", r"\1\2", said)
    return said if re.fullmatch(r"[A-Za-z0-9*+-]", said) else f"{{{said}}}"


def _base(node: etree._Element, depth: int) -> str:
    said = _one(node, depth + 1).strip()
    whole = r"[A-Za-z0-9.)\]|!]|\\[A-Za-z]+|\\[A-Za-z]+\{[^{}]*\}|\d+(?:\.\d+)?|\\[{}|]"
    return said if re.fullmatch(whole, said) else f"{{{said}}}"


# -- tokens


def _words(node: etree._Element) -> str:
    return " ".join("".join(map(str, node.itertext())).split())


def _identifier(node: etree._Element, _depth: int) -> str:
    text = _words(node)
    if not text:
        return ""
    style = _VARIANTS.get(node.get("mathvariant") or "", "")
    if text in FUNCTIONS and not style.replace("mathrm", ""):
        return f"\\{text}"
    plain = _signs(text)
    bare = re.sub(r"[\ufe00\ufe01]", "", text)
    if style and plain.startswith("\\math") and len(bare) == 1:
        return plain
    if style:
        return f"\\{style}{{{plain}}}"
    if len(bare) == 1 or re.search(r"\\math", plain):
        return _merged(plain)
    return f"\\mathrm{{{text}}}" if re.fullmatch("[A-Za-z]+", text) else _text(node, 0) if " " in text else plain


def _merged(latex: str) -> str:
    r"""Return ``\mathtt{a}\mathtt{b}`` as ``\mathtt{ab}``."""
    found = re.fullmatch(r"(\\[a-z]+)\{([^{}\\])\}(?:\1\{[^{}\\]\})+", latex)
    return f"{found[1]}{{{''.join(re.findall(r'{(.)}', latex))}}}" if found else latex


def _signs(text: str) -> str:
    parts = []
    for char in text:
        said = sign(char)
        if said is None:
            said = char if char.isalpha() else f"\\text{{{char}}}"
        parts.append(said)
    return joined(parts)


def _number(node: etree._Element, _depth: int) -> str:
    text = "".join(map(str, node.itertext())).strip()
    said = re.sub(r"(?<=\d),(?=\d)", "{,}", re.sub(r"(?<=\d)[\s\u00a0\u202f]+(?=\d)", r"\\,", text))
    style = _VARIANTS.get(node.get("mathvariant") or "", "")
    plain = said if re.fullmatch(r"[0-9.{},\\]+", said) else _signs(text)
    return f"\\{style}{{{plain}}}" if style and style != "mathrm" else plain


_OPERATORS = MappingProxyType(
    {"...": r"\ldots", "<=": r"\le", ">=": r"\ge", "!=": r"\ne", "->": r"\to", ":=": ":=", "==": "==", "mod": r"\bmod"}
)


def _operator(node: etree._Element, _depth: int) -> str:
    text = _words(node)
    if text in _OPERATORS:
        return _OPERATORS[text]
    if text in FUNCTIONS:
        return f"\\{text}"
    if re.fullmatch("[A-Za-z]{2,}", text):
        return f"\\operatorname{{{text}}}"
    size = re.match(r"[\d.]+", node.get("minsize") or "")
    said = _DELIMITERS.get(text) if text and text not in {"∣", "∥"} else None
    said = said if said is not None else _signs(text)
    if size and (command := {"1.2": "big", "1.6": "Big", "2.0": "bigg", "2.4": "bigg", "3.0": "Bigg"}.get(size[0][:3])):
        return f"\\{command}{said}"
    return said


def _text(node: etree._Element, _depth: int) -> str:
    text = re.sub(r"\s+", " ", "".join(map(str, node.itertext())).replace("\u00a0", " "))
    if not text.strip():
        return r"\ " if text else ""
    variant = {"bold": "textbf", "italic": "textit", "monospace": "texttt"}.get(node.get("mathvariant") or "", "text")
    return f"\\{variant}{{{text.translate(_TEXT_ESCAPES)}}}"


def _space(node: etree._Element, _depth: int) -> str:
    if node.get("width") == "0.1667em":
        return ""  # what the converter puts beside the names of functions
    found = re.fullmatch(r"\s*(-?[\d.]+)\s*(em|ex|px|pt|mu)?\s*", node.get("width") or "0")
    if found is None:
        return r"\," if (node.get("width") or "").endswith("space") else ""
    try:
        width = float(found[1]) * {"ex": 0.43, "px": 1 / 16, "pt": 0.1, "mu": 1 / 18}.get(found[2] or "em", 1)
    except ValueError:
        return ""
    return next((said for limit, said in _SPACES if width <= limit), r"\qquad")


# -- layouts


def _inside(node: etree._Element, depth: int) -> str:
    return _row(list(node), depth)


def _group(node: etree._Element, depth: int) -> str:
    return _row(list(node), depth).strip(" ") if len(node) == 1 else _row(list(node), depth)


def _fraction(node: etree._Element, depth: int) -> str:
    over, under = (_one(child, depth + 1).strip() for child in _children(node, 2))
    if re.fullmatch(r"0+(?:\.0*)?(?:[a-z]+|%)?", node.get("linethickness") or "1"):
        return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{over}}}{{{under}}}"
    return f"\\frac{{{over}}}{{{under}}}"


def _scripted(node: etree._Element, depth: int) -> str:
    tag = str(node.tag)
    base, *scripts = _children(node, 3 if tag == "msubsup" else 2)
    said = _base(base, depth) if len(base) or (base.text or "").strip() else "{}"
    if tag != "msup":
        said += "_" + _argument(scripts[0], depth)
    if tag != "msub":
        raised = _one(scripts[-1], depth + 1).strip()
        if re.fullmatch("'+", raised):
            return said + raised
        raised = r"\circ" if raised == r"{}^\circ" else raised
        said += "^" + (raised if re.fullmatch(r"[A-Za-z0-9*+-]|\\circ", raised) else f"{{{raised}}}")
    return said


def _core(node: etree._Element) -> str:
    """Return the one sign or word of an element, without spaces around it; nothing where there is more."""
    leaves = [each for each in node.iter() if not len(each) and each.tag != "mspace" and isinstance(each.tag, str)]
    return (leaves[0].text or "").strip() if len(leaves) == 1 else ""


def _limited(node: etree._Element, depth: int) -> str:
    """Return what stands above and below something."""
    tag = str(node.tag)
    base, *scripts = _children(node, 3 if tag == "munderover" else 2)
    core = _core(base)
    if core in _LIMITS or core in _INTEGRALS or _braced(base, tag):
        said = _one(base, depth + 1).strip() + (r"\limits" if core in _INTEGRALS else "")
        said = f"\\operatorname*{{{core}}}" if said.startswith(r"\operatorname{") else said
        if tag != "mover":
            said += "_" + _argument(scripts[0], depth)
        return said + ("^" + _argument(scripts[-1], depth) if tag != "munder" else "")
    inner = _one(base, depth + 1).strip()
    if tag == "munderover":
        below, above = (_one(script, depth + 1).strip() for script in scripts)
        return f"\\underset{{{below}}}{{\\overset{{{above}}}{{{inner}}}}}"
    mark = _core(scripts[0])
    if scripts[0].tag == "mo" and (name := (_OVER if tag == "mover" else _UNDER).get(mark)):
        wide = len(_core(base)) != 1 or scripts[0].get("stretchy") == "true"
        name = _WIDE.get(name, name) if wide and mark != "." else name
        return f"\\{name}{{{inner}}}"
    script = re.sub(r"^(?:\\[;:, ])+|(?:\\[;:, ])+$", "", _one(scripts[0], depth + 1).strip())
    if core in {"→", "←"} and len(script) > 1:
        arrow = "xrightarrow" if core == "→" else "xleftarrow"
        return f"\\{arrow}{{{script}}}" if tag == "mover" else f"\\{arrow}[{script}]{{}}"
    return f"\\{'overset' if tag == 'mover' else 'underset'}{{{script}}}{{{inner}}}"


def _braced(base: etree._Element, tag: str) -> bool:
    r"""Tell whether something stands at a brace, as ``n`` in ``\\underbrace{x}_{n}``."""
    marks = {"munder": "⏟︸", "mover": "⏞︷"}.get(tag, "")
    return base.tag == tag and len(base) == 2 and _core(base[1]) in set(marks)


def _prescripted(node: etree._Element, depth: int) -> str:
    children = [child for child in node if isinstance(child.tag, str)]
    at = next((n for n, child in enumerate(children) if child.tag == "mprescripts"), len(children))
    if not children or (at - 1) % 2 or ((len(children) - at - 1) % 2 == 1 and at < len(children)):
        raise MathmlError("<mmultiscripts> has a script too few")

    def pairs(scripts: Sequence[etree._Element]) -> str:
        said = ""
        for low, high in zip(scripts[::2], scripts[1::2], strict=True):
            said += "{}" if said else ""
            said += "" if low.tag == "none" or not _empty(low) else "_" + _argument(low, depth)
            said += "" if high.tag == "none" or not _empty(high) else "^" + _argument(high, depth)
        return said

    before, after = pairs(children[at + 1 :]), pairs(children[1:at])
    return ("{}" + before if before else "") + _base(children[0], depth) + after


def _empty(node: etree._Element) -> bool:
    return bool(len(node) or (node.text or "").strip())


def _root(node: etree._Element, depth: int) -> str:
    if node.tag == "msqrt":
        return f"\\sqrt{{{_row(list(node), depth).strip()}}}"
    inner, index = (_one(child, depth + 1).strip() for child in _children(node, 2))
    return f"\\sqrt[{index}]{{{inner}}}"


def _fenced(node: etree._Element, depth: int) -> str:
    opening, closing = node.get("open", "("), node.get("close", ")")
    children = [child for child in node if isinstance(child.tag, str)]
    if len(children) == 1:
        table = children[0]
        if table.tag == "mrow" and len(table) == 1:
            table = table[0]
        if table.tag == "mtable":
            if name := _MATRICES.get((opening, closing)):
                return _grid(table, name, depth)
            if opening == "{" and not closing:
                return _grid(table, "cases", depth)
    marks = "".join(node.get("separators", ",").split())
    parts: list[str] = []
    for at, child in enumerate(children):
        if at and marks:
            parts.append(_signs(marks[min(at, len(marks)) - 1]) + " ")
        parts.append(_one(child, depth + 1).strip())
    tall = any(each.tag in _TALL for each in node.iter())
    left, right = (_DELIMITERS.get(mark, mark) for mark in (opening, closing))
    if tall or not opening or not closing:
        if not opening and not closing:
            return joined(parts)
        return joined([f"\\left{left}", " ", *parts, " ", f"\\right{right}"])
    return joined([left, *parts, right])


def _grid(table: etree._Element, name: str, depth: int) -> str:
    rows = []
    for row in table:
        if row.tag != "mtr":
            raise MathmlError(f"<{row.tag!s}> in a table has no counterpart in LaTeX here")
        rows.append(" & ".join(_row(list(cell), depth + 1).strip() for cell in row if isinstance(cell.tag, str)))
    return f"\\begin{{{name}}} " + r" \\ ".join(rows) + f" \\end{{{name}}}"


def _table(node: etree._Element, depth: int) -> str:
    aligns = [cell.get("columnalign") or "" for cell in next(iter(node), node)] if len(node) else []
    aligns = aligns if any(aligns) else (node.get("columnalign") or "").split()
    if aligns and all(align == ("left" if at % 2 else "right") for at, align in enumerate(aligns)):
        return _grid(node, "aligned", depth)
    if node.get("displaystyle") == "true" and len(aligns) <= 1:
        return _grid(node, "gathered", depth)
    return _grid(node, "matrix", depth)


def _enclosed(node: etree._Element, depth: int) -> str:
    notation = (node.get("notation") or "longdiv").split()
    command = _ENCLOSURES.get(" ".join(notation), "")
    if set(notation) == {"updiagonalstrike", "downdiagonalstrike"}:
        command = "xcancel"
    if not command:
        raise MathmlError(f"the enclosure {' '.join(notation)} has no counterpart in LaTeX here")
    return f"\\{command}{{{_row(list(node), depth).strip()}}}"


def _first(node: etree._Element, depth: int) -> str:
    return _one(node[0], depth + 1) if len(node) else ""


_WRITERS: Mapping[str, Callable[[etree._Element, int], str]] = MappingProxyType(
    {
        **dict.fromkeys(("mrow", "math"), _group),
        **dict.fromkeys(("mstyle", "mpadded", "mtd"), _inside),
        **dict.fromkeys(("msub", "msup", "msubsup"), _scripted),
        **dict.fromkeys(("munder", "mover", "munderover"), _limited),
        **dict.fromkeys(("msqrt", "mroot"), _root),
        **dict.fromkeys(("semantics", "maction"), _first),
        **dict.fromkeys(("annotation", "annotation-xml", "none", "maligngroup", "malignmark"), lambda *_: ""),
        "mi": _identifier,
        "mn": _number,
        "mo": _operator,
        "mtext": _text,
        "ms": _text,
        "mspace": _space,
        "mfrac": _fraction,
        "mfenced": _fenced,
        "mtable": _table,
        "mmultiscripts": _prescripted,
        "mphantom": lambda node, depth: f"\\phantom{{{_row(list(node), depth).strip()}}}",
        "menclose": _enclosed,
    }
)  # fmt: skip

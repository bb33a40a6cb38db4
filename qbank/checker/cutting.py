r"""A formula or display cut into claims: rows, parts of rows, and how each is joined to the one before.

Works on the LaTeX itself, not on the reader's tokens, since a row that cannot be read must not hide its neighbours.
Environments that only align are opened, however deeply they nest; ``cases`` and matrices stay whole, but a ``cases``
or braced array that stands alone and holds an equation in every row is a system, whose rows are claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .records import record

SO, IFF, BECAUSE, AND, OR, WHERE, IF, NOTE = "so", "iff", "because", "and", "or", "where", "if", "note"
"""How a claim is joined to what stands before it; ``NOTE`` follows a remark that says nothing of the kind."""


KEPT = 256
"""Formulas whose pieces are kept: each is cut for its claims and for its sides."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``latex[start:end]`` is one claim; ``row`` counts the rows, ``system`` the systems of equations from 1."""

    start: int
    end: int
    link: str = ""
    row: int = 0
    system: int = 0
    prose: bool = False


@record
class _Piece:
    """``kind``: ``open close left right begin end row align space comma arrow words relation other``."""

    kind: str
    text: str
    start: int
    end: int


_ALIGNING = re.compile(
    r"(?:aligned|align|alignat|alignedat|gathered|gather|split|eqnarray|multline|flalign|equation|math|displaymath"
    r"|subequations|dcases|rcases|multlined)\*?"
)
_SYSTEM = frozenset({"cases", "dcases", "rcases", "array", "aligned", "alignedat", "split", "gathered", "matrix"})
_PIECES = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z]+\*?)\}(?P<options>\[[a-z]\])?(?P<columns>\{[^{}]*\})?"
    r"|\\\\\*?(?:\s*\[[^\[\]]{0,20}\])?"
    r"|\\(?:left|right|middle)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)"
    r"|\\(?:text|textrm|textnormal|textup|mbox|textit|textbf|intertext|shortintertext)\s*\{"
    r"|\\(?:tag\*?|label|eqref|ref)\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+\*?|\\.|.",
    re.DOTALL,
)
_ARROWS = {
    r"\Rightarrow": SO, r"\implies": SO, r"\Longrightarrow": SO, r"\therefore": SO, r"\leadsto": SO,
    r"\rightsquigarrow": SO, r"\to": SO, r"\rightarrow": SO, r"\longrightarrow": SO, "⇒": SO, "∴": SO, "⟹": SO,
    r"\iff": IFF, r"\Leftrightarrow": IFF, r"\Longleftrightarrow": IFF, "⇔": IFF, "⟺": IFF,
    r"\because": BECAUSE, r"\impliedby": BECAUSE, r"\Leftarrow": BECAUSE, r"\Longleftarrow": BECAUSE, "∵": BECAUSE,
}  # fmt: skip
_ALWAYS = frozenset({r"\therefore", r"\because", "∴", "∵"})
"""Signs that are never part of a formula."""
_RELATIONS = frozenset(
    r"""= < > \le \leq \leqslant \ge \geq \geqslant \ne \neq \approx \simeq \equiv \in \notin \sim \propto \subset
    \subseteq \supset \supseteq \cong \lt \gt ≤ ≥ ≠ ≈ ≡ ∈""".split()  # noqa: SIM905 - reads best as words
)
_SPACES = frozenset({r"\quad", r"\qquad", r"\hspace", r"\hfill"})
_DROPPED = frozenset(
    r"""\nonumber \notag \checkmark \blacksquare \square \Box \qed \qedhere \hline \displaystyle \, \; \: \! \>
    & ~""".split()  # noqa: SIM905 - reads best as words
)
_TELLING = {
    SO: "so hence thus therefore then gives giving yields yielding whence ie implies consequently means ergo obtain "
        "get becomes",
    IFF: "iff equivalently",
    AND: "and",
    OR: "or",
    BECAUSE: "since because as using by",
    WHERE: "where with here",
    IF: "if for when provided unless whenever assuming suppose let set setting at otherwise",
}  # fmt: skip
_LINKS = {word: link for link, words in _TELLING.items() for word in words.split()}
MIN_WORD = 3
"""Letters of a word that is sure to be no unit."""
_WORD = re.compile(r"[A-Za-z]+")
_FOLLOWS = re.compile(
    r"\b(?:follows|leads to|amounts to|leaves|that is|arriv(?:e|es|ing) at|(?:left|up) with)\W*(?:that)?\W*$",
    re.IGNORECASE,
)


def link_of(words: str) -> str:
    """Return what a stretch of prose between two formulas says of the second: its last telling word decides.

    "if", "where" and "since" rule the formula that follows them, so they must come last or open the stretch.
    """
    if _FOLLOWS.search(words):
        return SO
    found = [word.lower() for word in _WORD.findall(words.replace("i.e.", "ie"))]
    for word in (*found[-1:], *found[:1], *reversed(found)):
        if word in _LINKS:
            return _LINKS[word]
    return NOTE


def cut(latex: str) -> list[Cut]:
    """Cut a formula or display into rows and their parts."""
    return _cut(latex, _pieces(latex))


_ANNOTATED = re.compile(r"\\(?:overset|stackrel|underset)\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{\s*(=|\\approx)\s*\}")


def sides_of(latex: str) -> list[tuple[str, int, int]]:
    r"""Return the sides of a chain of ``=`` and ``\approx``: the sign before each, its start and end.

    Empty where the text holds more than such a chain: several claims, words, other relations.
    """
    found: list[tuple[str, int, int]] = []
    sign, start, depth = "", 0, 0
    annotated = {match.start(): match for match in _ANNOTATED.finditer(latex)}
    beyond = 0
    for piece in _pieces(latex):
        match = annotated.get(piece.start)
        if piece.start < beyond:
            continue
        if piece.kind in ("open", "left", "begin"):
            depth += 1
        elif piece.kind in ("close", "right", "end"):
            depth -= 1
        elif depth:
            continue
        elif match is not None and match.group(1).strip() != "!":
            found.append((sign, start, piece.start))
            sign, start = match.group(2), match.end()
            beyond = match.end()
        elif match is not None or piece.kind in ("space", "comma", "arrow", "words", "row"):
            return []
        elif piece.kind == "relation":
            if piece.text not in ("=", r"\approx"):
                return []
            found.append((sign, start, piece.start))
            sign, start = piece.text, piece.end
    found.append((sign, start, len(latex)))
    return [] if depth else found


@lru_cache(KEPT)
def _pieces(latex: str) -> tuple[_Piece, ...]:
    return tuple(_pieces_of(latex))


def _pieces_of(latex: str) -> Iterator[_Piece]:
    position = 0
    while position < len(latex):
        match = _PIECES.match(latex, position)
        if match is None:
            return
        text = match.group()
        end = match.end()
        if match.group("edge"):
            name, columns = match.group("name"), match.group("columns")
            takes = name.startswith(("array", "alignat", "alignedat", "subarray"))
            end = match.end() if takes or not columns else match.start("columns")
            yield _Piece(match.group("edge"), name, position, end)
        elif text.startswith(r"\\"):
            yield _Piece("row", text, position, end)
        elif side := re.match(r"\\(left|right|middle)(?![A-Za-z])", text):
            yield _Piece(side.group(1), text, position, end)
        elif text.endswith("{") and len(text) > 2:
            end = _closed(latex, end)
            kind = "row" if "intertext" in text else "words"
            yield _Piece(kind, latex[match.end() : end - 1] or " ", position, end)
        elif text.startswith((r"\tag", r"\label", r"\eqref", r"\ref")):
            yield _Piece("dropped", text, position, end)
        else:
            yield _Piece(_kind(text), text, position, end)
        position = end


_KINDS = {"{": "open", "}": "close", "(": "left", "[": "left", ")": "right", "]": "right", "&": "align",
          r"\{": "left", r"\}": "right", ",": "comma", ";": "comma"}  # fmt: skip


def _kind(text: str) -> str:
    if text in _KINDS:
        return _KINDS[text]
    if text in _SPACES:
        return "space"
    if text in _ARROWS:
        return "arrow"
    if text in _RELATIONS:
        return "relation"
    return "dropped" if text in _DROPPED or text.isspace() else "other"


def _closed(latex: str, at: int) -> int:
    """Return the place after the brace that closes what is open at ``at``."""
    depth = 1
    while at < len(latex) and depth:
        step = 2 if latex[at] == "\\" else 1
        depth += (latex[at] == "{") - (latex[at] == "}")
        at += step
    return min(at, len(latex))


@dataclass(slots=True)
class _Row:
    """The pieces of one row at depth 0; those inside something are joined to one piece ``inside``."""

    pieces: list[_Piece]
    system: int = 0
    words: str = ""
    """The prose that stands between it and the row before (``\\intertext``)."""


def _cut(latex: str, pieces: Sequence[_Piece]) -> list[Cut]:
    found: list[Cut] = []
    for number, row in enumerate(_rows(latex, pieces)):
        before = len(found)
        found += _parts(latex, row, number)
        if row.system and before < len(found) and before and found[before - 1].system == row.system:
            first = found[before]
            found[before] = Cut(first.start, first.end, AND, first.row, first.system, first.prose)
    return found


def _rows(latex: str, pieces: Sequence[_Piece]) -> Iterator[_Row]:
    """Yield the rows of a display, environments that align opened."""
    depth = 0
    opened: list[bool] = []
    system = systems = 0
    row = _Row([])
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if depth == 0 and (inside := _system_at(latex, pieces, at, row)) is not None:
            yield row
            systems += 1
            system = systems
            row = _Row([], system)
            opened.append(True)
            at = inside
            continue
        if piece.kind == "begin":
            opens = depth == 0 and _ALIGNING.fullmatch(piece.text) is not None and _blank(row.pieces)
            opened.append(opens)
            depth += not opens
            if not opens:
                row.pieces.append(piece)
        elif piece.kind == "end" and opened:
            if opened.pop():
                yield row
                system = 0
                row = _Row([])
                if at + 1 < len(pieces) and pieces[at + 1].kind == "right" and _closes_nothing(pieces[at + 1]):
                    at += 1
            else:
                depth -= 1
                row.pieces.append(piece)
        elif piece.kind in ("open", "close"):
            depth = max(0, depth + (1 if piece.kind == "open" else -1))
            row.pieces.append(piece)
        elif piece.kind == "row" and depth == 0:
            yield row
            row = _Row([], system, "" if piece.text.startswith("\\\\") else piece.text)
        else:
            row.pieces.append(piece)
        at += 1
    yield row


def _closes_nothing(piece: _Piece) -> bool:
    return piece.text.replace(" ", "") in (r"\right.", r"\right\}")


def _blank(pieces: Sequence[_Piece]) -> bool:
    return all(piece.kind in ("align", "dropped", "space", "words", "comma") for piece in pieces)


def _system_at(latex: str, pieces: Sequence[_Piece], at: int, row: _Row) -> int | None:
    r"""Return where the inside of a system of equations starts, if one begins here.

    ``\left\{`` (or nothing, for ``cases``) and an environment, alone on its row, each row of it an equation.
    """
    start = at
    if pieces[at].kind == "left" and pieces[at].text.replace(" ", "") in (r"\left\{", r"\{", r"\left\lbrace"):
        start += 1
        while start < len(pieces) and pieces[start].kind == "dropped":
            start += 1
    begins = start < len(pieces) and pieces[start].kind == "begin" and pieces[start].text in _SYSTEM
    if not begins or not _blank(row.pieces) or (start == at and not pieces[start].text.endswith("cases")):
        return None
    depth = 0
    related = False
    for place in range(start + 1, len(pieces)):
        piece = pieces[place]
        if piece.kind in ("begin", "open"):
            depth += 1
        elif depth and piece.kind in ("end", "close"):
            depth -= 1
        elif depth == 0 and piece.kind in ("row", "end"):
            last = piece.kind == "end"
            if not related and not (last and not latex[pieces[place - 1].end : piece.start].strip()):
                return None
            if last:
                return start + 1
            related = False
        elif depth == 0 and piece.kind == "words" and link_of(piece.text) == IF:
            return None
        elif depth == 0 and piece.kind == "relation":
            related = True
    return None


def _parts(latex: str, row: _Row, number: int) -> list[Cut]:
    """Cut one row where claims are parted."""
    pieces = row.pieces
    if not pieces:
        return []
    cuts = _separators(latex, pieces)
    found: list[Cut] = []
    link = link_of(row.words) if row.words else ""
    begin = pieces[0].start
    remarks: list[Cut] = []
    for start, end, after, words in [*cuts, (pieces[-1].end, pieces[-1].end, "", "")]:
        shown = _trimmed(latex, pieces, begin, start)
        if shown:
            found.append(Cut(*shown, link, number, row.system))
        if words:
            remarks.append(Cut(start, end, NOTE, number, row.system, prose=True))
        link = (after if shown or after != AND else "") or (link if not shown else "")
        begin = end
    return found or remarks[:1]


def _separators(latex: str, pieces: Sequence[_Piece]) -> list[tuple[int, int, str, str]]:
    """Return the places where a row is cut: start, end, the link to what follows, and the words that stand there."""
    depth = 0
    candidates: list[_Piece] = []
    relations: list[int] = []
    for piece in pieces:
        if piece.kind in ("open", "left", "begin"):
            depth += 1
        elif piece.kind in ("close", "right", "end"):
            depth = max(0, depth - 1)
        elif depth == 0 and piece.kind in ("space", "comma", "arrow", "words"):
            candidates.append(piece)
        elif depth == 0 and piece.kind == "relation":
            relations.append(piece.start)
    found: list[tuple[int, int, str, str]] = []
    for at, piece in enumerate(candidates):
        low = candidates[at - 1].end if at else pieces[0].start
        high = candidates[at + 1].start if at + 1 < len(candidates) else pieces[-1].end
        before = any(low <= place < piece.start for place in relations)
        after = any(piece.end <= place < high for place in relations)
        first = not latex[pieces[0].start : piece.start].strip(" \t\r\n&")
        if piece.kind == "space":
            beside = any(pieces[0].start <= place < piece.start for place in relations)
            found.append((piece.start, piece.end, AND if beside else "", ""))
        elif piece.kind == "comma" and before and after:
            found.append((piece.start, piece.end, AND, ""))
        elif piece.kind == "arrow":
            earlier = any(place < piece.start for place in relations)
            later = any(place > piece.start for place in relations)
            if piece.text in _ALWAYS or (earlier and later) or (first and _leads(piece, relations)):
                found.append((piece.start, piece.end, _ARROWS[piece.text], ""))
        elif piece.kind == "words" and _is_prose(piece.text, first=first, last=high == pieces[-1].end):
            found.append((piece.start, piece.end, link_of(piece.text), piece.text))
    return found


def _leads(arrow: _Piece, relations: Sequence[int]) -> bool:
    """Tell whether an arrow at the start of a row joins it to the row before: always, but a plain one needs a claim."""
    return bool(relations) or arrow.text not in (r"\to", r"\rightarrow", r"\longrightarrow")


def _is_prose(text: str, *, first: bool, last: bool) -> bool:
    """Tell words from a name or unit in words: a telling word, or several words at either end of a row."""
    words = [word.lower() for word in _WORD.findall(text.replace("i.e.", "ie"))]
    if not words:
        return bool(text.strip(" .,;:()")) or not text.strip()
    if words[0] in _LINKS or words[-1] in _LINKS:
        return True
    if "/" in text or "^" in text or all(len(word) < MIN_WORD for word in words):
        return False  # a unit
    return len(words) > 1 and (first or last) and (last or text.strip().endswith((":", ",")) or len(words) > 2)


def _trimmed(latex: str, pieces: Sequence[_Piece], start: int, end: int) -> tuple[int, int] | None:
    """Return a part without what is no mathematics at its ends; ``None`` where nothing is left."""
    inside = [piece for piece in pieces if start <= piece.start and piece.end <= end]
    loose = ("align", "dropped", "space", "comma")
    while inside and inside[0].kind in loose:
        inside.pop(0)
    while inside and inside[-1].kind in loose:
        inside.pop()
    if not inside:
        return None
    low, high = inside[0].start, inside[-1].end
    boxed = re.fullmatch(r"\\(?:boxed|fbox|color\{[a-z]+\}|mathbf)\s*\{", latex[low : latex.find("{", low) + 1])
    if (
        boxed
        and _closed(latex, latex.find("{", low) + 1) == high
        and any(sign in latex[low:high] for sign in ("=", r"\approx", "<", ">", r"\le", r"\ge", r"\in"))
    ):
        low, high = latex.find("{", low) + 1, high - 1
        low += len(latex[low:high]) - len(latex[low:high].lstrip())
        high -= len(latex[low:high]) - len(latex[low:high].rstrip())
    return (low, high) if low < high else None

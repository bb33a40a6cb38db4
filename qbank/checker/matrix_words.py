r"""The matrix of a question, and what a worked solution says of it in words: row operations and eigenvectors.

"Subtracting twice the first row from the second, we get" a matrix with the same row space. "$3$ with eigenvector
$(1, 1)$" claims that the matrix maps this vector to three times itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import sympy as sp

from .deciding.equality import Comparer
from .formulas import Formula
from .grids import Grid, transposed
from .letters import Undecided
from .rounding import DIGITS, TINY
from .setting import Setting
from .solution import Line, Worked
from .syntax import Call, Matrix, Name, Node, Relation, names_in, walk

NO_EIGENVECTOR = "is no such eigenvector of the matrix of the question"
OTHER_ROWS = "has other rows than row operations make of the matrix before it"
_OF_MATRIX = frozenset({"det", "rank", "trace"})
_ANOTHER = re.compile(
    r"\b(invers\w+|transpos\w+|adjugate|adjoint|augment\w+|submatri\w+|minor matri\w+|block|let|where|with the matrix|"
    r"call|denote|write|gram|hessian|jacobian|companion|similar|another|new|reduc\w+|echelon)\b",
    re.IGNORECASE,
)
"""Words beside which a name may be that of another matrix."""
_ROWS = re.compile(r"\b(rows?|eliminat\w+|row-reduc\w+|echelon|gauss\w*)\b", re.IGNORECASE)
_STEP = re.compile(
    r"\\(?:to|sim|(?:long)?rightarrow|Rightarrow|leadsto|rightsquigarrow|xrightarrow\s*(?:\[[^\]]*\])?\s*\{[^{}]*\})(?![A-Za-z])"
)
_NO_ROWS = re.compile(
    r"\b(columns?|delet\w+|remov\w+|cross\w*|strik\w+|cofactors?|minors?|augment\w*|invers\w+|transpos\w+|mod\w*|"
    r"right-hand|expan\w+|drop\w*|omit\w*|not|wrong\w*|mistak\w+|"
    r"multipl\w+|product|elementary|permutation|transformation|with the matrix|factors?)\b",
    re.IGNORECASE,
)
_EIGENVECTOR = re.compile(
    r"(?:^|[.;:(]|,(?: so| and| with)?|\b(?:is|are|with|has|have|having|and|an?|the|one|its|each|gives?|get|find)) *"
    r"(?:(?:unit|normali[sz]ed|corresponding|associated|possible) )*eigenvectors?[\s:=]*(?:(?:is|are)[\s:]*)?$",
    re.IGNORECASE,
)
"""The words that call the vector behind them an eigenvector of the matrix, and of nothing made from it."""
_JOINED = re.compile(r"\W*(?:and|,|, and)?\W*", re.IGNORECASE)
_PAIRED = re.compile(
    r"\W*(?:with|has|having|and)\s*(?:the |an |one )?(?:corresponding |associated )?eigenvector\W*", re.IGNORECASE
)
_BELONGS = re.compile(r"\W*(?:belongs?|to|for|of|corresponds?)\b", re.IGNORECASE)
_NO_CAPITALS = re.compile(r"\^\s*\{?\s*T\b\s*\}?|\\mathbb\s*\{?\s*[A-Z]\s*\}?|\\text\s*\{[^}]*\}")
"""Capitals that stand for no matrix: transposed vectors, sets of numbers, words."""
_OTHER_VECTORS = re.compile(
    r"\b(left|generali[sz]ed|not|no|never|cannot|transpos\w+|singular|principal|covariance|wrong\w*|mistak\w+|"
    r"if|suppose|would|matrices|inverse|basis|coordinates|in terms of|approximat\w*|roughly|about|guess\w*|iterat\w+|"
    r"start\w*|steps?|row|dual|adjoint)\b",
    re.IGNORECASE,
)


def the_matrix(setting: Setting) -> tuple[Matrix, Name | None] | None:
    """Return the one matrix that the stem writes out, with its name if it has one."""
    trees = [read.tree for read in (*setting.stem, *setting.given) if read.tree is not None]
    found = {part for tree in trees for part in walk(tree) if isinstance(part, Matrix) and part.columns > 1}
    if len(found) != 1 or setting.unread:
        return None
    (matrix,) = found
    for tree in (*trees, *setting.solved):
        if isinstance(tree, Relation) and tree.signs == ("=",) and tree.sides[1] == matrix:
            return (matrix, tree.sides[0]) if isinstance(tree.sides[0], Name) else None
    return (matrix, None) if matrix in trees else None


def named_matrix(setting: Setting, worked: Worked) -> Relation | None:
    r"""Return ``A = …``, where the stem writes out one matrix without a name and the solution speaks of ``\det A``."""
    found = the_matrix(setting)
    if found is None or found[1] is not None or _ANOTHER.search(worked.prose):
        return None
    parts = [part for side in worked.trees for part in walk(side)]
    used = {part.arguments[0] for part in parts if isinstance(part, Call) and part.function in _OF_MATRIX}
    names = {one for one in used if isinstance(one, Name) and one.base.isupper() and not one.sub and not one.sup}
    spoken = {name for tree in setting.trees() for name in names_in(tree)}
    made = [*worked.definitions, *worked.laws]
    spoken |= {one.sides[0] for one in made if isinstance(one, Relation) and isinstance(one.sides[0], Name)}
    if len(names) != 1 or len(used) != 1 or names & spoken or any(isinstance(part, Matrix) for part in parts):
        return None
    return Relation((*names, found[0]), ("=",))


def slips(worked: Worked, setting: Setting, comparer: Comparer) -> Iterator[tuple[Line, str]]:
    """Yield the lines, and the vectors as lines, that say what is false of the matrix of the question."""
    found = the_matrix(setting)
    if found is None:
        return
    try:
        matrix = comparer.algebra.value(found[0])
    except Undecided:
        return
    if not isinstance(matrix, Grid) or any(entry.free_symbols for entry in matrix.items):
        return
    yield from ((line, OTHER_ROWS) for line in _other_rows(worked.lines, worked.stem, matrix, comparer))
    yield from ((line, OTHER_ROWS) for line in _broken_rows(worked, setting, comparer))
    if not _OTHER_VECTORS.search(worked.stem):
        yield from (
            (Line(one), NO_EIGENVECTOR) for one in _no_eigenvectors(worked, setting, (matrix, found[1]), comparer)
        )


def _grid(node: Node | None, comparer: Comparer) -> Grid | None:
    """Return a matrix or vector of numbers."""
    try:
        value = None if node is None else comparer.algebra.value(node)
    except Undecided:
        return None
    return value if isinstance(value, Grid) and not any(entry.free_symbols for entry in value.items) else None


def _other_rows(lines: Sequence[Line], stem: str, matrix: Grid, comparer: Comparer) -> Iterator[Line]:
    """Yield the matrices that stand after words for row operations, and cannot come from such."""
    if _NO_ROWS.search(stem):
        return
    before = matrix
    for line in lines:
        here = _grid(line.sides[0], comparer) if len(line.sides) == 1 and isinstance(line.sides[0], Matrix) else None
        if here is None:
            continue
        words = line.formula.before
        told = _ROWS.search(words) is not None and not _NO_ROWS.search(words) and not line.aside and not line.doubted
        if told and here.shape == before.shape and _reduced(here) != _reduced(before):
            yield line
            return
        before = here


def _broken_rows(worked: Worked, setting: Setting, comparer: Comparer) -> Iterator[Line]:
    """Yield the lines in which arrows lead from one matrix to the next, by row operations that cannot make it."""
    for line in worked.lines:
        head = worked.prose[: line.formula.offset].rpartition("\n\n")[2]
        if line.sides or not _ROWS.search(head) or _NO_ROWS.search(head) or _NO_ROWS.search(worked.stem):
            continue
        steps = [_grid(setting.read(Formula(one, (), 0)).tree, comparer) for one in _STEP.split(line.formula.latex)]
        pairs = [(one, other) for one, other in pairwise(steps) if one is not None and other is not None]
        if any(one.shape == other.shape and _reduced(one) != _reduced(other) for one, other in pairs):
            yield line


def _reduced(grid: Grid) -> sp.Matrix:
    return sp.Matrix(grid.rows, grid.columns, list(grid.items)).rref()[0]


def _no_eigenvectors(
    worked: Worked, setting: Setting, known: tuple[Grid, Name | None], comparer: Comparer
) -> Iterator[Formula]:
    """Yield the vectors that the words before them call eigenvectors, and which are none, not even of the transpose."""
    matrix, name = known
    last: tuple[Formula, sp.Expr | None] | None = None
    called = False
    for formula in worked.remarks:
        value = _number(formula, setting, comparer)
        vector = _grid(setting.read(formula).tree, comparer)
        adjacent = last is not None and worked.prose[last[0].offset : formula.offset].strip() == formula.before.strip()
        called = _EIGENVECTOR.search(formula.before) is not None or (
            called and adjacent and vector is not None and _JOINED.fullmatch(formula.before) is not None
        )
        paired = adjacent and last is not None and _PAIRED.fullmatch(formula.before) is not None
        told = called and not _OTHER_VECTORS.search(_sentence(worked.prose, formula))
        told = told and not any(_of_another(one, name) for one in _beside(worked, formula))
        if told and vector is not None and len(vector.items) == matrix.rows == matrix.columns:
            belongs = _BELONGS.match(worked.prose, formula.offset + len(formula.latex)) is not None
            factor = last[1] if paired and last is not None and not belongs else None
            if not any(_kept(one, vector, factor) for one in (matrix, transposed(matrix))):
                yield formula
        last = (formula, value)


def _number(formula: Formula, setting: Setting, comparer: Comparer) -> sp.Expr | None:
    tree = setting.read(formula).tree
    try:
        value = None if tree is None else comparer.algebra.value(tree)
    except Undecided:
        return None
    return value if isinstance(value, sp.Expr) and not value.free_symbols else None


def _beside(worked: Worked, formula: Formula) -> list[Formula]:
    """Return the formulas in the sentence of one, and in the two sentences before it."""
    start = formula.offset
    for _ in range(3):
        start = max(worked.prose.rfind(stop, 0, start) for stop in (". ", ".\n"))
        if start < 0:
            break
    end = formula.offset + len(_sentence(worked.prose[formula.offset :], Formula("", (), 0)))
    formulas = [*worked.remarks, *(line.formula for line in worked.lines)]
    return [one for one in formulas if start < one.offset <= end]


def _of_another(formula: Formula, name: Name | None) -> bool:
    r"""Tell whether a formula speaks of another matrix than that of the question: ``A^2``, ``A + I``, ``e^A``."""
    base = name.base if name is not None else "A"
    latex = re.sub(r"\s|\\[A-Za-z]+|[{}]", "", _NO_CAPITALS.sub("", formula.latex))
    apart = re.search(rf"[\w^+-]{base}|{base}[\^_+A-HJ-Z]", latex)
    return apart is not None or bool(set(re.findall(r"[A-Z]", latex)) - {base, "I", "E"})


def _sentence(prose: str, formula: Formula) -> str:
    """Return the sentence around a formula."""
    start = max(prose.rfind(". ", 0, formula.offset), prose.rfind(".\n", 0, formula.offset)) + 1
    ends = [at for stop in (". ", ".\n") if (at := prose.find(stop, formula.offset)) >= 0]
    return prose[start : min(ends, default=len(prose))]


def _kept(matrix: Grid, vector: Grid, factor: sp.Expr | None) -> bool:
    """Tell whether a matrix maps a vector to a multiple of itself, to ``factor`` times itself if that is told."""
    items = vector.items
    image = [sum(matrix.at(row, at) * one for at, one in enumerate(items)) for row in range(matrix.rows)]
    if factor is not None:
        apart = [one - factor * other for one, other in zip(image, items, strict=True)]
    else:
        apart = [image[one] * items[two] - image[two] * items[one] for one, two in combinations(range(len(items)), 2)]
    return not any(abs(sp.N(one, DIGITS)) > TINY for one in apart)

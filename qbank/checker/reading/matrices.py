r"""Vectors and matrices: environments, transposes, norms, determinants, and products whose factors do not commute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Between,
    Big,
    Builder,
    Call,
    Congruence,
    Const,
    Div,
    Logic,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Quantified,
    Relation,
    Set,
    Tuple,
)

from .arithmetic import ArithmeticReader
from .kinds import BOLD, MATRIX, MATRIX_WORDS, SET, STATEMENT, UNIT_VECTORS, VECTOR
from .tokens import Token

ROW = "row"
MAX_ITEMS = 144
_ONE = Num(Fraction(1))
_SET_CALLS = frozenset({"union", "intersection", "setminus", "symdiff", "cartesian", "powerset", "region"})
_KINDS_OF_CALLS = {
    "inverse": MATRIX, "adj": MATRIX, "diag": MATRIX, "identity": MATRIX, "cross": VECTOR, "zero": VECTOR,
    "grad": VECTOR, "curl": VECTOR, "hessian": MATRIX, "jacobian": MATRIX,
    **dict.fromkeys(_SET_CALLS, SET),
}  # fmt: skip
_SETS = frozenset({"reals", "integers", "naturals", "rationals", "complexes", "empty"})
_TRANSPOSED = {VECTOR: ROW, ROW: VECTOR, MATRIX: MATRIX}
_AFTER: Mapping[tuple[str | None, str | None], str | None] = {
    (ROW, VECTOR): None, (VECTOR, ROW): MATRIX, (ROW, MATRIX): ROW,
}  # fmt: skip
LINEAR = frozenset({VECTOR, ROW, MATRIX})
ENVIRONMENTS = ("matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array", "psmallmatrix", "bsmallmatrix")


class MatrixReader(ArithmeticReader):
    """Reads vectors and matrices, and tells what kind of thing a tree stands for."""

    def kind(self, node: Node) -> str | None:
        """Return ``vector row matrix set statement``, or nothing for a scalar."""
        match node:
            case Name():
                return self.notation.kinds.of(node)
            case Apply(function):
                field = function.startswith(BOLD) or function in self.notation.kinds.vectors
                return VECTOR if field else None  # or a curve
            case Num():
                return None
            case Div(above, below):
                return self.kind(above) if self.kind(below) is None else None
            case Neg(of) | At(of):
                return self.kind(of)
            case Add(terms):
                return next((kind for term in terms if (kind := self.kind(term))), None)
            case Mul(factors):
                return self._kind_of_product(factors)
            case Pow(base, _):
                kind = self.kind(base)
                return kind if kind in (MATRIX, SET) else None
            case Matrix(items, columns):
                return VECTOR if columns == 1 else ROW if columns == len(items) else MATRIX
            case Tuple():
                return VECTOR
            case Const(name):
                return SET if name in _SETS else STATEMENT if name in ("true", "false") else None
            case Set() | Between() | Builder():
                return SET
            case Relation() | Logic() | Quantified() | Congruence():
                return STATEMENT
            case Call("transpose" | "hermitian", (of,)):
                return _TRANSPOSED.get(self.kind(of) or "")
            case Call("complement" | "hadamard" | "conj", (of, *_)):
                return self.kind(of)
            case Big("union" | "intersection"):
                return SET
            case Call(function):
                return _KINDS_OF_CALLS.get(function)
        return None

    def _kind_of_product(self, factors: tuple[Node, ...]) -> str | None:
        kind = None
        for factor in factors:
            right = self.kind(factor)
            if kind is None or right is None:
                kind = kind or right
            elif (kind, right) == (ROW, VECTOR):
                kind = None
            elif (kind, right) == (VECTOR, ROW):
                kind = MATRIX
            elif right in (VECTOR, SET, STATEMENT):
                kind = right
        return kind

    def entry(self, node: Node) -> Node | None:
        r"""Read the indices of an entry: ``(AB)_{12}``, ``(A^{-1})_{1,2}``."""
        if self.kind(node) != MATRIX:
            return None
        self.take()
        items = self.indices("")
        digits = [Num(Fraction(int(one))) for one in str(items[0].value)] if isinstance(items[0], Num) else []
        items = tuple(digits) if len(items) == 1 and len(digits) == 2 else items  # of a matrix of less than ten rows
        if len(items) != 2 or not all(isinstance(item, Num) and item.value >= 1 for item in items):
            raise self.refuse("this index is not understood")
        return Call("entry", (node, *items))

    # environments

    def environment(self, token: Token) -> Node:
        r"""Read a matrix whose ``\begin{…}`` is just taken."""
        name = token.text[7:-1]
        if name == "array":
            self._columns_of_array()
        rows = self.rows_until(rf"\end{{{name}}}")
        widths = {len(row) for row in rows}
        if len(widths) != 1:
            raise self.refuse("rows of unequal length", token)
        items = tuple(item for row in rows for item in row)
        if len(items) > MAX_ITEMS:
            raise self.refuse(f"a matrix of more than {MAX_ITEMS} items", token)
        return Matrix(items, widths.pop())

    def _columns_of_array(self) -> None:
        self.expect("open")
        while self.now.kind != "close":
            if self.now.text not in ("l", "c", "r"):
                raise self.refuse("an augmented matrix is no value", hint="write a matrix without its bar")
            self.take()
        self.take()

    def rows_until(self, end: str) -> list[list[Node]]:
        r"""Read rows parted by ``\\`` with cells parted by ``&`` up to ``end``, which is taken."""
        rows: list[list[Node]] = []
        bars, self.bars = self.bars, []
        while self.now.text != end:
            row = [self.statement()]
            while self.now.kind == "align":
                self.take()
                row.append(self.statement())
            rows.append(row)
            if self.now.kind == "row":
                self.take()
            elif self.now.text != end:
                raise self.refuse(self.stray())
        if not rows:
            raise self.refuse("an empty matrix")
        self.take()
        self.bars = bars
        return rows

    def determinant(self, token: Token) -> Node:
        """Read a ``vmatrix``."""
        node = self.environment(token)
        if not isinstance(node, Matrix) or node.columns**2 != len(node.items):
            raise self.refuse("a determinant of a matrix that is not square", token)
        return Call("det", (node,))

    def norm_of_matrix(self, token: Token) -> Node:
        """Read a ``Vmatrix``: the length of a column, since matrices have many norms."""
        return self.barred("norm", self.environment(token), token)

    def barred(self, function: str, node: Node, token: Token) -> Node:
        """Return what ``node`` between bars is: a size, a determinant, a number of elements, a norm."""
        kind = self.kind(node)
        if kind == STATEMENT:
            raise self.refuse("bars around a statement", token)
        if function == "norm":
            return self._norm(node, kind, token)
        if kind == MATRIX:
            if isinstance(node, Matrix) and node.columns**2 != len(node.items):
                raise self.refuse("a determinant of a matrix that is not square", token)
            return Call("det", (node,))
        if kind == SET:
            return Call("card", (node,))
        return Call({VECTOR: "norm", ROW: "norm"}.get(kind or "", "abs"), (node,))

    def _norm(self, node: Node, kind: str | None, token: Token) -> Node:
        if self.now.kind != "sub":
            if kind == MATRIX:
                raise self.refuse("which norm of a matrix this is is left open", token, "write an index: _F")
            return Call("norm", (node,))
        self.take()
        if self.now.text.strip() == "F" or (self.now.kind == "open" and self.ahead().text.strip() == "F"):
            self.at += 3 if self.now.kind == "open" else 1
            return Call("frobenius", (node,))
        order = self.argument()
        if kind == MATRIX and order not in (Num(Fraction(1)), Const("infinity")):
            raise self.refuse("this norm of a matrix is not understood", token)
        if order == Num(Fraction(2)):
            return Call("norm", (node,))
        if order != Const("infinity") and not (isinstance(order, Num) and order.value >= 1) and order != Name("p"):
            raise self.refuse("this norm is not understood", token)
        return Call("norm", (node, order))

    # functions and names

    def matrix_word(self, function: str) -> Node:
        r"""Read what ``\det``, ``\operatorname{tr}`` and the like are applied to; they are just taken."""
        token = self.tokens[self.at - 1]
        power = None
        if self.now.kind == "sup":
            sign = self.take()
            power = (self.argument(), sign)
        if self.now.text in ("(", "["):
            node = self.parenthesis(self.take())
        else:
            node = self.factor()
            if self.starts_factor() and self.kind(node) == MATRIX and self.now.kind == "letter":
                raise self.refuse(
                    f"where the argument of {token.text} ends is read in two ways", hint="use parentheses"
                )
        if function in ("det", "trace"):
            node = _of_second_derivatives(node)
        found = Call(function, (node,))
        return self.raised(found, *power) if power else found

    def diagonal(self) -> Node:
        r"""Read the entries of ``\operatorname{diag}(…)``."""
        items = self.parenthesis(self.expect("op", "("))
        return Call("diag", items.items if isinstance(items, Tuple) else (items,))

    def determinant_of(self, _token: Token) -> Node:
        r"""Read ``\det``."""
        return self.matrix_word("det")

    def identity(self, token: Token) -> Node:
        """Read ``I`` or ``I_n``, the identity matrix, which is just taken."""
        size: tuple[Node, ...] = ()
        if self.now.kind == "sub":
            self.take()
            size = (self.argument(),)
            if isinstance(size[0], Num) and not 1 <= size[0].value <= 12:
                raise self.refuse("an identity matrix of this size", token)
        return Call("identity", size)

    def unit_vector(self, token: Token) -> Node:
        r"""Return the column that ``\mathbf{i}`` is."""
        at = UNIT_VECTORS[token.text]
        return Matrix(tuple(Num(Fraction(place == at)) for place in range(self.notation.kinds.units)), 1)

    def angle(self, token: Token) -> Node:
        r"""Read ``\langle …\rangle``: an inner product of two vectors, or the components of one."""
        bars, self.bars = self.bars, ["|"]
        items = [self.sum()]
        while self.now.text == ",":
            self.take()
            items.append(self.sum())
        self.bars = bars
        if self.now.text == "|":
            raise self.refuse("bras and kets are not understood")
        if self.now.text != r"\rangle":
            raise self.refuse(self.stray())
        self.take()
        kinds = {self.kind(item) for item in items}
        if len(items) == 2 and kinds <= {VECTOR, ROW, MATRIX}:
            return Call("inner", tuple(items))
        if len(items) == 1 or kinds & LINEAR:
            raise self.refuse("what stands in these angle brackets is not understood", token)
        if len(items) == 2 and all(isinstance(item, Name) and not item.sub for item in items):
            raise self.refuse(
                "an inner product or a vector: these brackets are read in two ways", token, "say what the names are"
            )
        return Tuple(tuple(items))

    # superscripts

    def mark(self, base: Node) -> Callable[[Node], Node] | None:
        """Step over a superscript that is no power: transposed, adjoint, complement."""
        braced = self.now.kind == "open"
        if braced and self.ahead().text == "[":
            raise self.refuse("a superscript in brackets is an index or a power", hint="write ^{(l)} for an index")
        minus = braced and self.ahead().text == "-"
        token = self.ahead(braced + minus)
        closed = not braced or self.ahead(2 + minus).kind == "close"
        change = self.marked(base, token) if closed and token.kind in ("letter", "word", "command", "op") else None
        if change is None:
            return super().mark(base)
        if minus and change not in (transposed, adjoint):
            return None
        self.at += 3 + minus if braced else 1
        if minus:
            return lambda node: Pow(change(node), Neg(_ONE))
        return change

    def marked(self, base: Node, token: Token) -> Callable[[Node], Node] | None:
        """Return what the sign ``token`` above ``base`` does."""
        text = token.text.strip()
        if text in (r"\top", r"\intercal") or (text == "T" and token.kind == "word"):
            return transposed
        kind = self.kind(base)
        if text == "T" and (kind in LINEAR or isinstance(base, Between)):
            return transposed
        if kind in LINEAR and text in ("H", r"\dagger", "*"):
            return adjoint
        return None

    # products

    def multiplied(self, factors: list[Node], signs: list[str], token: Token) -> Node:
        r"""Return a product in its order; ``\cdot`` of vectors is their dot product, ``\times`` the cross product."""
        if len(factors) == 1:
            return factors[0]
        kinds = [self.kind(factor) for factor in factors]
        if r"\odot" not in signs and not any(kinds):
            return super().multiplied(factors, signs, token)
        if SET in kinds or STATEMENT in kinds:
            return self.combined([listed(f) for f in factors] if not any(_is_set(k) for k in kinds) else factors, signs,
                                 token)  # fmt: skip
        groups: list[list[Node]] = []
        between: list[str] = []
        for factor, sign in zip(factors, signs, strict=True):
            if sign or not groups:
                groups.append([])
                between.append(sign)
            groups[-1].append(factor)
        return self._dotted([self._juxtaposed_matrices(group, token) for group in groups], between, token)

    def combined(self, factors: list[Node], signs: list[str], token: Token) -> Node:
        """Return a product of sets or statements."""
        del factors, signs
        raise self.refuse("a product of sets or statements", token)

    def _juxtaposed_matrices(self, group: list[Node], token: Token) -> Node:
        before: str | None = None
        for factor in group:
            kind = self.kind(factor)
            if (before, kind) in ((VECTOR, VECTOR), (ROW, ROW), (VECTOR, MATRIX), (MATRIX, ROW)):
                raise self.refuse(
                    "a product of two vectors side by side", token, "write \\cdot, \\times or a transpose ^T"
                )
            before = _AFTER.get((before, kind), kind or before)
        return group[0] if len(group) == 1 else Mul(tuple(group))

    def _dotted(self, groups: list[Node], signs: list[str], token: Token) -> Node:
        """Combine groups of factors: cross and elementwise products first, then dot products."""
        done, between = [groups[0]], [""]
        crossed = False
        for group, sign in zip(groups[1:], signs[1:], strict=True):
            one, other = self.kind(done[-1]), self.kind(group)
            if sign == r"\odot":
                if one not in LINEAR or one != other:
                    raise self.refuse("an elementwise product of unlike things", token)
                done[-1] = Call("hadamard", (done[-1], group))
            elif sign == r"\times" and one in LINEAR and other in LINEAR:
                if MATRIX in (one, other) or crossed:
                    raise self.refuse("a cross product of these is not understood", token, "use parentheses")
                done[-1] = Call("cross", (done[-1], group))
                crossed = True
            else:
                crossed = False
                done.append(group)
                between.append(sign)
        vectors = sum(self.kind(group) == VECTOR or self.kind(group) == ROW for group in done)
        if vectors > 2:
            raise self.refuse("a product of several dots is read in two ways", token, "use parentheses")
        found: list[Node] = [done[0]]
        for group, sign in zip(done[1:], between[1:], strict=True):
            one, other = self.kind(found[-1]), self.kind(group)
            if one == other and one in (VECTOR, ROW) and sign in (r"\cdot", "*"):
                found[-1] = Call("dot", (found[-1], group))
            else:
                found.append(group)
        flat = [part for group in found for part in (group.factors if isinstance(group, Mul) else (group,))]
        return flat[0] if len(flat) == 1 else Mul(tuple(flat))


def _of_second_derivatives(node: Node) -> Node:
    r"""Return the Hessian for ``\nabla^2 f`` where a matrix must stand."""
    match node:
        case Call("laplacian", of):
            return Call("hessian", of)
        case At(Call("laplacian", of), names, values):
            return At(Call("hessian", of), names, values)
    return node


def _is_set(kind: str | None) -> bool:
    return kind == SET


def transposed(node: Node) -> Node:
    """Return the transpose; a list that is written in a row becomes a column."""
    node = listed(node)
    return Matrix(node.items, 1) if isinstance(node, Tuple) else Call("transpose", (node,))


def adjoint(node: Node) -> Node:
    """Return the conjugate transpose."""
    return Call("hermitian", (listed(node),))


def listed(node: Node) -> Node:
    """Return a closed interval as the list of two that it may be: ``[1, 2]`` beside vectors."""
    if isinstance(node, Between) and not node.low_open and not node.high_open:
        return Tuple((node.low, node.high))
    return node


WORDS: Mapping[str, Callable[[MatrixReader], Node]] = {
    **{word: partial(MatrixReader.matrix_word, function=name) for word, name in MATRIX_WORDS.items()},
    "diag": MatrixReader.diagonal,
}  # fmt: skip
OPERANDS: Mapping[str, Callable[[MatrixReader, Token], Node]] = {
    **{rf"\begin{{{name}}}": MatrixReader.environment for name in ENVIRONMENTS},
    r"\begin{vmatrix}": MatrixReader.determinant,
    r"\begin{Vmatrix}": MatrixReader.norm_of_matrix,
    r"\langle": MatrixReader.angle,
    r"\det": MatrixReader.determinant_of,
}
"""What starts an operand, with the method that reads on after it."""

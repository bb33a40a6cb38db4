"""Formulas with named vectors and matrices compared: by normal form and by made-up matrices, which must agree."""

from __future__ import annotations

from qbank.checker.letters import Undecided
from qbank.checker.numeric.layout import Layouts
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.symbolic.named_arrays import NamedArrays
from qbank.checker.syntax import Call, Deriv, Name, Node, names_in, walk

from .openness import Openness
from .pointwise import ENOUGH, Pointwise
from .witness import Difference, Verdict


def by_words(premises: Openness, pointwise: Pointwise, left: Node, right: Node) -> Verdict:
    """Compare formulas with named vectors and matrices: by normal form and by made-up matrices, which must agree.

    Nothing else may prove or refute here: what the other routes compute with commutes.
    """
    try:
        words = NamedArrays(premises.algebra)
        words.values(left, right)
        pointwise.layouts = words.layouts(left, right)
        try:
            found = pointwise.difference(left, right, lambda: written(left, right))
        finally:
            pointwise.layouts = Layouts()
        if isinstance(found, Difference):
            reason = premises.bound or words.doubt(left, right) or premises.words_open(left, right)
            reason = reason or _other_layout(premises.algebra, pointwise, left, right)
            return Verdict("undecided", reason=reason) if reason else Verdict("different", "numeric", found)
        if found < ENOUGH:
            return Verdict("undecided", reason="no matrices were found for which both have a value")
        if words.equal(left, right):
            reason = words.narrowed(left, right)
            return Verdict("undecided", reason=reason) if reason else Verdict("equal", "symbolic")
        if words.layouts(left, right).free > 1:
            return Verdict("undecided", reason="equal where sizes are that may differ; say which sizes they have")
    except Undecided as problem:
        return Verdict("undecided", reason=str(problem))
    return Verdict("equal", "numeric")


def _other_layout(algebra: Algebra, pointwise: Pointwise, left: Node, right: Node) -> str:
    """Return why a difference may come from the way in which a derivative is laid out, or nothing."""
    both = (*walk(left), *walk(right))
    if not any(isinstance(part, Deriv) and any(map(algebra.is_array, part.by)) for part in both):
        return ""
    turned = Call("transpose", (right,))
    words = NamedArrays(algebra)
    try:
        words.values(left, turned)
        pointwise.layouts = words.layouts(left, turned)
        found = pointwise.difference(left, turned, list)
    except Undecided:
        return ""
    finally:
        pointwise.layouts = Layouts()
    return "" if isinstance(found, Difference) else "the derivative may be laid out as its transpose"


def written(*nodes: Node) -> list[Name | Deriv]:
    """Return the names that stand in formulas, as the quantities that they depend on."""
    return list(dict.fromkeys(name for node in nodes for name in names_in(node)))

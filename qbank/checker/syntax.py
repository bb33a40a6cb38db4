"""The syntax tree that the reader makes of a formula: small, frozen, compared by structure.

Nothing here knows algebra. ``a - b`` is a sum with a negated term, so that trees that look alike to a student are
equal; ``Name`` is a letter or word with its indices: ``w_{21}^{(4)}`` is ``Name("w", (Num(21),), (Num(4),))``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, get_args

from .records import record


class _Kept:
    """What a node keeps of itself once it is worked out: trees are hashed and walked through far more than made."""

    __slots__ = ("_all", "_below", "_hash", "_letters", "_names")
    _all: tuple[Node, ...]
    _below: tuple[Node, ...]
    _hash: int
    _letters: frozenset[str] | None
    _names: tuple[Name, ...]


@record
class Num(_Kept):
    """An exact number as printed; ``places`` counts the decimals written, ``None`` for an integer."""

    value: Fraction
    places: int | None = None


@record
class Const(_Kept):
    """A constant by its name in ``CONSTANTS``."""

    name: str


@record
class Name(_Kept):
    """A variable with its subscript and superscript indices."""

    base: str
    sub: tuple[Node, ...] = ()
    sup: tuple[Node, ...] = ()


@record
class Add(_Kept):
    """A sum of terms."""

    terms: tuple[Node, ...]


@record
class Neg(_Kept):
    """The negative of a term."""

    of: Node


@record
class Mul(_Kept):
    """A product."""

    factors: tuple[Node, ...]


@record
class Div(_Kept):
    """A fraction."""

    numerator: Node
    denominator: Node


@record
class Pow(_Kept):
    """A power."""

    base: Node
    exponent: Node


@record
class Call(_Kept):
    """A function that every student knows, by its name in ``functions.BUILTIN``, with ``primes`` derivatives taken."""

    function: str
    arguments: tuple[Node, ...]
    primes: int = 0


@record
class Apply(_Kept):
    """A function of the question's own; ``g''(z)`` has two primes."""

    function: str
    arguments: tuple[Node, ...]
    primes: int = 0


@record
class Big(_Kept):
    """A sum or product over an index; without bounds it runs over the index's whole range."""

    operator: str
    index: str
    lower: Node | None
    upper: Node | None
    body: Node


@record
class Deriv(_Kept):
    """A derivative of ``of`` by each name of ``by`` in turn (a second derivative has two)."""

    of: Node
    by: tuple[Name, ...]
    total: bool = False
    """Written with d, not ∂."""


@record
class At(_Kept):
    r"""``of`` where names have values: ``\left.f\right|_{x=2}``, ``[F]_a^b`` is the difference of two of them."""

    of: Node
    names: tuple[Name, ...]
    values: tuple[Node, ...]


@record
class Tuple(_Kept):
    """A list in parentheses or angle brackets: a point, or a vector whose orientation is left open: ``(a_1, a_2)``."""

    items: tuple[Node, ...]


@record
class Matrix(_Kept):
    """A matrix or a vector written out in an environment, row by row: ``columns`` items each."""

    items: tuple[Node, ...]
    columns: int

    @property
    def rows(self) -> tuple[tuple[Node, ...], ...]:
        """The rows from top to bottom."""
        return tuple(self.items[at : at + self.columns] for at in range(0, len(self.items), self.columns))


@record
class Integral(_Kept):
    r"""``\int_a^b f \,dx``; without bounds an antiderivative, which is known up to a constant. Multiple ones nest."""

    body: Node
    by: Name
    lower: Node | None = None
    upper: Node | None = None


@record
class Limit(_Kept):
    """The limit of ``body`` as ``by`` goes ``to``; ``side`` is ``+`` (from above), ``-`` or nothing."""

    body: Node
    by: Name
    to: Node
    side: str = ""


@record
class Cases(_Kept):
    """Values, each with the condition under which it holds; ``Const("true")`` is "otherwise"."""

    values: tuple[Node, ...]
    conditions: tuple[Node, ...]


@record
class PlusMinus(_Kept):
    r"""``\pm a`` (or ``\mp a`` with ``minus``): both signs, in step within one formula."""

    of: Node
    minus: bool = False


@record
class Set(_Kept):
    """A finite set written out."""

    items: tuple[Node, ...]


@record
class Between(_Kept):
    """An interval of real numbers; an open end is left out itself, an infinite one is open."""

    low: Node
    high: Node
    low_open: bool
    high_open: bool


@record
class Builder(_Kept):
    r"""``\{x \in A \mid condition\}``."""

    element: Name
    home: Node | None
    condition: Node


@record
class Logic(_Kept):
    """``operator`` is ``and or not implies iff xor`` (``implied`` is written the other way round and turned)."""

    operator: str
    operands: tuple[Node, ...]


@record
class Quantified(_Kept):
    """``operator`` is ``forall`` or ``exists``."""

    operator: str
    by: Name
    home: Node | None
    body: Node


@record
class Chance(_Kept):
    """The probability of an event: of a name, a set of names, or a relation between random variables."""

    event: Node
    given: Node | None = None


@record
class Moment(_Kept):
    """``kind`` is ``mean variance covariance deviation correlation``; ``given`` is what it is conditioned on."""

    kind: str
    arguments: tuple[Node, ...]
    given: Node | None = None


@record
class Unit(_Kept):
    """A unit of measurement by its symbol, a key of ``units.UNITS``: a positive factor like any other."""

    symbol: str


@record
class Congruence(_Kept):
    r"""``a \equiv b \pmod n``."""

    sides: tuple[Node, ...]
    modulus: Node


@record
class Relation(_Kept):
    """``a = b = c``: the sides, and the sign before each but the first."""

    sides: tuple[Node, ...]
    signs: tuple[str, ...]


Node = (
    Num | Const | Name | Add | Neg | Mul | Div | Pow | Call | Apply | Big | Deriv | At | Tuple | Matrix | Integral
    | Limit | Cases | PlusMinus | Set | Between | Builder | Logic | Quantified | Chance | Moment | Unit | Congruence
    | Relation
)  # fmt: skip

KINDS: frozenset[type] = frozenset(get_args(Node))
"""The classes of nodes."""

CONSTANTS = frozenset({"pi", "e", "i", "infinity", "true", "false", "empty", "reals", "integers", "naturals",
                       "rationals", "complexes"})  # fmt: skip
"""Names of constants; ``i`` is the imaginary unit, ``empty`` the empty set."""


def _keep_hash(kind: type) -> None:
    """Let nodes of a kind work their hash out only once, and tell most of them apart by it."""
    worked_out: Any = kind.__hash__
    alike: Any = kind.__eq__

    def kept(node: Any) -> int:
        try:
            found: int = node._hash  # noqa: SLF001 - a method of the node
        except AttributeError:
            node._hash = found = worked_out(node)  # noqa: SLF001
        return found

    def equal(node: Any, other: Any) -> Any:
        if node is other:
            return True
        if other.__class__ is not kind:
            return NotImplemented
        return kept(node) == kept(other) and alike(node, other)

    kind.__hash__ = kept  # type: ignore[assignment,method-assign]
    kind.__eq__ = equal  # type: ignore[assignment,method-assign]


for _kind in KINDS:
    _keep_hash(_kind)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below ``node``, indices included."""
    try:
        return node._below  # noqa: SLF001 - kept for this function alone
    except AttributeError:
        found: list[Any] = []
        for name in node.__slots__:
            value = getattr(node, name)
            if type(value) in KINDS:
                found.append(value)
            elif type(value) is tuple:
                found += [item for item in value if type(item) in KINDS]
        below = tuple(found)
        node._below = below  # noqa: SLF001
        return below


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and all below it."""
    try:
        return chain((node,), node._all)  # noqa: SLF001 - kept for this function alone
    except AttributeError:
        found: list[Node] = []
        todo = [node]
        while todo:
            one = todo.pop()
            found.append(one)
            if below := children(one):
                todo += below[::-1]
        node._all = tuple(found[1:])  # noqa: SLF001
        return iter(found)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return ``node`` with ``change`` applied to each node directly below it; the same one if nothing changes."""
    parts: list[Any] = []
    moved = False
    for name in node.__slots__:
        value: Any = getattr(node, name)
        if type(value) in KINDS:
            part = change(value)
            moved |= part is not value
            value = part
        elif type(value) is tuple and value:
            items = tuple([change(item) if type(item) in KINDS else item for item in value])
            if any(new is not old for new, old in zip(items, value, strict=True)):
                moved, value = True, items
        parts.append(value)
    return type(node)(*parts) if moved else node


def bound_names(node: Node) -> tuple[tuple[Name, ...], tuple[Node, ...]]:
    """Return the names that ``node`` itself binds, and the nodes below it in which they are bound."""
    match node:
        case Big(_, index, _, _, body):
            return (Name(index),), (body,)
        case Integral(body, by, lower, upper) if lower is not None or upper is not None:
            return (by,), (by, body)
        case Limit(body, by):
            return (by,), (by, body)
        case Builder(element, _, condition):
            return (element,), (element, condition)
        case Quantified(_, by, _, body):
            return (by,), (by, body)
        case At(of, names):
            return names, (of, *names)
    return (), ()


def names_in(node: Node) -> Iterator[Name]:
    """Yield the names in ``node`` that stand for values: no index letters, no bound ones."""
    if isinstance(node, Name):
        return iter((node,))
    try:
        return iter(node._names)  # noqa: SLF001 - kept for this function alone
    except AttributeError:
        bound, scope = bound_names(node)
        found: list[Name] = []
        for child in children(node):
            if bound and any(child is part for part in scope):
                found += (name for name in names_in(child) if name not in bound)
            else:
                found += names_in(child)
        node._names = tuple(found)  # noqa: SLF001
        return iter(node._names)  # noqa: SLF001


def put(node: Node, names: Mapping[Name, Node]) -> Node:
    """Put nodes for whole names, where they stand for values; a derivative by such a name is taken there."""
    if isinstance(node, Name):
        return names.get(node, node)
    if isinstance(node, Deriv):
        fixed = {by: names[by] for by in node.by if not isinstance(names.get(by, by), Name)}
        if fixed:
            rest = {name: value for name, value in names.items() if name not in fixed}
            return At(put(node, rest), tuple(fixed), tuple(fixed.values()))
    bound, scope = bound_names(node)
    free = {name: value for name, value in names.items() if name not in bound}

    def changed(child: Node) -> Node:
        if isinstance(child, Name) and child in bound:
            return child
        return put(child, free if any(child is part for part in scope) else names)

    return rebuild(node, changed)


def negated(node: Node) -> Node:
    """Return minus ``node``."""
    return node.of if isinstance(node, Neg) else Neg(node)

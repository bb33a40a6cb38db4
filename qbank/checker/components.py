r"""Names that a worked solution gives to the components of a vector field: ``F = (P, Q, R)``, and ``R_y`` for ∂R/∂y."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from .reading.kinds import BOLD
from .setting import Setting
from .syntax import Add, Apply, Deriv, Div, Matrix, Name, Node, Num, Relation, Tuple, names_in, rebuild


class Components:
    """The vector fields that a question gives by formulas for their components, and the names of these components."""

    def __init__(self, setting: Setting) -> None:
        self.fields: dict[str, tuple[Node, ...]] = {}
        """The components of each, by what it is called."""
        self.coordinates: set[Name] = set()
        """What they are functions of."""
        self.named: set[Name] = set()
        self.lists: dict[str, tuple[Node, ...]] = {}
        """Lists, by the letter that their entries have."""
        self.grids: dict[str, tuple[tuple[Node, ...], ...]] = {}
        """The rows of matrices, by the letter that their entries have: ``a`` for ``A``."""
        for tree in setting.stated:
            if isinstance(tree, Relation) and tree.signs == ("=",) and (base := _called(tree.sides[0])):
                items = _items(tree.sides[1])
                letter = base.rpartition("{")[2].rstrip("}") if base.startswith(BOLD) else base
                if isinstance(tree.sides[1], Matrix) and not items:
                    self.grids[letter.lower()] = tree.sides[1].rows
                if len(items) > 1:
                    self.lists[letter] = items
                if len(items) > 1 and any(True for item in items for _ in names_in(item)):
                    self.fields[base] = items
                    self.coordinates |= {name for item in items for name in names_in(item) if not name.sub}

    def names(self, tree: Node, known: Iterable[Name]) -> Iterator[Relation]:
        """Yield what the new names in ``F = (P, Q, R)`` are, where the components of F are given."""
        if not isinstance(tree, Relation) or tree.signs != ("=",):
            return
        base, names = _called(tree.sides[0]), _items(tree.sides[1])
        items = self.fields.get(base, ())
        fresh = [name for name in names if isinstance(name, Name) and name not in set(known)]
        if len(names) != len(items) or len(set(fresh)) != len(items):
            return
        for name, item in zip(fresh, items, strict=True):
            self.named.add(name)
            yield Relation((name, item), ("=",))

    def entries(self, trees: Iterable[Node], known: Iterable[Name]) -> Iterator[Relation]:
        r"""Yield what ``z_1`` and ``a_{12}`` in the lines are, where the question gives the components of z and A."""
        spoken = set(known)
        used = sorted({name for tree in trees for name in names_in(tree)}, key=str)
        shared = {name.base for name in used if name in spoken or (len(name.sub) == 1 and self.entry(name) is None)}
        for name in used:
            if (entry := self.entry(name)) is not None and name.base not in shared:
                yield Relation((name, entry), ("=",))

    def entry(self, name: Name) -> Node | None:
        r"""Return the component that a name with numbers for indices would be, or the mean of a list: ``\bar y``."""
        match name:
            case Name(base, (), ()) if base.startswith("\\bar{") and (items := self.lists.get(base[5:-1], ())):
                return Div(Add(items), Num(Fraction(len(items))))
            case Name(base, (Num(at),), ()) if base in self.lists and 1 <= at <= len(self.lists[base]):
                return self.lists[base][int(at) - 1]
            case Name(base, (Num(at),), ()) if base in self.grids and at > 10:  # ``a_{12}``
                row, column = divmod(int(at), 10)
                return self.entry(Name(base, (Num(Fraction(row)), Num(Fraction(column)))))
            case Name(base, (Num(row), Num(column)), ()) if base in self.grids:
                rows = self.grids[base]
                within = 1 <= row <= len(rows) and 1 <= column <= len(rows[0])
                return rows[int(row) - 1][int(column) - 1] if within else None
        return None

    def says(self, name: Name) -> bool:
        """Tell whether a formula for a name would be a claim: of numbers alone, x_1 may be a root as well."""
        entry = self.entry(name)
        return entry is not None and (name.base not in self.lists or any(True for _ in names_in(entry)))

    def note(self, definition: Node) -> None:
        """Take a name for that of a component where it is defined to be one."""
        if not isinstance(definition, Relation) or not isinstance(definition.sides[0], Name):
            return
        if any(definition.sides[1] in items for items in self.fields.values()):
            self.named.add(definition.sides[0])

    def slopes(self, node: Node) -> Node:
        """Return a formula with the partial derivatives for ``R_y`` of a component R."""
        match node:
            case Name(base, (Name() as by,), ()) if Name(base) in self.named and by in self.coordinates:
                return Deriv(Name(base), (by,))
        return rebuild(node, self.slopes) if self.named else node


def _called(node: Node) -> str:
    """Return what a vector or field is called, or nothing."""
    if isinstance(node, Apply) and not node.primes and all(isinstance(one, Name) for one in node.arguments):
        return node.function
    return node.base if isinstance(node, Name) and not node.sub else ""


def _items(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Tuple):
        return node.items
    return node.items if isinstance(node, Matrix) and 1 in (node.columns, len(node.rows)) else ()

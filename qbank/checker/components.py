r"""Names that a worked solution gives to the components of a vector field: ``F = (P, Q, R)``, and ``R_y`` for ∂R/∂y."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .reading.kinds import BOLD
from .setting import Setting
from .syntax import Apply, Deriv, Matrix, Name, Node, Num, Relation, Tuple, names_in, rebuild


class Components:
    """The vector fields that a question gives by formulas for their components, and the names of these components."""

    def __init__(self, setting: Setting) -> None:
        self.fields: dict[str, tuple[Node, ...]] = {}
        """The components of each, by what it is called."""
        self.coordinates: set[Name] = set()
        """What they are functions of."""
        self.named: set[Name] = set()
        self.lists: dict[str, tuple[Node, ...]] = {}
        """Lists of numbers, by the letter that their entries have."""
        for tree in setting.stated:
            if isinstance(tree, Relation) and tree.signs == ("=",) and (base := _called(tree.sides[0])):
                items = _items(tree.sides[1])
                if len(items) > 1 and not any(True for item in items for _ in names_in(item)):
                    self.lists[base.rpartition("{")[2].rstrip("}") if base.startswith(BOLD) else base] = items
                elif len(items) > 1:
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
        r"""Yield what ``z_1`` and ``z_2`` in the lines are, where the question lists the components of z."""
        spoken = set(known)
        used = {name for tree in trees for name in names_in(tree) if len(name.sub) == 1 and not name.sup}
        for base, items in self.lists.items():
            mine = sorted((name for name in used if name.base == base), key=str)
            at = [one.sub[0].value if isinstance(one.sub[0], Num) else 0 for one in mine]
            if spoken.isdisjoint(mine) and all(1 <= one <= len(items) for one in at):
                yield from (Relation((name, items[int(one) - 1]), ("=",)) for name, one in zip(mine, at, strict=True))

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

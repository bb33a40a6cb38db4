"""The numeric route: a point, with exact values for every free name, at which trees are worked out.

It shares nothing with the symbolic route but the tree, the premises and the domains: derivatives are those of truncated
Taylor series through the definitions (B is moved while everything that it is made from stands still), sums are written
out. Points depend on the content alone: each value comes from a hash of the name, the index values and the trial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product as combinations
from typing import TYPE_CHECKING

from flint import ctx, fmpq

from qbank.checker.grids import spread
from qbank.checker.index_letters import folded, letters_of, substitute
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.shares import whole_of
from qbank.checker.syntax import Add, Apply, Call, Cases, Deriv, Integral, Name, Neg, Node, Num, put, rebuild, walk

from .atoms import Atoms, index_text
from .constants import is_constant
from .evaluation import Key
from .fields import field as field_at
from .made_up import made_up
from .matrices import Value, scalar
from .scalars import Jet, Outside, Scalar, base, holds_zero, without_base
from .sums import Sums
from .trees import Trees

if TYPE_CHECKING:
    from qbank.checker.premises import Premises

BITS = (256, 1024)
"""Precisions, tried in turn."""
KEPT = 256
_CONSTANTS: dict[tuple[object, ...], tuple[Value | Outside | Undecided, bool, int]] = {}
"""Integrals that are numbers, with whether they are estimates and what work they took."""


class Point(Sums):
    """Values for every free name, made up when first asked for; ``trial`` numbers the attempts.

    ``sizes``: how many values each index range has; ``indices``: what each free index letter is.
    """

    def __init__(
        self,
        premises: Premises,
        atoms: Atoms,
        sizes: Mapping[str, int],
        trees: Trees,
        *,
        imaginary: bool,
        bits: int,
    ) -> None:
        super().__init__(premises, sizes, trees, imaginary=imaginary)
        self.atoms = atoms
        self.bits = bits
        self.indices: dict[str, Node] = {}
        self.chosen: frozenset[tuple[str, Node]] = frozenset()
        self._busy: set[Key] = set()
        self._hits = 0
        self._bodies: dict[Name, list[Node]] = {}
        self._functions: dict[str, Node] = {}
        self._below: dict[Name, list[Name]] = {}
        self._keys: dict[Name, tuple[Name, Key]] = {}
        self._values: dict[Node, tuple[Value | Outside | Undecided, bool]] = {}
        self._finer: Point | None = None
        self.estimates = False
        """Some value found here was estimated."""

    def _again(self, atoms: Atoms | None = None, bits: int = 0) -> Point:
        """Return this point anew, where nothing is worked out yet, with other values or another precision."""
        other = Point(
            self.premises, atoms or self.atoms, self.sizes, self.trees,
            imaginary=self.mode.imaginary, bits=bits or self.bits,
        )  # fmt: skip
        other.indices, other.chosen = self.indices, self.chosen
        return other

    def finer(self) -> Point:
        """Return the same point at the highest precision."""
        if self._finer is None:
            self._finer = self._again(bits=BITS[-1])
        return self._finer

    def careful(self) -> Point:
        """Return the same point, where integrals, limits and infinite sums are estimated in other ways."""
        other = self._again()
        other.otherwise = True
        return other

    def in_si(self) -> Point:
        """Return the same point, with values in SI units and without their units."""
        other = self._again()
        other.plain_units = True
        return other

    def fixed(self, name: Name, number: Fraction) -> Point:
        """Return this point with another value for one name."""
        atoms = self.atoms.fresh(self.atoms.sizes)
        atoms.put(name, self.key(name), number)
        return self._again(atoms)

    def sized(self, name: Name, size: int) -> Point:
        """Return this point with another size for a name that sums run up to."""
        atoms = self.atoms.fresh({**self.atoms.sizes, name: size})
        return self._again(atoms)

    def choose_indices(self) -> None:
        """Choose what every free index letter is, within its range."""
        for at, (letter, sort) in enumerate(self.premises.letters.sorts.items()):
            values = self.values_of(sort)
            if not values:
                raise Outside("an empty range")
            size = self.atoms.sizes.get(Name(letter))
            if size is not None:
                values = self.numbers(size, size, sort)
            self.indices[letter] = values[(self.atoms.trial // 2 + at) % len(values)]
            self.chosen = frozenset(self.indices.items())
        self._keys.clear()
        self._kept.clear()
        self._root.still.clear()

    def integral(self, node: Integral) -> Value:
        """Return a definite integral; one that no free quantity takes part in is the same at every point."""
        plain = not self.frame.moved and not self._level and not self._straight and self.mode is self._plain_mode
        key = self._constant_key(node) if plain else None
        if key is None:
            return super().integral(node)
        if (known := _CONSTANTS.get(key)) is not None:
            value, doubt, steps = known
            self.doubt |= doubt
            self.steps += steps  # the same count of work, whatever was worked out before
            if isinstance(value, Outside | Undecided):
                raise value.with_traceback(None)
            return value
        asked, steps, before = self.atoms.asked, self.steps, self.doubt
        self.doubt = False
        found: Value | Outside | Undecided
        try:
            found = super().integral(node)
        except (Outside, Undecided) as problem:  # at another point it would fail in the same way
            found = problem.with_traceback(None)
        if self.atoms.asked == asked:
            while len(_CONSTANTS) >= KEPT:
                del _CONSTANTS[next(iter(_CONSTANTS))]
            _CONSTANTS[key] = found, self.doubt, self.steps - steps
        self.doubt |= before
        if isinstance(found, Outside | Undecided):
            raise found
        return found

    def _constant_key(self, node: Node) -> tuple[object, ...] | None:
        """Return all that the value of a formula rests on, where these are definitions alone; else ``None``."""
        premises = self.premises
        if not is_constant(premises, node):
            return None
        kinds = (self.bits, self.otherwise, self.plain_units, self.mode.imaginary)
        return node, premises.definitions, tuple(premises.functions.items()), self.chosen, kinds

    # names

    def grounded(self, node: Node) -> Node:
        """Return ``node`` with the values of the free index letters put in."""
        return self.trees.put(node, self.indices, self.chosen)

    def value(self, node: Node) -> Value:
        """Return the value of ``node``, worked out once; see :meth:`estimated`.

        Raises :class:`Outside` where it has none, :class:`Undecided` where this route cannot tell.
        """
        if node not in self._values:
            self.steps, self.doubt = 0, False
            found: Value | Outside | Undecided
            with ctx.workprec(self.bits):
                try:
                    found = self.evaluate(self.grounded(node))
                except (Outside, Undecided) as problem:
                    found = problem.with_traceback(None)
            self._values[node] = found, self.doubt
            self.estimates |= self.doubt
        found, _ = self._values[node]
        if isinstance(found, Outside | Undecided):
            raise found
        return found

    def estimated(self, node: Node) -> bool:
        """Tell whether the value of ``node`` rests on an estimate."""
        return self.estimates and node in self._values and self._values[node][1]

    def all_values(self, name: Name) -> Iterator[Value]:
        """Yield the values of a name for every value of its index letters."""
        letters = [letter for letter in dict.fromkeys(letters_of(name)) if letter in self.premises.letters.sorts]
        for values in combinations(*(self.values_of(self.premises.letters.sorts[letter]) for letter in letters)):
            yield self.value(substitute(name, dict(zip(letters, values, strict=True))))

    def named(self, name: Name) -> Value:
        """Return the value of a name: moved, known, defined or made up."""
        frame = self.frame
        known = self._keys.get(name)
        if known is None:
            if name.base.startswith("@"):  # the letter itself, as in k x^k
                return fmpq(int(name.base[1:].partition(":")[0]))
            if name.base in self.indices and not name.sub and not name.sup and self.key(name) not in frame.moved:
                return self.evaluate(self.indices[name.base])
            settled = self._settled(name)
            if settled != name and self.premises.defines(name):
                settled = name  # S_n, where its definition says what it is for the open n
            known = self._keys[name] = (settled, self.key(settled))
        name, key = known
        if key in frame.moved:
            self._hits += 1
            return frame.moved[key]
        if key in frame.still:
            found = frame.still[key]
        elif key in frame.values:
            self._hits += 1
            found = frame.values[key]
        else:
            found = self._worked_out(name, key)
        self.doubt |= found[1]
        return found[0]

    def _worked_out(self, name: Name, key: Key) -> tuple[Value, bool]:
        if key in self._busy:
            raise Undecided(f"the definition of {latex(name)} leads back to itself")
        self._busy.add(key)
        frame, hits, doubt = self.frame, self._hits, self.doubt
        self.doubt = False
        try:
            found = self._defined(name, key), self.doubt
        finally:
            self._busy.discard(key)
            self.doubt |= doubt
        (frame.still if self._hits == hits else frame.values)[key] = found
        return found

    def _defined(self, name: Name, key: Key) -> Value:
        reason: Undecided | None = None
        bodies = self._bodies.get(name)
        if bodies is None:
            bodies = self._bodies[name] = [self.grounded(body) for body in self.trees.bodies(name)]
        for body in bodies:
            try:
                return self.evaluate(body)
            except Undecided as problem:
                reason = reason or problem
        if reason:
            raise reason
        if name == Name(name.base) and name.base in self.premises.applied:
            raise Undecided(f"the function {name.base} stands without its argument")
        if any((letter, 0) in self.frame.moved for letter in letters_of(name)):
            raise Undecided(f"how {latex(name)} depends on its index is not said")
        value = self.atoms.value(name, key)
        if self.frame.moved and self.premises.dependences:
            value = value + self._abstract_change(name)
        return value

    def _abstract_change(self, name: Name) -> Value:
        """Return how far an undefined quantity moves with what it depends on, to first order."""
        change: Scalar = fmpq(0)
        for inner in self._tops(name):
            there = scalar(self.named(inner))
            saved, self.frame = self.frame, self._root
            here = scalar(self.named(inner))
            self.frame = saved
            if there is not here and not holds_zero(base(there) - here):
                raise Undecided(f"how {latex(name)} depends on {latex(inner)} is not said")
            if not isinstance(there, Jet):
                continue
            moved = without_base(there)
            slope = self.atoms.value(Deriv(name, (inner,)), ("d", self.key(name), self.key(inner)))
            change = change + slope * moved
        return change

    def _tops(self, name: Name) -> list[Name]:
        """Return the names that an undefined one depends on directly, for every value of their index letters."""
        found = self._below.get(name)
        if found is None:
            found = self._below[name] = []
            for top, free in self.premises.tops(name):
                for values in combinations(*(self.values_of(self.premises.letters.sorts[letter]) for letter in free)):
                    inner = self.grounded(substitute(top, dict(zip(free, values, strict=True))) if free else top)
                    if isinstance(inner, Name):
                        found.append(inner)
        return found

    def is_free(self, name: Name) -> bool:
        """Tell whether a name is moved by itself alone."""
        if name.base.startswith("@") or name.base in self.indices:
            return True
        return not self.premises.dependences and next(self.premises.bodies(name), None) is None

    def _settled(self, name: Name) -> Name:
        """Return ``name`` with sizes put into its indices, which must then be worked out."""
        if any(definition.name == name for definition in self.premises.definitions):
            return name  # the S_n that is defined for just this n
        if self.premises.shifted(name) is not None:
            return name  # the a_{n+1} of a limit, where n is no size
        indices = [self._index(index) for index in (*name.sub, *name.sup)]
        return Name(name.base, tuple(indices[: len(name.sub)]), tuple(indices[len(name.sub) :]))

    def _index(self, index: Node) -> Node:
        if isinstance(index, Num | Name) and index not in self.atoms.sizes:
            return index
        sizes = {size.base: Num(Fraction(value)) for size, value in self.atoms.sizes.items() if not size.sub}
        whole_ = substitute(Name("", (index,)), sizes)
        settled = folded(whole_.sub[0]) if isinstance(whole_, Name) else index
        if isinstance(settled, Add | Neg):
            raise Undecided(f"the index {latex(index)} cannot be worked out")
        return settled

    def key(self, name: Name) -> Key:
        """Return what identifies a grounded name."""
        if not name.sub and not name.sup:
            return (name.base, 0)
        return (name.base, *(index_text(index) for index in (*name.sub, *name.sup)), len(name.sub))

    # functions

    def applied(self, node: Apply) -> Value:
        """Return the value of a function of the question's own, or of one made up."""
        arguments = [self.evaluate(argument) for argument in node.arguments]
        defined = self.premises.functions.get(node.function)
        if node.primes and len(arguments) != 1:
            raise Undecided(f"{node.function} has primes and several arguments")
        if defined is None:
            numbers = [scalar(argument) for argument in arguments]
            if not node.primes:
                return made_up(node.function, numbers, self.mode)
            return self.slope(lambda x: made_up(node.function, [x], self.mode), numbers[0], node.primes)
        parameters, body = defined
        if {parameter.base for parameter in parameters} & set(letters_of(body)):
            raise Undecided(f"{node.function} has its argument as an index")
        arguments = list(spread(tuple(arguments), len(parameters)))
        if len(parameters) != len(arguments):
            raise Undecided(f"{node.function} is used with another number of arguments than it is defined with")
        grounded = self._functions.get(node.function)
        if grounded is None:
            grounded = self._functions[node.function] = self.grounded(body)

        def whole_body(*values: Value) -> Value:
            with self.moving({self.key(name): value for name, value in zip(parameters, values, strict=True)}):
                return self.evaluate(grounded)

        return self.slope(whole_body, scalar(arguments[0]), node.primes) if node.primes else whole_body(*arguments)

    def folded_out(self, node: Node) -> Node:
        """Return a formula with functions whose formulas have kinks or cases put in."""
        if isinstance(node, Apply) and not node.primes and node.function in self.premises.functions:
            parameters, body = self.premises.functions[node.function]
            bent = any(isinstance(part, Cases) or (isinstance(part, Call) and part.function == "abs")
                       for part in walk(body))  # fmt: skip
            if bent and len(parameters) == len(node.arguments):
                return put(body, dict(zip(parameters, node.arguments, strict=True)))
        return rebuild(node, self.folded_out)

    def field(self, node: Call) -> Value:
        """Return the value of a gradient, a divergence and the like."""
        return field_at(self, node)

    # reports

    def shown(self, leaves: Sequence[Name | Deriv]) -> dict[str, str]:
        """Return the point as text: LaTeX names with their exact values, sizes and indices.

        ``leaves`` are the quantities that matter: bound labels stand for any index.
        """
        wanted = [self.grounded(leaf) for leaf in leaves]
        found = {
            latex(_display(drawn.name)): drawn.text
            for drawn in self.atoms.drawn.values()
            if any(_covers(leaf, drawn.name) for leaf in wanted) and whole_of(drawn.name) is None
        }
        letters = {letter for leaf in leaves for letter in letters_of(leaf)}
        for letter, index in self.indices.items():
            if letter in letters:
                found[letter] = index.base[1:].partition(":")[0] if isinstance(index, Name) else latex(index)
        for name in {whole for drawn in self.atoms.drawn.values() if (whole := whole_of(drawn.name))}:
            found[latex(_display(name))] = str(self.evaluate(name))
        found |= {latex(name): str(size) for name, size in self.atoms.sizes.items()}
        return dict(sorted(found.items()))


def _covers(leaf: Node, name: Node) -> bool:
    """Tell whether ``name`` is ``leaf`` with values put for bound labels."""
    if isinstance(leaf, Name) and leaf.base.startswith("#"):
        return True
    if type(leaf) is not type(name):
        return False
    if isinstance(leaf, Name) and isinstance(name, Name):
        if leaf.base != name.base or len(leaf.sub) != len(name.sub) or len(leaf.sup) != len(name.sup):
            return False
        return all(map(_covers, (*leaf.sub, *leaf.sup), (*name.sub, *name.sup)))
    if isinstance(leaf, Deriv) and isinstance(name, Deriv):
        return _covers(leaf.of, name.of) and all(map(_covers, leaf.by, name.by))
    return leaf == name


def _display(node: Node) -> Node:
    """Return a name with index values ``@2:k`` shown as ``k=2``."""
    if isinstance(node, Deriv):
        return Deriv(_display(node.of), tuple(name for name in map(_display, node.by) if isinstance(name, Name)))
    if isinstance(node, Name) and node.base.startswith("@"):
        number, _, sort = node.base[1:].partition(":")
        return Name(f"{sort}={number}") if sort else node
    if isinstance(node, Name):
        return Name(node.base, tuple(_display(part) for part in node.sub), tuple(_display(part) for part in node.sup))
    return node

"""What a claim rests on: the quantities and functions that it is made from, through their definitions, and words.

Where it rests on what no formula states, or on a premise that was not read, nothing refutes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import printing
from .claim_shapes import letters_of
from .deciding.equality import Comparer
from .deciding.regions import NoSet
from .domain import Domain
from .gathering import gather
from .grids import Grid
from .hanging_together import ALWAYS, open_chances
from .letters import Undecided
from .ruling import RESTS
from .setting import Read, Setting
from .syntax import Apply, Chance, Const, Deriv, Integral, Moment, Name, Node, Num, Relation, names_in, rebuild, walk

_DEFINED = re.compile(r"\s*(\\?[A-Za-z]+)(?:_\w|_\{[^{}]*\})?(?:\([^()]*\))?\s*=")
"""A premise that says what a name or function is, and binds nothing else."""
_BINDS_NOTHING = re.compile(
    r"\s*[A-Za-z](?:_\w)?\s*\\approx\s*[A-Za-z][^=<>()]*|[^=<>]*\\in\s*(?:\(0\s*,\s*1\)|\[0\s*,\s*1\]|\(0\s*,\s*\\infty\))\s*"
)
"""A premise that makes no equation true: what is only roughly so, or where positive quantities lie."""


def _is_unknown(node: Node) -> bool:
    """Tell whether a derivative of what is only a name stands in a formula."""
    return isinstance(node, Deriv) and isinstance(node.of, Name)


def _beside_chances(node: Node) -> Node:
    """Return a formula without its probabilities and moments."""
    return Const("true") if isinstance(node, Chance | Moment) else rebuild(node, _beside_chances)


def _is_rounded_value(node: Node | None) -> bool:
    r"""Tell ``\Phi(1.5) \approx 0.9332``, which makes no other equation true."""
    match node:
        case Relation((Apply(_, arguments, 0), Num()), (r"\approx",)):
            return not any(True for argument in arguments for _ in names_in(argument))
    return False


def _functions_in(node: Node) -> set[str]:
    return {part.function for part in walk(node) if isinstance(part, Apply)}


class Grounds:
    """Tells what claims rest on, under the premises of one comparer."""

    def __init__(self, comparer: Comparer) -> None:
        self.comparer = comparer
        self.setting: Setting | None = None
        self.read: Setting | None = None
        """What the premises were gathered from, with ``more`` that the solution says."""
        self.more: list[Node] = []
        self.open_names: set[Name] = set()
        """Names that the question mentions without stating anything of them."""
        self.spoken_of: set[str] = set()
        """What the names of the question are called, without indices."""
        self.named: set[Name] = set()
        """The names of the question."""
        self.lawful: set[Name] = set()
        """The random variables of which a law is stated: probabilities of them are known."""
        self.normal: set[Name] = set()
        """Those with a normal law."""
        self.gaussian = False
        """Words speak of normal distributions."""
        self.shaped = False
        """The solution says in words that matrices are symmetric, orthogonal and the like."""
        self.given: set[Name] = set()
        """The parameters of functions that are defined: no unknown quantities."""
        self.unread: list[Read] = []
        """Premises that were not read."""

    def _reached(self, names: set[Name]) -> set[Name]:
        """Return names with all that their definitions are made from."""
        defined, todo, seen = self._defined(), list(names), set(names)
        while todo:
            for name in names_in(defined.get(todo.pop(), Const("true"))):
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        return seen

    def _leaves(self, node: Node) -> set[Name]:
        """Return the names that a formula is made from in the end: those that nothing defines."""
        defined = self._defined()
        names = set(names_in(node))
        for function in self._functions(node):
            parameters, body = self.comparer.premises.functions.get(function, ((), Const("true")))
            names |= set(names_in(body)) - set(parameters)
        for name in [name for name in names if name not in defined and not name.sub and not name.sup]:
            if name.base in self.comparer.premises.functions:  # F of ∇F
                names = names - {name} | set(names_in(self.comparer.premises.functions[name.base][1]))
        found = {name for name in self._reached(names) if name not in defined}
        return found or self._keys(node)

    def _untouched(self, *nodes: Node) -> Comparer | None:
        """Return what compares formulas without the premises, where these say nothing of their quantities.

        Numbers rest on no premise. Of names, the domain is kept, with all that hangs together with it.
        """
        names = {name for node in nodes for name in names_in(node)}
        if any(isinstance(part, Apply | Chance | Moment) or _is_unknown(part) for node in nodes for part in walk(node)):
            return None
        premises, domain = self.comparer.premises, self.comparer.domain
        spoken = {name.base for relation in premises.constraints for name in names_in(relation)}
        spoken |= premises.open_sequences | (premises.random.bases if premises.random is not None else frozenset())
        if names and (self.comparer.bound or any(one.base in spoken or premises.defines(one) for one in names)):
            return None
        if any(self.comparer.index_letters(node) for node in nodes):
            return None
        known = set(premises.functions)
        relations = [(one, set(names_in(one))) for one in domain.relations if _functions_in(one) <= known]
        while grown := [found for _, found in relations if found & names and not found <= names]:
            names = names.union(*grown)
        bases = {name.base for name in names}
        intervals = tuple(one for one in domain.intervals if one[0].base in bases)
        kept = Domain(intervals, tuple(one for one, found in relations if found and found <= names))
        return Comparer(gather([]), kept, self.comparer.told, kinds=self.comparer.kinds)

    def _beside_others(self, *nodes: Node) -> Comparer | None:
        """Return what compares formulas under the same premises, where what other lines say of chance is in the way."""
        random = self.comparer.premises.random
        if random is None or not random.reason or self.read is None:
            return None
        own = self.read.unsolved(nodes, self.more)
        own.settled, own.bound = self.comparer.settled, self.comparer.bound
        return own

    def _functions(self, node: Node) -> set[str]:
        """Return the functions that a formula is made from, through their definitions."""
        known = self.comparer.premises.functions
        todo, found = [node], set[str]()
        while todo:
            used = {part.function for part in walk(todo.pop()) if isinstance(part, Apply)} - found
            found |= used
            todo += [known[name][1] for name in sorted(used) if name in known]
        return found

    def _keys(self, node: Node) -> set[Name]:
        """Return the quantities that the value of a formula depends on: a function's name alone has a value too."""
        try:
            symbols = getattr(self.comparer.algebra.value(node), "free_symbols", ())
        except Undecided:
            return set()
        keys = self.comparer.algebra.keys
        return {key for symbol in symbols if isinstance(key := keys.get(symbol), Name)}

    def _moves(self, node: Node) -> bool:
        """Tell whether the value of a formula depends on something, as far as can be told."""
        try:
            value = self.comparer.algebra.value(self.comparer.ordinary(node))
        except (Undecided, NoSet):
            return True
        return bool(getattr(value, "free_symbols", True))

    def _is_vector(self, node: Node) -> bool:
        """Tell whether a formula is a vector or matrix whose components are known by name or value."""
        try:
            return isinstance(self.comparer.algebra.value(node), Grid)
        except Undecided:
            return False

    def _defined(self) -> dict[Name, Node]:
        return {definition.name: definition.body for definition in self.comparer.premises.definitions}

    def _rests_on_words(self, left: Node, right: Node) -> str:
        r"""Return why a step that is false for arbitrary values may yet be right: it may use what prose tells.

        ``v = \frac{s}{t} = \frac{100}{10}`` puts in values; ``P = UI = \frac{U^2}{R}`` uses a law for a name of which
        nothing is stated; of a random quantity that the question does not name, nothing is known.
        """
        if reason := self._open_chances(left, right):
            return reason if reason != ALWAYS else ""
        ones, others = self._leaves(left) - self.lawful, self._leaves(right) - self.lawful
        if bool(ones) != bool(others) and self._moves(left if ones else right):
            return "puts in values: what is stated does not say which"
        unknown_names = (ones ^ others) - self.given - self._vanishing(left, right)
        strange = sorted(
            (name for name in unknown_names if name in self.open_names or name.base not in self.spoken_of), key=str
        )
        if strange:
            return f"{RESTS} {printing.latex(strange[0])} is, which no formula states"
        known = self.comparer.premises.functions
        if isinstance(left, Apply) and left.primes and left.function not in known:
            return f"{RESTS} the function {left.function} is, which no formula states"
        normal = {r"\Phi"} if self._is_normal() else set()
        unknown = sorted((self._functions(left) ^ self._functions(right)) - normal)
        if open_ := [one for one in unknown if one not in known]:
            return f"{RESTS} the function {open_[0]} is, which no formula states"
        if (function := self._unlike(left, right)) and function not in normal:
            return f"{RESTS} the function {function} is, which no formula states"
        if tied := self._tied(left, right):
            return f"how {printing.latex(tied)} depends on what is integrated over is not solved"
        arrays = filter(self.comparer.algebra.is_array, names_in(left))
        if self.shaped and not all(map(self._is_vector, arrays)):
            return "rests on what words say of the matrices"
        chances = [part for side in (left, right) for part in walk(side) if isinstance(part, Chance)]
        others = {name for part in chances for name in self._reached(set(names_in(part)))} & (self.lawful - self.normal)
        if others and any(r"\Phi" in self._functions(side) for side in (left, right)):
            return "may be an approximation by the normal law"
        random = [
            {name.base for part in walk(side) if isinstance(part, Chance | Moment) for name in self._made_from(part)}
            for side in (left, right)
        ]
        values = any(isinstance(part, Relation) for side in (left, right) for part in walk(side))
        plain = {name.base for side in (left, right) for name in names_in(_beside_chances(side))}  # t of P(T > t) = …
        if (values or random[0] ^ random[1]) and (random[0] | random[1]) - self.spoken_of - plain:
            return "rests on a random quantity of which no formula states anything"
        return ""

    def _made_from(self, node: Node) -> set[Name]:
        """Return the names in a formula; for one that is made from normal quantities alone, these."""
        defined, found = self._defined(), set[Name]()
        for name in names_in(node):
            inner = {one for one in self._reached({name}) if one not in defined}
            found |= inner if name in defined and inner <= self.normal else {name}
        return found

    def _open_chances(self, left: Node, right: Node) -> str:
        """Return why a step between probabilities may rest on how words say that events hang together."""
        read = self.read
        if read is None or self.comparer.premises.random is None:
            return ""

        def gathered(nodes: Sequence[Node], more: Sequence[Node]) -> Comparer:
            return read.unsolved(nodes, [*self.more, *more])

        return open_chances(gathered((left, right), ()), gathered, left, right)

    def _vanishing(self, *nodes: Node) -> set[Name]:
        """Return the names in formulas whose values do not depend on them: x_i in what is differentiated twice."""
        found = set[Name]()
        for node in nodes:
            try:
                symbols = getattr(self.comparer.algebra.value(node), "free_symbols", None)
            except Undecided:
                return set()
            keys = [self.comparer.algebra.keys.get(symbol) for symbol in symbols or ()]
            if symbols is None or not all(isinstance(key, Name) for key in keys):
                return set()
            found |= {inner for key in keys if isinstance(key, Name) for inner in names_in(key)}
        return {name for node in nodes for name in self._leaves(node)} - found

    def _unlike(self, left: Node, right: Node) -> str:
        r"""Return a function without a formula whose values or derivatives stand on one side and others on the other.

        ``\sigma' = \sigma(1 - \sigma)`` and ``f(-2) = -f(2)`` may rest on what words say the function is.
        """
        algebra = self.comparer.algebra
        try:
            found = [algebra.terms_of_unknown(algebra.value(side)) for side in (left, right)]
        except Undecided:
            return ""
        for function in sorted({name for side in found for name, _, _ in side}):
            ones, others = ({one for one in side if one[0] == function} for side in found)
            sloped = [any(order for _, order, _ in side) for side in (ones, others)]
            if ones.isdisjoint(others) or sloped[0] != sloped[1]:
                return function
        return ""

    def _tied(self, *nodes: Node) -> Name | None:
        """Return a quantity below an integral that an equation of the question ties to the variable of the integral.

        One on both sides may as well be a parameter of that equation.
        """
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Relation)]
        spoken = {name for node in nodes for name in names_in(node)}
        common = set(names_in(nodes[0])).intersection(*(names_in(node) for node in nodes))
        ties = [set(names_in(one)) for one in stated if not isinstance(one.sides[0], Name | Apply)]
        ties += [set(names_in(one)) for one in stated if isinstance(one.sides[0], Name) and one.sides[0] in spoken]
        for node in nodes:
            for part in walk(node):
                if not isinstance(part, Integral):
                    continue
                inside = [name for name in names_in(part.body) if name != part.by and name not in common]
                open_ = [name for name in inside if part.by not in self._reached({name})]
                alike = [
                    {one for one in tie if one.base.strip("'").lower() == part.by.base.strip("'").lower()}
                    for tie in ties
                ]  # an integral by V′ up to V
                pairs = list(zip(ties, alike, strict=True))
                tied = (name for name in open_ if any(name in one and same - {name} for one, same in pairs))
                if (found := next(tied, None)) is not None:
                    return found
        return None

    def _is_normal(self) -> bool:
        r"""Tell whether ``\Phi`` is the standard normal distribution function: no premise says another thing of it."""
        random = self.comparer.premises.random
        return bool(self.lawful or self.gaussian) and random is not None and random.phi and not random.table

    def _unread_of(self, *nodes: Node) -> str:
        """Return which premise that was not read may bind the quantities of a claim, and so make it true."""
        used = {name.base for name in self._reached({name for node in nodes for name in names_in(node)})}
        used |= {part.function for node in nodes for part in walk(node) if isinstance(part, Apply)}
        for read in self.unread:
            latex = read.formula.latex
            spoken = letters_of(latex)
            defined = _DEFINED.match(latex)
            if _is_rounded_value(read.tree):
                continue
            if spoken & used and not (defined and defined.group(1) not in used) and not _BINDS_NOTHING.fullmatch(latex):
                return f"the premise {latex} could not be read"
        return ""

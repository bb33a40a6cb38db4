"""The worked solution read: its lines, what they suppose, and what they define."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from .asides import REJECTED, iterates, mark_asides, mark_moduli
from .claim_shapes import has_names
from .components import Components
from .cutting import AND, BECAUSE, IF, IFF, NOTE, OR, SO, WHERE, link_of, sides_of
from .deciding.congruences import whole
from .differentials import differential
from .formulas import Formula, formulas
from .gathering import gather
from .letters import Undecided
from .line_words import LineWords
from .matrix_words import named_matrix
from .measured import quantities_printed
from .moduli_told import is_modular, moduli_told
from .ranges_told import Ranges
from .reading.kinds import VECTOR
from .reading.reader import RELATIONS
from .reading.tokens import Unreadable
from .setting import Read, Setting
from .solution import Line, Worked
from .solution_laws import law_in_words, law_stated, standard_normal
from .solution_signs import (
    METHOD,
    UNDELIMITED,
    arrow_leads,
    defined_by,
    is_dotted,
    is_range,
    lead,
    masked,
    new_base,
    tokens_of,
    undefined,
    with_plain_signs,
)
from .solution_words import (
    CHANGES,
    CHANGING,
    CONDITIONS,
    EQUIVALENCE,
    MAX_BETWEEN,
    MODULUS,
    SAYING,
    TURNING,
)
from .spoken_claims import Spoken, put_in, vanishing
from .syntax import Apply, Call, Deriv, Integral, Logic, Matrix, Name, Node, Relation, names_in, rebuild, walk
from .wording import wording

_OTHER_RELATION = re.compile(
    r"\\(?:gtrsim|lesssim|gtrapprox|lessapprox|gtreqless|ll|gg|asymp|prec|succ|preceq|succeq|sim|propto|cong|to|mapsto)"
    r"(?![A-Za-z])"
)
"""Signs for which what stands on both sides need not be equal."""
_PLAIN = (*RELATIONS, r"\leq", r"\geq", r"\neq", r"\in", r"\subset", r"\sim")


def read_solution(text: str, setting: Setting, stem: str) -> Worked:
    """Read the lines of the explanation ``text`` of a question with this ``stem``.

    In prose, an equation with a new name alone on its left is a local definition; a formula without a relation claims
    nothing and is passed over, unless the words before it ("which equals") go on with the formula before.
    """
    reading = _Reading(text, setting)
    worked = reading.worked
    worked.stem = masked(stem)
    worked.wording = wording(stem, ("stem",))
    worked.printed = quantities_printed(stem)
    worked.iterates = iterates(f"{worked.stem} {worked.prose}")
    words = (CHANGING, TURNING)
    worked.changes = any(one.search(worked.stem) for one in words) or bool(CHANGES.search(worked.prose))
    if not worked.iterates:
        worked.laws += reading.components.entries(worked.trees, reading.names)
    mark_asides(worked.lines, worked.prose, worked.stem)
    _drop_rejected(worked)
    worked.moduli = mark_moduli(worked.lines, stem, text, setting)
    both = f"{stem}\n{text}"
    worked.remainders = moduli_told(both) | {number for number in map(whole, worked.moduli) if number}
    worked.modular = is_modular(both)
    return worked


def _drop_rejected(worked: Worked) -> None:
    """Take back what lines define that words reject: a trial that "cannot work"."""
    for line in worked.lines:
        if line.defines and line.aside == REJECTED:
            line.defines = False
            worked.definitions.remove(Relation(line.sides[:2], ("=",)))


class _Reading(LineWords):
    def __init__(self, text: str, setting: Setting) -> None:
        super().__init__(text, setting)
        self.extra: set[str] = set()
        self.used: set[Name] = set()
        """Names that a line has used: no later line introduces them, unless "where" does."""
        self.names = {name for tree in setting.trees() for name in names_in(tree)}
        self.open_names = undefined(setting)
        self.premises = gather(setting.stated)
        self.functions: set[str] = set()
        self.components = Components(setting)
        self.ranges = Ranges([text, *(read.formula.latex for read in setting.stem)])
        self.laws: list[Relation] = []
        """The distributions that lines state."""
        self.spoken = Spoken(self.worked.prose)
        self.latest: Node | None = None
        """The last formula that was read, if it could be read whole."""
        for formula in formulas(text, ("explanation",), worked=True):
            line = self._line(formula)
            if line is not None:
                self.worked.lines.append(line)
            else:
                self.worked.remarks.append(formula)
            self.spoken.keep(formula, self.latest)
        self._undelimited()
        for before, after in itertools.pairwise(self.worked.lines):
            if after.link == OR:
                before.either = after.either = True
        self._law_in_words()
        self._standard_normal()
        if (matrix := named_matrix(setting, self.worked)) is not None:
            self.worked.laws.append(matrix)
        self._antiderivatives()
        self._trailing()

    def _undelimited(self) -> None:
        r"""Name what stands between ``\(…\)`` or ``\[…\]``: Markdown shows it as prose, so nothing of it is read."""
        for match in UNDELIMITED.finditer(self.worked.prose):
            problem = Unreadable("not set as mathematics", hint="write $…$ or $$…$$")
            line = Line(Formula(match.group(), ("explanation",), match.start()), problem=problem, prose=True)
            self.worked.lines.append(line)
        self.worked.lines.sort(key=lambda line: line.formula.offset)

    def _line(self, formula: Formula) -> Line | None:
        line = Line(formula, sentence=sum(stop < formula.offset for stop in self.stops))
        line.link = formula.link or (link_of(formula.before) if formula.before.strip() else "")
        if line.link == BECAUSE and formula.first and METHOD.match(formula.before):
            line.link = NOTE
        latex, line.continues, sign = lead(with_plain_signs(formula.latex))
        shift = formula.offset + len(formula.latex) - len(latex)
        if modulus := MODULUS.search(latex):
            line.modulus = self.setting.read(
                Formula(next(one for one in modulus.groups() if one), formula.path, 0), self.extra
            ).tree
            latex = latex[: modulus.start()] if line.modulus is not None else latex
        part = Formula(latex, formula.path, shift)
        read = self._differential(part) or self._read(part, line)
        self.latest = None if line.continues else read.tree
        if (read.problem or read.tree is None) and (parts := self._parts(part, line)) is not None:
            read, line.partial = Read(part, parts), read.problem
        if read.problem or read.tree is None:
            if formula.display or any(sign in formula.latex for sign in _PLAIN):
                if is_range(formula.latex):
                    return None
                line.problem = read.problem
                line.prose = formula.prose or not any(sign in formula.latex for sign in (*_PLAIN, r"\to", "arrow"))
                line.begins = self._left_side(latex, formula)
                return line
            return None
        tree = self.components.slopes(self._slopes(read.tree) if r"\nabla" in latex else read.tree)
        if isinstance(tree, Relation):
            line.sides, line.signs = tree.sides, tree.signs
        elif isinstance(tree, Logic) and tree.operator == "iff" and EQUIVALENCE.search(latex):
            line.sides, line.signs = tree.operands, ("=",) * (len(tree.operands) - 1)
        else:
            line.sides = (tree,)
        spoken = False
        goes_on = not line.continues and not line.signs
        if goes_on and ((line.link == IFF and formula.place[1]) or (not formula.display and self._goes_on(formula))):
            line.continues, sign = bool(self.worked.lines), "="
        if not line.continues and not any(map(has_names, line.sides)) and put_in(formula, self.worked.lines):
            line.continues, sign = True, "="
        if line.continues:
            line.signs = (sign, *line.signs)
        elif not line.signs and (formula.link == SO or arrow_leads(tree, latex)):
            line.sides, line.problem = (), Unreadable("what an arrow leads to, without a relation")
            return line
        elif not line.signs and not formula.display:
            if (claim := self.spoken.claim(formula, tree, self.worked.lines)) is None:
                return None
            tree, line.sides, line.signs, spoken = claim, claim.sides, claim.signs, True
        line.zero_of = vanishing(formula, tree, self.worked.lines)
        self._conditions(line, tree)
        if not line.continues and not line.headless and not spoken:
            self._definition(line, tree)
        self.used.update(name for side in line.sides for name in names_in(side))
        return line

    def _read(self, part: Formula, line: Line) -> Read:
        """Read a formula; an unknown name may be one that it defines, a constant of integration, or a general one."""
        part = replace(part, latex=self.ranges.put(part.latex))
        read = self.setting.read(part, self.extra)
        if not read.problem:
            return read
        if not line.continues and (base := new_base(part.latex, self.setting, self.extra)):
            again = self.setting.read(part, {*self.extra, base})
            if defined_by(again.tree, self.names) is not None:
                self.extra.add(base)
                return again
        if constant := re.search(r"\+\s*([CcKk])\s*(?:[.,;]|\\\\|\}|$)", part.latex):
            again = self.setting.read(part, {*self.extra, constant.group(1)})
            if again.tree is not None:
                self.extra.add(constant.group(1))
                return again
        if self._general(line):
            letters = {token.text for token in tokens_of(part.latex) if token.kind == "letter"}
            again = self.setting.read(part, {*self.extra, *letters})
            if again.tree is not None:
                return again
        return read

    def _slopes(self, node: Node) -> Node:
        r"""Read ``\nabla J(\mathbf w)`` as the derivative by the one vector that J is a function of."""
        match node:
            case Call("grad", (Apply(_, (Name() as by,), 0) as of,)) if self.setting.notation.kinds.of(by) == VECTOR:
                return Deriv(of, (by,))
        return rebuild(node, self._slopes)

    def _parts(self, part: Formula, line: Line) -> Node | None:
        """Read the sides of a chain one by one where it cannot be read whole; ``None`` where too little is left.

        What cannot be read is left out: the sides around it are claimed to be equal all the same.
        """
        sides = [one for one in sides_of(part.latex) if part.latex[one[1] : one[2]].strip(" &.,;")]
        trees: list[Node] = []
        signs: list[str] = []
        for at, (sign, start, end) in enumerate(sides):
            text = part.latex[start:end].strip().strip("&")
            tree = self._read(Formula(text, part.path, part.offset + start), line).tree
            if tree is None and _OTHER_RELATION.search(text):
                return None
            if tree is None or isinstance(tree, Relation | Logic):
                line.headless = line.headless or at == 0
                line.broken = at == len(sides) - 1
                continue
            if trees:
                signs.append(sign)
            trees.append(tree)
        begins = len(trees) == 1 and line.headless and not line.broken and line.formula.display  # next rows go on
        if len(trees) < 2 - line.continues and not begins:
            return None
        return Relation(tuple(trees), tuple(signs)) if len(trees) > 1 else trees[0]

    def _definition(self, line: Line, tree: Node) -> None:
        """Take an equation with a new name alone on its left as a local definition."""
        if (law := law_stated(tree, self._sentence(line.formula))) is not None:
            self._law(line, law)
            return
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Apply) and tree.signs[0] == "=":
            self._function(line, tree.sides[0])
            return
        array = isinstance(tree, Relation) and isinstance(tree.sides[-1], Matrix)  # "A = SDS^{-1} with S = …"
        known = self.names if line.link == WHERE or array else self.names | self.used
        if parts := list(self.components.names(tree, self.names | self.used)):
            self.names.update(name for part in parts for name in names_in(part.sides[0]))
            self.worked.laws += parts
            return
        name = defined_by(tree, known)
        if name is not None and (self._stated(name) or self.components.says(name)):
            return
        if name is not None and not self._let(line) and (self._numeric(tree) or (line.zeroed and not name.sub)):
            line.kin = self._kin(name)
        if name is not None and not (line.supposed and self._numeric(tree)):
            self.names.add(name)
            line.defines = True
            self.worked.definitions.append(Relation(line.sides[:2], ("=",)))
            self.components.note(self.worked.definitions[-1])
        elif isinstance(tree, Relation) and tree.signs[0] == "=" and line.sides[0] in self.open_names - self.used:
            left = line.sides[0]
            if isinstance(left, Name) and left not in {name for side in line.sides[1:] for name in names_in(side)}:
                self.open_names.discard(left)
                line.taken = True
                self.worked.laws.append(Relation(line.sides[:2], ("=",)))

    def _law(self, line: Line, law: Relation) -> None:
        """Take a distribution for a quantity of which no other is stated, there or in the question."""
        others = [*self.setting.stated, *self.laws]
        if not any(
            isinstance(one, Relation) and one.signs == law.signs and one.sides[0] == law.sides[0] for one in others
        ):
            line.taken = True
            self.worked.laws.append(law)
        elif law not in others:
            dropped = [one for one in self.laws if one.sides[0] == law.sides[0]]
            self.worked.laws = [one for one in self.worked.laws if one not in dropped]
        self.laws.append(law)

    def _let(self, line: Line) -> bool:
        """Tell whether a line says what a name is to be: "let x_1 = 1 and x_2 = 2", "where h = 0.1"."""
        before = self.worked.lines[-1] if self.worked.lines else None
        joined = line.link == AND and before is not None and before.sentence == line.sentence
        return line.supposed or line.link == WHERE or (joined and before is not None and before.supposed)

    def _stated(self, name: Name) -> bool:
        """Tell whether a premise says what a name is that the question does not mention itself: a_3 of a sequence."""
        if not name.sub:
            return False
        try:
            return self.premises.defines(name)
        except Undecided:
            return False

    def _kin(self, name: Name) -> Name | None:
        r"""Return the quantity of which a new name is one value: ``\lambda`` for ``\lambda_1``, q for ``q^*``."""
        base = re.sub(r"\^\*$|^\\hat\{(.*)\}$", r"\1", name.base)
        kin = Name(base)
        spoken = {known.base for known in self.names | self.used}
        return kin if kin != name and base in spoken else None

    def _function(self, line: Line, left: Apply) -> None:
        """Take ``g(x) = …`` as the definition of a function that is new, or of which nothing is stated."""
        trees = self.setting.trees()
        spoken = {part.function for tree in trees for part in walk(tree) if isinstance(part, Apply)}
        stated = {
            part.function
            for tree in trees
            if not isinstance(tree, Apply)
            for part in walk(tree)
            if isinstance(part, Apply)
        }
        names = [argument for argument in left.arguments if isinstance(argument, Name)]
        fresh = left.function not in stated | self.functions and not left.primes and not is_dotted(left.function)
        if fresh and len(set(names)) == len(left.arguments) and set(names) & set(names_in(line.sides[1])):
            self.functions.add(left.function)
            line.defines = left.function not in spoken
            line.taken = not line.defines
            made = self.worked.definitions if line.defines else self.worked.laws
            made.append(Relation((left, line.body), ("=",)))

    @staticmethod
    def _numeric(tree: Node) -> bool:
        return isinstance(tree, Relation) and not any(True for side in tree.sides[1:] for _ in names_in(side))

    def _differential(self, part: Formula) -> Read | None:
        r"""Read ``du = 2x\,dx``; ``None`` for all else."""
        known = {definition.sides[0] for definition in self.worked.definitions if isinstance(definition, Relation)}
        tree = differential(part.latex, known, lambda latex: self.setting.read(Formula(latex, (), 0), self.extra).tree)
        return None if tree is None else Read(part, tree)

    def _law_in_words(self) -> None:
        """Take the law that words tell of a quantity of which no other is stated."""
        known = frozenset({*"NZWQ", *(name.base for name in self.names)})
        law = law_in_words(self.text, lambda formula: self.setting.read(formula, self.extra).tree, known)
        others = [*self.setting.stated, *self.laws]
        heads = [one.sides[0] for one in others if isinstance(one, Relation) and one.signs == (r"\sim",)]
        if law is not None and law.sides[0] not in heads:
            self.worked.laws.append(law)
            self.laws.append(law)
        elif law is not None and law not in others:
            self.worked.another = law.sides[0]

    def _standard_normal(self) -> None:
        r"""Take Z for the standard normal variable, where Φ or a normal law is used and nothing says what Z is."""
        spoken = {part.base for tree in self.setting.trees() for part in walk(tree) if isinstance(part, Name)}
        made = [one.sides[0] for one in self.worked.definitions if isinstance(one, Relation)]
        law = standard_normal(self.text, self.worked.trees, [*self.setting.stated, *self.worked.laws])
        if law is not None and "Z" not in spoken and law.sides[0] not in [*made, *(one.sides[0] for one in self.laws)]:
            self.worked.laws.append(law)

    def _left_side(self, latex: str, formula: Formula) -> Node | None:
        """Return what stands before the first ``=`` of a line that could not be read whole."""
        left, equals, _ = latex.partition("=")
        if not equals or not left.strip():
            return None
        return self.setting.read(Formula(left, formula.path, formula.offset), self.extra).tree

    def _trailing(self) -> None:
        """Put a claim under the condition that follows it: ``|x| = x`` "for" ``x > 0``."""
        for line, after in itertools.pairwise(self.worked.lines):
            words = [word.strip(".,;:()*_").lower() for word in after.formula.before.split()]
            same = (
                line.sentence == after.sentence
                and words[:1] not in (["and"], ["but"], ["so"])
                and (not after.formula.display or after.formula.place[:2] == line.formula.place[:2])
            )
            near = after.formula.link == IF or (
                not {"solution", "solutions"} & set(words)
                and after.formula.first
                and 0 < len(words) <= MAX_BETWEEN
                and after.conditional
                and not CONDITIONS.isdisjoint(words)
                and not SAYING.search(after.formula.before)
            )
            if not same or not near or after.link not in (IF, NOTE, WHERE) or line.supposed or after.led:
                continue
            if len(after.signs) and set(after.signs) <= {"<", ">", r"\le", r"\ge", r"\ne"}:
                line.under = Relation(after.sides, after.signs)
                continue
            line.conditional = True
            if after.signs == ("=",) and isinstance(after.sides[0], Name):
                line.under = Relation(after.sides, after.signs)
                after.supposed = True

    def _antiderivatives(self) -> None:
        """Mark the chains that hold an antiderivative: their sides agree up to a constant."""
        chain: list[Line] = []
        for line in [*self.worked.lines, Line(Formula("", (), 0))]:
            if not line.continues:
                self._mark(chain)
                chain = []
            chain.append(line)

    def _mark(self, chain: Sequence[Line]) -> None:
        found = [part for line in chain for side in line.sides for part in walk(side)]
        by = next((part.by for part in found if isinstance(part, Integral) and part.lower is part.upper is None), None)
        modulus = next((line.modulus for line in chain if line.modulus is not None), None)
        for line in chain:
            line.constant_of = by
            line.modulus = modulus

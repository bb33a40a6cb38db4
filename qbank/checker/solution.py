r"""The worked solution, line by line: what each line claims, and whether it follows from the line before.

A leading ``=`` continues from the line before (the first one from what is asked); a new left side starts a new claim.
Rows of prose and arrows are named unread, and comparison resumes at the last row read. Where a row disagrees with both
neighbours and they agree with each other, it is the row to blame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qbank.evidence import Solution

from .deciding.equality import Comparer, Verdict
from .formulas import Formula, formulas
from .reading.reader import RELATIONS
from .reading.tokens import Unreadable, tokenize
from .setting import Finding, Setting
from .syntax import Name, Neg, Node, Num, Relation, names_in

HOLDS, FAILS, UNDECIDED, UNREAD = "holds", "fails", "undecided", "unread"


@dataclass(slots=True)
class Line:
    """One line of the solution: its sides in a row, and what is found of them."""

    formula: Formula
    sides: tuple[Node, ...] = ()
    signs: tuple[str, ...] = ()
    continues: bool = False
    problem: Unreadable | None = None
    begins: Node | None = None
    """Of a line that could not be read whole: its left side, if that could be read."""
    prose: bool = False
    defines: bool = False
    """Its left side is a name that it introduces."""
    conditional: bool = False
    """It stands in prose and may state a condition: false, it is no error."""
    verdict: str = ""
    method: str = ""
    against: Verdict | None = None

    def plain(self) -> dict[str, object]:
        """Return the step as plain data."""
        return {
            "path": list(self.formula.path),
            "offset": self.formula.offset,
            "latex": self.formula.latex,
            "verdict": self.verdict,
            "method": self.method,
        }


@dataclass(slots=True)
class Worked:
    """A solution, read: its lines and the premises that it defines on the way."""

    lines: list[Line] = field(default_factory=list)
    definitions: list[Node] = field(default_factory=list)
    written: bool = False
    """There is a solution at all."""

    @property
    def trees(self) -> list[Node]:
        """Every side that was read."""
        return [side for line in self.lines for side in line.sides]

    @property
    def level(self) -> Solution:
        """How much of it holds."""
        if any(line.verdict == FAILS for line in self.lines):
            return Solution.REFUTED
        held = [line for line in self.lines if line.verdict == HOLDS]
        if not any(not line.defines or len(line.sides) > 2 for line in held):
            return Solution.UNREAD if self.written else Solution.NONE
        return Solution.VERIFIED if len(held) == len(self.lines) else Solution.PARTLY

    @property
    def last(self) -> Node | None:
        """What the last line that was read ends at."""
        return next((line.sides[-1] for line in reversed(self.lines) if line.sides), None)


def read_solution(text: str, setting: Setting) -> Worked:
    """Read the lines of the explanation ``text``.

    In prose, an equation with a new name alone on its left is a local definition; a formula without a relation claims
    nothing and is passed over.
    """
    worked = Worked(written=bool(text.strip()))
    extra: set[str] = set()
    names = {name for tree in setting.trees() for name in names_in(tree)}
    for formula in formulas(text, ("explanation",)):
        line = Line(formula)
        latex, line.continues, sign = _lead(formula.latex)
        shift = formula.offset + len(formula.latex) - len(latex)
        part = Formula(latex, formula.path, shift)
        read = setting.read(part, extra)
        if read.problem and not line.continues and (base := _new_base(latex, setting, extra)):
            again = setting.read(part, {*extra, base})
            if _defined_by(again.tree, names) is not None:
                extra.add(base)
                read = again
        if read.problem or read.tree is None:
            if formula.display or any(sign in formula.latex for sign in RELATIONS):
                line.problem = read.problem
                line.prose = not any(sign in formula.latex for sign in (*RELATIONS, r"\to", "arrow"))
                line.begins = _left_side(latex, formula, setting, extra)
                worked.lines.append(line)
            continue
        if isinstance(read.tree, Relation):
            line.sides, line.signs = read.tree.sides, read.tree.signs
        else:
            line.sides = (read.tree,)
        if line.continues:
            line.signs = (sign, *line.signs)
        elif not line.signs and not formula.display:
            continue
        elif (name := _defined_by(read.tree, names)) is not None:
            names.add(name)
            line.defines = True
            worked.definitions.append(Relation(line.sides[:2], ("=",)))
        line.conditional = not formula.display and _conditional(text[: formula.offset], read.tree)
        worked.lines.append(line)
    return worked


_CONDITIONS = frozenset(
    """
    if at for when where whenever setting set suppose assume assuming let with not mistake unless given provided while
    until since because requires need want check case cases condition
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def _conditional(before: str, tree: Node) -> bool:
    """Tell whether a formula in prose may state a condition rather than a claim."""
    words = [word.strip(".,;:()*_").lower() for word in before.rstrip("$ ").split()[-3:]]
    if words and words[-1] in _CONDITIONS:
        return True
    if not isinstance(tree, Relation) or len(tree.sides) != 2:
        return False
    left, right = tree.sides
    value = right.of if isinstance(right, Neg) else right
    plain = isinstance(value, Num) and (isinstance(left, Name) or value.value == 0)
    return plain or tree.signs[0] not in ("=", r"\approx")


def _new_base(latex: str, setting: Setting, extra: set[str]) -> str:
    """Return the name that stands first in an equation, if nothing has used it before."""
    left, equals, _ = latex.partition("=")
    try:
        tokens = tokenize(left) if equals else []
    except Unreadable:
        return ""
    if not tokens or tokens[0].kind not in ("letter", "word"):
        return ""
    base = tokens[0].text.strip()
    return "" if base in (setting.notation.known or frozenset()) or base in extra else base


def _defined_by(tree: Node | None, names: set[Name]) -> Name | None:
    """Return the new name that an equation has alone on its left, if its other sides do not hold it."""
    if not isinstance(tree, Relation) or tree.signs[0] != "=" or not isinstance(tree.sides[0], Name):
        return None
    name = tree.sides[0]
    if name in names or any(name == other for side in tree.sides[1:] for other in names_in(side)):
        return None
    return name


def _lead(latex: str) -> tuple[str, bool, str]:
    """Take a leading relation sign off."""
    try:
        tokens = [token for token in tokenize(latex) if token.kind != "align"]
    except Unreadable:
        return latex, False, ""
    if tokens and tokens[0].text in RELATIONS:
        return latex[tokens[0].end :], True, tokens[0].text
    return latex, False, ""


def _left_side(latex: str, formula: Formula, setting: Setting, extra: set[str]) -> Node | None:
    """Return what stands before the first ``=`` of a line that could not be read whole."""
    left, equals, _ = latex.partition("=")
    return setting.read(Formula(left, formula.path, formula.offset), extra).tree if equals and left.strip() else None


class Judge:
    """Decides each line of one solution."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        self.comparer = comparer
        self.asked = asked

    def judge(self, worked: Worked) -> None:
        """Give every line its verdict."""
        chain: list[tuple[Node, Line | None]] = []
        lost = False
        for line in worked.lines:
            if not line.sides:
                line.verdict = UNREAD
                line.method = line.problem.reason if line.problem else "not read"
                if not line.continues and not line.prose:  # a claim of its own, which the next lines go on with
                    self._close(chain)
                    chain = [(line.begins, None)] if line.begins is not None else []
                    lost = not chain
                continue
            if not line.continues:
                self._close(chain)
                chain = []
            elif lost:
                self._mark(line, UNDECIDED, "what it goes on from was not read")
            elif not chain and self.asked is not None:
                chain.append((self.asked, None))
            lost = False
            self._others(line, chain)
            if set(line.signs) <= {"="}:
                chain += [(side, line) for side in line.sides]
            else:
                self._close(chain)
                chain = [(line.sides[-1], line)]
        self._close(chain)

    def _others(self, line: Line, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Judge the relations of a line other than equality."""
        sides = [chain[-1][0], *line.sides] if line.continues and chain else list(line.sides)
        signs = line.signs if len(line.signs) == len(sides) - 1 else line.signs[1:]
        if set(signs) <= {"="}:
            return
        for left, sign, right in zip(sides, signs, sides[1:], strict=False):
            if sign == "=":
                self._note(line, self.comparer.compare(left, right))
            elif sign == r"\approx" and (number := printed(right)) is not None:
                close = self.comparer.within(left, *number)
                self._mark(line, HOLDS if close else UNDECIDED if close is None else FAILS, "to the digits printed")
            elif (broken := self.comparer.breaks(left, sign, right)) is not None:
                self._mark(line, FAILS, "is false")
                line.against = Verdict("different", witness=broken)
            else:
                self._mark(line, UNDECIDED, "holds at every point tried, but inequalities are not proved yet")

    def _close(self, chain: list[tuple[Node, Line | None]]) -> None:
        """Judge a chain of equal sides."""
        wrong: set[int] = set()
        for at in range(1, len(chain)):
            line = chain[at][1]
            before = at - 1
            verdict = self.comparer.compare(chain[before][0], chain[at][0])
            if verdict.outcome == "different":
                blamed = self._blamed(chain, at, wrong)
                if blamed is None:
                    if line is not None:
                        self._mark(line, HOLDS, "follows from the line before the wrong one")
                    continue
                wrong.add(blamed)
                culprit = chain[blamed][1]
                if culprit is not None:
                    self._mark(culprit, FAILS, "does not follow from what stands before it")
                    culprit.against = verdict
                if blamed != at and line is not None:
                    self._mark(line, HOLDS, "agrees with what is asked")
            elif line is not None:
                self._note(line, verdict)
        first = chain[0][1] if chain else None
        if first is not None and not first.verdict:
            if self.asked is None or self._equal(self.asked, chain[0][0]):
                self._mark(first, HOLDS, "is what is asked" if self.asked is not None else "starts the derivation")
            else:
                self._mark(first, UNDECIDED, "is not what is asked, and nothing says what it is")

    def _blamed(self, chain: Sequence[tuple[Node, Line | None]], at: int, wrong: set[int]) -> int | None:
        """Return which of sides ``at - 1`` and ``at`` is wrong, ``None`` where the first was blamed already."""
        before, here = chain[at - 1], chain[at]
        if at - 1 in wrong:
            earlier = next((chain[back] for back in range(at - 2, -1, -1) if back not in wrong), None)
            if earlier is not None and self._equal(earlier[0], here[0]):
                return None
            if self.asked is not None and self._equal(self.asked, here[0]):
                return None
            return at
        begins = at == 1 and before[1] is not None and before[1] is not here[1]
        if begins and self.asked is not None and self._equal(self.asked, here[0]):
            return 0
        if begins and at + 1 < len(chain) and self.asked is not None and self._equal(self.asked, before[0]):
            return at
        return at

    def _equal(self, left: Node, right: Node) -> bool:
        return self.comparer.compare(left, right).outcome == "equal"

    def _note(self, line: Line, verdict: Verdict) -> None:
        if verdict.outcome == "different":
            self._mark(line, FAILS, "does not follow from what stands before it")
            line.against = verdict
        elif verdict.outcome == "undecided":
            self._mark(line, UNDECIDED, verdict.reason)
        elif verdict.proved:
            self._mark(line, HOLDS, "by algebra" if verdict.method == "symbolic" else "the same formula")
        else:
            self._mark(line, UNDECIDED, "agrees at every point tried, but no proof was found")

    @staticmethod
    def _mark(line: Line, verdict: str, method: str) -> None:
        """Keep the worst verdict."""
        if verdict == FAILS and line.conditional:
            verdict, method = UNDECIDED, "false as a claim; it may state a condition"
        order = (HOLDS, UNDECIDED, FAILS)
        if not line.verdict or order.index(verdict) > order.index(line.verdict):
            line.verdict, line.method = verdict, method


def printed(node: Node) -> tuple[Fraction, Fraction] | None:
    """Return a printed number and half a unit of its last digit."""
    sign = -1 if isinstance(node, Neg) else 1
    number = node.of if isinstance(node, Neg) else node
    if not isinstance(number, Num):
        return None
    return sign * number.value, Fraction(1, 2 * 10 ** (number.places or 0))


def findings(worked: Worked) -> list[Finding]:
    """Return what there is to tell about the lines."""
    found = []
    for line in worked.lines:
        if line.verdict == FAILS:
            difference = line.against.witness if line.against else None
            witness = f": {difference.told('the left side', 'the right side')}" if difference else ""
            found.append(
                Finding(
                    "QB304",
                    f"this line of the solution {line.method}{witness}",
                    line.formula.path,
                    line.formula.offset,
                    len(line.formula.latex),
                )
            )
    open_ = [line for line in worked.lines if line.verdict in (UNREAD, UNDECIDED)]
    if open_ and worked.level is not Solution.REFUTED:
        told = "; ".join(f"“{_short(line.formula.latex)}” ({line.method})" for line in open_[:5])
        more = f" and {len(open_) - 5} more" if len(open_) > 5 else ""
        count = "one line" if len(open_) == 1 else f"{len(open_)} lines"
        place = open_[0].formula
        found.append(
            Finding(
                "QB322",
                f"{count} of the solution not checked: {told}{more}",
                place.path,
                place.offset,
                len(place.latex),
            )
        )
    return found


def _short(latex: str, limit: int = 60) -> str:
    text = " ".join(latex.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"

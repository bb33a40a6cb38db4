r"""The worked solution, line by line: what each line claims, and whether it follows from the line before.

A leading ``=`` continues from the line before (the first one from what is asked); a new left side starts a new claim.
Rows of prose and arrows are named unread, and comparison resumes at the last row read. Where a row disagrees with both
neighbours and they agree with each other, it is the row to blame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from qbank.evidence import Solution

from .cutting import BECAUSE, WHERE
from .deciding.equality import Verdict
from .formulas import Formula
from .reading.tokens import Unreadable
from .setting import Finding, Setting
from .syntax import Big, Name, Node, Relation, walk
from .wording import Wording

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
    partial: Unreadable | None = None
    """One of its sides could not be read, and was left out."""
    broken: bool = False
    """It was the last one."""
    headless: bool = False
    """The first one was."""
    prose: bool = False
    defines: bool = False
    """Its left side is a name that it introduces."""
    conditional: bool = False
    """It may state a condition: false, it is no error."""
    doubted: bool = False
    """Its sentence denies it or calls it a mistake."""
    denied: bool = False
    """It is conditional since its sentence holds "not" or the like."""
    supposed: bool = False
    """It plainly supposes something ("let", "if"): the lines that follow stand under it."""
    aside: str = ""
    """Why the words around it keep it from being refuted."""
    anew: bool = False
    """The words before it begin another way: a letter in it may be set anew."""
    scoped: bool = False
    """What it supposes holds within its sentence alone."""
    link: str = ""
    """How it is joined to the line before: a constant of ``cutting``."""
    sentence: int = 0
    """Which sentence of the text it stands in."""
    led: bool = False
    """It is put as what follows from the lines before it, by nothing else: "hence", "dividing by m gives"."""
    transformed: bool = False
    """So, and the words say what was done to the line before."""
    either: bool = False
    """It is joined by "or" to another."""
    plain_words: bool = False
    """Its sentence names what is derived, and no place, time or case."""
    plain_before: bool = False
    """So do all sentences up to it."""
    scaled: bool = False
    """Its sentence has words by which a gradient may be turned or scaled."""
    unstated: bool = False
    """It follows from an equation that nothing states: what leads to it was not checked."""
    listed: bool = False
    """It is the first of a list: "the candidates are"."""
    sourced: bool = False
    """The words name something that gives it, which is no step: "supply gives"."""
    zero_words: bool = False
    """The words before it speak of roots, critical points and the like."""
    zeroed: bool = False
    """It is put as what a derivative before it, set to zero, gives."""
    rooted: bool = False
    """It is called a root: its value holds for no line after it."""
    zero_of: Node | None = None
    """What must be zero, if its value is the place where the formula before it is said to vanish."""
    kin: Name | None = None
    """The quantity of which its left side is one value: the name it introduces has a star or an index more."""
    taken: bool = False
    """Its left side is a name of the question of which nothing is stated: it is taken as a definition."""
    under: Relation | None = None
    """The condition that follows it, "for x > 0": it is claimed there alone."""
    modulus: Node | None = None
    """Of a chain of congruences."""
    puts_in: bool = False
    """The words right behind it put its value in: "$x = 0$ gives"."""
    constant_of: Name | None = None
    """It belongs to a chain of antiderivatives by this name: its sides agree up to a constant."""
    wrong: list[tuple[Node, Node]] = field(default_factory=list)
    """Its steps that fail."""
    verdict: str = ""
    method: str = ""
    against: Verdict | None = None
    tail: int = 0
    """How many equalities hold in a row up to its end, those of the lines it continues included."""

    @property
    def links(self) -> int:
        """How many equalities and the like it claims."""
        if self.supposed:
            return 0
        return max(0, len(self.sides) + self.continues - 1 - (self.defines or self.taken))

    @property
    def body(self) -> Node:
        """What its left side is said to be: a side without products, which are not differentiated, if there is one."""
        for sign, side in zip(self.signs, self.sides[1:], strict=False):
            if sign != "=":
                break
            if not any(isinstance(part, Big) and part.operator == "prod" for part in walk(side)):
                return side
        return self.sides[1]

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
    laws: list[Node] = field(default_factory=list)
    """What it says of names that the question leaves undefined: used for its own lines alone, never for a key."""
    another: Node | None = None
    """The random variable of which its words tell another law than the stem."""
    setting: Setting | None = None
    prose: str = ""
    """Its text, the mathematics blanked out."""
    stem: str = ""
    """The text of the stem, the mathematics blanked out."""
    remarks: list[Formula] = field(default_factory=list)
    """Its formulas that claim nothing by themselves."""
    printed: list[tuple[Fraction, Node]] = field(default_factory=list)
    """The numbers that the stem prints with a unit, each with its quantity."""
    wording: Wording | None = None
    """The sentences of the stem."""
    moduli: list[Node] = field(default_factory=list)
    """The moduli that stem and solution write."""
    remainders: set[int] = field(default_factory=set)
    """Those, and what else their words tell by which remainders may be meant."""
    modular: bool = False
    """Their words say that remainders are meant."""
    iterates: bool = False
    """It, or the stem, speaks of steps in which a letter gets one value after another."""
    changes: bool = False
    """It, or the stem, speaks of quantities that change."""

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
        if not any(line.links for line in held):
            return Solution.UNREAD if self.written else Solution.NONE
        return Solution.VERIFIED if len(held) == len(self.lines) else Solution.PARTLY

    @property
    def links(self) -> int:
        """How many steps of it hold that are more than definitions and conditions."""
        return sum(line.links for line in self.lines if line.verdict == HOLDS)

    @property
    def claims(self) -> list[Line]:
        """The lines that claim something of their own: no conditions, reasons in passing, or what is called wrong."""
        read = [line for line in self.lines if (line.sides or line.partial) and not line.doubted]
        return [line for line in read if not line.conditional and line.link not in (BECAUSE, WHERE)] or read


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

"""Where a worked solution ends: at which option, and whether what leads there was checked.

The end is the last claim. Where that is no option's value (a test, a second result, the value of a maximum whose place
was asked), a conclusion before it counts, if no claim ends at another option. An option of several values is reached
where each of its values is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .about import Sought, called
from .after_end import after
from .claims import LEFT_OPEN, UNSTATED
from .cutting import AND, IFF, SO
from .deciding.equality import Comparer, Verdict
from .domain import Domain
from .gathering import gather
from .matching import is_claim, shared_left
from .ruling import RESTS
from .solution import HOLDS, UNDECIDED, Line, Worked
from .supposing import MAY_FOLLOW
from .syntax import Apply, Between, Big, Deriv, Integral, Logic, Name, Node, Num, Relation, Set, Tuple, names_in, walk

_REMARKS = frozenset(
    """note notice remark check observe also indeed incidentally moreover but alternatively verify verification
    confirms test furthermore besides their""".split()  # noqa: SIM905 - a list of words reads best as words
)
_LOOSE = (RESTS, UNSTATED, LEFT_OPEN, "nothing is given of")
"""How reasons begin for which a first step is open: it hangs on what was not told."""
_ANSWERS = frozenset({"answer", "result", "final", "finally", "overall", "altogether", "together", "total"})


_REFERS = re.compile(r"\b(?:this|which|that)\b", re.IGNORECASE)
"""Words by which a claim goes on from the one before it."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain of equal sides: its values (exact, then rounded), its first line, its last, and its sides."""

    values: tuple[Node, ...]
    start: Line
    line: Line
    sides: tuple[Node, ...] = ()
    """All sides of the chain; none where its first could not be read."""

    @property
    def words(self) -> str:
        """The prose before it."""
        return self.start.formula.before

    @property
    def concludes(self) -> bool:
        """Tell whether it is put as what follows from the rest, or as the answer."""
        words = set(re.findall("[a-z]+", self.start.formula.before.lower()))
        if words & _REMARKS:
            return False
        return self.start.link in (SO, IFF) or self.start.formula.display or bool(words & _ANSWERS)

    @property
    def remark(self) -> bool:
        """Tell whether it is put beside the derivation."""
        return bool(set(re.findall("[a-z]+", self.start.formula.before.lower())) & _REMARKS)

    @property
    def checked(self) -> bool:
        """Tell whether its last value was shown to follow from something."""
        if self.line.unstated:
            return False
        return self.line.tail > 0 or (self.line.verdict == HOLDS and self.line.links > 0)


class Ending:
    """The ends of one solution against the options (``None``: not read) of its question."""

    def __init__(
        self,
        worked: Worked,
        options: Sequence[Node | None],
        comparer: Comparer,
        asked: Sought | None = None,
        text: str = "",
    ) -> None:
        """``text``: the solution as it is written."""
        self.asked = asked or Sought()
        self.options = options
        self.comparer = comparer
        self.left = shared_left(list(options))
        self.ends = list(_ends(worked))
        claims = worked.claims
        whole = bool(claims) and not claims[-1].broken and bool(claims[-1].sides) and not _concluded_unread(worked)
        self.last = self._last() if whole and self.ends else None
        """The last claim, about what is asked for by name if there is one; ``None`` where it was not read."""
        self.verdicts = [self._verdict(option, self.last) for option in options]
        """How the options stand to the last claim."""
        self.overtaken = self.last is not None and worked.setting is not None and self._overtaken(worked, text)
        """What stands behind the last claim may be the end."""

    @property
    def reached(self) -> list[int]:
        """The options, counted from 1, that the last claim equals."""
        if self.overtaken or (self.last is not None and self._excluded(self.last)):
            return []
        return [at for at, verdict in enumerate(self.verdicts, 1) if verdict.outcome == "equal"]

    def passes(self, key: int) -> bool:
        """Tell whether a conclusion before the last claim equals option ``key``."""
        option = self.options[key - 1]
        ends = [end for end in self.ends[:-1] if end.concludes]
        return option is not None and any(self._verdict(option, end).outcome == "equal" for end in ends)

    def _overtaken(self, worked: Worked, text: str) -> bool:
        """Tell whether a formula behind the last claim is another end, or words go on from what is no conclusion."""
        last, setting = self.last, worked.setting
        if last is None or setting is None or self.ends[-1] is not last:
            return False
        behind = after(text, worked.claims[-1], setting)
        for tree, concludes in behind.bare:
            found = [
                at
                for at, option in enumerate(self.options)
                if option is not None and self.comparer.compare(option, tree).outcome == "equal"
            ]
            other = [at for at in found if self.verdicts[at].outcome != "equal"]
            if any(not self._all_of(self.options[at]) for at in other) or (concludes and not found):
                return True
        ends_there = last.concludes or self.asked.named(last.sides) or _REFERS.search(last.words) is not None
        return behind.goes_on and not ends_there

    def _last(self) -> End:
        """Return the last claim about what is asked for by name, if it stands alone; else the last of all."""
        named = [end for end in self.ends if self.asked.named(end.sides)]
        beside = [end for end in named if end.start.sentence == named[-1].start.sentence]
        alone = all(end.values == beside[-1].values for end in beside) or (
            beside and beside[-1].start.link in (SO, IFF)
        )
        return named[-1] if named and alone else self.ends[-1]

    def _excluded(self, end: End) -> bool:
        """Tell whether a claim is about another quantity than the one asked for."""
        heads = [other.sides[0] for other in self.ends if other.sides and other is not end]
        if self.asked.excludes(end.sides, end.words, heads):
            return True
        others = [
            option for option in self.options if option is not None and self._verdict(option, end).outcome != "equal"
        ]
        made = (
            tree for value in end.values[:1] for head in end.sides[:1] for tree in self.asked.made_from(head, value)
        )
        return any(self.comparer.compare(option, tree).outcome == "equal" for tree in made for option in others)

    def _rivalled(self, last: End, key: int) -> bool:
        """Tell whether a claim that ends at another option may be meant as well as the last one."""
        if self.asked.named(last.sides):
            return False
        others = [option for at, option in enumerate(self.options, 1) if at != key and option is not None]
        earlier = self.ends[: self.ends.index(last)]
        rivals = [end for end in earlier if any(self._verdict(one, end).outcome == "equal" for one in others)]
        beside = last.start.link == AND and bool(earlier) and earlier[-1].line.sentence == last.start.sentence
        parts = list(walk(last.sides[0]))[1:] if last.sides else []
        rivals = [end for end in rivals if not (end.sides and end.sides[0] in parts)]  # "x_1 + x_2" after x_1
        for end in rivals:
            if (beside and end is earlier[-1]) or (not last.concludes and end.line is not last.start):
                told = self.asked.prefers(last.sides, end.sides)
                if not told and self.asked.overlap(last.words) <= self.asked.overlap(end.words):
                    return True
            if self.asked.says_more(end.words, last.words):
                return True
        return False

    def confirms(self, key: int) -> bool:
        """Tell whether the solution leads to option ``key``, by a step that was checked, and to no other option."""
        if self.last is None or self.overtaken:
            return False
        if self.reached:
            clean = [at for at, one in enumerate(self.verdicts, 1) if one.outcome not in ("different", "unread")]
            sure = self._checked(self.last) and (self.last.concludes or not self._elsewhere(key))
            return self.reached == clean == [key] and sure and not self._rivalled(self.last, key)
        return self._earlier(key) or self._by_parts(key)

    def _checked(self, end: End) -> bool:
        """Tell whether what leads to an end was checked: not arithmetic alone, where the stem states its quantity."""
        start, numbers = end.start, not any(True for side in end.sides[1:] for _ in names_in(side))
        if start.verdict != UNDECIDED or not numbers or not end.sides:
            return end.checked
        if self._only_numbers(end):
            return False
        return end.checked and not (start.method.startswith(_LOOSE) and self.asked.states(end.sides[0]))

    def _only_numbers(self, end: End) -> bool:
        """Tell whether what an integral or a probability is was not shown, but how numbers behind it are worked out."""
        head = end.sides[0]
        if isinstance(head, Name | Deriv) or end.start.method.startswith((RESTS, MAY_FOLLOW)):
            return False
        worked_out = any(isinstance(part, Big | Integral) for side in end.sides[1:] for part in walk(side))
        return not (self.asked.named(end.sides) and (isinstance(head, Apply) or worked_out))

    def _elsewhere(self, key: int) -> bool:
        """Tell whether an earlier conclusion is another option: the last claim may be a mere remark."""
        others = [option for at, option in enumerate(self.options, 1) if at != key and option is not None]
        aside = self.last is not None and self.last.remark
        earlier = [end for end in self.ends[:-1] if aside or end.concludes]
        return any(self._verdict(option, end).outcome == "equal" for end in earlier for option in others)

    def _earlier(self, key: int) -> bool:
        """Tell whether a conclusion before the last claim is ``key``, and no claim reaches another option."""
        found: list[End] = []
        for end in self.ends:
            outcomes = [self._verdict(option, end).outcome for option in self.options]
            if outcomes[key - 1] == "equal" and self._named(end) and self._checked(end) and not self._excluded(end):
                found.append(end)
            if any(one not in ("different", "unread") for at, one in enumerate(outcomes, 1) if at != key):
                return False
        if not found:
            return False
        after = self.ends[self.ends.index(found[-1]) + 1 :]
        return self.left is not None or all(end.remark or end.values == found[-1].values for end in after)

    def _named(self, end: End) -> bool:
        """Tell whether a claim is about what all options begin with, or else put as a conclusion."""
        left = end.start.sides[0] if end.start.sides else None
        return left == self.left if self.left is not None else end.concludes

    def _by_parts(self, key: int) -> bool:
        """Tell whether every value of the option ``key``, and of no other option, is one that the claims end at."""
        found = [at for at, option in enumerate(self.options, 1) if option is not None and self._all_of(option)]
        return found == [key]

    def _all_of(self, option: Node | None) -> bool:
        values = {end.start.sides[0]: end for end in self.ends if end.checked and isinstance(end.start.sides[0], Name)}
        match option:
            case Logic("and" | "or", parts) if all(isinstance(one, Relation) for one in parts):
                return all(
                    isinstance(one, Relation)
                    and one.signs == ("=",)
                    and (end := values.get(one.sides[0])) is not None  # type: ignore[arg-type]
                    and self._equal(one.sides[1], end)
                    for one in parts
                )
            case Tuple(items) if len(items) > 1 and len(items) == len(values):
                named = sorted(values.items(), key=lambda one: str(one[0]))
                return all(self._equal(item, end) for item, (_, end) in zip(items, named, strict=True))
            case Between(low, high) if isinstance(low, Num) and isinstance(high, Num):
                return self._ends_at((low, high))
            case Set(items) if len(items) > 1:
                return self._ends_at(items)
        return False

    def _ends_at(self, items: Sequence[Node]) -> bool:
        """Tell whether the last claims end at just these values."""
        last = self.ends[-len(items) :]
        return len(last) == len(items) and all(
            any(end.checked and self._equal(item, end) for end in last) for item in items
        )

    def _equal(self, option: Node, end: End) -> bool:
        return any(self.comparer.compare(option, value).outcome == "equal" for value in end.values)

    def _verdict(self, option: Node | None, end: End | None) -> Verdict:
        if option is None:
            return Verdict("unread")
        if end is None:
            return Verdict("undecided")
        found = [self._compared(self._valued(option, value, end), value) for value in end.values]
        return next((one for one in found if one.outcome == "equal"), None) or next(
            (one for one in found if one.outcome != "different"), found[0]
        )

    def _compared(self, option: Node, value: Node) -> Verdict:
        verdict = self.comparer.compare(option, value)
        if verdict.outcome == "undecided" and self.comparer.bound:  # formulas that differ by themselves
            free = Comparer(gather([option, value]), Domain(), kinds=self.comparer.kinds)
            verdict = free.compare(option, value)
        return verdict

    def _valued(self, option: Node, value: Node, end: End) -> Node:
        """Return the value of an option ``W = …`` where all options begin so, and the solution ends at one."""
        head = end.start.sides[0] if end.start.sides and not end.start.headless else None
        other = called(head) and called(self.left) and called(head) != called(self.left)
        if not isinstance(option, Relation) or is_claim(value) or other:
            return option
        return option.sides[-1] if set(option.signs) == {"="} and option.sides[0] == self.left else option


def _concluded_unread(worked: Worked) -> bool:
    """Tell whether a conclusion that was not read stands after the last claim."""
    last = next(at for at, line in enumerate(worked.lines) if line is worked.claims[-1])
    after = (line for line in worked.lines[last + 1 :] if not line.sides and not line.prose and not line.doubted)
    return any(line.link in (SO, IFF) or line.formula.display for line in after)


def _ends(worked: Worked) -> list[End]:
    """Return where each chain of equal sides ends."""
    found: list[End] = []
    start: Line | None = None
    sides: tuple[Node, ...] = ()
    unread = {id(after) for line, after in pairwise(worked.lines) if not line.sides and not line.partial}
    headless = False
    for line in worked.claims:
        begins = not line.continues or id(line) in unread  # what it goes on from was not read
        if start is None or begins:
            start, sides, headless = line, (), line.headless or line.continues
        elif found:
            found.pop()
        if not line.sides or line.broken:
            continue
        sides += line.sides
        found.append(End(tuple(_values(line)), start, line, () if headless else sides))
    return found


def _values(line: Line) -> list[Node]:
    r"""Return what a line ends at: after ``\approx``, the value that is rounded too."""
    signs = line.signs if line.continues else ("", *line.signs)
    plain = ("", "=", r"\approx") if line.modulus is None else ("", "=", r"\approx", r"\equiv")
    ordered = (at for at, sign in enumerate(signs) if sign not in plain)
    kept = next(ordered, len(line.sides)) or 1  # "= -6 < 0" ends at -6
    values = [line.sides[kept - 1]]
    for at in range(kept - 1, 0, -1):
        if signs[at] != r"\approx":
            break
        values.append(line.sides[at - 1])
    return values[::-1]

"""What the words around a line of a worked solution say of it: a condition, a denial, what follows, what is doubted."""

from __future__ import annotations

import re
from dataclasses import replace

from .cutting import AND, BECAUSE, IF, IFF, SO, WHERE
from .formulas import Formula
from .setting import Setting
from .solution import Line, Worked
from .solution_signs import PARTICIPLES, is_denied, masked, may_condition
from .solution_words import (
    ASSIGNED,
    CLAIMED,
    COMBINED,
    CONDITIONS,
    CONTRADICTION,
    DENIED,
    DOUBTED,
    GENERAL,
    GOES_ON,
    LEADING,
    NEXT,
    OTHERWISE,
    PLAIN,
    PUT_INTO,
    PUTS_IN,
    REACH,
    REASONED,
    REQUIRES,
    ROOTED,
    ROOTS,
    SCALED,
    SCOPED,
    SET_TO_ZERO,
    SOURCE,
    STOP,
    SUPPOSING,
    TRANSFORMED,
)
from .syntax import Deriv, Name, Node, Relation, names_in


class LineWords:
    """Reads the words around lines, one line after another; those before it are in ``worked``."""

    def __init__(self, text: str, setting: Setting) -> None:
        self.text = text
        self.setting = setting
        self.worked = Worked(written=bool(text.strip()), setting=setting, prose=masked(text))
        self.stops = [match.start() for match in STOP.finditer(masked(text))]
        """Where sentences end."""

    def _general(self, line: Line) -> bool:
        """Tell whether a formula is quoted as holding for all values of its letters."""
        return line.link in (BECAUSE, WHERE) or bool(GENERAL.search(self._sentence(line.formula)))

    def _goes_on(self, formula: Formula) -> bool:
        """Tell whether the words before a bare formula say that it equals the one before: "…, which equals"."""
        last = self.worked.lines[-1] if self.worked.lines else None
        if last is None or not last.signs or last.formula.place[0] != formula.place[0] - 1 or not formula.first:
            return False
        earlier = last.formula.before.split()
        led = earlier[-1].strip(".,;:").lower() if earlier else ""
        return bool(GOES_ON.fullmatch(formula.before.strip())) and led not in {"of", "for", "from", "with", "by", "at"}

    def _conditions(self, line: Line, tree: Node) -> None:
        formula, lines = line.formula, self.worked.lines
        if formula.before.rstrip().lower().endswith("check:"):
            formula = replace(formula, before="")
        words = [word.strip(".,;:()*_").lower() for word in formula.before.split()[-3:]]
        last = words[-1] if words and (len(words) < 2 or words[-2] not in PARTICIPLES) else ""
        claimed = line.zero_of is not None or self._claimed(formula, tree)
        last = "" if claimed else last
        if formula.link == IF:
            line.conditional = line.supposed = True
        elif not formula.display:
            line.conditional = last in CONDITIONS or (
                formula.first
                and not claimed
                and not self._bounded(tree)
                and may_condition(tree, line, words, goes_on=bool(lines) and not lines[-1].conditional)
            )
            line.supposed = last in SUPPOSING and formula.first and not line.continues
        elif last in SUPPOSING and formula.first and not line.continues:
            line.conditional = line.supposed = True
        if isinstance(tree, Relation) and not any(True for _ in names_in(tree)):
            line.supposed = False  # numbers alone
        before = lines[-1] if lines else None
        alone = not (isinstance(tree, Relation) and isinstance(tree.sides[0], Deriv))  # "u = x^2, du = 2x dx"
        if alone and before is not None and before.conditional and not line.continues and formula.before.strip() == ",":
            line.conditional = line.conditional or before.sentence == line.sentence  # "inserting x = 0, y = 1/2"
        line.scoped = line.supposed and (formula.link == IF or last in SCOPED)
        if formula.link == AND and self.worked.lines and not line.continues:
            before = self.worked.lines[-1]
            if before.formula.place[:2] == formula.place[:2]:
                line.supposed, line.conditional = before.supposed, line.conditional or before.conditional
        self._led(line)
        line.puts_in = PUTS_IN.match(self.worked.prose[formula.offset + len(formula.latex) :].lstrip(" $")) is not None
        whole = self._sentence(formula, whole=True)
        line.plain_words, line.plain_before = _plain(whole), _plain(self.worked.prose[: formula.offset] + whole)
        until = self._sentence(formula)
        after = NEXT.split(whole[len(until) + len(formula.latex) :].lstrip(" $,;"))[0]
        line.scaled = SCALED.search(f"{until} | {after}") is not None
        line.zeroed = self._zeroed(formula)
        line.rooted = ROOTED.match(self.worked.prose[formula.offset + len(formula.latex) :].lstrip(" $")) is not None
        line.zero_words = ROOTS.search(formula.before) is not None
        if isinstance(tree, Relation) and tree.sides[0] in set(names_in(tree.sides[1])):
            line.conditional = line.conditional or (
                isinstance(tree.sides[0], Name) and not claimed
            )  # an assignment: i = i + 1
        if DOUBTED.search(CONTRADICTION.sub("", self._sentence(formula, whole=not formula.display))):
            line.conditional = line.doubted = True
        elif ASSIGNED.search(self._sentence(formula, whole=not formula.display)):
            line.conditional = True
        elif is_denied(self._sentence(formula, whole=not formula.display), len(self._sentence(formula))):
            line.conditional = line.denied = True
            after = self._sentence(formula, whole=True)[len(self._sentence(formula)) + len(formula.latex) :]
            near = " ".join([*formula.before.split()[-REACH:], "|", *after.replace("$", " ").split()[:REACH]])
            line.doubted = DENIED.search(near) is not None

    def _claimed(self, formula: Formula, tree: Node) -> bool:
        """Tell whether the words before a formula claim it, though some of them may set a condition."""
        if DENIED.search(self._sentence(formula, whole=True)):
            return False
        if self._required(formula, tree):
            return True
        before = " ".join(formula.before.split())
        value = isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and not set(names_in(tree.sides[1]))
        return CLAIMED.search(before) is not None or (not value and PUT_INTO.search(before) is not None)

    def _required(self, formula: Formula, tree: Node) -> bool:
        """Tell whether an equation is what the one right before it "requires"."""
        before = self.worked.lines[-1] if self.worked.lines else None
        near = before is not None and before.formula.place[0] == formula.place[0] - 1 and before.signs[-1:] == ("=",)
        return near and isinstance(tree, Relation) and tree.signs == ("=",) and bool(REQUIRES.fullmatch(formula.before))

    def _led(self, line: Line) -> None:
        """Tell whether a line is put as what follows from those before it, and from nothing else."""
        before = self.worked.lines[-1] if self.worked.lines else None
        if line.conditional or line.supposed or before is None:
            return
        if PUT_INTO.search(" ".join(line.formula.before.split())) or REQUIRES.fullmatch(line.formula.before):
            line.led = True
            return
        end = before.formula.offset + len(before.formula.latex)
        words = self.worked.prose[end : line.formula.offset]
        if not line.formula.first or not words.strip():
            line.led = line.link in (SO, IFF) or (line.link == AND and before.led)
            return
        clause = STOP.split(words)[-1] or ""
        done = list(TRANSFORMED.finditer(clause))
        rest = clause[done[-1].end() :] if done else clause
        line.listed = clause.rstrip().lower().endswith(" are")
        source = SOURCE.search(clause)
        line.sourced = source is not None and source.group(1).lower() not in LEADING and not done
        joined = line.link == AND and before.led and before.sentence == line.sentence
        leads = {word.lower() for word in re.findall("[A-Za-z]+", clause)} <= LEADING
        line.transformed = bool(done) and not OTHERWISE.search(re.sub(r"\bby\b|\bfor\b|\bterms? (with|in)\b", "", rest))
        whole = STOP.split(words.rstrip().rstrip(":"))[-1] or ""
        combined = COMBINED.search(whole) is not None and not OTHERWISE.search(COMBINED.sub("", whole))
        line.led = line.transformed or combined or ((line.link in (SO, IFF) or joined) and leads)
        line.led = line.led and not REASONED.match(self.worked.prose[line.formula.offset + len(line.formula.latex) :])

    def _zeroed(self, formula: Formula) -> bool:
        """Tell whether the words before a formula set a derivative to zero, and no others say what it rests on."""
        if (match := SET_TO_ZERO.search(formula.before)) is None:
            return False
        after = self.worked.prose[formula.offset + len(formula.latex) :]
        rest = re.sub(r"\b(for|by)\b", "", formula.before[: match.start()] + formula.before[match.end() :])
        return not OTHERWISE.search(rest) and not REASONED.match(after)

    def _bounded(self, tree: Node) -> bool:
        """Tell whether an inequality speaks of what the question bounds by inequalities: one that is being solved."""
        if not isinstance(tree, Relation) or tree.signs[0] in ("=", r"\approx"):
            return False
        bounded = {name for relation in self.setting.stated if isinstance(relation, Relation)
                   and not set(relation.signs) <= {"="} for name in names_in(relation)}  # fmt: skip
        return bool(bounded & set(names_in(tree)))

    def _sentence(self, formula: Formula, *, whole: bool = False) -> str:
        """Return the sentence in which a formula stands, up to it or whole, without its mathematics."""
        before = [stop for stop in self.stops if stop < formula.offset]
        after = [stop for stop in self.stops if stop >= formula.offset]
        start = before[-1] + 1 if before else 0
        end = (after[0] if after else len(self.text)) if whole else formula.offset
        return self.worked.prose[start:end]


def _plain(text: str) -> bool:
    """Tell whether the words of a text name what is derived, and no place, time or case."""
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)} <= PLAIN

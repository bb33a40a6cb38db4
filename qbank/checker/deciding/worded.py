"""What words say of chance: independent, identically distributed, uncorrelated, disjoint, a partition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from qbank.checker.reading.notation import Notation
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import Const, Name, Node, Relation, Tuple


@dataclass(frozen=True, slots=True)
class Said:
    """What words say.

    ``independent``: groups, each mutually independent; ``alike``: bases of i.i.d. members; ``separate``: of independent
    ones; ``uncorrelated`` pairs; ``disjoint`` events; ``partitions`` of everything.
    """

    independent: tuple[tuple[Name, ...], ...] = ()
    alike: frozenset[str] = frozenset()
    separate: frozenset[str] = frozenset()
    uncorrelated: tuple[tuple[Name, Name], ...] = ()
    disjoint: tuple[tuple[Name, ...], ...] = ()
    partitions: tuple[tuple[Name, ...], ...] = ()
    doubtful: bool = False
    """Something is said that is not understood."""
    cases: bool = False
    """Things are told apart by where they come from or what they are, and nothing says that two of it can be so."""
    tied: bool = False
    """An extremum is asked for, under equations that tie quantities to one another."""

    @property
    def random(self) -> frozenset[str]:
        """The bases of what varies."""
        return self.alike | self.separate | {name.base for pair in self.uncorrelated for name in pair}

    def joined(self, other: Said) -> Said:
        """Return what both say."""
        return Said(
            (*self.independent, *other.independent),
            self.alike | other.alike,
            self.separate | other.separate,
            (*self.uncorrelated, *other.uncorrelated),
            (*self.disjoint, *other.disjoint),
            (*self.partitions, *other.partitions),
            self.doubtful or other.doubtful,
            self.cases or other.cases,
            self.tied or other.tied,
        )


NOTHING = Said()
_SENTENCES = re.compile(r"(?<![.\s][A-Za-z])[.;?!](?:\s|$)|\n\s*\n")
_FORMULA = re.compile(r"\$+([^$]+)\$+")
_ALIKE = re.compile(r"\bi\.?\s?i\.?\s?d\b|identically\s+distributed", re.IGNORECASE)
_INDEPENDENT = re.compile(r"\bindependent(?:ly)?\b|\bindependence\b", re.IGNORECASE)
_DOUBTFUL = re.compile(
    r"\bnot\b|n't\b|\bdependent\b|conditional|linear|\bif\b|whether|independent variable\b|\bpairwise\b|\bwhen\b",
    re.IGNORECASE,
)
_DISJOINT = re.compile(r"mutually\s+exclusive|\bdisjoint\b|\bexclusive\b", re.IGNORECASE)
_CASES = re.compile(
    r"\b(?:rest|remain\w+|others?|either|exactly one|one of (?:the|two|three|four)|chosen|picked"
    r"|(?:comes?|came|drawn) from|produc\w+|made (?:by|in|on)|manufactur\w+|suppl\w+"
    r"|machines?|factor(?:y|ies)|plants?|urns?|box(?:es)?|bags?"
    r"|spam|healthy|infected|prevalence|diseased?|disjoint|exclusive|partitions?)\b",
    re.IGNORECASE,
)
"""What cases of total probability are told by: each thing is one of them."""
_OVERLAP = re.compile(
    r"\bindependen|\b(?:both|neither|each other|one another|overlap\w*|regardless|some of them"
    r"|as well|at least one|simultaneous\w*|not exclusive|nor|bounds?|at the same time|may also|also)\b",
    re.IGNORECASE,
)
"""What events are told by that may happen together."""
_PARTITION = re.compile(r"\bpartitions?\b|\bexhaustive\b", re.IGNORECASE)


def said(texts: Iterable[str], notation: Notation) -> Said:
    """Return what sentences with their formulas in dollars say of independence; doubtful ones say nothing."""
    texts = list(texts)
    told = " ".join(_FORMULA.sub(" ", text) for text in texts)
    found = Said(cases=bool(_CASES.search(told)) and not _OVERLAP.search(told))
    for text in texts:
        for sentence in _SENTENCES.split(text):
            found = found.joined(_sentence(sentence, notation))
    return found


def about_chance(entry: str) -> bool:
    """Tell whether an ``assume`` entry speaks of independence and the like, in words."""
    words = _FORMULA.sub(" ", entry)
    return any(pattern.search(words) for pattern in (_ALIKE, _INDEPENDENT, _DISJOINT, _PARTITION)) or (
        "uncorrelated" in words
    )


def _sentence(sentence: str, notation: Notation) -> Said:
    words = _FORMULA.sub(" ", sentence)
    if not about_chance(sentence):
        return NOTHING
    if _DOUBTFUL.search(words):
        return Said(doubtful=True)
    names = tuple(dict.fromkeys(_named(sentence, notation)))
    families = frozenset(name.base for name in names if name.sub)
    if _ALIKE.search(words):
        return Said((names,) if not families and len(names) > 1 else (), alike=families)
    if "uncorrelated" in words:
        return Said(uncorrelated=tuple(combinations(names, 2)))
    if _PARTITION.search(words):
        return Said(partitions=(names,)) if len(names) > 1 else NOTHING
    if _DISJOINT.search(words):
        return Said(disjoint=(names,)) if len(names) > 1 else NOTHING
    if re.search(r"\bindependent\s+of\b", words):
        return Said(tuple((names[0], other) for other in names[1:]))
    lettered = any(isinstance(index, Name) for name in names for index in name.sub)
    return Said((names,) if len(names) > 1 else (), separate=families if lettered or len(names) > 1 else frozenset())


def _named(sentence: str, notation: Notation) -> Iterator[Name]:
    """Yield the names that the formulas of a sentence are: alone, in a list, or left of a distribution."""
    formulas = _FORMULA.findall(sentence)
    if not formulas:
        formulas = re.findall(r"(?<![A-Za-z\\])[A-Z](?:_\{?\w+\}?)?(?![A-Za-z])", sentence)
    for formula in formulas:
        for part in re.split(r",|\\(?:ldots|dots|cdots)|\\?;|\band\b", formula):
            try:
                node = read(part, notation) if part.strip() else Const("empty")
            except Unreadable:
                continue
            yield from _plain_names(node)


def _plain_names(node: Node) -> Iterator[Name]:
    match node:
        case Name():
            yield node
        case Tuple(items):
            yield from (item for item in items if isinstance(item, Name))
        case Relation(sides, signs) if signs[-1] == r"\sim":
            yield from (side for side in sides[:-1] if isinstance(side, Name))

"""What the words of a stem say of where names lie: "positive integers $m$ and $n$", "$a$ is a nonzero constant"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .domain import WORDS, Domain, parse
from .reading.notation import Notation
from .reading.tokens import Unreadable
from .wording import Wording

_QUALITY = (
    r"(?:(?:positive|negative|non-?negative|non-?positive|non-?zero|real|odd|even|natural|whole|integer)(?:-valued)?"
    r"(?:,? |(?=$|[,.])))*"
)
_NOUN = r"(?:integers?|numbers?|constants?|reals?|parameters?|values?|values of|variables?|scalars?)"
_LIST = r"⟦\d+⟧(?:(?:, and|,| and) ⟦\d+⟧)*"
_BEFORE = re.compile(rf"(?<![\w-])({_QUALITY}){_NOUN} ({_LIST})")
_AFTER = re.compile(
    rf"(?<!of )(?<!of ⟦\d⟧ and )(?<!between )({_LIST}) (?:is|are|be|denotes?) (?:an? |any |some |all |both "
    rf"|two )?({_QUALITY})({_NOUN}|(?=$|[,.]))(?! or\b|')"
)
_ALL = re.compile(rf"for (?:all |any |every |each |some |an? )?({_QUALITY})({_LIST})")
_DOUBTFUL = re.compile(r"\b(?:not|no|unless|except|whether|if and only if|is ⟦\d+⟧)\b")
_SPELLED = {"whole": "integer", "integer": "integer", "integers": "integer", "non-negative": "nonnegative",
            "non-positive": "nonpositive",
            "non-zero": "nonzero"}  # fmt: skip


def said_domains(found: Wording, notation: Notation) -> tuple[Domain, tuple[str, ...]]:
    """Return the domain that words tell, and each entry of it in plain words; ``real`` alone says nothing new."""
    domain, told = Domain(), []
    for number, words in dict.fromkeys(_entries(found)):
        entry = f"${found.formulas[number].latex}$ {words}"
        try:
            one = parse([entry], notation)
        except Unreadable:
            continue
        if one.intervals and not one.relations:
            domain = Domain((*domain.intervals, *one.intervals), domain.relations)
            told.append(entry)
    return domain, tuple(told)


def without_domains(text: str) -> str:
    """Return a sentence without the words that say where names lie; unchanged, if it may say so conditionally."""
    if _DOUBTFUL.search(text):
        return text
    for pattern in (_BEFORE, _ALL, _AFTER):
        text = pattern.sub(lambda match: " ".join(re.findall(r"⟦\d+⟧", match.group())), text)
    return text


def _entries(found: Wording) -> Iterator[tuple[int, str]]:
    for sentence in found.sentences:
        if _DOUBTFUL.search(sentence.text):
            continue
        for match in _BEFORE.finditer(sentence.text):
            yield from _listed(match.group(2), match.group(0).split("⟦")[0])
        for match in _ALL.finditer(sentence.text):
            yield from _listed(match.group(2), match.group(1))
        for match in _AFTER.finditer(sentence.text):
            yield from _listed(match.group(1), f"{match.group(2)} {match.group(3)}")


def _listed(names: str, words: str) -> Iterator[tuple[int, str]]:
    spelled = [_SPELLED.get(word, word) for word in words.replace(",", " ").split()]
    known = list(dict.fromkeys(word for word in spelled if word in WORDS))
    if known and known != ["real"]:
        for number in re.findall(r"⟦(\d+)⟧", names):
            yield int(number), " ".join(known)

r"""What plain words tell of the kinds of names: "matrices $A$ and $B$", ``A, B matrix`` under ``assume``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .kinds import Kinds, from_names
from .told import told_of_matrices

_NOUNS = {
    r"matri(?:x|ces)": "matrices", r"vectors?": "vectors", r"(?:sub)?sets?": "sets", r"events?": "events",
    r"propositions?|(?:propositional|statement|boolean|logical) (?:variables?|letters?)": "propositions",
    r"random variables?|r\.v\.s?|rvs?": "variables",
}  # fmt: skip
_ITEM = r"(?:\$[^$]{1,80}\$|[A-Z](?:_\w)?\b|[b-z](?:_\w)?\b(?=\s*(?:,|and\b|or\b|be\b|is\b|are\b|\.|$)))"
_LIST = rf"{_ITEM}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+){_ITEM})*"
_AFTER = [
    (re.compile(rf"\b(?i:{noun})\s+(?P<list>{_LIST})"), kind) for noun, kind in _NOUNS.items()
]  # fmt: skip
_BEFORE = [
    (re.compile(
        rf"(?P<list>{_LIST})\s+(?:be|is|are|denotes?|represents?)\s+(?:(?!and\b|of\b|in\b|on\b|to\b|the \w+ of)"
        rf"(?:[\w×-]+|\$[^$]{{1,30}}\$),?\s+){{0,5}}?(?i:{noun})\b"
    ), kind)
    for noun, kind in _NOUNS.items()
]  # fmt: skip
_VALUE_OF = re.compile(
    r"(?:\bvalues? of(?: the (?:parameter|constant|number))?"
    r"|\b(?:for|at) (?:which|what)(?: real| positive)?(?: numbers?)?)\s*$",
    re.IGNORECASE,
)
"""For which value of k are the vectors …: k is none of them."""
_HINTS = re.compile(r"matri|vector|set|event|proposition|variable|letter|r\.v\.|rv", re.IGNORECASE)
_BOOLEAN = re.compile(
    r"\b(?:boolean|logic gates?|logic circuit|karnaugh|switching (?:function|algebra))\b", re.IGNORECASE
)
_NAME = re.compile(
    r"\s*(?P<base>\\(?:mathbf|boldsymbol|vec|mathcal)\s*\{?\s*\\?[A-Za-z]+\s*\}?|\\[A-Za-z]+|[A-Za-z])"
    r"(?P<sub>_(?:\w|\{[^{}]*\}))?\s*(?:$|=|\\in\b|\\sim\b|\\subset|\\colon|:)"
)
_ASSUMED = re.compile(
    r"(?P<list>\S.*?)[\s,:]*(?:\b(?:is|are)\s+)?(?:\ban?\s+)?\b(?P<kind>matri(?:x|ces)|vectors?|sets?|events?|boolean|propositions?"
    r"|random variables?)\s*$", re.IGNORECASE | re.DOTALL
)  # fmt: skip
_KIND_OF_WORD = {"m": "matrices", "v": "vectors", "s": "sets", "e": "events", "b": "propositions",
                 "p": "propositions", "r": "variables"}  # fmt: skip


def kinds_said(texts: Iterable[str], assumed: Iterable[str] = ()) -> Kinds:
    """Return the kinds that plain words tell.

    ``texts`` are texts with their formulas in dollars; ``assumed`` are entries of ``assume`` (``A, B matrix``).
    """
    texts, assumed = list(texts), list(assumed)
    found: dict[str, set[str]] = {kind: set() for kind in _NOUNS.values()}
    boolean = False
    for text in texts:
        boolean = boolean or bool(_BOOLEAN.search(text))
        if not _HINTS.search(text):
            continue
        for pattern, kind in (*_AFTER, *_BEFORE):
            for match in pattern.finditer(text):
                if not _VALUE_OF.search(text[: match.start()]):
                    found[kind].update(_listed(match.group("list")))
    for entry in assumed:
        if entered := _ASSUMED.fullmatch(entry.strip()):
            word = entered.group("kind").lower()
            boolean = boolean or word == "boolean"
            found[_KIND_OF_WORD[word[0]]].update(_listed(entered.group("list")))
    sizes, traits = told_of_matrices([*texts, *assumed], _listed)
    surely = told_of_matrices(assumed, _listed)  # of the relation R, "symmetric" says something else
    found["matrices"].update(size[0] for size in sizes)
    found["matrices"].update(base for base, _ in surely[1])
    return replace(from_names(found, 0, boolean=boolean, identity=False), sizes=sizes, traits=traits)


def _listed(text: str) -> Iterator[str]:
    """Yield the names of ``$A$, $B$ and C``; those of components, ``(2, k, 7)``, are none."""
    for part in re.split(r",|\band\b|\bor\b|\$", re.sub(r"\([^()]*\)", "()", text)):
        if match := _NAME.match(part):
            base = re.sub(r"\s+", "", match.group("base"))
            if base.startswith(("\\mathbf", "\\boldsymbol", "\\vec", "\\mathcal")) and "{" not in base:
                command = next(c for c in (r"\mathbf", r"\boldsymbol", r"\vec", r"\mathcal") if base.startswith(c))
                base = f"{command}{{{base[len(command) :]}}}"
            yield base + "_" * bool(match.group("sub"))

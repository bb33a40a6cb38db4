"""What was shown of a key, in one plain sentence."""

from __future__ import annotations

from qbank.evidence import Level, QuestionEvidence

from .labels import named
from .strings import Strings

KEYLESS = frozenset({"description", "essay"})
"""Types that have no key of which anything could be shown."""
UNLABELLED = frozenset({"cloze", "formula", "numerical", "short-answer", "true-false"})
"""Types whose options or answers have no labels by which to speak of them."""


def evidence_line(found: QuestionEvidence | None, words: Strings, numbering: str = "123") -> str:
    """Return what was shown of the key; empty where nothing was checked, or there is none.

    Options are named as they are printed, those without a label by their number.
    """
    if found is None or found.type in KEYLESS:
        return ""
    sentence = {
        Level.PROVED: words.assumed if found.assumed else words.proved,
        Level.TESTED: words.tested,
        Level.CONSISTENT: words.consistent,
        Level.ASSERTED: words.asserted,
        Level.UNDECIDED: words.undecided,
        Level.REFUTED: words.refuted,
    }[found.evidence]
    refuted = [named(numbering, o.index) for o in found.options if not o.keyed and o.verdict == "different"]
    if refuted and found.type not in UNLABELLED:
        form = words.refuted_option if len(refuted) == 1 else words.refuted_options
        sentence += "; " + form.format(options=", ".join(refuted))
    return sentence + "."

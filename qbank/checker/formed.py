"""Options of the value asked for that lack the form asked for: "Factor …", "in lowest terms", ``relation: form:…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields

from .asked import Asked, read_asked
from .choice_evidence import Choice
from .deciding.equality import Verdict
from .deciding.forms import judge_form
from .letters import Undecided
from .syntax import Apply, Div, Name, Node, Num, Relation, names_in

PREFIX = "form:"
NAMES = {
    "factored": "factored",
    "expanded": "expanded",
    "lowest-terms": "in lowest terms",
    "rationalised": "rationalised",
    "partial-fractions": "in partial fractions",
    "completed-square": "a completed square",
    "cartesian": "of the form a + bi",
    "single-logarithm": "a single logarithm",
    "sum-of-logarithms": "a sum of logarithms",
    "scientific": "in scientific notation",
}
"""The forms as they are said in reports."""
_WANTED: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("partial-fractions", r"\bpartial fractions?\b"),
        ("rationalised", r"\brationali[sz]e"),
        ("completed-square", r"\bcomplet(?:e|ing) the square\b|\bin (?:its )?(?:vertex|completed[- ]square) form\b"),
        ("single-logarithm", r"\bas (?:a single|one) logarithm\b"),
        ("sum-of-logarithms", r"\bas a (?:sum|difference|sum (?:and|or) difference)s? of logarithms\b"),
        ("scientific", r"\bin scientific notation\b"),
        ("cartesian", r"\bin (?:the )?(?:rectangular|cartesian) form\b|\bin (?:the )?(?:standard )?form a ?\+ ?bi\b"),
        ("lowest-terms", r"\bin (?:its )?lowest terms\b"),
        ("factored", (r"^factor(?:i[sz]e)? |\b(?:factori[sz]ation|factored form) (?:of|for) "
                      r"|\bin (?:its )?(?:fully |completely )?(?:factored|factori[sz]ed) form\b")),
        ("expanded", r"^expand |^(?:the )?(?:expansion|expanded form) (?:of|for) |\bin (?:its )?expanded form\b"),
    )
)  # fmt: skip

_OF_FORM = re.compile(r"fraction|rationali|square|form|logarithm|notation|terms|factor|expan", re.IGNORECASE)
"""One of these words stands in whatever asks for a form."""


def wanted_form(words: str, tree: Node | None = None) -> str:
    """Return the form that the words of what is asked want, a key of :data:`NAMES`; else nothing."""
    plain = re.sub(r"\$a ?\+ ?(?:b ?i|i ?b)\$", "a+bi", words)
    plain = re.sub(r"in the form \$[a-z]? ?\([a-z] ?[-+] ?[a-z]\)\^(?:2|\{2\}) ?[-+] ?[a-z]\$", "in vertex form", plain)
    plain = re.sub(r"\$[^$]*\$", "\N{HORIZONTAL ELLIPSIS}", plain)
    found = [form for form, pattern in _WANTED if pattern.search(plain)]
    if not found and isinstance(tree, Div) and isinstance(tree.numerator, Num) and isinstance(tree.denominator, Num):
        found = ["lowest-terms"] if re.search(r"\bin (?:its )?(?:simplest|reduced) (?:form|terms)\b", plain) else []
    return found[0] if len(found) == 1 else ""


def form_of(found: Choice, asked: Asked) -> str:
    """Return the form that an option must have: by the check block, or by what the stem asks for in words."""
    told = found.question.check.relation if found.question.check else None
    if told:
        return told.removeprefix(PREFIX) if told.startswith(PREFIX) else ""
    if asked.kind != "value" or isinstance(asked.tree, Relation):
        return ""
    if found.inferred or not found.question.check or not found.question.check.find:
        return wanted_form(asked.words, asked.tree)
    if not _OF_FORM.search(found.question.stem):
        return ""
    said = read_asked(found.question.stem, found.setting)
    same = isinstance(said, Asked) and said.kind == "value" and said.tree == asked.tree
    return wanted_form(said.words, asked.tree) if same and isinstance(said, Asked) else ""


def judge_forms(found: Choice, asked: Asked) -> None:
    """Part the options of the value asked for by whether they have the form asked for.

    Where nothing but the stem's words asks for the form, a single option of that value needs no certain form.
    """
    form = form_of(found, asked)
    if not form:
        return
    found.formed = True
    found.relation = PREFIX + form
    equal = [at for at, verdict in enumerate(found.verdicts) if verdict.outcome == "equal"]
    told = bool(found.question.check and found.question.check.relation)
    for at in equal:
        tree = found.options[at].tree
        has, why = (None, "") if tree is None else _judged(found, form, tree)
        if has is False:
            reason = f"equal, but not {NAMES[form]}: {why}"
            found.verdicts[at] = Verdict("different", reason, reason=reason)
        elif has is None and (told or len(equal) > 1):
            reason = f"equal, but whether it is {NAMES[form]} is open: {why}"
            found.verdicts[at] = Verdict("undecided", reason=reason)


def _judged(found: Choice, form: str, tree: Node) -> tuple[bool | None, str]:
    if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name | Apply):
        tree = tree.sides[1]
    kinds = found.setting.notation.kinds
    told = (getattr(kinds, field.name) for field in fields(kinds))
    special = {name for names in told if isinstance(names, frozenset) for name in names}
    for name in set(names_in(tree)):
        if {name.base, name.base + "_"} & special:
            return None, f"{name.base} is no number"
        try:
            if next(iter(found.comparer.premises.bodies(name)), None) is not None:
                return None, f"{name.base} stands for something else"
        except Undecided as problem:
            return None, str(problem)
    judged = judge_form(form, tree, found.question.stem)
    return judged.has, judged.why

"""Statements (A), (B) … that are formulas: each proved for all values of its names, or refuted by a witness."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qbank.schema import Statements
from qbank.schema.check import Notation as Declared

from .asked import unnamed_kinds
from .deciding.equality import Difference, Verdict
from .defined import needs
from .domain import Domain, parse
from .doubts import alarming
from .matching import claim, is_claim
from .reading.tokens import Unreadable
from .saying import said_domains
from .setting import Setting
from .setting_reading import read_setting
from .syntax import Mul, Name, Node, Relation, Tuple, names_in
from .untold_kinds import of_untold_kind, says_numbers
from .wording import Wording, wording

_QUANTITY = (
    r"(?:all |any |every |each |real |positive |negative |nonnegative |non-negative |nonzero |natural "
    r"|numbers? |integers? )*"
)
_SHAPE = re.compile(
    rf"(?:for {_QUANTITY}⟦\d+⟧(?:(?:, and|,| and) ⟦\d+⟧)*(?:,? we have|,? it holds that)?,? )?⟦(\d+)⟧"
    rf"(?:,? for {_QUANTITY}⟦\d+⟧(?:(?:, and|,| and) ⟦\d+⟧)*)?"
)
_PLAIN = frozenset(
    """
    a all and any are below by claims consider correct decide each every false find following for given identify if
    integers is it judge let mark numbers of one or real select statement statements tell that the these they this to
    true two which whether positive nonnegative negative nonzero integer number natural assertions equations identities
    evaluate following, answer
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of a stem that put no condition on the names in its statements."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdict on one statement: ``true``, ``false``, ``undecided`` or ``unread``, how, and where it fails."""

    verdict: str
    method: str
    proved: bool = False
    witness: Difference | None = None


def judge_statements(question: Statements, declared: Declared) -> list[Judged]:
    """Return the verdict on every statement."""
    uses = [formula.latex for one in question.statements for formula in wording(one.text, ()).formulas]
    setting = read_setting(question, declared, uses, derived=False)
    doubt = alarming(question.stem)
    plain = _is_plain(question.stem) and not unnamed_kinds(question.stem, setting)
    judged = []
    for at, one in enumerate(question.statements):
        words = wording(one.text, ("statements", at, "text"))
        tree = _claim_in(words, setting)
        if tree is None:
            judged.append(Judged("unread", "prose: the author's word"))
        elif (told := _conditions(words, setting)) is None:
            judged.append(Judged("undecided", "the condition on its names is not understood"))
        elif doubt:
            judged.append(Judged("undecided", f"“{doubt[0]}” in the stem may change what formulas mean"))
        else:
            judged.append(_judge(tree, words, setting, told, plain=plain, said=one.text))
    return judged


def _conditions(words: Wording, setting: Setting) -> Domain | None:
    r"""Return the domain that "for $x \ge 0$" tells; ``None`` where a condition is not understood."""
    match = _SHAPE.fullmatch(words.sentences[0].text)
    domain = Domain()
    for number, formula in enumerate(words.formulas):
        if match is None or number == int(match.group(1)):
            continue
        tree = setting.read(formula).tree
        names = tree.items if isinstance(tree, Tuple) else (tree,)
        if all(isinstance(name, Name) for name in names):
            continue
        try:
            one = parse([formula.latex], setting.notation)
        except Unreadable:
            return None
        if not one.intervals and not one.relations:
            return None
        domain = Domain((*domain.intervals, *one.intervals), (*domain.relations, *one.relations))
    return domain


def _claim_in(words: Wording, setting: Setting) -> Node | None:
    """Return the claim that a statement consists of, beside "for all"."""
    match = _SHAPE.fullmatch(words.sentences[0].text) if len(words.sentences) == 1 else None
    if match is None:
        return None
    tree = setting.read(words.formulas[int(match.group(1))]).tree
    return tree if tree is not None and is_claim(tree) else None


_EVERYWHERE = re.compile(r"\b(?:all|every|any)\b")


def _judge(tree: Node, words: Wording, setting: Setting, told: Domain, *, plain: bool, said: str) -> Judged:
    spoken, _ = said_domains(words, setting.notation)
    spoken = Domain((*spoken.intervals, *told.intervals), told.relations)
    relations = (*setting.domain.relations, *told.relations)
    domain = Domain((*setting.domain.intervals, *spoken.intervals), relations)
    within = replace(setting, domain=domain)
    comparer = within.comparer([tree])
    if setting.unread:
        comparer.bound = f"the premise {setting.unread[0].formula.latex} could not be read"
    verdict = claim(comparer, tree)
    quantified = _EVERYWHERE.search(said) or spoken.intervals or spoken.relations
    if verdict.outcome == "equal" and quantified and not _always_has_value(tree, within):
        return Judged("undecided", "it holds wherever both sides have values; elsewhere it was not judged")
    untold = not says_numbers(said) and of_untold_kind(tree, within.notation.kinds, [*domain.names()])
    if verdict.outcome == "equal" and quantified and untold:
        return Judged("undecided", "what its letters stand for is not said")
    if verdict.outcome == "different" and "real" not in said and _is_between_wholes(verdict):
        return Judged("undecided", "it fails only where a letter that may count is no whole number")
    if verdict.outcome == "equal":
        method = "holds for all values, by algebra" if verdict.proved else "holds at every point tried"
        return Judged("true", method, verdict.proved)
    if verdict.outcome == "different" and (plain or not any(True for _ in names_in(tree))):
        return Judged("false", _failing(verdict), proved=True, witness=verdict.witness)
    reason = verdict.reason or "it fails for some values, and the stem may put conditions on them"
    return Judged("undecided", reason)


_COUNTING = frozenset({"n", "k", "m", "j", "N"})


def _is_between_wholes(verdict: Verdict) -> bool:
    """Tell whether a claim fails at a place where a letter that counts things as a rule is no whole number."""
    point = verdict.witness.point if verdict.witness else {}
    return any(name in _COUNTING and not re.fullmatch(r"-?\d+", value) for name, value in point.items())


def _always_has_value(tree: Node, setting: Setting) -> bool:
    """Tell whether a claim is shown to have values wherever its names may lie."""
    wanted = needs(tree)
    return wanted is not None and all(_is_shown(one, setting) for one in wanted)


def _is_shown(condition: Relation, setting: Setting) -> bool:
    left, right = condition.sides
    if isinstance(left, Mul):  # each has the sign that the product is to have
        return all(_is_shown(Relation((factor, right), condition.signs), setting) for factor in left.factors)
    found = claim(setting.comparer([condition]), condition)
    return found.outcome == "equal" and found.proved


def _failing(verdict: Verdict) -> str:
    return f"fails: {verdict.witness.told('the left side', 'the right side')}" if verdict.witness else "is false"


def _is_plain(stem: str) -> bool:
    """Tell whether a stem's words put no condition on names beyond those that are read."""
    found = wording(stem, ("stem",))
    words = {word for sentence in found.sentences for word in re.findall(r"[a-z-]+", sentence.text)}
    return words <= _PLAIN

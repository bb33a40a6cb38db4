r"""What a stem asks for, in its own words: "Find the derivative of $x^2$ at $x = 3$" as a tree, like ``find``.

One sentence asks, and it is understood whole, each word and formula of it, or not at all: an unknown word may change
everything. ``docs/evidence.md`` says what such an understanding may prove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .asking.clause import Clause, Thing, Unclear
from .asking.learning import called
from .asking.parsing import understood
from .asking.stories import story
from .asking.words import ASKS, CLAIM, COMPLETED, DENIED, HARMLESS, KINDS, STARTS, TRUE, TURNS, VERB
from .conditions import confined
from .doubts import SOLVING, doubts
from .formulas import Formula
from .reading.kinds import Kinds
from .setting import Setting
from .syntax import Apply, Between, Matrix, Name, Node, Num, Relation, Set, Tuple
from .wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: ``tree`` is ``None`` where the options themselves are claims (``kind`` is ``claim``).

    ``kind`` is ``value``, ``solutions`` (the tree is the equation), ``fits`` or ``claim``; ``relation`` is as in the
    ``check`` block, or empty; ``words`` are the stem's own; ``used`` is where the stem's formulas stand that belong to
    the question and are no premises; ``by`` is the name solved for. ``formed``: the options differ in form, so that
    several may have the value asked for.
    """

    kind: str
    tree: Node | None
    relation: str = ""
    words: str = ""
    used: frozenset[tuple[int, int]] = frozenset()
    formed: bool = False
    by: Name | None = None
    unknowns: tuple[Name, ...] = ()
    """All names that are solved for, where there are several; for ``fits``, the components of an option."""
    conditions: tuple[Node, ...] = ()
    """What an option must make true, where ``kind`` is ``fits``: an eigenvector, a point on a line."""
    nonzero: bool = False
    """An option of zeros alone is wrong."""
    also: Node | None = None
    """A wider condition than ``tree``: unless both have the same solutions, nothing follows."""
    doubts: tuple[str, ...] = ()
    """Words of the stem that may change what its formulas mean: then nothing follows from it."""

    def holds(self, formula: Formula) -> bool:
        """Tell whether a formula of the stem belongs to the question, and is no premise."""
        return formula.path == ("stem",) and any(start <= formula.offset < end for start, end in self.used)


def read_asked(stem: str, setting: Setting) -> Asked | str:
    """Return what the stem asks for; else, in words, why it was not understood."""
    found = wording(stem, ("stem",))
    if (told := _story(found, setting)) is not None:
        return told
    questions = asking(found)
    if not questions:
        return "no sentence of the stem was recognised as asking for a quantity"
    if len(questions) > 1:
        return _restated(found, questions, setting, stem)
    return _asked_in(found, questions[0], setting, stem)


def _story(found: Wording, setting: Setting) -> Asked | None:
    """Return what a stem asks for that is understood as a whole, each word of all its sentences."""
    if any(DENIED.search(sentence.text) for sentence in found.sentences):
        return None
    clause = Clause(found, setting)
    text = _numbered(clause, ". ".join(sentence.text for sentence in found.sentences))
    thing = story(clause, re.sub(r" \((unbiased|arithmetic)\) ", r" \1 ", text).removesuffix(" ?"))
    if thing is None:
        return None
    used = (number for number in thing.used if number < len(found.formulas))
    spans = frozenset(_span(clause.formula(number)) for number in used)
    return Asked(thing.kind, thing.tree, thing.relation, _shown(clause, text), spans)


def _numbered(clause: Clause, text: str) -> str:
    """Take numbers outside formulas for formulas."""
    return _NUMBER.sub(lambda match: f"⟦{clause.add(Thing('value', Num(Fraction(match.group()))))}⟧", text)


def _restated(found: Wording, questions: Sequence[int], setting: Setting, stem: str) -> Asked | str:
    """Return what several sentences ask for, where all that are understood say the same: "That is, what is …?"."""
    if any(DENIED.search(found.sentences[at].text) for at in questions):
        return "it asks what is not so"
    same = re.match(r"(?:that is|in other words)\b", found.sentences[questions[-1]].text)
    idle = questions[:-1] if same else ()
    each = [_asked_in(found, at, setting, stem, idle) for at in questions]
    understood = [one for one in each if isinstance(one, Asked)]
    if not isinstance(each[-1], Asked) or any(one.tree != each[-1].tree for one in understood):
        return "several sentences of the stem ask"
    return each[-1]


def _asked_in(found: Wording, at: int, setting: Setting, stem: str, idle: Sequence[int] = ()) -> Asked | str:
    """Return what one sentence asks for; else why it was not understood."""
    text = found.sentences[at].text
    if DENIED.search(text):
        return "it asks what is not so"
    if CLAIM.fullmatch(text) and TRUE.search(text):
        if unnamed_kinds(stem, setting):
            return "it speaks of matrices, sets or events without naming them"
        told = doubts(found, setting, at, 0, None, idle)
        return Asked("claim", None, words="which of the options holds", doubts=told)
    reasons = []
    for start in dict.fromkeys(match.end() for match in STARTS.finditer(text)):
        if ASKS.search(text[:start]) and not SOLVING.fullmatch(text[:start].strip(" ,")):
            break  # what asks comes first
        clause = Clause(found, setting)
        try:
            asked = _clause(clause, text[start:], completing=found.sentences[at].asks)
        except Unclear as problem:
            reasons.append(str(problem))
            continue
        if asked is not None:
            told = doubts(found, setting, at, start, asked.tree, idle)
            return replace(asked, doubts=told + confined(found, setting, asked.tree, tuple(asked.used)))
    if reasons:
        return reasons[0]
    return "the sentence that asks was not understood whole" if found.formulas else "what is asked is prose"


def unnamed_kinds(text: str, setting: Setting) -> bool:
    """Tell whether a text speaks of other things than numbers and does not say which names stand for them."""
    return bool(KINDS.search(text)) and setting.notation.kinds == Kinds()


def denies(stem: str) -> bool:
    """Tell whether a sentence of the stem asks for what is not so."""
    found = wording(stem, ("stem",))
    return any(DENIED.search(found.sentences[at].text) for at in asking(found))


def asking(found: Wording) -> list[int]:
    """Return which sentences of a stem ask."""
    return [at for at in range(len(found.sentences)) if _is_asking(found, at)]


def _span(formula: Formula) -> tuple[int, int]:
    return formula.offset, formula.offset + max(1, len(formula.latex))


def _is_asking(found: Wording, at: int) -> bool:
    sentence = found.sentences[at]
    text = sentence.text
    if sentence.asks:
        return True
    if HARMLESS.fullmatch(text) and at > 0 and not re.match(r"(?:choose|select|simplify) .*⟦", text):
        return False
    unfinished = at == len(found.sentences) - 1 and COMPLETED.search(text)
    return bool(ASKS.search(text) or unfinished)


_NUMBER = re.compile(r"(?<![\w⟦.,%-])\d+(?:\.\d+)?(?![\w⟧%]|[.,]\d|-(?!element))")
"""A number outside formulas."""


def _clause(clause: Clause, text: str, *, completing: bool) -> Asked | None:
    """Understand one asking clause whole; ``None`` where some word of it is not known."""
    text = _numbered(clause, text)
    for turn, turned in TURNS:
        text = turn.sub(turned, text)
    text = _referred(clause, COMPLETED.sub("", text).strip(" ,"))
    verb = re.match(rf"{VERB}\b ?(?:to )?", text)
    clause.verb = text[: verb.end()] if verb else ""
    rest = text.removeprefix(clause.verb)
    found = understood(clause, rest, alone=verb is None and not completing)
    if found is None and (fuller := _of_what(clause, rest)) is not None:
        found = understood(clause, fuller)
    if found is None:
        return None
    asked, words = found
    used = frozenset(number for number in asked.used | clause.inner() if number < len(clause.wording.formulas))
    return Asked(asked.kind, asked.tree, asked.relation or clause.relation, _shown(clause, words),
                 frozenset(_span(clause.formula(number)) for number in used), clause.formed or asked.formed,
                 asked.by, asked.unknowns, conditions=asked.conditions, nonzero=asked.nonzero,
                 also=asked.also)  # fmt: skip


_REFERRED = re.compile(
    r"(?:(?<=maximizes )|(?<=maximises )|(?<=minimizes )|(?<=minimises )|(?<= of )|(?<=is )|(?<=does ))(?:the |this "
    r"|its )?"
    r"(profit|cost|revenue|loss|utility|function|matrix|growth rate|error|polynomial|curve|series|equation|system)"
    r"(?: function)?(?= ?(?:$|[,?]|at |with respect|maximal|minimal|largest|smallest|have|zero|maximi[sz]ed"
    r"|minimi[sz]ed))"
)


def _referred(clause: Clause, text: str) -> str:
    """Put a formula for words that refer to the one that the stem has introduced by them: "the profit"."""

    def formula(match: re.Match[str]) -> str:
        noun = match.group(1)
        told = " ".join(sentence.text for sentence in clause.wording.sentences)
        found = called(told, noun)
        return f"⟦{found.pop()}⟧" if len(found) == 1 else match.group()

    return _REFERRED.sub(formula, text)


_LACKING = re.compile(
    r"(?:its|the|their|all its) ((?:second |third |partial |first )?derivative|eigenvalues|determinant|inverse|trace"
    r"|rank|transpose|(?:second-order |third-order )?(?:taylor|maclaurin) polynomial"
    r"(?: of (?:order|degree) (?:⟦\d+⟧|two|three))?|characteristic polynomial|norm|magnitude|length|critical points?"
    r"|stationary points?|roots|zeros|modulus|complex conjugate|antiderivative|domain|gradient|hessian|divergence|curl"
    r"|average value|mean value|radius of convergence|dot product|scalar product|inner product|cross product"
    r"|vector product|greatest common divisor|distance|intersection|union|angle|inflection point|linearization"
    r"|tangent line)(?= *$| (?:at|about|around|on|over|with respect)\b)"
)
_INTRODUCED = re.compile(
    r"(?:let|consider|given|suppose|that|take|the|an?|and|be|is|are|matrix|matrices|vectors?|function|functions"
    r"|polynomial|series|power|curve|vector field|scalar|two|three|points?|sets?|by|with|of|real|numbers?|complex"
    r"|symmetric|we|have|define|defined|as|following|differentiable|continuous|for|all|where|in|integers?|⟦\d+⟧|[ ,.])*"
)
"""Sentences that do nothing but introduce what "its" speaks of."""
_PAIRS = re.compile(r".* product|greatest common divisor|distance|intersection|union|angle")


def _of_what(clause: Clause, text: str) -> str | None:
    """Say of what "its eigenvalues" are: of the one function, matrix or series that the stem defines; or of two."""
    match = _LACKING.match(text)
    told = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    if match is None or not _INTRODUCED.fullmatch(told):
        return None
    heads = {
        number: tree
        for number in range(len(clause.wording.formulas))
        if isinstance(tree := clause.read(number), Relation)
        and tree.signs == ("=",)
        and f"⟦{number}⟧" not in text
        and (isinstance(tree.sides[0], Apply) or isinstance(tree.sides[1], Matrix | Tuple | Set | Between))
    }
    others = [
        number for number in range(len(clause.wording.formulas)) if number not in heads and f"⟦{number}⟧" not in text
    ]
    wanted = 2 if _PAIRS.fullmatch(match.group(1)) else 1
    named = all(isinstance(clause.read(number), Name) for number in others)
    if len(heads) != wanted or not named:
        return None
    listed = " and ".join(f"⟦{number}⟧" for number in heads)
    preposition = "between" if match.group(1) in ("distance", "angle") else "of"
    return f"the {match.group(1)} {preposition} {listed}{text[match.end() :]}"


def _shown(clause: Clause, words: str) -> str:
    return re.sub(r"⟦(\d+)⟧", lambda match: f"${clause.formula(int(match.group(1))).latex}$", words).strip(" ,")

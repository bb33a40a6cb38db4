r"""Lines of a worked solution that claim nothing by themselves, by the words around them.

They are rejected ("$u = -1$ is impossible"), one of several cases, shown to lead to a contradiction ("gives $1 = 0$, so
there is none"), said by somebody else, or they give a letter another meaning ("Alternatively, $u = \cos x$"). Such a
line is never refuted: it stays undecided, and the reason is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .formulas import Formula
from .setting import Setting
from .solution import Line
from .solution_words import CONTRADICTION, STOP
from .syntax import Apply, Call, Name, Node, names_in, walk

REJECTED = "what the words beside it reject"
CASE = "one of several cases"
ABSURD = "a contradiction that is shown on purpose"
ELSE = "said under another supposition"
MODULO = "a congruence of which no single modulus is written"
UNITS = "a unit in the words before it"
NOUN = "the words before it say of what"
_REJECTING = re.compile(
    r"\b(fail(s|ed)?|wrong|false|untrue|incorrect|not true|exclud\w+|reject\w*|discard\w*|dropped|disregard\w*|"
    r"extraneous|spurious|inadmissible|unphysical|invalid|impossible|absurd|contradict\w*|inconsistent|nonsense|"
    r"cannot|can't|not (allowed|admissible|possible|valid|permitted|positive|negative|in|a|an|real|defined|true)|"
    r"(does not|doesn't|do not) (hold|satisfy|exist|work|fit|lie|solve|count|belong|occur|make)|"
    r"no (real |such |valid )?(solutions?|roots?|value|number|points?)|is negative|is too|outside|ruled out|"
    r"rules? out|out of the question|not one of)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\b(none|never|no|not(?! zero\b)|parallel|unsolvable|false|hold)\b|n't\b", re.IGNORECASE)
"""Words after a false equation of numbers by which it was meant to be false."""
_SAYS = re.compile(r"\b(says|reads|claims|would mean)\W*$", re.IGNORECASE)
_FAILING = re.compile(r"\b(fails|extraneous|impossible|absurd|no solution)\W*$", re.IGNORECASE)
_ONLY = re.compile(
    r"\bonly\s+(the \w+ \w*\s*)?(remains?|is left|works|counts|survives?|is valid|solves)\b", re.IGNORECASE
)
_LEVEL = re.compile(r"\b(levels?|contours?|level (curve|set|line)s?)\W*$", re.IGNORECASE)
"""Words before an equation that names a curve."""
_GOES_ON = re.compile(
    r"\W*(this|that|it|both|these|the (first|second|former|latter|last|other)|so|hence|thus|therefore|but|which|"
    r"however|exclud\w*|reject\w*|discard\w*|not|no|a contradiction|contradiction|there|impossible)\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the one before."""
_SUPPOSED = re.compile(
    r"\b(if (one|you|we|someone|somebody|a student)\b|would\b|were\b.*\bshould\b|"
    r"(similar\w*|analog\w*) to\b|compare\b|just (like|as)\b|in contrast to\b|options?\b|distractors?\b)",
    re.IGNORECASE,
)
_CASES = re.compile(
    r"\bcase\s*(\d|[ivx]+\b|[a-c]\b|one|two)|(^|\n|\s)\W*\(?([ivx]{1,3}|[12ab])\)|\beither\b|"
    r"\b(two|three|both) cases\b|"
    r"\b(if|for|when|suppose|assume|let)\s+(\w+\s+){0,2}(is\s+)?(odd|even)\b|\b(going|moving) (up|down)\w*|"
    r"\b(?<!one after )the (first|second|third|former|latter|other|lower|upper) *"
    r"(case|factor|one|root|solution|branch|limit|bound)? *(gives|yields|means|leads to|is|implies)?\W*$|"
    r"(^|\n)\s*[-*]\s",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"\b(subtract\w*|add(s|ed|ing)?|multipl\w+|combin\w+|substitut\w+|insert\w*|plug\w*|eliminat\w+|row|equations?)\b[^:]*"
    r"\bthe (first|second|third|former|latter|other|lower|upper)\b[^:]*$",
    re.IGNORECASE,
)
"""Words for what is done to "the first" equation: no case."""
_ANEW = re.compile(
    r"\b(alternatively|another (way|method|choice|route|approach|substitution)|"
    r"(second|other|different) (way|method|choice|substitution)|instead)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(tangent|normal(?!\s+(?:force|reaction|pressure|stress|distribut|law|variable|random|equations?\b|form\b))"
    r"|secant|asymptote|chord|linear approximation|lineari[sz]ation)\b",
    re.IGNORECASE,
)
"""What has its own formula for a name of the question."""
_ROUGHLY = re.compile(
    r"\b(?:for|when|if|as|with) (?:very |sufficiently )?(?:small|large)\b|\bsmall[- ]angles?\b|\blineari[sz]\w+"
    r"|\bto (?:the )?(?:first|second|third|leading|lowest|linear|quadratic) order\b|\bapproximat(?:ed?|ions?|ing)\b",
    re.IGNORECASE,
)
"""Words by which a formula is only roughly another."""
_TOUCHING = re.compile(r"\b(tangent|normal|osculating) (plane|line|space|hyperplane)s?\b|\btangent to\b", re.IGNORECASE)
"""What has an equation of its own in the coordinates of the question."""
_PLACE = re.compile(
    r"\W*(?:inside|outside|within|beyond|elsewhere|far (?:away|from)|above|below|between|at the surface|near"
    r"|for \W*(?:larger|smaller|other))\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of another place."""
_CONNECTING = frozenset(
    """and or so hence thus therefore then that this it which is was are be equals equal to gives give yields becomes
    makes get obtain have again also finally now simply just only about roughly approximately namely ie i e directly
    here as by of we find in total result results one case term numerically explicitly where
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that go on from the formula before; another one right before a sign may name what the sign speaks of."""
_UNIT = re.compile(r"\W*[A-Za-zµ°Ω%]{1,4}(\W[A-Za-z]{1,3}\W?\d?)?\W*")
_ITERATING = re.compile(
    r"\b(steps?|updat\w+|iterat\w+|descent|newton(?!\w*['’]?s?\s+(?:\w+\s+)?laws?\b)\w*|assign\w*|perceptron"
    r"|new (value|weights?))\b|`",
    re.IGNORECASE,
)
_MODULI = re.compile(
    r"(?:\b[Mm]od|\b[Mm]odulo|\\[pb]?mod|\b[Mm]odulus)\s*\$?\s*\{?\s*(\d+)|\b[Mm]od\w*\s*\$?\s*([nmp])\b"
)
_MODULAR = re.compile(r"mod\b|modul|remainder|congru|divi[ds]", re.IGNORECASE)
_RING = re.compile(r"\\mathbb\s*\{?\s*(?:Z\s*\}?\s*(?:_|/)|F\s*\}?\s*_)")
_ORDER = frozenset({"<", ">", r"\le", r"\ge", r"\ne"})


def mark_asides(lines: Sequence[Line], prose: str, stem: str = "") -> None:
    """Note of each line why the words around it keep it from being refuted; both texts are without formulas."""
    read = [line for line in lines if line.sides]
    prose = re.sub(r"\b(i|e)\.(e|g)\.", r"\1,\2,", prose)
    touching = _TOUCHING.search(f"{stem} {prose}") is not None
    coordinates: set[Name] = set()
    for line in read:
        elsewhere = touching and (_places(line) or value_of(line) in coordinates)
        line.aside = _aside(line, prose) or (ELSE if elsewhere else "")
        coordinates |= {name for side in line.sides for name in names_in(side)} if elsewhere else set()
        line.anew = bool(_ANEW.search(head_of(line, prose)))
    rejected = [line for line in read if line.aside == REJECTED]
    for line in read:
        same = any(line.sides == other.sides for other in rejected)
        root = line.either and any(line.sides[-1] == other.sides[-1] for other in rejected)
        line.aside = line.aside or (REJECTED if same or root else "")
    for before, after in pairwise(read):
        ordered = set(before.signs) <= _ORDER and set(after.signs) <= _ORDER and before.signs and after.signs
        shared = set(names_in(before.sides[0])) & set(names_in(after.sides[0]))
        if ordered and shared and before.sentence == after.sentence and after.link in ("and", "or"):
            before.aside, after.aside = before.aside or CASE, after.aside or CASE


def mark_moduli(lines: Sequence[Line], stem: str, text: str, setting: Setting) -> list[Node]:
    r"""Put ``\\equiv`` without a modulus under the one modulus that is written anywhere; refute none without one.

    Return the moduli that are written.
    """
    found = {one for match in _MODULI.finditer(f"{stem} {text}") for one in match.groups() if one}
    read = [setting.read(Formula(one, (), 0), set()).tree for one in sorted(found)]
    for line in lines:
        if r"\equiv" in line.signs and line.modulus is None and line.sides:
            line.modulus = read[0] if len(read) == 1 else None
            numbers = not any(True for side in line.sides for _ in names_in(side))
            modular = numbers or _MODULAR.search(f"{stem} {text}") is not None  # p ≡ q of propositions is not
            line.aside = line.aside or (MODULO if line.modulus is None and modular else "")
        elif "=" in line.signs and line.modulus is None and _RING.search(f"{stem} {text}"):
            line.aside = line.aside or MODULO
    return [one for one in read if one is not None]


def iterates(text: str) -> bool:
    """Tell whether a text speaks of the steps of an iteration, in which a letter gets one value after another."""
    return _ITERATING.search(text) is not None


def head_of(line: Line, prose: str) -> str:
    """Return the sentence of a line up to it."""
    stops = [match.end() for match in STOP.finditer(prose, 0, line.formula.offset)]
    return prose[stops[-1] if stops else 0 : line.formula.offset]


def _aside(line: Line, prose: str) -> str:
    """Return why one line is not to be refuted, or nothing."""
    start, end = line.formula.offset, line.formula.offset + len(line.formula.latex)
    stop = STOP.search(prose, end)
    tail = prose[end : stop.start() if stop else len(prose)]
    beyond = stop.end() if stop else len(prose)
    after = STOP.search(prose, beyond)
    spoken = prose[beyond : after.start() if after else len(prose)]
    told = tail + (" | " + spoken if _GOES_ON.match(spoken) or _ONLY.search(spoken) else "")
    head = head_of(line, prose)
    told = CONTRADICTION.sub("", told)
    if any(True for side in line.sides[1:] for _ in names_in(side)) and _ROUGHLY.search(f"{head} | {tail}"):
        return ELSE
    if _REJECTING.search(told) or _ONLY.search(told):
        return REJECTED
    if (stop and stop.group() == "?") or _LEVEL.search(head):
        return ELSE
    numbers = not any(True for side in line.sides for _ in names_in(side))
    if numbers and (_NOTHING.search(told) or _SAYS.search(head) or _FAILING.search(head)):
        return ABSURD
    if _SUPPOSED.search(head):
        return ELSE
    paragraph = prose[:start].rpartition("\n\n")[2]
    plain = numbers and not (_NOTHING.search(spoken) or _REJECTING.search(spoken))  # right in every case
    if not plain and (case := _CASES.search(head)) and not _COMBINED.search(head[: case.end()]):
        return CASE
    if not plain and re.search(
        r"\bcase\s*(\d|[ivx]+\b|[a-c]\b|one|two)|\b(second|third|other|last) case\b", paragraph, re.IGNORECASE
    ):
        return CASE
    if _BESIDE.search(head) and not line.led and not line.continues and not numbers and value_of(line) is not None:
        return ELSE
    if line.continues and line.formula.first and _UNIT.fullmatch(line.formula.before) and line.formula.before.strip():
        return UNITS
    if line.continues and line.formula.first and not line.formula.display:
        words = re.findall(r"[A-Za-z]+", prose[max(0, start - 40) : start].rpartition("\n\n")[2])
        closed = re.search(r"[A-Za-z]\W*$", prose[:start])
        if closed and words and words[-1].lower() not in _CONNECTING:
            return NOUN
    if _PLACE.match(head) and not numbers:
        return CASE
    return ""


def _places(line: Line) -> bool:
    """Tell whether a line may be the equation of points: between coordinates, none of them alone on the left."""
    if line.signs != ("=",) or line.led or line.continues or value_of(line) is not None:
        return False
    if isinstance(line.sides[0], Call) and line.sides[0].function == "grad":
        return False
    names = {name for side in line.sides for name in names_in(side)}
    return len(names) > 1 and not any(isinstance(part, Apply) for side in line.sides for part in walk(side))


def value_of(line: Line) -> Name | None:
    """Return the name to which a line gives a value or formula, if it begins with one."""
    told = line.signs[:1] in (("=",), (r"\approx",))
    return line.sides[0] if line.sides and told and isinstance(line.sides[0], Name) else None

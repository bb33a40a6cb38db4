r"""What a stem asks for, in its own words: "Find the derivative of $x^2$ at $x = 3$" as a tree, like ``find``.

One sentence asks, and it is understood whole, each word and formula of it, or not at all: an unknown word may change
everything. ``docs/evidence.md`` says what such an understanding may prove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .asking import Unclear, build
from .doubts import METHODS, doubts
from .formulas import Formula
from .reading.kinds import Kinds
from .setting import Setting
from .syntax import (
    Apply,
    Between,
    Builder,
    Call,
    Chance,
    Congruence,
    Deriv,
    Logic,
    Moment,
    Name,
    Node,
    Num,
    PlusMinus,
    Relation,
    Set,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)
from .wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: ``tree`` is ``None`` where the options themselves are claims (``kind`` is ``claim``).

    ``kind`` is ``value``, ``solutions`` (the tree is the equation) or ``claim``; ``relation`` is as in the ``check``
    block, or empty; ``words`` are the stem's own; ``used`` is where the stem's formulas stand that belong to the
    question and are no premises; ``by`` is the name solved for. ``formed``: the options differ in form, so that several
    may have the value asked for.
    """

    kind: str
    tree: Node | None
    relation: str = ""
    words: str = ""
    used: frozenset[tuple[int, int]] = frozenset()
    formed: bool = False
    by: Name | None = None
    unknowns: tuple[Name, ...] = ()
    """All names that are solved for, where there are several."""
    doubts: tuple[str, ...] = ()
    """Words of the stem that may change what its formulas mean: then nothing follows from it."""

    def holds(self, formula: Formula) -> bool:
        """Tell whether a formula of the stem belongs to the question, and is no premise."""
        return formula.path == ("stem",) and any(start <= formula.offset < end for start, end in self.used)


@dataclass(slots=True)
class Clause:
    """One asking sentence under way: the thing asked for and what modifies it."""

    wording: Wording
    setting: Setting
    used: set[int] = field(default_factory=set)
    modifiers: dict[str, list[int]] = field(default_factory=dict)
    direction: str = ""
    thing: str = ""
    """The words for the thing asked for."""
    formed: bool = False
    relation: str = ""

    def tree(self, number: int) -> Node:
        """Read formula ``number``. Raises :class:`Unclear`."""
        read = self.setting.read(self.wording.formulas[number])
        if read.tree is None:
            raise Unclear(read.problem.reason if read.problem else "not read")
        return read.tree

    def formula(self, number: int) -> Formula:
        """Return formula ``number`` as written."""
        return self.wording.formulas[number]

    def part(self, number: int, latex: str) -> Node:
        """Read a part of formula ``number``. Raises :class:`Unclear`."""
        whole = self.wording.formulas[number]
        read = self.setting.read(Formula(latex, whole.path, whole.offset + max(0, whole.latex.find(latex))))
        if read.tree is None:
            raise Unclear(read.problem.reason if read.problem else "not read")
        return read.tree


_DENIED = re.compile(
    r"\b(?:not|except|excluding|incorrect(?:ly)?|false|wrong(?:ly)?|mistaken?|cannot|n't|never|least likely|none"
    r"|nicht|kein\w*|falsch\w*|sauf|faux|incorrecta?|falsa?)\b|n't\b"
)
_HARMLESS = re.compile(
    r"(?:please )?(?:choose|select|pick|mark|tick|circle|show|give reasons|justify|simplify|hint|note|round"
    r"|recall|remember"
    r"|assume|answer|you may|explain)\b.*"
)
_VERB = (
    r"(?:(?:please |now |then )*(?:find|compute|calculate|evaluate|determine|obtain|derive|give|state|work out|identify"
    r"|choose|select|(?:re)?write(?: down)?|express"
    r"|provide|name|berechne(?:n sie)?|bestimme(?:n sie)?|calculer?|calculez"
    r"|d\N{LATIN SMALL LETTER E WITH ACUTE}terminer?|calcul[ae]r?|calcula|halla(?:r)?|determina)"
    r"|what(?:'s| is| are| will be| would be)|was ist"
    r"|which(?: (?:one|of|the|following|these|options?|expressions?|formulas?|answers?|values?|choices?|below"
    r"|matri(?:x|ces)"
    r"|vectors?|sets?|functions?|intervals?|numbers?|equations?|statements?|propositions?))*"
    r"(?: correctly)? (?:is|are|equals?|gives?|represents?|shows?|describes?|is equal to))"
)
_ASKS = re.compile(
    r"\b(?:find|compute|calculate|evaluate|determine|obtain|derive|work out|identify|simplify|solve"
    r"|factor(?:i[sz]e)?|expand"
    r"|differentiate|integrate|negate|rationali[sz]e|complete the square|decompose"
    r"|(?:re)?write (?:[a-z]+ ){0,4}⟦\d+⟧ (?:in|as)|approximate|estimate|what|which|express|how"
    r"|berechnen?|bestimmen?|calcule[rz]?"
    r"|calcular?|halle)\b"
)
_IMPERATIVE = (
    rf"(?:{_VERB}|solve|approximate|estimate|simplify|factor|expand|differentiate|integrate|negate|rationali"
    r"|complete the square|decompose|for (?:what|which)"
    rf"|at (?:what|which))\b"
)
_STARTS = re.compile(
    rf"(?:^|(?:, |(?:, )?\b(?:and|then|so|please|now) |⟧ )(?={_IMPERATIVE})|(?:, |\bthen )(?=the |⟦|an? ))"
)
_NOUNS = (
    r"(?:(?:the|a|an|this|following|given|real|real-valued|scalar|vector|function|functions|expression|matrix"
    r"|vectors?|points?"
    r"|polynomial|equations?|field|curve|parabola|graph|sequence|series|complex|numbers?|integers?|loss"
    r"|inequality|system"
    r"|differential|quadratic|linear|cubic|propositions?|statement|formula|implication|conditional|infinite|geometric"
    r"|finite|quantity|fraction|congruence|logical|boolean|compound|ode"
    r"|initial value problem|initial-value problem|recurrence|relation|ordinary|second-order|first-order|matrices|line"
    r"|der|die|das|la|le|el|de|du|equation of the|graph of)\s+)*"
)
_F = rf"{_NOUNS}⟦(\d+)⟧"
_MODIFIERS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("by", rf",? ?(?:with respect to|with regard to|as a function of|for) {_NOUNS}⟦(\d+)⟧"),
        ("span", rf",? ?(?:from|between) {_NOUNS}⟦(\d+)⟧ (?:to|and) {_NOUNS}⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over|in) (?:the )?(?:closed |open )?interval ⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over) ⟦(\d+)⟧"),
        ("to", rf",? ?(?:as|when) {_NOUNS}⟦(\d+)⟧ (?:approaches|tends to|goes to) {_NOUNS}⟦(\d+)⟧"),
        ("to", r",? ?(?:as|when|for) ⟦(\d+)⟧(?= *(?:$|from|,))"),
        ("at", rf",? ?(?:at|when) {_NOUNS}⟦(\d+)⟧(?:(?:, and|,| and) ⟦(\d+)⟧)?"),
        ("around", r",? ?(?:about|around|near|cent(?:er|re)d (?:at|about|around)) (?:the )?(?:point )?⟦(\d+)⟧"),
        ("degree", r",? ?(?:of|to|up to) (?:degree|order) ⟦(\d+)⟧"),
    )
)
_SIDE = re.compile(r",? ?from (?:the )?(left|below|right|above)")
_APPROXIMATE = re.compile(
    r",? ?\(?(?:rounded |correct |accurate )?(?:off )?to (?:the nearest \w+|(?:\w+|⟦\d+⟧) (?:decimal places?"
    r"|decimals?|significant "
    r"(?:figures?|digits?)|places?))\)?"
)
_FORMED = re.compile(
    r",? ?(?:(?:as a fraction )?in (?:its |the )?(?:\w+ )?(?:simplest|lowest|reduced|vertex|completed square"
    r"|factored|factori[sz]ed|expanded|standard"
    r"|polar|rectangular"
    r"|cartesian|exponential|simplified|general|closed|vector|matrix)(?: form| terms)?"
    r"|in scientific notation|(?:as a sum of|in|into) partial fractions|by completing the square"
    r"|as a (?:sum|difference|sum (?:and|or) difference)s? of logarithms|in the (?:standard )?form ⟦\d+⟧"
    r"|in terms of (?:⟦\d+⟧(?:, (?:and )?| and )?)+(?: only| alone)?|as (?:a )?(?:single|simply|simplified)[a-z ]*)"
)
_IDLE = re.compile(
    rf",? ?\(?{METHODS}\)?|,? ?(?:exactly|respectively|here)"
    r"|,? ?(?:for all|for any|for every|for|where|with"
    r"|assuming|given(?: that)?"
    r"|if|and|provided(?: that)?|when)"
    r"(?: (?:all|any|every|the|a|an|is|are|that|real|positive|nonzero|non-zero|constants?|numbers?|integers?"
    r"|valid|values?"
    r"|of|and|both|where|natural|each|matrices|matrix|vectors?|in|invertible|fixed|some|parameters?|sets?"
    r"|events?|propositions?|statements?"
    r"|independent|disjoint|mutually exclusive|random variables?|square|finite|unknown|it|holds"
    r"|variables?)\b|,? ?⟦\d+⟧)+"
)
_CLAIM = re.compile(
    r"which (?:one )?(?:of (?:the )?(?:following|these) )?(?:of )?(?:the )?(?:following )?(?:[a-z]+ ){0,2}?"
    r"(?:is|are|must be|holds?|is always|are always)(?: always)?(?: (?:true|correct|valid|a tautology|an identity))?"
    r"(?: for (?:all|every|any)(?: real| positive| values of| real numbers?| integers?)* ⟦\d+⟧)?"
)
_TRUE = re.compile(r"\b(?:true|correct|valid|holds?|tautology|identity)\b")


def read_asked(stem: str, setting: Setting) -> Asked | str:
    """Return what the stem asks for; else, in words, why it was not understood."""
    found = wording(stem, ("stem",))
    asking = [at for at, sentence in enumerate(found.sentences) if _is_asking(found, at)]
    if not asking:
        return "no sentence of the stem was recognised as asking for a quantity"
    if len(asking) > 1:
        return _restated(found, asking, setting, stem)
    return _asked_in(found, asking[0], setting, stem)


def _restated(found: Wording, asking: Sequence[int], setting: Setting, stem: str) -> Asked | str:
    """Return what several sentences ask for, where all that are understood say the same: "That is, what is …?"."""
    if any(_DENIED.search(found.sentences[at].text) for at in asking):
        return "it asks what is not so"
    same = re.match(r"(?:that is|in other words)\b", found.sentences[asking[-1]].text)
    idle = asking[:-1] if same else ()
    each = [_asked_in(found, at, setting, stem, idle) for at in asking]
    understood = [one for one in each if isinstance(one, Asked)]
    if not isinstance(each[-1], Asked) or any(one.tree != each[-1].tree for one in understood):
        return "several sentences of the stem ask"
    return each[-1]


def _asked_in(found: Wording, at: int, setting: Setting, stem: str, idle: Sequence[int] = ()) -> Asked | str:
    """Return what one sentence asks for; else why it was not understood."""
    text = found.sentences[at].text
    if _DENIED.search(text):
        return "it asks what is not so"
    if _CLAIM.fullmatch(text) and _TRUE.search(text):
        if unnamed_kinds(stem, setting):
            return "it speaks of matrices, sets or events without naming them"
        told = doubts(found, setting, at, 0, None, idle)
        return Asked("claim", None, words="which of the options holds", doubts=told)
    if not found.formulas:
        return "what is asked is prose"
    reasons = []
    for start in dict.fromkeys(match.end() for match in _STARTS.finditer(text)):
        if _ASKS.search(text[:start]):
            break  # what asks comes first
        clause = Clause(found, setting)
        try:
            asked = _clause(clause, text[start:], completing=found.sentences[at].asks)
        except Unclear as problem:
            reasons.append(str(problem))
            continue
        if asked is not None:
            return replace(asked, doubts=doubts(found, setting, at, start, asked.tree, idle))
    return reasons[0] if reasons else "the sentence that asks was not understood whole"


_KINDS = re.compile(
    r"\b(?:matri(?:x|ces)|vectors?|sets?|events?|operators?|groups?|rings?"
    r"|random variables?)\b",
    re.IGNORECASE,
)


def unnamed_kinds(text: str, setting: Setting) -> bool:
    """Tell whether a text speaks of other things than numbers and does not say which names stand for them."""
    return bool(_KINDS.search(text)) and setting.notation.kinds == Kinds()


def denies(stem: str) -> bool:
    """Tell whether a sentence of the stem asks for what is not so."""
    found = wording(stem, ("stem",))
    return any(_DENIED.search(found.sentences[at].text) for at in range(len(found.sentences)) if _is_asking(found, at))


def asked_by_author(setting: Setting, stem: str) -> Asked:
    """Return what ``find`` asks for, in the same form; equations that it is solved from cease to be premises."""
    tree = setting.find.tree if setting.find else None
    words = setting.find.formula.latex if setting.find else ""
    if not setting.given and tree is not None and not isinstance(tree, Relation | Name):
        said = read_asked(stem, setting)  # "at $x = 2$" is no premise
        if isinstance(said, Asked) and said.kind == "value":
            setting.stem = [read for read in setting.stem if not said.holds(read.formula)]
    if isinstance(tree, Relation) and set(tree.signs) <= _SIGNS:
        if any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in walk(tree)):
            return Asked("value", tree, "satisfies", f"${words}$")
        names = tuple(dict.fromkeys(names_in(tree)))
        setting.solve([tree])
        if len(names) == 1:
            return Asked("solutions", tree, "", f"${words}$", by=names[0])
        return Asked("value", tree, "equivalent", f"${words}$")
    return Asked("value", tree, words=f"${words}$")


def stated_value(setting: Setting, asked: Asked, options: Sequence[Node]) -> Asked | None:
    r"""Return what a premise says in so many words of what is asked: ``\cos\theta = \frac{u \cdot v}{…}``.

    That premise then binds nothing else, if nothing else speaks of its names. ``None`` where none says so.
    """
    used: list[Node] = []

    def told(node: Node) -> Node:
        for tree in setting.stated:
            if isinstance(tree, Relation) and tree.signs == ("=",) and (value := _value_told(tree, node)) is not None:
                used.append(tree)
                return value
        return rebuild(node, told)

    if asked.kind != "value" or asked.tree is None or isinstance(asked.tree, Relation):
        return None
    tree = told(asked.tree)
    if not used:
        return None
    rest = [one for one in (*setting.stated, *options, tree) if one not in used]
    spoken = {name for one in rest for name in names_in(one)}
    inside = {name for one in used if isinstance(one, Relation) for name in names_in(one.sides[0])}
    if not inside & spoken:
        setting.solve(used)
    return replace(asked, tree=tree)


def _value_told(tree: Relation, node: Node) -> Node | None:
    """Return what an equation says that ``node`` is, a probability or function of names on its left side."""
    left, right = tree.sides
    if not isinstance(left, Chance | Moment | Call) or any(part == left for part in walk(right)):
        return None
    if left == node and not isinstance(right, Num):
        return right
    match left, node:
        case Chance(Relation((one, Name() as value), ("=",)), None), Chance(Relation((other, at), ("=",)), None):
            if one == other and value in set(names_in(right)):  # P(X = k) for every k
                return put(right, {value: at})
    return None


def solutions_asked(setting: Setting, asked: Asked, options: Sequence[Node]) -> Asked | None:
    """Return ``find: x`` as the solutions of the premises that bind x, which then are no premises.

    ``None`` where the options are plain values, or where a premise defines what is asked.
    """
    names = _unknowns(asked.tree)
    if asked.kind != "value" or not names or not any(_several(option, names) for option in options):
        return None
    binding = [tree for tree in setting.stated if _binds(tree, names)]
    defined = [
        side
        for tree in setting.stated
        if isinstance(tree, Relation) and tree.signs[0] == "=" and not _binds(tree, names)
        for side in tree.sides[:1]
    ]
    if not binding or any(name in defined for name in names) or len(set(defined)) < len(defined):
        return None
    if any(isinstance(part, Deriv) for tree in binding for part in walk(tree)):
        return None
    setting.solve(binding)
    whole = binding[0] if len(binding) == 1 else Logic("and", tuple(binding))
    return Asked("solutions", whole, "same-set", asked.words, by=names[0], unknowns=names)


def _unknowns(tree: Node | None) -> tuple[Name, ...]:
    items = tree.items if isinstance(tree, Tuple | Set) else (tree,)
    names = tuple(item for item in items if isinstance(item, Name))
    return names if len(names) == len(items) else ()


def _several(option: Node, names: Sequence[Name]) -> bool:
    """Tell whether an option is no single value: a condition, a set, several values."""
    if isinstance(option, Relation) and option.signs == ("=",) and option.sides[0] in names and len(names) == 1:
        option = option.sides[1]
    listed = isinstance(option, Set | Relation | Logic | Between | Builder)
    return listed or any(isinstance(part, PlusMinus) for part in walk(option))


def _binds(tree: Node, names: Sequence[Name]) -> bool:
    """Tell whether a premise is an equation or inequality for some of the names, not a definition."""
    if not isinstance(tree, Relation) or not set(tree.signs) <= _SIGNS or not set(names) & set(names_in(tree)):
        return False
    first = tree.sides[0]
    if tree.signs != ("=",):
        return True
    if isinstance(first, Apply) and not first.primes and all(isinstance(one, Name) for one in first.arguments):
        return False
    if isinstance(first, Name):
        inside = set(names_in(tree.sides[1]))
        return first in inside or (first in names and bool(inside & set(names)))
    return True


_SIGNS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})


def _span(formula: Formula) -> tuple[int, int]:
    return formula.offset, formula.offset + max(1, len(formula.latex))


def _is_asking(found: Wording, at: int) -> bool:
    sentence = found.sentences[at]
    text = sentence.text
    if sentence.asks:
        return True
    if _HARMLESS.fullmatch(text) and at > 0 and not re.match(r"(?:choose|select|simplify) .*⟦", text):
        return False
    unfinished = at == len(found.sentences) - 1 and re.search(r"(?:\b(?:is|are|equals|equal to|be)|=)$", text)
    return bool(_ASKS.search(text) or unfinished)


def _clause(clause: Clause, text: str, *, completing: bool) -> Asked | None:
    """Understand one asking clause whole; ``None`` where some word of it is not known."""
    text = re.sub(r" ?= \?$| =$| (?:is|are|equals?|is equal to|be|is given by)(?: \?)?$", "", text).strip(" ,")
    verb = re.match(rf"{_VERB}\b ?(?:to )?", text)
    rest = text[verb.end() :] if verb else text
    unclear: Unclear | None = None
    for pattern, kind in THINGS:
        thing = pattern.match(rest)
        if thing is None or (verb is None and kind == "value" and not completing and thing.end() != len(rest)):
            continue
        clause.modifiers, clause.used, clause.formed, clause.relation = {}, set(), False, ""
        if not _modified(clause, rest[thing.end() :]):
            continue
        clause.thing = (text[: verb.end()] if verb else "") + thing.group()
        try:
            asked = build(clause, kind, thing)
        except Unclear as problem:
            unclear = unclear or problem
            continue
        shown = _shown(clause, thing.group() + rest[thing.end() :])
        return Asked(asked.kind, asked.tree, asked.relation or clause.relation, shown,
                     frozenset(_span(clause.formula(number)) for number in asked.used), clause.formed or asked.formed,
                     asked.by, asked.unknowns)  # fmt: skip
    if unclear is not None:
        raise unclear
    return None


def _modified(clause: Clause, text: str) -> bool:
    """Take the modifiers after the thing asked for; tell whether nothing is left."""
    while text.strip(" ,?"):
        for name, pattern in _MODIFIERS:
            match = pattern.match(text)
            numbers = [int(number) for number in match.groups() if number] if match else []
            if match and _admits(clause, name, numbers):
                clause.modifiers.setdefault(name, []).extend(numbers)
                break
        else:
            match = _SIDE.match(text)
            if match:
                clause.direction = "-" if match.group(1) in ("left", "below") else "+"
            elif match := _APPROXIMATE.match(text):
                clause.relation = "approximate"
            elif match := _FORMED.match(text):
                clause.formed = True
            else:
                match = _idle(clause, text)
        if not match:
            return False
        text = text[match.end() :]
    return True


def _idle(clause: Clause, text: str) -> re.Match[str] | None:
    """Match words that change nothing; formulas among them are names or conditions: "and $3$" asks for more."""
    match = _IDLE.match(text)
    trees = [clause.tree(int(number)) for number in re.findall(r"⟦(\d+)⟧", match.group())] if match else []
    conditions = (Relation, Name, Logic, Between, Chance, Congruence)
    return match if all(isinstance(tree, conditions) for tree in trees) else None


def _admits(clause: Clause, name: str, numbers: Sequence[int]) -> bool:
    """Tell whether a modifier's formula is what its words lead to expect: "for $x > 0$" is a domain, no variable."""
    latex = clause.formula(numbers[0]).latex
    if name == "by":
        return isinstance(clause.setting.read(clause.formula(numbers[0])).tree, Name)
    if name == "to" and len(numbers) == 1:
        return any(arrow in latex for arrow in (r"\to", r"\rightarrow", r"\longrightarrow"))
    if name == "at":
        tree = clause.setting.read(clause.formula(numbers[0])).tree
        equation = isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name)
        return equation or not isinstance(tree, Relation)
    return True


def _shown(clause: Clause, words: str) -> str:
    return re.sub(r"⟦(\d+)⟧", lambda match: f"${clause.formula(int(match.group(1))).latex}$", words).strip(" ,")


_THE = r"(?:the |an? |its |die |der |das |la |le |el )?(?:exact |correct |numerical |following |general |simplified )*"
_KIND = (
    r"(?:(?:value |partial |definite |indefinite |improper |double |triple |iterated |infinite |geometric "
    r"|conditional |matrix "
    r"|surface |line |one-sided |dot |cross |probability )*(?:integral|sum|series|product|limit|derivative|determinant"
    r"|probability|gradient|power|root|logarithm|entry|quantity|number|value|set|norm|expectation|variance|inverse) )?"
)
"""A word for what a formula is already: "the limit $\\lim …$", with no "of" between."""
_ORDER = r"(?:(first|second|third|fourth)(?:-order| order)? )?"
_OF = r" (?:of|for|to|von|der|de|du) "


_QUANTITY = (
    r"(?:(?:total|average|mean|instantaneous|equivalent|kinetic|potential|final|initial|resulting|net|current|optimal"
    r"|expected|angular|electric|magnetic|input|output|resonance|resonant|maximal|marginal|effective|corresponding) )*"
    r"(?:velocity|speed|acceleration|current|voltage|impedance|resistance|force|energy|power|momentum|mass|charge"
    r"|capacitance|inductance|frequency|period|work|pressure|temperature|density|area|volume|perimeter|length|height"
    r"|radius|distance|time|angle|entropy|loss|profit|cost|revenue|price|demand|probability|score|accuracy|precision"
    r"|recall|derivative|phasor|amplitude|flux|field strength|half-life|efficiency|elasticity|weight|output|gain)"
    r"(?: phasor| function| step)?"
)
"""What a formula in apposition is: "the current $I$". """


def _thing(words: str, kind: str) -> tuple[re.Pattern[str], str]:
    return re.compile(_THE + words), kind


THINGS: Sequence[tuple[re.Pattern[str], str]] = (
    _thing(rf"{_ORDER}(?:mixed )?(?:partial )?(?:derivative|ableitung"
           rf"|d\N{{LATIN SMALL LETTER E WITH ACUTE}}riv\N{{LATIN SMALL LETTER E WITH ACUTE}}e"
           rf"|derivada){_OF}{_F}", "derivative"),
    _thing(rf"{_ORDER}(?:partial )?derivative {_F}{_OF}{_F}", "named"),
    _thing(rf"differentiate {_F}", "derivative1"),
    _thing(rf"slope of (?:the )?(?:line )?(?:tangent|tangent line)?(?: line)?(?: to)? ?{_F}", "slope"),
    _thing(rf"(?:instantaneous )?rate of change of {_F}", "slope"),
    _thing(rf"(?:equation of the )?tangent line to {_F}", "tangent"),
    _thing(rf"(gradient|hessian|jacobian|divergence|curl|laplacian)(?: vector| matrix)?{_OF}{_F}", "field"),
    _thing(rf"(?:indefinite |definite |most general |general )*(?:integral|antiderivative|stammfunktion"
           rf"|primitive|integral){_OF}{_F}", "integral"),
    _thing(rf"integrate {_F}", "integral"),
    _thing(rf"(?:one-sided |left-hand |right-hand )?limit{_OF}{_F}", "limit"),
    _thing(rf"(determinant|determinante|inverse|transpose|trace|rank|nullity|eigenvalues|modulus|absolute value"
           rf"|argument|norm"
         rf"|euclidean norm|length|magnitude|complex conjugate|conjugate|real part|imaginary part|modular inverse"
         rf"|characteristic polynomial|cardinality|power set|complement){_OF}{_F}", "function"),
    _thing(rf"(dot product|scalar product|inner product|cross product|vector product|matrix product|product|sum"
           rf"|angle|gcd"
         rf"|greatest common divisor|lcm|least common multiple|covariance|correlation|union|intersection|distance"
         rf"|projection)(?: of| between) {_F}(?: and|,) {_NOUNS}⟦(\d+)⟧", "pair"),
    _thing(rf"remainder (?:when|of|if) {_F} (?:is )?(?:divided by|on division by|upon division by|by"
           rf"|modulo) {_NOUNS}⟦(\d+)⟧",
         "remainder"),
    _thing(rf"remainder when dividing {_F} by {_NOUNS}⟦(\d+)⟧", "remainder"),
    _thing(rf"(?:real |complex |positive |general |particular |unique )*(?:solutions?|solution set|roots?"
           rf"|zeros?|zeroes|l\N{{LATIN SMALL LETTER O WITH DIAERESIS}}sung(?:en)?"
           rf"|solutions?){_OF}{_F}", "solve"),
    _thing(rf"all (?:real |complex )?(?:solutions?|roots?|zeros?|zeroes|values?){_OF}{_F}", "solve"),
    _thing(rf"solve (?:for ⟦(\d+)⟧ (?:in |if |when )?)?{_F}", "solve2"),
    _thing(r"for (?:what|which) (?:real |positive )?values? of (?:the )?(?:constant |parameter "
           r"|variable )?⟦(\d+)⟧ (?:is|does|do|are|will) ⟦(\d+)⟧(?: hold| true| satisfied)?",
         "solve2"),
    _thing(rf"(?:value|set|range|interval|set of values|values|set of all|all)?s? ?(?:of "
           rf"|values of )*(?:all )?(?:real |integers? |numbers? )*⟦(\d+)⟧ (?:such that|for which|satisfying"
           rf"|that satisf(?:y|ies)|if|with|when) {_F}(?: holds| is true| is satisfied)?",
         "solve2"),
    _thing(rf"coefficient of {_F} in (?:the )?(?:expansion|taylor expansion|maclaurin series|polynomial)?(?: of )?{_F}",
         "coefficient"),
    _thing(rf"{_ORDER}(?:degree |order )?(?:taylor|maclaurin) (?:polynomial|expansion)(?: of degree (?:⟦(\d+)⟧"
           rf"|(\d)))? ?(?:of|for) {_F}",
         "taylor"),
    _thing(rf"(expected value|expectation|mean|variance|standard deviation){_OF}{_F}", "moment"),
    _thing(rf"(negation|contrapositive|converse|inverse|simplified form|simplification"
           rf"|partial fractions?(?: decomposition)?"
         rf"|factori[sz]ation|factored form|expansion|expanded form|simplest form){_OF}{_F}", "rewritten"),
    _thing(rf"(negate|simplify|factor(?:i[sz]e)?|expand|rationali[sz]e)(?: completely| fully)? {_F}"
           r"(?: completely| fully)?", "rewritten"),
    _thing(rf"(rationali[sz]e) the denominators?(?: of| in)? {_F}", "rewritten"),
    _thing(rf"(complete the square) (?:for|in|of) {_F}", "rewritten"),
    _thing(rf"(decompose) {_F} into (?:its )?partial fractions", "rewritten"),
    _thing(rf"(?:partial )?sum{_OF}{_F}", "series"),
    _thing(rf"((?:logically |algebraically )?(?:equivalent|equal|identical)) to {_F}", "same"),
    _thing(
        rf"(maximum|largest|greatest|minimum|smallest|least) (?:possible )?(?:value )?{_OF.strip()} {_F}", "extremum"
    ),
    _thing(rf"(maximum|minimum)(?: value)?(?: of| that) {_F}(?: takes| attains)?", "extremum"),
    _thing(rf"area (?:under|below) {_F}", "area"),
    _thing(rf"(?:approximate|estimate)(?: the value of)? {_KIND}{_F}", "rounded"),
    _thing(rf"solve {_NOUNS}((?:⟦\d+⟧(?:, and |, | and )?){{2,4}})", "system"),
    _thing(rf"closed(?:-| )form(?: expression| formula)?{_OF}(?:the )?{_KIND}{_F}", "value"),
    _thing(rf"{_QUANTITY} ⟦(\d+)⟧", "quantity"),
    _thing(rf"(?:value|result|outcome|expression|formula|simplified value|wert|valeur"
           rf"|valor){_OF}(?:the )?{_KIND}{_F}", "value"),
    _thing(rf"{_KIND}{_F}", "value"),
)  # fmt: skip
"""The things that can be asked for, most specific first, and how :func:`qbank.checker.asking.build` makes them."""

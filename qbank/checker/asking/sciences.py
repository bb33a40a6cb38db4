"""Quantities of physics, engineering and learning that words ask for by name, with the formulas of the textbooks.

"A body of mass $m = 2$ kg moves at $v = 3$ m/s. Its kinetic energy is": each quantity that the formula needs is named
once in the stem by what it is. ``docs/evidence.md`` says which formulas these are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Call,
    Const,
    Div,
    Mul,
    Name,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    walk,
)

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, phrase

ONE, TWO = Num(Fraction(1)), Num(Fraction(2))
HALF = Div(ONE, TWO)
_AT = r"(?: of| is| equals| equal to| with)* ⟦(\d+)⟧"
_ROLES: Mapping[str, str] = {
    "mass": rf"(?<!molar )\bmass{_AT}",
    "speed": rf"\b(?:speed|velocity){_AT}|\b(?:moves|moving|travels|travelling|flies|launched|thrown|driving|drives)"
             r"(?: [a-z]+){0,2} (?:at|with)(?: speed| velocity| a speed of| a velocity of| an initial speed of)?"
             r" ⟦(\d+)⟧",
    "height": rf"\b(?:height|altitude){_AT}|⟦(\d+)⟧ above the ground",
    "gravity": rf"\bgravit\w+(?: acceleration| field)?{_AT}|\btaking ⟦(\d+)⟧|\buse ⟦(\d+)⟧|\bwith ⟦(\d+)⟧$",
    "force": rf"\bforce{_AT}",
    "acceleration": rf"\bacceleration{_AT}|\baccelerates (?:at|with) ⟦(\d+)⟧",
    "spring": rf"\b(?:spring|force) constant{_AT}|\bstiffness{_AT}",
    "stretch": r"\b(?:stretched|compressed|extended|displaced|extension|elongation|displacement)(?: by| of| is)*"
               r" ⟦(\d+)⟧",
    "resistance": rf"\bresist(?:or|ance){_AT}|\bheater of resistance{_AT}",
    "voltage": rf"\b(?:voltage|potential difference|battery|source|emf|supply)(?: drop)?{_AT}|\bconnected to(?: an?)?"
               r"(?: voltage(?: of)?| battery(?: of)?| source(?: of)?)? ⟦(\d+)⟧|\bcharged to ⟦(\d+)⟧",
    "current": rf"\bcurrent{_AT}|\bcarries ⟦(\d+)⟧",
    "capacitance": rf"\b(?:capacitance|capacitor){_AT}",
    "inductance": rf"\b(?:inductance|inductor|coil){_AT}",
    "angular": rf"\bangular frequency{_AT}",
    "frequency": rf"(?<!angular )\bfrequency{_AT}",
    "charge": rf"\bcharge{_AT}",
    "length": rf"\blength{_AT}",
    "time": r"\b(?:for|after|during|time|in)(?: a time)?(?: of)? ⟦(\d+)⟧",
}  # fmt: skip
_MADE: Mapping[str, Sequence[tuple[tuple[str, ...], Callable[..., Node]]]] = {
    "kinetic energy": [(("mass", "speed"), lambda m, v: Mul((HALF, m, Pow(v, TWO))))],
    "momentum": [(("mass", "speed"), lambda m, v: Mul((m, v)))],
    "potential energy": [(("mass", "height", "gravity"), lambda m, h, g: Mul((m, g, h)))],
    "elastic potential energy": [(("spring", "stretch"), lambda k, x: Mul((HALF, k, Pow(x, TWO))))],
    "power": [
        (("resistance", "voltage"), lambda r, u: Div(Pow(u, TWO), r)),
        (("resistance", "current"), lambda r, i: Mul((r, Pow(i, TWO)))),
        (("voltage", "current"), lambda u, i: Mul((u, i))),
    ],
    "current": [(("resistance", "voltage"), lambda r, u: Div(u, r))],
    "time constant": [
        (("resistance", "capacitance"), lambda r, c: Mul((r, c))),
        (("resistance", "inductance"), lambda r, x: Div(x, r)),
    ],
    "energy stored": [
        (("capacitance", "voltage"), lambda c, u: Mul((HALF, c, Pow(u, TWO)))),
        (("capacitance", "charge"), lambda c, q: Div(Pow(q, TWO), Mul((TWO, c)))),
        (("inductance", "current"), lambda x, i: Mul((HALF, x, Pow(i, TWO)))),
    ],
    "angular resonance frequency": [
        (("inductance", "capacitance"), lambda x, c: Div(ONE, Call("sqrt", (Mul((x, c)),)))),
    ],
    "resonance frequency": [
        (("inductance", "capacitance"),
         lambda x, c: Div(ONE, Mul((TWO, Const("pi"), Call("sqrt", (Mul((x, c)),)))))),
    ],
    "cutoff frequency": [
        (("resistance", "capacitance"), lambda r, c: Div(ONE, Mul((TWO, Const("pi"), r, c)))),
    ],
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "net force": "force", "resulting force": "force", "electric power": "power", "electrical power": "power",
    "power dissipated": "power", "power consumed": "power", "gravitational potential energy": "potential energy",
    "stored energy": "energy stored", "energy": "energy stored", "resonant frequency": "resonance frequency",
    "cut-off frequency": "cutoff frequency", "resonance angular frequency": "angular resonance frequency",
    "angular frequency of resonance": "angular resonance frequency", "linear momentum": "momentum",
}  # fmt: skip
_NAMES = "|".join(sorted({*_MADE, *_WORDS}, key=len, reverse=True))


_PLAIN = re.compile(
    r"a|an|the|of|with|at|has|have|is|are|and|in|on|to|it|its|this|that|consider|suppose|let|given|be|moves|moving"
    r"|travels|travelling|drives|flies|body|object|particle|car|ball|block|truck|bus|runner|stone|point|train"
    r"|cyclist|mass|speed|velocity|constant|straight|line|along|road|horizontally|horizontal|heater|resistor"
    r"|resistance|voltage|connected|source|battery|ideal|dc|supply|mains|electric|across|terminals|capacitor"
    r"|capacitance|coil|inductor|inductance|charged|current|carries|flows|through|circuit|form|forms|low-pass"
    r"|high-pass|filter|rc|rl|lc|rlc|consists|spring|stretched|compressed|by|height|ground|above|gravity"
    r"|acceleration|due|gravitational|field|take|taking|use|lamp|bulb|potential|difference|simple|magnitude|value"
    r"|shelf|table|lies|rests|sits|parallel-plate"
)
"""Words that may tell of the quantities: any other may say what no formula here knows of, as "rolling" does."""


def _all_plain(text: str) -> bool:
    """Tell whether a text says nothing that the formulas here do not know of."""
    words = re.findall(r"[a-z][a-z'-]*", re.sub(r"⟦\d+⟧", " ", text))
    return all(_PLAIN.fullmatch(word) for word in words)


def _role(clause: Clause, role: str) -> Node | None:
    """Return the one quantity that the stem names by a role; nothing where it names none, or several."""
    found: dict[Node, None] = {}
    for sentence in clause.wording.sentences:
        for match in re.finditer(_ROLES[role], sentence.text):
            number = next(int(one) for one in match.groups() if one)
            tree = clause.read(number)
            if isinstance(tree, Relation):
                if tree.signs != ("=",) or not isinstance(tree.sides[0], Name):
                    return None
                tree = tree.sides[0]
            if tree is None:
                return None
            found[tree] = None
    return next(iter(found)) if len(found) == 1 else None


def _quantity(clause: Clause, _: Groups) -> Thing:
    """Ask for a quantity by its name, where the stem names each quantity that its formula needs, and no other."""
    allow(clause, "described")
    word = clause.word("what")
    word = _WORDS.get(word, word)
    if not clause.harmless(clause.word("tail")):
        raise Unclear("the quantity is not understood")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    if word == "energy stored" and "stored" not in text:
        raise Unclear("which energy?")
    fits = [
        make(*(one for one in values if one is not None))
        for roles, make in _MADE.get(word, ())
        for values in [[_role(clause, role) for role in roles]]
        if None not in values
    ]
    told = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    reactive = re.search(r"\b(?:capacit|coil|induct)", text) is not None and word in ("current", "power", "force")
    if len(fits) != 1 or not _all_plain(told) or reactive or _others(clause, fits[0], word):
        raise Unclear(f"the quantities that the {word} is made of are not told")
    return Thing("value", fits[0])


def _others(clause: Clause, tree: Node, word: str) -> bool:
    """Tell whether a quantity is named that the formula does not speak of; a resonance has a resistance too."""
    if "frequency" in word:
        return False
    used = {*names_in(tree), *(part for part in walk(tree))}
    told = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    for number in map(int, re.findall(r"⟦(\d+)⟧", told)):
        one = clause.read(number)
        one = one.sides[0] if isinstance(one, Relation) else one
        if isinstance(one, Name) and one not in used:
            return True
    return False


# networks of resistors and the like


def _network(clause: Clause, _: Groups) -> Thing:
    """Ask for the total of resistances or capacitances, all in series or all in parallel."""
    allow(clause, "described")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    series, parallel = re.findall(r"\bseries\b", text), re.findall(r"\bparallel\b", text)
    listed = [match.group() for match in re.finditer(_LISTED, text)]
    kind = "capacit" if "capacit" in clause.word("kind") else "resist" if "resist" in clause.word("kind") else ""
    if len(listed) != 1 or bool(series) == bool(parallel) or not kind or kind not in listed[0]:
        raise Unclear("how they are connected is not understood")
    trees = [clause.tree(int(number)) for number in re.findall(r"⟦(\d+)⟧", listed[0])]
    values = [
        tree.sides[0] if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) else tree for tree in trees
    ]
    if any(isinstance(value, Relation) for value in values) or len(values) < 2:
        raise Unclear("which ones are connected?")
    if bool(series) == (kind == "resist"):
        return Thing("value", Add(tuple(values)))
    return Thing("value", Div(ONE, Add(tuple(Div(ONE, value) for value in values))))


_LISTED = (
    r"(?:resist(?:ors|ances)|capacit(?:ors|ances))(?: of(?: resistance| capacitance)?| with)? ⟦\d+⟧(?:(?:, and "
    r"|, | and )⟦\d+⟧)+"
)


def _divider(clause: Clause, _: Groups) -> Thing:
    """Ask for the voltage across one of two resistors in series."""
    allow(clause)
    text = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    ours, total = clause.tree(clause.numbered("f")), None
    named = [
        tree.sides[0] for tree in clause.stated() if isinstance(tree, Relation) and isinstance(tree.sides[0], Name)
    ]
    pair = [name for name in dict.fromkeys(named) if name.base == "R"]
    sources = [name for name in dict.fromkeys(named) if name.base in ("U", "V", "E")]
    if len(sources) == 1:
        total = sources[0]
    told = re.sub(r"\b(?:series|divider|fed|feeds|resistors|connection|applied|two)\b", " ", text)
    if len(pair) != 2 or ours not in pair or total is None or "series" not in text or not _all_plain(told):
        raise Unclear("how they are connected is not understood")
    return Thing("value", Div(Mul((total, ours)), Add(tuple(pair))))


_OF_IT = (
    r"(?: of (?:the|this) (?:body|object|particle|car|ball|block|system|capacitor|inductor|coil|circuit|resistor|heater"
    r"|spring|projectile|train|truck|electron|classifier|model|filter|lamp))?(?: stored(?: in (?:it|the (?:capacitor"
    r"|inductor|coil"
    r"|spring)))?)?(?: dissipated(?: in (?:it|the resistor))?)?"
)
THINGS: Sequence[Phrase] = (
    phrase(rf"(?P<what>{_NAMES})(?: ⟦\d+⟧)?{_OF_IT}(?=$)", _quantity),
    phrase(rf"(?P<what>{_NAMES})(?: ⟦\d+⟧)?(?: stored)?(?P<tail>(?:,? (?:of|in|for|with|and|when|if|at|charged to"
           rf"|carrying"
           r"|moving (?:at|with)|through|is)(?: (?:the|an?))?(?: [a-z-]+){0,3}(?: ⟦\d+⟧)?)+)(?=$)", _quantity),
    phrase(r"(?:total|equivalent|combined|overall|resulting) (?P<kind>resistance|capacitance)(?: ⟦\d+⟧)?(?=$| of)"
           r"(?: of (?:the|this) (?:circuit|combination|arrangement|network|parallel combination|series combination"
           r"|parallel connection|series connection|two resistors|two capacitors))?", _network),
    phrase(r"voltage(?: drop)? ⟦\d+⟧ (?:across|over|at) (?:the resistor )?⟦(?P<f>\d+)⟧", _divider),
)  # fmt: skip

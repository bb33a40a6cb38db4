"""Whose value a claim of a worked solution is, against what the stem asks for.

Nothing is known where the stem asks in words alone: then no claim is turned away. Turned away is what plainly names
another quantity, by its letter, its index, or as a function where a slope or a place is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .asked import asking
from .asking.values import GOES_BY
from .asking.words import ASKS
from .measure_words import POSITIVE
from .setting import Setting
from .syntax import Add, Apply, Chance, Deriv, Moment, Mul, Name, Neg, Node, Num, Pow, Relation, names_in, put, walk
from .wording import wording

_STOP = re.compile(
    r"\b(?:of|for|through|across|at|in|on|from|about|between|by|with|per|under|over|that|whose|does|do|has|have|and|or|than|if"
    r"|when|where|satisf\w+|respect|along|near|until|before|after|without|such|into|against|is|are)\b"
)
_VALUE_OF = re.compile(r"\b(?:exact |numerical |smallest |largest |possible )*values? of\b")
_PLACE = re.compile(r"\b(?:where|at what|at which|for what|for which|which|when|maximi[sz]\w*|minimi[sz]\w*)\b")
_AT = re.compile(r"\bwhere (?:is|are|does|do|has|have)\b|\bat (?:what|which)\b")
_CHANGED = re.compile(
    r"\b(?:derivatives?|slope|gradient|rate|velocity|acceleration|marginal|curvature|integral|area|volume"
    r"|arc length|roots?|zeros?|limit|inflection|stationary|critical)\b"
)
_WORD = re.compile(r"[a-z]{2,}")
_IDLE = frozenset(
    """the an of is are so hence thus therefore then and that this it we get has have gives be to in for with as by
    which what find compute calculate determine equals value finally now because since one obtain from here there
    its must at on us""".split()  # noqa: SIM905 - a list of words reads best as words
)
_CHANGES = re.compile(
    r"\b(?:fast|quick\w*|grow\w*|chang\w+|steep\w*|curv\w+|flow\w*|sensitiv\w+|current|force|power|density|voltage)\b"
)
_LETTERS: Mapping[str, str] = {
    **GOES_BY,
    "circumference": "CUPLu",
    "diameter": "dD",
    "surface": "SAO",
    "weight": "FGWw",
    "price": "pP",
    "density": r"\rho",
    "wavelength": r"\lambda",
    "angle": r"\alpha\beta\gamma\theta\varphi\phi",
}
_QUANTITIES = (Name, Apply, Deriv, Chance, Moment)
_KIN = tuple(
    frozenset(words.split())
    for words in (
        "perimeter length height radius distance far high long deep depth width wide norm magnitude modulus",
        "energy work heat",
        "speed velocity fast",
        "time long duration when period",
        "maximum minimum maximal minimal largest smallest greatest least most highest lowest best optimal extreme",
        "area integral volume",
        "probability chance fraction proportion percentage share likelihood risk",
        "mean average expected expectation",
        "zero root solution",
        "slope derivative gradient rate steep marginal",
        "size number many count often",
        "quantity output demand units sold sales much",
        "weight force heavy mass",
        "loss cost",
    )
)
"""Nouns that may stand for one another, and the adjectives that ask for them: "how far"."""
_ANY = frozenset(
    """answer result value total amount solution solutions number sum rest remainder difference ratio quotient product
    case equation expression formula function whole latter former first second third last one other same required
    final maximum minimum right left hand side term factor series limit""".split()  # noqa: SIM905 - as above
)
"""Nouns that what is asked for may always be called by."""
_SUBJECT = re.compile(
    r"\b(?:the|its|our|their|this|an?) ((?:[a-z-]+ ){0,3}?[a-z-]+)(?: of (?:(?!is\b|are\b)[a-z-]+ ?){1,6})?"
    r"\s*(?:is|are|equals?|becomes?|was|were|amounts? to)(?: then| thus| therefore)?\W*$"
)
_MADE = re.compile(r"\b(?:sum|product|difference|ratio|quotient|number|mean|average|distance|squares?)$")
_MOMENTS = {"mean": ("mean", "average", "expect"), "variance": ("variance",), "deviation": ("deviation",)}


@dataclass(frozen=True, slots=True)
class Sought:
    """What the stem asks for, as far as its last question tells."""

    text: str = ""
    """The sentence that asks, its formulas as places."""
    names: tuple[Node, ...] = ()
    """What it asks for by name: "what is $x$", "find the current $I$"."""
    spoken: tuple[Node, ...] = ()
    """All quantities in that sentence."""
    stated: tuple[Node, ...] = ()
    """The formulas of the stem."""
    nouns: Mapping[str, str] = field(default_factory=dict)
    """Nouns by what stands after them in the stem: "the demand $q = 20 - 2p$"."""
    sources: tuple[Node, ...] = ()
    """Formulas in that sentence of which something is asked for: "the units digit of $7^4$"."""

    def named(self, sides: Collection[Node]) -> bool:
        """Tell whether a claim with these sides is about what is asked for by name."""
        return any(_same(side, name) for side in sides for name in self.names)

    def excludes(self, sides: Sequence[Node], words: str, others: Collection[Node]) -> bool:
        """Tell whether a claim is about another quantity than the one asked for.

        ``sides`` are those of its chain, ``words`` stand before it; ``others`` is what the other claims of the solution
        begin with.
        """
        head = sides[0] if sides else None
        if head is None or not self.text or self.named(sides):
            return False
        if (self.names and isinstance(head, _QUANTITIES)) or (head in self.sources and len(sides) > 1):
            return True
        if _unsolved(head) and not any(part == head for tree in self.stated for part in walk(tree)):
            return True
        if POSITIVE.search(self.phrase) and isinstance(sides[-1], Neg):
            return True
        if self.names and isinstance(self.names[0], Name) and any(True for _ in names_in(head)):
            return True
        return (
            self._by_index(head, others)
            or self._by_letter(head)
            or self._by_kind(head)
            or self._by_noun(head)
            or self._by_subject(words)
        )

    def states(self, head: Node) -> bool:
        """Tell whether an equation of the stem speaks of a quantity."""
        parts = [
            part for tree in self.stated if isinstance(tree, Relation) and "=" in tree.signs for part in walk(tree)
        ]
        functions = {part.function for part in parts if isinstance(part, Apply)}
        return head in parts if isinstance(head, Name) else isinstance(head, Apply) and head.function in functions

    def says_more(self, words: str, others: str) -> bool:
        """Tell whether ``words`` before a claim say more of what is asked than ``others``, which speak of it too."""
        return 0 < self.overlap(others) < self.overlap(words)

    def overlap(self, words: str) -> int:
        """Return how many telling words of the question stand before a claim."""
        return len((set(_WORD.findall(self.text)) - _IDLE) & set(_WORD.findall(words.lower())))

    @property
    def phrase(self) -> str:
        """The noun phrase that is asked for, up to the first preposition."""
        words = _after(self.text)
        stop = _STOP.search(words)
        return (words[: stop.start()] if stop else words).strip()

    def _by_index(self, head: Node, others: Collection[Node]) -> bool:
        """Tell whether a name has another index than all that the sentence speaks of: $I_2$ beside $R_1$."""
        indices = {part.sub for part in self.spoken if isinstance(part, Name) and part.sub}
        if not isinstance(head, Name) or not head.sub or not indices or head.sub in indices:
            return False
        rivals = [*others, *(part for tree in self.stated for part in walk(tree))]
        alike = [one for one in rivals if isinstance(one, Name)]
        return any(one.base == head.base and one.sub in indices for one in alike) or any(
            one.sub == head.sub and any(isinstance(part, Name) and part.base == one.base for part in self.spoken)
            for one in alike
        )

    def _by_letter(self, head: Node) -> bool:
        """Tell whether a letter is that of another quantity than the noun asked for: "what force" and $a = 3$."""
        names, wanted, known = _terms(head), self._letters, " ".join(_LETTERS.values())
        return bool(wanted) and all(
            isinstance(one, Name) and one.base in known and one.base not in wanted for one in names
        )

    def prefers(self, sides: Sequence[Node], others: Sequence[Node]) -> bool:
        """Tell whether the noun asked for goes by the letter of one claim, and not by that of another."""
        one, other = (
            isinstance(head := chain[0] if chain else None, Name) and head.base in self._letters
            for chain in (sides, others)
        )
        return one and not other

    @property
    def _letters(self) -> str:
        """The letters that the noun asked for goes by."""
        words = _WORD.findall(self.phrase)
        if "angular" in words:
            return r"\omega w \Omega"
        return " ".join(letters for noun, letters in _LETTERS.items() if any(_akin(word, noun) for word in words))

    def _by_kind(self, head: Node) -> bool:
        """Tell a function from its slope, a moment from another, and a quantity from the sum of several."""
        if isinstance(head, Moment):
            told = [kind for kind, words in _MOMENTS.items() if any(word in self.phrase for word in words)]
            return bool(told) and head.kind in _MOMENTS and head.kind != told[-1]
        if isinstance(head, Deriv) or (isinstance(head, Apply) and head.primes):
            asks = bool(set(_WORD.findall(self.phrase)) - _IDLE)
            return asks and not _CHANGED.search(self.text) and not _CHANGES.search(self.text)
        if _CHANGED.search(self.phrase) or _AT.search(self.text):
            return all(map(self._stated_value, _terms(head)))
        known = {part for tree in self.stated for part in names_in(tree)}
        return isinstance(head, Name) and head in known and _MADE.search(self.phrase) is not None

    def _stated_value(self, head: Node) -> bool:
        """Tell whether a quantity is one that the stem defines, by itself."""
        functions = {part.function for tree in self.stated for part in walk(tree) if isinstance(part, Apply)}
        made = {tree.sides[0] for tree in self.stated if isinstance(tree, Relation) and isinstance(tree.sides[0], Name)}
        return (isinstance(head, Apply) and not head.primes and head.function in functions) or head in made

    def _by_noun(self, head: Node) -> bool:
        """Tell whether the stem calls the name by another noun than the one asked for."""
        noun = self.nouns.get(called(head), "")
        asks = bool(set(_WORD.findall(self.phrase)) - _IDLE) and not _PLACE.search(self.text)
        return asks and noun in _NOUNS and not self._speaks_of(noun)

    def _by_subject(self, words: str) -> bool:
        """Tell whether the words before a claim name another thing: "the weights are" where parameters are asked."""
        subject = _SUBJECT.search(" ".join(words.lower().split()))
        asks = bool(set(_WORD.findall(self.phrase)) - _IDLE)
        known = subject is None or any(word in _ANY or self._speaks_of(word) for word in subject[1].split())
        return asks and not known

    def _speaks_of(self, noun: str) -> bool:
        return any(_akin(word, noun) for word in _WORD.findall(self.text))

    def made_from(self, head: Node, value: Node) -> Iterator[Node]:
        """Yield what the stem's formulas are where a name has a value: at a place, the greatest value may be asked."""
        if not isinstance(head, Name) or _PLACE.search(self.text):
            return
        for tree in self.stated:
            if isinstance(tree, Relation) and tree.signs == ("=",) and tree.sides[0] != head:
                body = tree.sides[-1]
                if set(names_in(body)) == {head}:
                    yield put(body, {head: value})


_NOUNS = frozenset(GOES_BY) | {
    "demand",
    "supply",
    "price",
    "quantity",
    "output",
    "utility",
    "rate",
    "width",
    "depth",
    "number",
}


def _akin(word: str, noun: str) -> bool:
    """Tell whether a word is a noun, in the plural perhaps, or may stand for it."""
    shared = next(
        (at for at, (one, other) in enumerate(zip(word, noun, strict=False)) if one != other), len(min(word, noun))
    )
    if shared >= max(3, min(5, len(word) - 1, len(noun) - 1)):
        return True
    singular = word.removesuffix("s")
    return word == noun or any(noun in kin and (word in kin or singular in kin) for kin in _KIN)


def _unsolved(head: Node) -> bool:
    """Tell whether a side is a multiple or power of one name: an equation that is not solved yet."""
    match head:
        case Mul((Num(), Name())):
            return True
        case Pow(base, Num()):
            return any(True for _ in names_in(base))
    return False


def _terms(head: Node) -> list[Node]:
    """Return the terms of a sum, without their signs."""
    terms = head.terms if isinstance(head, Add) else (head,)
    return [term.of if isinstance(term, Neg) else term for term in terms]


def sought(stem: str, setting: Setting) -> Sought:
    """Return what a stem asks for."""
    found = wording(stem, ("stem",))
    questions = asking(found)
    if not found.sentences:
        return Sought()
    text = found.sentences[questions[-1] if questions else -1].text
    trees = [setting.read(formula).tree for formula in found.formulas]
    stated = tuple(tree for tree in trees if tree is not None)
    inside = [trees[int(number)] for number in re.findall(r"⟦(\d+)⟧", text)]
    spoken = tuple(_head(tree) for tree in inside if tree is not None)
    nouns = {
        called(head): noun
        for sentence in found.sentences
        for noun, number in _CALLED.findall(sentence.text)
        if (head := _head(trees[int(number)])) is not None
    }
    sources = [trees[int(number)] for noun, number in _SOURCE.findall(text) if not _ITSELF.match(noun)]
    return Sought(
        text,
        tuple(_names(text, trees)),
        tuple(one for one in spoken if one is not None),
        stated,
        nouns,
        tuple(one for one in sources if one is not None and not isinstance(one, _QUANTITIES)),
    )


_SOURCE = re.compile(r"([a-z-]+) of ⟦(\d+)⟧")
_ITSELF = re.compile(
    r"values?|sum|limit|integral|product|quotient|difference|expression|result|factor|expan|form|decompos|represent"
    r"|simplif|series|power|probability|evaluation|remainder|residue"
)
"""What a formula itself may be called, or what it is brought to."""


_CALLED = re.compile(r"([a-z-]{3,})(?: (?:is|are|of|be|equals?|function|has|with|given|by))* ⟦(\d+)⟧")


_SOLVED = re.compile(r".*⟧,? for (?:the )?(?:[a-z]+ )?(⟦\d+⟧)")


def _after(text: str) -> str:
    """Return what stands after the word that asks, and its verb."""
    start = ASKS.search(text)
    verb = r"^ *(?:(?:large|big|great|strong|small) )?(?:does|do|has|have|is|are|was|were|will be|would be)\b"
    return re.sub(verb, "", text[start.end() :] if start else text)


def _names(text: str, trees: Sequence[Node | None]) -> list[Node]:
    """Return the quantities that a sentence asks for by name."""
    words = _after(text)
    words = _VALUE_OF.sub("", words)
    if solved := _SOLVED.fullmatch(words):
        words = solved[1]
    first = re.search(r"⟦(\d+)⟧", words)
    if first is None or _STOP.search(words[: first.start()]):
        return []
    listed = re.match(r"⟦\d+⟧(?:(?:,| and|, and| or) ⟦\d+⟧)*", words[first.start() :])
    numbers = re.findall(r"⟦(\d+)⟧", listed.group()) if listed else []
    found = [_head(trees[int(number)]) for number in numbers]
    return [one for one in found if one is not None] if None not in found else []


def _head(tree: Node | None) -> Node | None:
    """Return the quantity that a formula is or defines."""
    if isinstance(tree, Relation) and tree.signs == ("=",) and not isinstance(tree.sides[-1], Num):
        tree = tree.sides[0]
    return tree if isinstance(tree, _QUANTITIES) else None


def _same(head: Node, name: Node) -> bool:
    """Tell whether a quantity is the one that a name is of: with a star, a hat or an index more, or for any place."""
    if head == name:
        return True
    if isinstance(head, Chance | Moment) or isinstance(name, Chance | Moment) or called(head) != called(name):
        return False
    if isinstance(head, Deriv) and isinstance(name, Deriv):
        return head.by == name.by
    if isinstance(head, Apply) and isinstance(name, Apply):
        return all(isinstance(one, Name) for one in name.arguments)
    return not (isinstance(head, Name) and isinstance(name, Name) and name.sub)


def called(node: Node | None) -> str:
    """Return what a name, function or derivative is called, without stars and hats; empty for what is none of them."""
    primes = ""
    if isinstance(node, Deriv):
        primes, node = "'" * len(node.by), node.of
    name = node.base if isinstance(node, Name) else node.function if isinstance(node, Apply) else ""
    if dotted := re.fullmatch(r"\\(d+)ot\s*\{?(.*?)\}?", name):
        primes, name = primes + "'" * len(dotted[1]), dotted[2]
    return (
        re.sub(r"\^\*$|^\\\w+\{(.*)\}$", r"\1", name) + primes + "'" * (node.primes if isinstance(node, Apply) else 0)
    )

"""The words that ask, what may modify the thing asked for, and words that change nothing: as patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qbank.checker.doubts import METHODS

DENIED = re.compile(
    r"\b(?:not|except|excluding|incorrect(?:ly)?|false|wrong(?:ly)?|mistaken?|cannot|n't|never|least likely|none"
    r"|nicht|kein\w*|falsch\w*|sauf|faux|incorrecta?|falsa?)\b|n't\b"
)


HARMLESS = re.compile(
    r"(?:please )?(?:choose|select|pick|mark|tick|circle|show|give reasons|justify|simplify|hint|note|round"
    r"|recall|remember"
    r"|assume|answer|you may|explain)\b.*"
)


VERB = (
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


ASKS = re.compile(
    r"\b(?:find|compute|calculate|evaluate|determine|obtain|derive|work out|identify|simplify|solve"
    r"|factor(?:i[sz]e)?|expand"
    r"|differentiate|integrate|negate|rationali[sz]e|complete the square|decompose"
    r"|(?:re)?write (?:[a-z]+ ){0,4}⟦\d+⟧ (?:in|as)|approximate|estimate|what|which|express|how"
    r"|berechnen?|bestimmen?|calcule[rz]?"
    r"|calcular?|halle)\b"
)


IMPERATIVE = (
    rf"(?:{VERB}|solve|approximate|estimate|simplify|factor|expand|differentiate|integrate|negate|rationali"
    r"|complete the square|decompose|for (?:what|which)"
    rf"|at (?:what|which))\b"
)


STARTS = re.compile(
    rf"(?:^|(?:, |(?:, )?\b(?:and|then|so|please|now) |⟧ )(?={IMPERATIVE})|(?:, |\bthen )(?=the |⟦|an? ))"
)


NOUNS = (
    r"(?:(?:the|a|an|this|following|given|real|real-valued|scalar|vector|function|functions|expression|matrix"
    r"|vectors?|points?"
    r"|polynomial|equations?|field|curve|parabola|graph|sequence|series|complex|numbers?|integers?|loss"
    r"|inequality|system"
    r"|differential|quadratic|linear|cubic|propositions?|statement|formula|implication|conditional|infinite|geometric"
    r"|finite|quantity|fraction|congruence|logical|boolean|compound|ode"
    r"|initial value problem|initial-value problem|recurrence|relation|ordinary|second-order|first-order|matrices|line"
    r"|der|die|das|la|le|el|de|du|equation of the|graph of)\s+)*"
)


F = rf"{NOUNS}⟦(\d+)⟧"


MODIFIERS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("by", rf",? ?(?:with respect to|with regard to|as a function of|for) {NOUNS}⟦(\d+)⟧"),
        ("span", rf",? ?(?:from|between) {NOUNS}⟦(\d+)⟧ (?:to|and) {NOUNS}⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over|in) (?:the )?(?:closed |open )?interval ⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over) ⟦(\d+)⟧"),
        ("to", rf",? ?(?:as|when) {NOUNS}⟦(\d+)⟧ (?:approaches|tends to|goes to) {NOUNS}⟦(\d+)⟧"),
        ("to", r",? ?(?:as|when|for) ⟦(\d+)⟧(?= *(?:$|from|,))"),
        ("at", rf",? ?(?:at|when) {NOUNS}⟦(\d+)⟧(?:(?:, and|,| and) ⟦(\d+)⟧)?"),
        ("around", r",? ?(?:about|around|near|cent(?:er|re)d (?:at|about|around)) (?:the )?(?:point )?⟦(\d+)⟧"),
        ("degree", r",? ?(?:of|to|up to) (?:degree|order) ⟦(\d+)⟧"),
    )
)


SIDE = re.compile(r",? ?from (?:the )?(left|below|right|above)")


APPROXIMATE = re.compile(
    r",? ?\(?(?:rounded |correct |accurate )?(?:off )?to (?:the nearest \w+|(?:\w+|⟦\d+⟧) (?:decimal places?"
    r"|decimals?|significant "
    r"(?:figures?|digits?)|places?))\)?"
)


FORMED = re.compile(
    r",? ?(?:(?:as a fraction )?in (?:its |the )?(?:\w+ )?(?:simplest|lowest|reduced|vertex|completed square"
    r"|factored|factori[sz]ed|expanded|standard"
    r"|polar|rectangular"
    r"|cartesian|exponential|simplified|general|closed|vector|matrix)(?: form| terms)?"
    r"|in scientific notation|(?:as a sum of|in|into) partial fractions|by completing the square"
    r"|as a (?:sum|difference|sum (?:and|or) difference)s? of logarithms|in the (?:standard )?form ⟦\d+⟧"
    r"|in terms of (?:⟦\d+⟧(?:, (?:and )?| and )?)+(?: only| alone)?|as (?:a )?(?:single|simply|simplified)[a-z ]*)"
)


IDLE = re.compile(
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


CLAIM = re.compile(
    r"which (?:one )?(?:of (?:the )?(?:following|these) )?(?:of )?(?:the )?(?:following )?(?:[a-z]+ ){0,2}?"
    r"(?:is|are|must be|holds?|is always|are always)(?: always)?(?: (?:true|correct|valid|a tautology|an identity))?"
    r"(?: for (?:all|every|any)(?: real| positive| values of| real numbers?| integers?)* ⟦\d+⟧)?"
)


TRUE = re.compile(r"\b(?:true|correct|valid|holds?|tautology|identity)\b")


KINDS = re.compile(
    r"\b(?:matri(?:x|ces)|vectors?|sets?|events?|operators?|groups?|rings?"
    r"|random variables?)\b",
    re.IGNORECASE,
)


THE = r"(?:the |an? |its |die |der |das |la |le |el )?(?:exact |correct |numerical |following |general |simplified )*"


KIND = (
    r"(?:(?:value |partial |definite |indefinite |improper |double |triple |iterated |infinite |geometric "
    r"|conditional |matrix "
    r"|surface |line |one-sided |dot |cross |probability )*(?:integral|sum|series|product|limit|derivative|determinant"
    r"|probability|gradient|power|root|logarithm|entry|quantity|number|value|set|norm|expectation|variance|inverse) )?"
)
"""A word for what a formula is already: "the limit $\\lim …$", with no "of" between."""


ORDER = r"(?:(first|second|third|fourth)(?:-order| order)? )?"


OF = r" (?:of|for|to|von|der|de|du) "

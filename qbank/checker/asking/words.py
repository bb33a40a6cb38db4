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
    r"(?:(?:please |now |then )*(?:find|compute|calculate|evaluate|determine|obtain|derive|give|state|work out"
    r"|identify"
    r"|choose|select|(?:re)?write(?: down)?|express"
    r"|provide|name|decide|berechne(?:n sie)?|bestimme(?:n sie)?|calculer?|calculez"
    r"|d\N{LATIN SMALL LETTER E WITH ACUTE}terminer?|calcul[ae]r?|calcula|halla(?:r)?|determina)"
    r"|what(?:'s| is| are| will be| would be)|was ist"
    r"|which(?: (?:one|of|the|following|these|options?|expressions?|formulas?|answers?|values?|choices?|below"
    r"|propositional|logical|boolean|algebraic|closed|numbers?|polynomials?|points?|compound|listed|given"
    r"|matri(?:x|ces)"
    r"|vectors?|sets?|functions?|intervals?|numbers?|equations?|statements?|propositions?))*"
    r"(?: correctly)? (?:is|are|equals?|gives?|represents?|shows?|describes?|is equal to))"
)


ASKS = re.compile(
    r"\b(?:find|compute|calculate|evaluate|determine|obtain|derive|work out|identify|simplify|solve|give(?! reasons)"
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
    rf"(?:^(?:use|apply|using) (?:(?!\bto\b)[^.])*? to (?=(?:find|compute|calculate|determine|evaluate|solve|obtain"
    rf"|show) )|^|use (?:the formula |the relation |the fact that |the equation |that )?⟦\d+⟧ to (?=(?:find|compute"
    rf"|calculate|determine|evaluate) )|(?:, |(?:, )?\b(?:and|then|so|please|now) |⟧ )(?={IMPERATIVE})|(?:, "
    rf"|\bthen |\bit follows that )(?=the |⟦|an? ))"
)


NOUNS = (
    r"(?:(?:the|a|an|this|these|those|both|following|given|real|real-valued|scalar|vector|function|functions"
    r"|expression|matrix|vectors?|points?|polynomial|equations?|field|curve|parabola|graph|sequence|series|complex"
    r"|numbers?|integers?|loss|inequality|system|differential|quadratic|linear|cubic|propositions?|statement|formula"
    r"|implication|conditional|infinite|geometric|finite|quantity|fraction|congruence|logical|boolean|compound|ode"
    r"|initial value problem|initial-value problem|recurrence|relation|ordinary|second-order|first-order|matrices"
    r"|line"
    r"|der|die|das|la|le|el|de|du|equation of the|graph of|power|alternating|telescoping|improper|convergent|rational"
    r"|exponential|square matrix|symmetric|diagonal|triangular|upper|lower|invertible|continuous|differentiable"
    r"|smooth"
    r"|cost|objective|surface|circle|ellipse|position|random variables?|sets?|first order|second order|separable"
    r"|homogeneous|inhomogeneous|nonhomogeneous|recursion|difference|linear system|system of (?:linear )?equations"
    r"|space|plane|planes|integral|double|triple|definite|indefinite|sum|limit|product|value|term|permutations?"
    r"|⟦\d+⟧(?= (?:real |square )?matri)|column|row|unknown|logistic|sigmoid|softmax|density|probability density"
    r"|density function|probability density function|fixed|transformation|linear map|map|operator|curves|lines"
    r"|at)\s+)*"
)


F = rf"{NOUNS}⟦(\d+)⟧"


def formula(name: str) -> str:
    """Return the pattern of a formula with what it is called before it, its number as group ``name``."""
    return rf"{NOUNS}⟦(?P<{name}>\d+)⟧"


_CURVES = r"(?:unit )?circle|curve|ellipse|graph|hyperbola|parabola|(?:unit )?sphere|ellipsoid|line"


MODIFIERS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("by", rf",? ?(?:with respect to|with regard to|as a function of) {NOUNS}⟦(\d+)⟧"),
        ("by", r",? ?for (?:the )?(?:real |complex )?(?:variable |unknown |number )?⟦(\d+)⟧"),
        ("span", rf",? ?(?:from|between) {NOUNS}⟦(\d+)⟧ (?:to|and) {NOUNS}⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over|in) (?:the )?(?:closed |open )?interval ⟦(\d+)⟧"),
        ("over", r",? ?(?:on|over) ⟦(\d+)⟧"),
        ("range", r",? ?(?:for|with|where|when) ⟦(\d+)⟧"),
        ("to", rf",? ?(?:as|when) {NOUNS}⟦(\d+)⟧ (?:approaches|tends to|goes to) {NOUNS}⟦(\d+)⟧"),
        ("to", r",? ?(?:as|when|for) ⟦(\d+)⟧(?= *(?:$|from|,))"),
        ("at", rf",? ?(?:at|when|evaluated at) {NOUNS}⟦(\d+)⟧(?:(?:, and|,| and) ⟦(\d+)⟧)?"),
        ("around", r",? ?(?:about|around|near|cent(?:er|re)d (?:at|about|around)) (?:the )?(?:point )?⟦(\d+)⟧"),
        ("curve", rf",? ?on (?:the )?(?:{_CURVES}) {NOUNS}⟦(\d+)⟧"),
        ("origin", r",? ?(?:at|about|around|near) the origin"),
        ("direction", rf",? ?in the direction (?:of )?{NOUNS}⟦(\d+)⟧"),
        ("subject", r",? ?(?:subject to|under|with) (?:the )?(?:constraints?|side condition) ⟦(\d+)⟧"),
        ("subject", r",? ?subject to ⟦(\d+)⟧"),
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
    r"|surface |line |one-sided |mixed |dot |cross |probability )*(?:integral|sum|series|product|limit|derivative"
    r"|determinant"
    r"|probability|antiderivative|primitive|gradient|power|root|logarithm|entry|quantity|number|value|set|norm"
    r"|expectation|variance"
    r"|inverse) )?"
)
"""A word for what a formula is already: "the limit $\\lim …$", with no "of" between."""


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDER = rf"(?:({'|'.join(ORDINALS)})(?:-order| order|-degree| degree)? )?"


OF = r" (?:of|for|to|von|der|de|du) "


APPOSED = re.compile(r"(?<=[a-z])((?:,? (?:and )?⟦\d+⟧)+)(?= (?:of|between|for|that|about|around)\b)")
"""Names given to the thing asked for: "the radius of convergence $R$ of …", "the eigenvalues $a$, $b$ of …"."""
HEADS = re.compile(
    rf"{THE}(?:determinant|trace|rank|norm|magnitude|modulus|absolute value|real part|imaginary part|inverse"
    rf"|transpose"
    r"|reciprocal|square|square root|cosine|sine|value|simplification|eigenvalues) (?:of|for) (?=the |an? )"
)
"""Words for something that is made of a value as it stands."""
DESCRIBED = re.compile(
    r",? (?:of|across|through|along|inside|between|flowing through|in) (?:the|an?|this|that|its|their|each|both)"
    r"(?: [a-z][a-z-]*){1,4}?(?: ⟦\d+⟧)?(?= *(?:$|,|of |across |through |at |if |when |where |in |for ))"
    r"|,? (?:across|through|of) ⟦\d+⟧(?= *(?:$|,))"
)
"""Words that say what a name stands for."""
TURNS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), turned)
    for pattern, turned in (
        ((r"^(?:what|which) (?:matrix|vector|number|value|function|expression|set|formula|polynomial|answer) (?:is"
         r"|equals) "), "what is "),
        ((r"^(?:what|which) ((?!is |are |was |of |value )(?:[a-z-]+ ){1,3}⟦\d+⟧)(?: (?:is|are) (?:needed|required"
         r"|obtained|necessary)| drops| acts| flows| results)?(?=$| for | at | across | through | on )"),
         r"what is the \1"),
        ((r"^(?:what|which|how much) (power|force|energy|current|voltage|torque|work) (?:does|do|is|has) (?:it|the"
         r" [a-z]+) (?:draw|consume|have|dissipate|need|carry|experience|store)s?$"), r"what is its \1"),
        (rf"^((?:please )?(?:find|compute|calculate|evaluate|determine)), {METHODS}, (?=⟦|the )", r"\1 "),
        (r"^which (?:value of )?⟦(\d+)⟧ (?:solves|satisfies) ", r"find the value of ⟦\1⟧ satisfying "),
        (r"\bhow (?:large|big|great|high) (?:is|are) ", "what is "),
        ((r"^(?:backpropagation|differentiation|the (?:chain|product|quotient) rule|integration|this|one) (?:gives"
         r"|yields) (?=⟦)"), ""),
        ((r"\b(?:decide|specify|say|report|find out|figure out|work out|indicate)(?= (?:the|for|what|which|⟦"
         r"|an?)\b)"), "find"),
        (r"\b(?:find|determine|compute) (?=(?:for |at )?(?:what|which)\b)", ""),
        ((r"\bwhat (?:exact |numerical )?(?:value|values) do(?:es)? (.+?) (?:have|take(?: on)?"
         r"|assume)$"), r"what is \1"),
        (r"\bwhat do(?:es)? (.+?) (?:equal|evaluate to|converge to|simplify to|reduce to|become)$", r"what is \1"),
        ((r"\bto (?:what|which)(?: value| number| limit| function)? do(?:es)? (.+?) (?:converge|tend|simplify"
         r"|evaluate)$"),
         r"what is \1"),
        ((r"\bwhat (?:value|number|limit) do(?:es)? (.+?) (?:approach|tend to|converge to) (as|when)"
         r" "), r"what is the limit of \1 \2 "),
        ((r"\b(?:which|what) (?:of (?:the )?(?:following|these) )?(?:functions? )?(?:⟦\d+⟧ )?(?:solves|satisf(?:y"
         r"|ies)|is the solution (?:of|to)) "),
         "find the solution of "),
        (r"\bhow (?:large|big|great|high|much) (?:is|are) ", "what is "),
        (r" \((?:up to (?:a|an additive|the) constant(?: of integration)?|if it exists|unbiased)\)", ""),
        (r" up to (?:a|an additive|the) constant(?: of integration)?$", ""),
    )
)  # fmt: skip
"""Turns of speech, and how others say the same."""
COMPLETED = re.compile(
    r"(?: ?= \?| =| (?:is|are|equals?|be|is given by|has (?:the )?value|have (?:the )?values|takes the value"
    r"|evaluates to|converges to|simplifies to|reduces to|is equal to|are equal to|can be written as|is exactly"
    r"|is (?:logically |algebraically )?equivalent to|is the same as|must be|will be|reads|amounts to|gives|yields"
    r"|are given by|has (?:the )?eigenvalues)(?: \?)?)$"
)
"""What the options complete: "the determinant of $A$ equals"."""

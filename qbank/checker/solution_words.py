"""The words of worked solutions: what supposes, denies, doubts or goes on, and where sentences end."""

from __future__ import annotations

import re

SUPPOSING = frozenset(
    """
    if when for let set setting put putting suppose supposing assume assuming take taking choose choosing at whenever
    consider solve solving pick given
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
SCOPED = frozenset({"if", "when", "for", "at", "whenever"})
CONDITIONS = frozenset(
    """
    if at for when where whenever setting set suppose assume assuming let with not mistake unless given provided while
    until because requires need want check case cases condition put putting take taking choose choosing solve solving
    consider pick try trying whether that substituting substitute inserting insert plugging plug
    """.split()  # noqa: SIM905 - as above
) - {"that", "because"}
CLAIMED = re.compile(
    r"\b(?:(?:see|find|conclude|deduce|infer|follows|shows|implies) that"
    r"|(?:that is|i\.e\.|namely),? (?:for|when|if|at))\W*$",
    re.IGNORECASE,
)
"""Words by which a value is claimed, whatever else may set a condition."""
PUT_INTO = re.compile(
    r"\b(?:insert|substitut|plugg|put)(?:ed|ing|t(?:ed|ing))?\b[^.;]*"
    r"\b(?:in|into) the (?:first|second|third|other|former|latter|remaining|last)(?: (?:one|equation|condition))?"
    r"(?:,| (?:gives|yields|we (?:get|obtain|have|find)))\W*$"
    r"|\b(?:initial|boundary) (?:conditions?|values?) (?:then |now )?(?:requires?|demands?|forces?|means?)\W*$",
    re.IGNORECASE,
)
"""Words that put a line as what the equations before it, or the initial values, come to."""
REQUIRES = re.compile(r"\W*(?:then |now |thus )?requires?(?: that)?\W*", re.IGNORECASE)
"""Words between two equations of which the second follows from the first."""
ROOTED = re.compile(r"is (?:clearly |obviously |certainly |also )?an? (?:\w+ )?(?:root|zero|solution)\b", re.IGNORECASE)
"""Words after a value by which it is a root, and no value for the lines after it."""
DOUBTED = re.compile(
    r"\b(mistakes?|wrong(ly)?|incorrect(ly)?|(an|common|typical|frequent|sign|usual) errors?|"
    r"erroneous(ly)?|fallac\w*|misconceptions?|confus\w+|tempting|"
    r"pitfalls?|forget(s|ting)?|forgot(ten)?|false(?!\W+(positive|negative|alarm|discovery))|falsely|invalid|careless\w*|naive(ly)?|contradict\w*|absurd|"
    r"impossible|instead of|rather than|unlike|otherwise|would be|would give|would have|not equal|"
    r"(students?|people|beginners?) (\w+ )?(writes?|claims?|obtains?|gets?|says?|argues?|thinks?|believes?)|"
    r"(many|some) (\w+ )?(write|claim|think|believe)|"
    r"might|may (think|believe|expect)|tempted|guess(es|ing)?|would (think|expect)|could (think|believe|be tempted))\b",
    re.IGNORECASE,
)
"""Words by which a sentence calls what it says a mistake or a guess."""
ASSIGNED = re.compile(r"\b(updat(e|es|ed|ing)\b(?!\s+(rule|equation|formula|step))|overwrit\w+)\b", re.IGNORECASE)
"""Words by which a sentence may give a name another value: its arithmetic must be right all the same."""
CONTRADICTION = re.compile(r"\b(?:con|dis)junction\s+is (?:always )?a contradiction\b", re.IGNORECASE)
"""What logic calls a formula that is never true: nothing is rejected."""
DENIED = re.compile(
    r"\b(cannot|can't|isn't|doesn't|aren't|is not|are not|does not|do not|not|never|could)\b", re.IGNORECASE
)
NEW_CLAUSE = re.compile(r":|[,;]\s*(so|and|hence|thus|therefore|but)\b", re.IGNORECASE)
REACH = 5
"""Words from a formula within which a denial is sure to be about it."""
COMBINED = re.compile(
    r"\b(?:add|subtract|summ|combin)ing\b[^.;]*\b(?:equations?|conditions?|them|two|both|first|second|third|these)\b",
    re.IGNORECASE,
)
"""Words by which several equations that stand before are made one."""
TRANSFORMED = re.compile(
    r"\b(cancel\w*|solv(e|es|ed|ing)|divid\w+|divisions?|multiply\w*|multipli\w+|rearrang\w+|simplif\w+|isolat\w+"
    r"|squar(e|es|ed|ing)|taking (?:the )?(?:natural )?logarithms?|square roots?|roots? of both"
    r"|logarithms? of both|left with|collect\w*|expand\w*"
    r"|factor(s|ed|ing|ising|izing)|bring\w*|transpos\w+|clear(ing|s)? (the )?(fractions?|denominators?)|both sides)\b",
    re.IGNORECASE,
)
"""Words for what is done to an equation that stands before: the next one must follow from it."""
LEADING = frozenset(
    """
    and so hence thus therefore then consequently accordingly ie i e this which that it we one us finally now is are be
    get gets getting obtain obtains obtaining have find finds follow follows imply implies implying mean means meaning
    give gives giving yield yields yielding become becomes lead leads leading to the equation equations result results
    simply just in turn arrive at after simplification must whence ergo left with
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that put a line as what follows from the one before it, if there are no others."""
SOURCE = re.compile(
    r"\b([a-z]+)\s+(?:gives?|yields?|implies|says|tells|reads|requires|is|demands|means|provides|leads to)"
    r"(?: that| us)?\W*$",
    re.IGNORECASE,
)
"""What gives a line, and the word for it."""
OTHERWISE = re.compile(
    r"\b((?<!arrive )at"
    r"|by|from|us(e|es|ed|ing)|since|because|with|where|when|if|let|set|put|put(s|ting)|setting|conditions?|constraints?"
    r"|laws?|theorem|symmetr\w+|conserv\w+|second|third|other|another|also|balanc\w*|boundary|assum\w+|suppos\w+"
    r"|tak(e|es|ing)|choos\w+|requir\w+|need|must|should|want|analog\w+|similar\w*|likewise|substitut\w+|insert\w+"
    r"|plug\w*|given|definition|for)\b",
    re.IGNORECASE,
)
"""Words by which a line may rest on something else than the line before."""
REASONED = re.compile(r"\W*(since|because|as|if|when|whenever|provided|where|under|at|for)\b", re.IGNORECASE)
"""Words after a formula that give a reason or a condition for it."""
GENERAL = re.compile(
    r"\b(recall|identit(y|ies)|in general|generally|formula|rule|theorem|law|for (all|any|every)|definition|known|"
    r"remember|well[- ]known|properties|property)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"\W*(,|and|or)?\W*((which|this|that|it|and|hence|thus|so|therefore|then)\W+)*(is\W+)?"
    r"(equals?|equal\W+to|simplifies\W+to|simplifying\W+to|reduces\W+to|evaluates\W+to|becomes|i\.?e\.?|that\W+is|"
    r"or\W+simply|which\W+is|namely|giving)\W*(just|simply|exactly)?\W*",
    re.IGNORECASE,
)
ROOTS = re.compile(
    r"\b(zeros?|zeroes|roots?|eigenvalues?|critical points?|stationary points?|extrem\w+|vanish\w*)\b",
    re.IGNORECASE,
)
SET_TO_ZERO = re.compile(
    r"\b(set(ting)?|put(ting)?|equat\w+)\s+(it|this|that|the (first )?derivative|the (first )?derivative of \w+)\s+"
    r"(equal )?to (zero|0)\b|\b(it|this|which|that|the (first )?derivative) (vanishes|is zero|equals zero)\b",
    re.IGNORECASE,
)
"""Words that set the derivative before them to zero."""
STOP = re.compile(r"(?<![A-Z])[.!?](?=\s|$)|\n\s*\n|;")
MODULUS = re.compile(
    r"(?:\\,|\\;|\\ |\\quad|\s)*(?:\\pmod\s*(?:\{([^{}]*)\}|(\w))"
    r"|\(\s*(?:\\(?:text|mathrm|operatorname)\{\s*mod\s*\}|\\bmod|\\mod)\s*([^()]*)\))[\s.,;]*$"
)
EQUIVALENCE = re.compile(r"\\Leftrightarrow|\\iff|\\Longleftrightarrow")
SAYING = re.compile(
    r"\b(which|vanish\w*|is|are|has|have|becomes?|equals?|gives?|yields?|holds? only|changes?|attain\w*|takes?)\b",
    re.IGNORECASE,
)
"""Words that say something of a formula, where a mere condition for it would follow."""
MAX_BETWEEN = 4
"""Words between a claim and the condition that follows it."""
OTHER_UNITS = re.compile(
    r"km/h|\b(hours?|minutes?|days?|weeks?|months?|years?|rpm|eV|[kM]eV|min|h|mph|inch(es)?|feet|miles?|"
    r"electron ?volts?|calories?|cal|Celsius|percent|revolutions?)\b|°|\\circ|(?<![\d\\])\\?%|eV\b",
    re.IGNORECASE,
)
"""Units that are no powers of ten of those of the SI: a bare number may be meant in them."""
BESIDE = re.compile(rf"\s{{3,}}(?:{OTHER_UNITS.pattern})", re.IGNORECASE)
"""Such a unit right after a formula that is blanked out."""
SCENE = re.compile(r"(^|[,;.:]|\band\b)\s*(for|in|on|with|under) (an?|the|both|small|large)\b[^,;.:]*$", re.IGNORECASE)
"""Words for the case in which a formula holds: "for a moving observer"."""
SHAPES = re.compile(
    r"\b(symmetric|orthogonal|orthonormal|diagonal|commut\w+|unit vectors?|normali[sz]ed)\b", re.IGNORECASE
)
UNIT_VECTORS = re.compile(r"\b(unit vectors?|orthonormal\w*)\b", re.IGNORECASE)
"""Words for what vectors are turned into."""
OF_SYSTEM = re.compile(
    r"\b(the|this|its|whose) matrix( on the left([- ]hand side)?| in (the )?(parentheses|brackets)"
    r"| of (the|this) system)?"
    r"\s+(is|being) (then |thus |always |hence )?(positive[- ](semi)?definite|invertible|non-?singular|regular)\b",
    re.IGNORECASE,
)
"""Words about the matrix of a linear system, which say nothing of those it is made from."""
KINDS = re.compile(
    r"\b((?<!design )(?<!data )(?<!feature )matri(x|ces)|reflection|rotation|permutation|projec\w+|operator|basis|"
    r"unit|sphere|manifold|riemannian|tangent\w*|natural|stochastic|random\w*|batch\w*|(one|single|each|per) example|"
    r"frozen|detached|fixed|held)\b",
    re.IGNORECASE,
)
"""Words by which matrices may be of a kind, or a gradient not that of the whole function."""
SCALED = re.compile(
    r"\b(unit|normali[sz]\w*|natural|scal(e|ed|ing)|rescal\w*|up to|factor|multiples?|proportional|parallel|direction"
    r"|half|twice|divid\w+|project\w*|stochastic|random\w*|batch|example|frozen|detached|fixed|held|constant|approx\w*|roughly"
    r"|numerical\w*|estimat\w*|only|along|component|restrict\w*|in terms|where|if|when|for)\b",
    re.IGNORECASE,
)
"""Words by which a gradient may be turned, scaled, or that of another function."""
NEXT = re.compile(r"[,;]|\b(so|hence|thus|and|which|therefore)\b", re.IGNORECASE)
"""Where the words right after a formula end."""
CURVED = re.compile(r"\b(polar|cylindrical|spherical|spheres?|manifold|riemannian|metric|coordinates)\b", re.IGNORECASE)
"""Words by which the components of a gradient may be others than partial derivatives."""
PLAIN = LEADING | frozenset(
    """
    the an a its of our gradient derivative loss function cost objective differentiating differentiate differentiation
    directly respect kinetic potential total energy momentum force work power from follows equation by product chain
    rule in terms need
    """.split()  # noqa: SIM905 - as above
)
"""Words that name what is derived, and no place, time, state or case in which it is so."""
WORKING = (PLAIN - {"simply", "just", "directly", "need"}) | frozenset(
    """
    product quotient power sum rules derivative derivatives factors both together due using applying use apply inserting
    substituting substitute evaluating at factoring taking out expanding expand expansion along first second third last
    row column minors minor two collecting terms term cofactor determinant simplifies simplifying reduces same as
    because since value values also here where arrive i e first three entry middle zero with in altogether
    all conjunction disjunction contradiction tautology formula logically equivalent whole
    fraction fractions numerator denominator extending multiplying dividing cancelling cancels inner outer chain makes
    nicer simpler arrive arrives
    """.split()  # noqa: SIM905 - as above
)
"""Words of a derivation, by none of which anything is left out or exchanged."""
PLACES = re.compile(
    r"\b(half\w*|halves|third|quarter|twice|when|while|until|way|top|bottom|ground|highest|lowest|after\w*|before|"
    r"later|now|chang\w+|los(es?|ing|t)|gain\w*)\b",
    re.IGNORECASE,
)
"""Words by which a quantity may be meant at several places or times."""
_ANEW = (
    r"doubl\w+|halv\w+|tripl\w+|chang\w+|replac\w+|increas\w+|decreas\w+|reduc\w+|remov\w+|add(s|ed|ing)|"
    r"ris(es?|en|ing)|rose|raises|lowers|lowered|gr[eo]w\w*|falls?|fell|fallen|drop(s|ped)?|"
    r"new|now|later|afterwards|instead|alternatively|another|twice (the|as)|times as"
)
CHANGES = re.compile(rf"\b({_ANEW})\b", re.IGNORECASE)
"""Words by which a line may speak of other values than those told."""
CHANGING = re.compile(rf"\b({_ANEW}|old|before|after)\b", re.IGNORECASE)
"""Words of a stem by which a quantity may have more values than the one that is written."""
TURNING = re.compile(
    r"\b(rotat(e[sd]?|ing)|reflect(s|ed|ing)?|normali[sz](e[sd]?|ing)|rescal(e[sd]?|ing)|scal(e[sd]?|ing)"
    r"|stretch(es|ed|ing)?|shrink(s|ing)?|shrunk|shift(s|ed|ing)?|translat(e[sd]?|ing)|projects?|swap(s|ped|ping)?"
    r"|sort(s|ed|ing)?|hit(s|ting)?|collid\w+|stick(s|ing)?|transform(s|ed|ing)?|appl(y|ies|ied|ying))\b",
    re.IGNORECASE,
)
"""Words of a stem for what is done to a vector or a list, which may keep its name."""
GAUSSIAN = re.compile(
    r"\b(normal(ly)? (\w+ )?distribut\w+|standard normal|gaussian (distribution|variable|law)|central limit"
    r"|is normal with)\b",
    re.IGNORECASE,
)
r"""Words beside which ``\Phi`` is the standard normal distribution function."""
CHARGES = re.compile(r"\b(charges?|charged|electrons?|protons?|ions?|positrons?|alpha particles?)\b", re.IGNORECASE)
"""Words beside which e may be a charge."""
PUTS_IN = re.compile(
    r"(:|(that |which |it |this )?(gives?|yields?|leads? to|implies|shows?|makes?|leaves|turns)\b"
    r"|we (get|find|obtain|have)\b)",
    re.IGNORECASE,
)
"""Words right behind a value that is put into an equation."""

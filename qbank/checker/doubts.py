r"""Words of a stem that may change what its formulas mean, which no rule understands.

"Initially $n = 5$. Then two are added. What is $n$?" asks for no 5. What is asked may be inferred from a stem only
where every sentence is the one that asks, states definitions and premises around its formulas, or is idle. Nouns and
adjectives of the subject matter do no harm: a car, a softmax layer. Words for time, change, denial, other people's
claims, other arithmetic, approximation, conditions and values do; so do numbers in words or digits outside formulas,
and sentences without a formula, which say what is read nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .deciding.polynomials import TooLarge, polynomial
from .laws_told import is_law
from .other_operations import other_operations
from .saying import without_domains
from .setting import Setting
from .syntax import (
    Apply,
    At,
    Call,
    Cases,
    Chance,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    put,
    walk,
)
from .wording import Wording, wording

_TIME = (
    r"then|after(?:wards?)?|before|beforehand|now|later|again|next|finally|until|till|meanwhile|subsequently"
    r"|previous(?:ly)?|former(?:ly)?|original(?:ly)?|eventually|once|today|yesterday|tomorrow|already|still|yet"
    r"|initially|at first|in the beginning|starts?|started|starting|begins?|beginning|ends? up|becomes?|became|turns?"
    r"|new|old|update[sd]?|updating|evolves?|repeated(?:ly)?|iterat\w+|each time|every time|times|step"
)
_CHANGE = (
    r"replac\w+|substitut\w+|swap\w*|exchang\w+|interchang\w+|increas\w+|decreas\w+|(?:ris(?:es?|en|ing)|rose|falls?"
    r"|fell"
    r"|fallen|drops?|dropped|grows?|grew) (?:by|to)|doubl(?:es|ed|ing)|double|tripl\w+|quadrupl\w+|halv\w+|half(?!-)"
    r"|twice|thrice|quarter|adds?|added|adding"
    r"|insert(?:s|ed|ing)?|append\w*|delet\w+|discard\w*|eras(?:e|es|ed)|push(?:es|ed)?|pop(?:s|ped)?|enqueu\w*|dequeu\w*"
    r"|remov\w+|subtract\w*|shift\w*|reflect\w*|rotat\w+|scal(?:e|es|ed|ing)|rescal\w+|stretch\w*|compress\w*|moved"
    r"|(?:up|down|left|right)(?:ward)?s?|normali[sz]\w+|mirror\w*|flip\w*|revers\w+|grow(?:s|ing)? (?:with"
    r"|over) time|shrink\w*|shrank"
    r"|los(?:es|t)|loses|gain(?:s|ed)|chang\w+|modif\w+|adjust\w*|correct(?:s|ed|ly|ion|ions)?|taken away|gives? away"
    r"|larger|smaller|bigger|greater|higher|lower|less|more|fewer|stronger|weaker|faster|slower|longer|shorter|than"
    r"|as (?:\w+ )?as|additional(?:ly)?|extra|another|further|net of|plus|minus|multipl(?:y|ied|ies)|divid(?:e|ed|es)"
    r"|(?<!mean )(?<!sum of )squared?(?! error)|cubed?|raised|summed"
)
_DENIED = (
    r"not|no|none|neither|nor|never|cannot|can't|isn't|aren't|doesn't|don't|without|except|unless|exclud\w+|apart"
    r"|beside|besides|instead|unlike|wrong\w*|incorrect\w*|mistak\w+|invalid|fails?|failed|nicht|kein\w*"
    r"|students?|teachers?|pupils?|claims?|claimed|says?|said|think|thinks|thought|believ\w+|forg[eo]t\w*|guess\w*"
    r"|pretend\w*|imagin\w+|hypothe\w+|would|were|might|could|supposedly|alleg\w+|according(?! to ⟦)|disagree\w*"
    r"|contrary"
    r"|although|though|however|but|whereas|actually|really|true|truth|false(?!-| positive| negative)|lectures?"
    r"|textbooks?"
)
_ARITHMETIC = (
    r"degrees?(?! of freedom)|radians?|gradians?|bases?|basis|binary(?! (?:cross|class|label|entrop|random|variable"
    r"|target"
    r"|tree|search|symmetric))|octal|hex\w*|decimals?|digits?|bits?|bytes?|unsigned|signed|modul[oe]|mod|residues?"
    r"|(?<!vector )(?<!electric )(?<!magnetic )(?<!scalar )(?<!force )field|rings?|semiring|clock|xor|exclusive|boolean"
    r"|saturat\w+|overflow\w*|arithmetic|floating|precision|significant|round(?:s|ed|ing)?|truncat\w+|neglect\w*"
    r"|ignor\w+|disregard\w*|omit\w*|small|large|tiny|huge|negligibl\w+|approximat\w*|estimat\w+|order|asymptot\w+"
    r"|lineari[sz]\w+|nearly|almost|close to|roughly|trapezoidal|riemann|simpson\w*|euler\w*|newton\w*|differences?"
    r"|midpoint|quadrature|tropical|max-plus|percent|per cent|percentage|program|code|compiler|calculator|truth"
)
_DOMAIN = (
    r"only|solely|alone|positive(?! (?:rate|predictive|feedback))|negative(?! (?:rate|predictive|feedback|log))"
    r"|nonnegative"
    r"|non-negative|nonzero|non-zero|zero|integers?|whole|natural|reals?|odd|even|prime|period(?!(?: of (?:the|an?)"
    r" [a-z ]+?)? is ⟦)\w*|symmetric about"
    r"|vanish\w*"
    r"|otherwise|outside|principal|if|unless|whenever|when|provided|in case"
)
_MEANING = (
    r"norm|metric|distance|inner product|scalar product|convention\w*|coordinates?|idempotent|nilpotent|involut\w+"
    r"|unitary|projection matri\w+|projector|permutation matri\w+|antisymmetric|skew"
    r"|interpret\w*|regard\w*|treat\w*"
    r"|symbols?|notation|operations?|operators?|elementwise|element-wise|componentwise|entrywise|hadamard|kronecker"
    r"|convol(?!utional (?:layer|network|neural))\w+|compos\w+|redefin\w+|weighted|proportional\w*|inversely|varies"
    r"|vary|varied|varying|depend\w*"
    r"|functions? of|conditional(?:ly)? on|swept|stands? for|means|meaning|manhattan|taxicab|units?|measured|counted"
)
_ALARMING = re.compile(rf"(?<![\w-])(?:{_TIME}|{_CHANGE}|{_DENIED}|{_ARITHMETIC}|{_DOMAIN}|{_MEANING})(?![\w])|n't\b")
_NUMBERS = re.compile(
    r"(?<![\w⟦-])(?:\d[\d.,]*(?:-\w+|%)?|zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
    r"|thousand|million|first|second|third|fourth|fifth|thirds?|halves|quarters?)(?![\w⟧])"
)
_DONE = re.compile(
    r"(?<![\w-])(?!(?:given|defined|satisfied|called|named|described|modell?ed|connected|applied|used|charged"
    r"|distributed"
    r"|observed|fixed|related|located|based|considered|stated|denoted|expressed|followed|required|needed|unbiased"
    r"|biased"
    r"|supervised|closed|bounded|spanned|generated|indexed|obtained|computed|calculated|determined|provided|supposed"
    r"|specified|known|encoded|represented|assigned|associated|combined|drawn|produced|released|launched|speed|feed"
    r"|need"
    r"|seed|heated|placed|attached|driven|damped|undamped|hanged|loaded|unloaded|tossed|rolled|tested|infected|repeated"
    r"|minimi[sz]ed|maximi[sz]ed|regulari[sz]ed|predicted|expected|hundred|red|bed|shed|linked|fixed|mixed|isolated"
    r"|fed|discharged|indeed|named|shaded|joined|inscribed|given)\b)"
    r"[a-z]+ed(?![\w-])"
)
"""What was done to a quantity: "delayed", "clipped", "negated"."""
_COUNTED = re.compile(r"(?<![\w-])(two|three|four|both) (?:(?!⟦)[\w'-]+ ){1,4}?(⟦\d+⟧(?:,? (?:and )?⟦\d+⟧)+)")
"""A number of things that are named at once: two resistors R_1 and R_2."""
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4}
METHODS = (
    r"(?:(?:by|using|with|via|use|applying|apply|from|with the (?:help|aid) of|by means of) )?(?:the )?"
    r"(?:(?:multivariable |general "
    r"|logarithmic "
    r"|repeated )?(?:chain|product|quotient|power|sum|leibniz|l'hopital's"
    r"|l'h\N{LATIN SMALL LETTER O WITH CIRCUMFLEX}pital's"
    r"|bayes|bayes'|cramer's|sarrus|de morgan's|cosine|sine|sarrus') (?:rule|theorem|laws?)|chain and product rules"
    r"|integration by parts|integration by substitution|implicit differentiation|partial integration"
    r"|(?:a |the |suitable )*substitution|partial fractions?|"
    r"(?:the )?definition(?: of the derivative)?|bayes'? theorem|bayes' rule|laws? of total probability"
    r"|law of cosines|law of sines|pythagorean theorem|fundamental theorem of calculus|quadratic formula"
    r"|completing the square|factoring|elimination|gaussian elimination|row reduction|cofactor expansion"
    r"|laplace expansion|euclidean algorithm|geometric series|binomial theorem|linearity|induction|backpropagation"
    r"|separation of variables|characteristic equation|logarithm laws|divergence theorem|green's theorem"
    r"|stokes' theorem"
    r"|(?:polar|cylindrical|spherical) coordinates|chang(?:e|ing) the order of integration|the ratio test|the root test"
    r"|lagrange multipliers|the method of lagrange multipliers|undetermined coefficients|variation of parameters"
    r"|the method of [a-z]+ [a-z]+|reversing the order of integration|telescoping|the sandwich theorem"
    r"|the squeeze theorem|a double[- ]angle (?:formula|identity)|the half-angle formula|the washer method"
    r"|the disk method|the shell method|the euclidean algorithm|fermat's little theorem|an integrating factor"
    r"|the characteristic polynomial|the inclusion-exclusion principle|kirchhoff's laws?|ohm's law|newton's second law"
    r"|conservation of energy|energy conservation|the complement rule|the product formula)"
)
"""Ways to reach a value that leave the value as it is; any other may change it: "using the trapezoidal rule"."""
_METHOD = re.compile(rf",? ?\(?{METHODS}\)?(?=$|[ ,.])")
_LEAD = re.compile(
    r"(?:please|hence|thus|therefore|so|then|and|now|that is|namely|(?:recall|note) that)\b"
    r"|in terms of the (?:standard )?normal (?:cumulative )?distribution(?: function)?(?: ⟦\d+⟧)?"
)
SOLVING = re.compile(
    r"solve (?:the |this )?(?:following )?"
    r"(?:(?:linear )?system(?: of (?:linear )?equations)?|(?:linear )?equations?) ⟦\d+⟧"
)
"""An equation to be solved, before a question about its solution."""
_FINAL = re.compile(
    r"(?:,|(?<=rule) to|(?<=parts) to|(?<=theorem) to|(?<=substitution) to|(?<=⟧) to| and| then| so| hence| thus|"
    r" therefore| please| we get| we have| gives)+$"
)
_TELLING = re.compile(
    r"(?:please )?(?:choose|select|pick|mark|tick|circle|show|give reasons|justify|explain|hint|simplify)"
    r"(?: (?:the|one|a|an|all|your|answer|answers|option|options|correct|best|right|work|steps?|reasoning|result|it|of"
    r"|exactly|only|single|from|below|following|list|and|as|far|much|possible|fully|completely|simplified|form|in))*"
)
_UNIT = re.compile(
    r"⟦(\d+)⟧ ?(%|percent|\N{DEGREE SIGN}|(?:k?m|cm|mm|k?g|s|ms|h|min|minutes?|hours?|seconds?|days?|years?|weeks?"
    r"|months?|met(?:er|re)s?"
    r"|miles?|volts?|amperes?|amps?|ohms?|watts?|joules?|newtons?|k?hz|kelvin|celsius|euros?|dollars?|cents?|litres?"
    r"|liters?|grams?|v|a|w|j|n|kw|mw|kv|ma|m/s|km/h|kmh|mol|bar|pa|kpa)(?![\w'])(?! (?:is|are|be)\b))"
)
_SAID = re.compile(r"(?:⟦(\d+)⟧) (?:be|is|are|denotes?|means?|represents?|stands? for)\b")
_PLACED = re.compile(r"(?:^|[ ,(])(?:in|over|modulo|mod|on) ⟦(\d+)⟧")
_ELSEWHERE = re.compile(r"\\mathbb\s*\{?\s*(?:[ZF]\s*\}?\s*(?:_|/)|[CFHQ])|GF\s*\(|\\bmod|\\pmod")
_ELSEWHERE_ZERO = re.compile(r",? \(?(?:and|with)? ?(?:⟦\d+⟧|zero|0) \(?(?:elsewhere|otherwise|else|outside)\)?\)?")
"""What goes without saying of a density."""
_LAWS = re.compile(r"\b(?:parameters?|the mean|scale|deviation|counts?|failures?|trials?|discrete|shape|truncated)\b")
"""Words that may say which of several customs a distribution's parameters follow."""
_COMPLEX = re.compile(r"\bcomplex\b")
_EDGED = frozenset({"abs", "max", "min", "relu", "sign", "floor", "ceil", "sqrt", "root", "norm"})
"""Functions without a derivative at some points."""
_FOR = re.compile(r"(?:for|on|where|with) (?:all )?⟦(\d+)⟧")


def doubts(  # noqa: PLR0917 - where the question stands, and what it is
    found: Wording, setting: Setting, asking: int, start: int, asked: Node | None, idle: Sequence[int] = ()
) -> tuple[str, ...]:
    """Return what of a stem's words is not understood; nothing, if what it asks may be inferred.

    Sentence ``asking`` asks, from its character ``start`` on, for ``asked``; all before that is judged here, except the
    sentences ``idle``: they ask for the same in other words.
    """
    told: list[str] = []
    for at, sentence in enumerate(found.sentences):
        if at in idle:
            continue
        text = sentence.text[:start] if at == asking else sentence.text
        told += _of_lead(text) if at == asking else _of_statement(text)
        told += _of_formulas(text, found, setting, asked)
    if asked is not None:
        told += _of_value(found, setting, asked)
        told += [why] if (why := other_operations(setting, asked, found)) else []
    return tuple(dict.fromkeys(told))


def _of_value(found: Wording, setting: Setting, asked: Node) -> list[str]:
    """Judge whether what is asked exists and is meant in one way: an edge, a jump, a partial derivative."""
    stated = [tree for tree in (read.tree for read in setting.stem) if tree is not None]
    every = [part for tree in (*stated, asked) for part in walk(tree)]
    slopes = any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in walk(asked))
    placed = any(
        isinstance(part, At) or (isinstance(part, Apply) and all(map(_closed, part.arguments))) for part in walk(asked)
    )
    told = [f"${found.formulas[0].latex}$"] if found.formulas and _outright(stated, asked) else []
    if any(isinstance(part, Integral) and _is_made(stated, part.by) for part in walk(asked)):
        told.append("an integral by a quantity that is made from another")
    if slopes and placed and any(map(has_edge, every)) and not _clear_of_edges(stated, asked):
        told.append("a derivative where there may be none")
    if any(isinstance(part, At) and _idle_place(stated, part) for part in walk(asked)):
        told.append("a place that nothing depends on")
    if any(isinstance(part, Limit) for part in walk(asked)) and any(isinstance(part, Cases) for part in every):
        told.append("a limit of pieces")
    partial = any("partial" in sentence.text for sentence in found.sentences) or any(
        r"\partial" in formula.latex for formula in found.formulas
    )
    if partial and _twofold(stated, asked):
        told.append("partial")
    return told


def _outright(stated: Sequence[Node], asked: Node) -> bool:
    """Tell whether the stem gives a number for the very thing that it asks for: then it asks for another."""
    return any(
        isinstance(tree, Relation)
        and tree.sides[0] == asked
        and tree.signs[0] == "="
        and any(isinstance(side.of if isinstance(side, Neg) else side, Num) for side in tree.sides[1:])
        for tree in stated
    )


def _idle_place(stated: Sequence[Node], part: At) -> bool:
    """Tell whether a value is asked for at a place that nothing ties to it: a bare $v$ at $t = 5$."""
    tied = {*names_in(part.of)}
    for _ in stated:
        tied |= {name for tree in stated if tied & {*names_in(tree)} for name in names_in(tree)}
    return isinstance(part.of, Name) and not tied & {*part.names}


def _is_made(stated: Sequence[Node], name: Node) -> bool:
    return any(
        isinstance(tree, Relation)
        and tree.signs[0] == "="
        and tree.sides[0] == name
        and any(True for _ in names_in(tree.sides[-1]))
        for tree in stated
    )


def _clear_of_edges(stated: Sequence[Node], asked: Node) -> bool:
    """Tell whether every derivative is taken where each root in its function is one of a positive number."""
    bodies = {
        tree.sides[0].function: (tree.sides[0].arguments, tree.sides[-1])
        for tree in stated
        if isinstance(tree, Relation) and tree.signs[0] == "=" and isinstance(tree.sides[0], Apply)
    }
    taken: list[tuple[Node, dict[Name, Node]]] = []
    for part in walk(asked):
        if isinstance(part, At):
            taken.append((part.of, dict(zip(part.names, part.values, strict=False))))
        elif isinstance(part, Apply) and part.primes and part.function in bodies:
            arguments, body = bodies[part.function]
            names = [one for one in arguments if isinstance(one, Name)]
            taken.append((body, dict(zip(names, part.arguments, strict=False))))
    if not taken:
        return False
    for body, values in taken:
        whole = [body, *(tree for tree in stated if tree != body and any(map(has_edge, walk(tree))))]
        if any(has_edge(part) and not _root_of_positive(part, values) for tree in whole for part in walk(tree)):
            return False
    return True


def _root_of_positive(node: Node, values: dict[Name, Node]) -> bool:
    """Tell whether a node is a root of what is a positive number at a point; a root under an integral counts there."""
    if isinstance(node, Pow):
        inside: Node = node.base
    elif isinstance(node, Call) and node.function in ("sqrt", "root"):
        inside = node.arguments[0]
    else:
        return False
    try:
        value = polynomial(put(inside, values)).constant
    except TooLarge:
        return False
    return value is not None and value > 0


def has_edge(node: Node) -> bool:
    """Tell whether a part of a formula may have no derivative somewhere: a root, an absolute value, pieces."""
    if isinstance(node, Pow):
        exponent = node.exponent
        return isinstance(exponent, Div) or (isinstance(exponent, Num) and exponent.value.denominator != 1)
    return isinstance(node, Cases) or (isinstance(node, Call) and node.function in _EDGED)


def _closed(node: Node) -> bool:
    return not any(True for _ in names_in(node))


def _twofold(stated: Sequence[Node], asked: Node) -> bool:
    """Tell whether a quantity depends on what it is differentiated by both directly and through another quantity."""
    heads = {
        tree.sides[0]: set(names_in(tree.sides[-1]))
        for tree in stated
        if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name)
    }
    bodies = [set(names_in(tree.sides[-1])) for tree in stated if isinstance(tree, Relation)]
    for part in walk(asked):
        if isinstance(part, Deriv):
            for inside in [*bodies, set(names_in(part.of))]:
                through = any(name in heads and part.by[0] in heads[name] for name in inside)
                if part.by[0] in inside and through:
                    return True
    return False


def _of_lead(text: str) -> list[str]:
    """Judge what stands before the verb of the question: "if $x = 2$, then"."""
    text = _FINAL.sub("", _METHOD.sub("", _FINAL.sub("", text.strip())).strip(" ,")).strip(" ,")
    if not text or _LEAD.fullmatch(text) or SOLVING.fullmatch(text):
        return []
    if "⟦" not in text:
        return [text]
    if re.match(r"(?:in|over|on) ", text):
        return [re.sub(r"⟦\d+⟧", "…", text)]
    text = re.sub(r"^(?:and |so |then )*(?:if|when|provided that|given that|suppose that|knowing that)\b", "", text)
    return alarming_words(text)


def _of_statement(text: str) -> list[str]:
    if _TELLING.fullmatch(text) or is_law(text):
        return []
    if "⟦" not in text:
        return [text if len(text) < MAX_SHOWN else text[:MAX_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"]
    return alarming_words(text)


MAX_SHOWN = 60


def alarming_words(text: str) -> list[str]:
    """Return the words of a part of a sentence that may change what formulas mean."""
    text = _METHOD.sub(" ", without_domains(text))
    if "density" in text:
        text = _ELSEWHERE_ZERO.sub(" ", text)
    text = _COUNTED.sub(_counted, text)
    return [match.group().strip() for one in (_ALARMING, _NUMBERS, _DONE) for match in one.finditer(text)]


def _counted(match: re.Match[str]) -> str:
    same = _COUNTS[match.group(1)] == match.group(2).count("⟦")
    return match.group().removeprefix(match.group(1)) if same else match.group()


def _of_formulas(text: str, found: Wording, setting: Setting, asked: Node | None) -> list[str]:
    """Judge what words say of single formulas: a unit in words, a symbol with a new meaning, another place."""
    told = [match.group(2) for match in _UNIT.finditer(text)]
    for match in _SAID.finditer(text):
        tree = setting.read(found.formulas[int(match.group(1))]).tree
        if tree is None or isinstance(tree, Const | Num) or _renames(tree, text, match):
            told.append(f"${found.formulas[int(match.group(1))].latex}$")
    for match in _PLACED.finditer(text):
        latex = found.formulas[int(match.group(1))].latex
        if _ELSEWHERE.search(latex):
            told.append(f"in ${latex}$")
    for match in _WHERE.finditer(text):
        value, place = (setting.read(found.formulas[int(number)]).tree for number in match.groups())
        if _is_value(value) and isinstance(place, Relation):
            told.append(
                f"${found.formulas[int(match.group(1))].latex}$ at ${found.formulas[int(match.group(2))].latex}$"
            )
    for number in map(int, re.findall(r"⟦(\d+)⟧", text)):
        tree = setting.read(found.formulas[number]).tree
        if _defines_oddly(tree, text, number):
            told.append(f"${found.formulas[number].latex}$")
    trees = [setting.read(found.formulas[int(number)]).tree for number in re.findall(r"⟦(\d+)⟧", text)]
    if any(isinstance(tree, Relation) and r"\sim" in tree.signs for tree in trees):
        told += _LAWS.findall(text)
    if _COMPLEX.search(text) and any(isinstance(tree, Name) for tree in trees):
        told.append("complex")
    return told + _of_pieces(text, found, setting, asked)


_WHERE = re.compile(
    r"⟦(\d+)⟧ (?:only )?(?:at|when|whenever|for|if|while|once|after|before|until|near|in) (?:[a-z]+ )?⟦(\d+)⟧"
)
"""What is said to be so at a place, or under a condition."""


def _is_value(tree: Node | None) -> bool:
    """Tell whether a formula gives a quantity a number: ``v = 10``, ``dy/dx = 3``."""
    return (
        isinstance(tree, Relation)
        and tree.signs == ("=",)
        and isinstance(tree.sides[0], Name | Deriv)
        and _closed(tree.sides[1])
    )


_RENAMING = re.compile(r"⟦\d+⟧ (?:denotes?|means?|represents?|stands? for)\b|\blet ⟦\d+⟧ (?:denote|mean|stand for)\b")


def _renames(tree: Node, text: str, match: re.Match[str]) -> bool:
    """Tell whether words give a formula that is no name a meaning: "$n!$ means the double factorial"."""
    return bool(_RENAMING.match(text, match.start())) and not isinstance(tree, Name | Apply | Chance | Moment | Deriv)


def _defines_oddly(tree: Node | None, text: str, number: int) -> bool:
    """Tell whether "define $a * b = a + 2b$" gives a sign a new meaning."""
    if not isinstance(tree, Relation) or not re.search(rf"\bdefine[sd]?\b[^⟦]*⟦{number}⟧", text):
        return False
    first = tree.sides[0]
    return not isinstance(first, Name | Apply | Deriv | Chance | Moment | Call)


def _of_pieces(text: str, found: Wording, setting: Setting, asked: Node | None) -> list[str]:
    """Find a function that is given for some arguments only, where the question takes it at another."""
    limits = [found.formulas[int(number)] for number in _FOR.findall(text)]
    bounded = [
        (formula, tree)
        for formula in limits
        if isinstance(tree := setting.read(formula).tree, Relation) and set(tree.signs) - {"=", r"\in"}
    ]
    if not bounded or "density" in text or asked is None:
        return []
    heads = [
        tree.sides[0]
        for number in map(int, re.findall(r"⟦(\d+)⟧", text))
        if isinstance(tree := setting.read(found.formulas[number]).tree, Relation) and tree.signs[0] == "="
    ]
    functions = {head.function: head for head in heads if isinstance(head, Apply)}
    for part in walk(asked):
        if isinstance(part, Apply) and part.function in functions and _closed(part.arguments[0]):
            outside = [formula for formula, tree in bounded if not _within(tree, functions[part.function], part)]
            if outside:
                return [f"for ${outside[0].latex}$"]
    return []


def _within(bound: Relation, head: Apply, part: Apply) -> bool:
    """Tell whether a place lies inside of the bounds for which the formula of a function is given, and not at one."""
    values = {
        name: value for name, value in zip(head.arguments, part.arguments, strict=False) if isinstance(name, Name)
    }
    try:
        sides = [polynomial(put(side, values)).constant for side in bound.sides]
    except TooLarge:
        return False
    for left, sign, right in zip(sides, bound.signs, sides[1:], strict=False):
        if left is None or right is None or sign not in _ORDERED:
            return False
        if not (left < right if sign in ("<", r"\le") else left > right):
            return False
    return True


_ORDERED = frozenset({"<", ">", r"\le", r"\ge"})


def alarming(stem: str) -> tuple[str, ...]:
    """Return the words of a stem, wherever they stand, that may change what formulas mean."""
    found = wording(stem, ("stem",))
    texts = [sentence.text for sentence in found.sentences]
    words = [one for text in texts for one in (*alarming_words(_TRUTH.sub(" ", text)), *_COMPLEX.findall(text))]
    return tuple(dict.fromkeys(words))


_TRUTH = re.compile(
    r"\b(?:true|false|correct|not|only|integers?|real|positive|negative|nonnegative|nonzero|natural|if)\b"
)
"""Words in which a stem asks for truth values, or that the domain is made from."""

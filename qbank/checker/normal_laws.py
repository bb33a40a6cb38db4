r"""The normal law of a quantity that the stem calls normal, and that of a sample mean, where ``find`` asks for chances.

``\mu = 500`` and ``\sigma = 8`` beside "is normally distributed" make ``X \sim N(\mu, \sigma^2)``; the mean of n
independent copies, ``\bar X``, has the variance :math:`\sigma^2 / n`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from .setting import Setting
from .syntax import Call, Chance, Div, Name, Node, Num, Pow, Relation, names_in, walk

_NORMAL = re.compile(r"\b(?:normal(?:ly)?|gaussian)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\blog-?\s?normal|\blogarithm|\bstandard normal|\bexponential|\buniform|\bpoisson|\bbinomial|\bgeometric|\bgamma"
    r"|\bstudent|\bt-distribut|\bchi-squared?|\bconditional|\bgiven that\b|\bnot normal"
    r"|\bsum\b|\btotal\b|\bdifference\b|\bvariance\b|\bstandard error|\bstandardi[sz]|\bz-?scores?\b|\blaplace|\bcauchy"
    r"|\b(?:largest|smallest|maximum|minimum|median|absolute|size of|regardless|squared?|twice|half|halved|doubled?"
    r"|uncertainty|scales?|class mean|batch mean|under normal|lists|convention|notation|equal|whole|integers?"
    r"|discrete|continuity|now|after|new|truncat\w+|thrown|discarded|removed|only|correlat\w+|two|both|per)\b"
    r"|\\ln\b|\\log\b|\\exp\b|\bcorrect(?:ed|ion)\b|\bfinite\b|\bwithout replacement",
    re.IGNORECASE,
)
"""Words beside which another law may be meant."""
_SAMPLE = re.compile(r"\b(?:means?|averages?|sample\w*|measurements?|observations?)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\bthe(?:ir)? (?:\w+ )?(?:mean|average) (?:\w+ )?of\b|\bsampl|\baverage (?:\w+ )?of (?:\w+ )?\$?\d|\bn\b",
    re.IGNORECASE,
)
"""Words beside which X may be the mean of several."""
_TWO = Num(Fraction(2))


def take_normal_laws(setting: Setting, stem: str) -> None:
    """Take such laws for premises."""
    tree = setting.find.tree if setting.find is not None else None
    if tree is None or not _NORMAL.search(_prose(stem, setting)) or _OTHER.search(stem):
        return
    events = [part.event for part in walk(tree) if isinstance(part, Chance) and part.given is None]
    if not events or not all(isinstance(event, Relation) for event in events):
        return
    names = {name for event in events for name in names_in(event) if _is_capital(name.base)}
    if len(names) != 1:
        return
    (name,) = names
    if any(
        one.sub for read in setting.stem if read.tree for one in names_in(read.tree) if one.base in {r"\mu", r"\sigma"}
    ):
        return
    given = dict.fromkeys(one for tree_ in setting.stated for one in names_in(tree_))
    laws = [one for one in setting.stated if isinstance(one, Relation) and one.signs == (r"\sim",)]
    size = Name("n") if Name("n") in given else None
    barred = name.base.startswith(r"\bar{")
    spoken = (_SAMPLE if barred else _SEVERAL).search(stem) is not None
    if not _called_normal(name, stem):
        return
    if name in given or barred != (size is not None) or spoken != barred:
        return  # something is said of it, or whether the mean of a sample is meant is open
    if (known := _moments(laws, given, name)) is not None:
        mean, variance = known
        law = Call("dist_normal", (mean, Div(variance, size) if size is not None else variance))
        setting.functions = [*setting.functions, Relation((name, law), (r"\sim",))]


def _called_normal(name: Name, stem: str) -> bool:
    r"""Tell whether the stem calls a quantity itself normal, or just names it ("the weight $X$").

    A mean may be spoken of as one: "the mean $\bar X$".
    """
    letter = re.escape(name.base.removeprefix(r"\bar{").removesuffix("}"))
    shown = rf"\\bar\s*\{{?\s*{letter}\s*\}}?" if name.base.startswith(r"\bar{") else letter
    alone = rf"\$\s*{shown}\s*\$"
    if re.search(
        rf"{alone}[^.$]{{0,60}}\bnormal|\bnormal\w*(?: random)? variable,? {alone}|\b(?:sample )?mean,? {alone}", stem
    ):
        return True
    rest = re.sub(r"P\s*(?:\\left)?\([^)]*\)|\\Pr?\b[^$]*", " ", stem)
    rest = re.sub(
        rf"\b(?:the|a|an|its) (?:\w+ )?(?!means?|averages?|number|sums?|totals?|errors?)\w+,? {alone}", " ", rest
    )
    return not re.search(rf"(?<![A-Za-z\\]){shown}(?![A-Za-z])", rest)


def _prose(stem: str, setting: Setting) -> str:
    """Return the stem, with the word for each normal law that the premises state."""
    stated = any(
        isinstance(part, Call) and part.function == "dist_normal" for one in setting.stated for part in walk(one)
    )
    return stem + (" normal" if stated else "")


def _moments(laws: list[Relation], given: dict[Name, None], name: Name) -> tuple[Node, Node] | None:
    """Return mean and variance of one observation."""
    if not laws:
        mu, sigma = Name(r"\mu"), Name(r"\sigma")
        return (mu, Pow(sigma, _TWO)) if {mu, sigma} <= set(given) else None
    match laws:
        case [Relation((Name(base, (), ()), Call("dist_normal", (mean, variance))), _)]:
            return (mean, variance) if name.base == rf"\bar{{{base}}}" else None
    return None


def _is_capital(base: str) -> bool:
    inner = base.removeprefix(r"\bar{").removesuffix("}")
    return len(inner) == 1 and inner.isupper()

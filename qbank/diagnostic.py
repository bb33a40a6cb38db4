"""Author mistakes as values: a code, a severity, a message, a place and a hint.

A :class:`Diagnostic` is collected and returned, never raised; an exception is a bug of ours.
:data:`CODES` is the one table of all codes. A rule names a code; :func:`diagnostic` stamps the severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How bad it is: an ``error`` fails the run, a ``warning`` is to be read, a ``note`` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Loss(StrEnum):
    """What an export does not carry over as it stands."""

    LEFT_OUT = "left-out"
    """The whole question."""
    LOST = "lost"
    """A field."""
    CHANGED = "changed"
    """Something is there, but is shown or graded otherwise."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source line.

    ``line`` and ``column`` count from 1, in characters (Unicode code points) as an editor shows them;
    ``length`` is the number of characters to underline, at least 1.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, placed. ``question`` is the id of the question concerned, or empty."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str = ""
    question: str = ""
    field: str = ""
    """What an export loses: the field's name, ``feedback.partial`` for one inside another."""
    format: str = ""
    """The format of the export that told it."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: its usual severity and a title of a few words."""

    severity: Severity
    title: str
    loss: Loss | None = None
    """What it says of an export, if anything."""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_LEFT_OUT, _LOST, _CHANGED = Loss.LEFT_OUT, Loss.LOST, Loss.CHANGED

CODES: Mapping[str, Code] = MappingProxyType(
    {
        # files and YAML are QB0xx
        "QB001": Code(_E, "file cannot be read"),
        "QB002": Code(_E, "file too large"),
        "QB003": Code(_E, "not UTF-8"),
        "QB004": Code(_E, "control character"),
        "QB005": Code(_E, "not YAML"),
        "QB006": Code(_E, "anchor or alias"),
        "QB007": Code(_E, "nested too deeply"),
        "QB008": Code(_E, "tag"),
        "QB009": Code(_E, "several documents"),
        "QB010": Code(_E, "merge key"),
        "QB011": Code(_E, "key written twice"),
        "QB012": Code(_E, "key that is no text"),
        "QB013": Code(_E, "no question in the file"),
        "QB014": Code(_E, "link out of the bank"),
        "QB015": Code(_W, "settings of two banks"),
        "QB020": Code(_E, "tab in the indentation"),
        "QB021": Code(_E, "quote not closed"),
        "QB022": Code(_E, "bracket not closed"),
        "QB023": Code(_W, "text cut by a #"),
        "QB024": Code(_E, "text split by a colon"),
        "QB025": Code(_E, "text in braces or brackets"),
        "QB026": Code(_E, "quote ended too early"),
        "QB027": Code(_E, "backslash eaten by double quotes"),
        "QB028": Code(_E, "text that starts with a sign of YAML"),
        "QB029": Code(_E, "item taken into the text above"),
        "QB030": Code(_E, "no space behind a colon"),
        # QB1xx: the schema
        "QB101": Code(_E, "unknown field"),
        "QB102": Code(_E, "field missing"),
        "QB103": Code(_E, "wrong kind of value"),
        "QB104": Code(_E, "not a number"),
        "QB105": Code(_E, "neither true nor false"),
        "QB106": Code(_E, "not one of the words allowed"),
        "QB107": Code(_E, "malformed identifier"),
        "QB108": Code(_E, "identifier used twice"),
        "QB109": Code(_E, "unknown question type"),
        "QB110": Code(_E, "empty, or too few"),
        "QB111": Code(_E, "number out of range"),
        "QB112": Code(_E, "key outside the options"),
        "QB113": Code(_E, "key given twice"),
        "QB114": Code(_E, "fraction against the key"),
        "QB115": Code(_E, "option that cannot be read as truth values"),
        "QB116": Code(_E, "too many or too few truth values"),
        "QB117": Code(_E, "value that cannot be used"),
        "QB118": Code(_E, "malformed category or language"),
        "QB119": Code(_E, "ambiguous, or never reached"),
        "QB120": Code(_E, "parameter that cannot be read"),
        "QB121": Code(_E, "placeholder that cannot be read"),
        "QB122": Code(_E, "no parameter of this name"),
        "QB123": Code(_E, "parameters that need each other"),
        "QB124": Code(_E, "no values fit the conditions"),
        "QB125": Code(_E, "condition that cannot be decided"),
        "QB126": Code(_E, "no value for some parameters"),
        "QB127": Code(_W, "parameter that is used nowhere"),
        "QB128": Code(_N, "variants are a sample"),
        "QB129": Code(_E, "options that are equal in a variant"),
        "QB130": Code(_E, "gap without a place or description"),
        "QB131": Code(_E, "gap that cannot be filled in"),
        # QB2xx: texts, mathematics and figures
        "QB201": Code(_E, "text that cannot be read as Markdown"),
        "QB202": Code(_E, "mathematics left open"),
        "QB203": Code(_W, "marks that open no formula"),
        "QB210": Code(_E, "TeX command not allowed"),
        "QB211": Code(_E, "unknown TeX command"),
        "QB212": Code(_E, "unknown TeX environment"),
        "QB213": Code(_E, "braces that do not match"),
        "QB214": Code(_E, "left and right that do not match"),
        "QB215": Code(_E, "TeX environment that does not match"),
        "QB216": Code(_E, "character not allowed in mathematics"),
        "QB217": Code(_E, "formula too long or too deep"),
        "QB218": Code(_E, "mathematics that TeX refuses"),
        "QB220": Code(_E, "figure not found"),
        "QB221": Code(_W, "figure without alternative text"),
        "QB222": Code(_E, "figure outside the bank"),
        "QB223": Code(_E, "unknown type of figure"),
        "QB224": Code(_E, "figure too large"),
        "QB225": Code(_E, "unsafe SVG"),
        "QB226": Code(_E, "figure that is not what its suffix says"),
        # QB3xx: the checker
        "QB300": Code(_E, "no key yet"),
        "QB301": Code(_E, "wrong key"),
        "QB302": Code(_E, "right option without a key"),
        "QB303": Code(_E, "options that mean the same"),
        "QB304": Code(_E, "false line in a solution"),
        "QB305": Code(_E, "premises that contradict each other"),
        "QB306": Code(_E, "premise that assumes the answer"),
        "QB307": Code(_E, "key against the statements"),
        "QB308": Code(_E, "answer neither proved nor refuted"),
        "QB309": Code(_E, "statement against its truth value"),
        "QB310": Code(_E, "check block that cannot be read"),
        "QB320": Code(_W, "premise the student is not told"),
        "QB321": Code(_W, "equation of the stem left out"),
        "QB322": Code(_W, "solution not wholly read"),
        "QB323": Code(_W, "solution that ends at a distractor"),
        "QB324": Code(_W, "domain for an unknown name"),
        "QB325": Code(_W, "undecided, and waived"),
        "QB326": Code(_W, "answer that the stem contradicts"),
        "QB330": Code(_N, "nothing here could be checked"),
        "QB390": Code(_E, "check ran out of time"),
        "QB391": Code(_E, "check ran out of memory"),
        "QB392": Code(_E, "check failed"),
        # exporters are QB4xx
        "QB400": Code(_E, "no question found"),
        "QB401": Code(_E, "evidence weaker than required"),
        "QB402": Code(_E, "question refused for export"),
        "QB403": Code(_W, "question left out of export", _LEFT_OUT),
        "QB404": Code(_E, "folder not ours to replace"),
        "QB405": Code(_E, "output cannot be written"),
        "QB410": Code(_E, "question type not known to the Moodle exporter", _LEFT_OUT),
        "QB411": Code(_N, "not carried by Moodle", _LOST),
        "QB412": Code(_E, "no option earns full marks"),
        "QB413": Code(_E, "fraction that Moodle does not take"),
        "QB414": Code(_N, "options not shuffled in Moodle", _CHANGED),
        "QB415": Code(_W, "command that Moodle's MathJax does not know", _CHANGED),
        "QB416": Code(_W, "fraction moved onto Moodle's grid", _CHANGED),
        "QB417": Code(_W, "graded otherwise by Moodle", _CHANGED),
        "QB418": Code(_W, "shown otherwise by Moodle", _CHANGED),
        "QB419": Code(_E, "Moodle file differs from the bank"),
        "QB420": Code(_N, "not carried by LaTeX", _LOST),
        "QB421": Code(_W, "character without a glyph", _CHANGED),
        "QB422": Code(_W, "figure printed in part", _CHANGED),
        "QB423": Code(_W, "language without words of ours"),
        "QB424": Code(_W, "no TeX to make a PDF"),
        "QB425": Code(_E, "TeX failed"),
        "QB426": Code(_E, "figure that LaTeX cannot show"),
        "QB427": Code(_E, "LaTeX read back differently"),
        "QB428": Code(_W, "line too wide for the page"),
        "QB429": Code(_E, "question type not printable", _LEFT_OUT),
        "QB430": Code(_W, "formula shown as LaTeX", _CHANGED),
        "QB431": Code(_W, "not a language tag"),
        "QB432": Code(_N, "words not translated"),
        "QB433": Code(_E, "question type not shown by HTML", _LEFT_OUT),
        "QB434": Code(_N, "not carried by HTML", _LOST),
        "QB435": Code(_E, "HTML read back differently"),
        "QB436": Code(_E, "figure that HTML cannot show"),
        "QB437": Code(_N, "formula judged by students", _CHANGED),
        "QB440": Code(_E, "not to be had in Moodle"),
        "QB441": Code(_W, "formula that STACK does not get", _CHANGED),
        "QB442": Code(_N, "variants that are no calculated question", _CHANGED),
        "QB443": Code(_W, "file larger than asked"),
        "QB450": Code(_E, "template that cannot be used"),
        "QB451": Code(_W, "template without effect"),
        "QB452": Code(_W, "document of your own template differs from the bank"),
        "QB460": Code(_E, "no exam in the file"),
        "QB461": Code(_E, "nothing of that name in the bank"),
        "QB462": Code(_E, "pick that the bank cannot fill"),
        "QB463": Code(_E, "question twice in one exam"),
        "QB464": Code(_W, "question passed over"),
        "QB465": Code(_W, "text that names options by their place"),
        "QB466": Code(_E, "key of a version differs"),
        "QB467": Code(_E, "bank out of the reach of an exam"),
        "QB468": Code(_N, "options that stay in their order"),
        "QB601": Code(_E, "file that cannot be imported"),
        "QB602": Code(_E, "question left out of an import"),
        "QB603": Code(_W, "no question to import"),
        "QB604": Code(_E, "import that would replace files"),
        "QB605": Code(_W, "file mended before its import"),
        "QB611": Code(_W, "question kept raw"),
        "QB612": Code(_N, "kept as raw HTML"),
        "QB613": Code(_N, "attributes left out"),
        "QB614": Code(_W, "file left out of an import"),
        "QB615": Code(_N, "answer left out of an import"),
        "QB616": Code(_N, "setting without a counterpart"),
        "QB617": Code(_W, "no key in what was imported"),
        # QB9xx: our own fault
        "QB901": Code(_E, "internal error"),
        "QB902": Code(_E, "exporter named an unsafe file"),
    }
)


def diagnostic(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    hint: str = "",
    question: str = "",
    field: str = "",
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a :class:`Diagnostic`, its severity taken from :data:`CODES` unless given.

    Raises :class:`KeyError` for a code that is not in the table (a bug of ours).
    """
    return Diagnostic(code, severity or CODES[code].severity, message, span, hint, question, field)

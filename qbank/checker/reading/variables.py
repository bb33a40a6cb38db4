r"""What single letters mean: the imaginary unit or an index, a distance, a derivative, a function of time.

All formulas of a question are looked at together, as cut into tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from .surfaces import surfaces
from .tokens import Token, Tokens

Formula = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Variables:
    """What was found about single letters; each field is empty where nothing speaks for it."""

    imaginary: frozenset[str] = frozenset()
    """Letters that are the imaginary unit."""
    complex: bool = False
    """The question speaks of complex numbers."""
    doubtful: frozenset[str] = frozenset()
    """Letters that may be the imaginary unit or a quantity."""
    distance: bool = False
    """d is a quantity somewhere."""
    by: frozenset[str] = frozenset()
    """Letters by which something is differentiated or integrated."""
    derived: tuple[tuple[str, str], ...] = ()
    """Names with primes: what their derivative is by, or nothing where the prime belongs to the name."""
    parameters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Functions with the names of their arguments."""
    surfaces: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Quantities, no functions, whose partial derivatives are written by indices, with their coordinates."""
    indexed: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """Functions of letters with numbers below them, ``J(w_1, w_2)``, with these."""
    functions: frozenset[str] = frozenset()
    """Letters that are functions since they are applied to a variable."""
    moving: frozenset[str] = frozenset()
    """Letters with a dot above whose dot is a derivative by time."""
    ohm: bool = False
    r"""``\Omega`` only stands where a unit does."""

    def variable_of(self, base: str) -> str | None:
        """Return by what ``base`` with a prime is differentiated, ``""`` for a name with a prime, ``None``: unknown."""
        return dict(self.derived).get(base)

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """Return the names of the arguments of ``function``."""
        return dict(self.parameters).get(function, ())

    def coordinates_of(self, base: str) -> tuple[str, ...]:
        """Return by what ``base`` is differentiated where letters stand below it."""
        return self.parameters_of(base) or dict(self.surfaces).get(base, ())

    def indexed_of(self, function: str) -> tuple[tuple[str, int], ...]:
        """Return the arguments of ``function`` that are letters with numbers below them."""
        return dict(self.indexed).get(function, ())


REMAINDERS = ("O", r"\mathcal{O}")
"""What remainders are written with, behind a sign."""
INDEPENDENT = frozenset({"t", "x", "s", "z", "r", r"\omega", r"\theta", r"\tau"})
"""Letters that functions are functions of."""
_FUNCTIONS = frozenset({"f", "g", "h", "u", "v", "w", "y"})
_COMPLEX = frozenset({r"\Re", r"\Im", r"\angle", r"\arg"})
_COMPLEX_WORDS = frozenset({"Re", "Im", "Arg", "arg"})
_BOTH_BARRED = frozenset({r"\bar{zw}", r"\bar{wz}"})
_SPOKEN = re.compile(
    r"\bcomplex (?:numbers?|plane|conjugates?|values?|valued|variables?|roots?|solutions?|analysis|amplitude|impedance"
    r"|power)\b|\b(?:electrical engineering|imaginary unit|impedances?|reactances?)\b"
    r"|\b(?:complex conjugate|conjugate of|imaginary (?:part|unit|axis)|phasors?)\b"
    r"|\\mathbb\s*\{?C\b|^[^.]*\bcomplex$",
    re.IGNORECASE,
)
"""Words that say that numbers are complex; an entry of ``assume`` ends so: ``z, w complex``."""
_ALTERNATING = frozenset({"V", "Z", "I", "H", r"\omega"})
_CIRCUIT = frozenset({"R", "L", "V"})
_REACTANCES = frozenset({"X", "B", r"\omega"})
"""What impedances and admittances have after ``j(``: ``Z = R + j(X_L - X_C)``."""


def find_variables(formulas: Sequence[Formula], declared: frozenset[str], said: Sequence[str] = ()) -> Variables:
    """Look at all ``formulas`` of a question.

    ``declared`` are names that the author declares, ``said`` texts that may speak of complex numbers.
    """
    places = [(tokens, script_marks(tokens)) for tokens in formulas]
    letters = {token.text for tokens in formulas for token in tokens if token.kind == "letter"}
    pairs = dict(pair for tokens in formulas for pair in _differentiated(tokens))
    by = frozenset(
        tokens[at + 1].text
        for tokens in formulas
        for at in range(len(tokens) - 1)
        if is_differential(tokens, at) or (tokens[at].text == r"\partial" and tokens[at + 1].kind == "letter")
    ) & ({*pairs.values()} | _integrated(formulas))
    primed = {one.text for tokens in formulas for one, after in pairwise(tokens) if after.kind == "prime"}
    parameters = dict(pair for tokens in reversed(formulas) for pair in _headed(tokens))
    parameters = {base: own for base, own in parameters.items() if own != (r"\pi",) or base not in primed}  # y(π) = 1
    dotted = {text[text.index("{") + 1 : -1] for text in letters if text.startswith((r"\dot{", r"\ddot{"))}
    applied, functions = _applied(places, parameters, set(pairs) | dotted)
    for base, letter in applied.items():
        parameters.setdefault(base, (letter,))
    derived = _derived(places, pairs, parameters, letters, (by, frozenset(functions)))
    spoken = any(_SPOKEN.search(text) for text in said)
    spoken = spoken or any(_shows_conjugates(tokens, letters) for tokens in formulas)
    units, doubtful, complex_ = _imaginary(places, declared | set(pairs) | by | functions, spoken=spoken)
    moving = frozenset(
        text[text.index("{") + 1 : -1]
        for text in letters
        if text.startswith((r"\dot{", r"\ddot{", r"\dddot{"))
        and ("t" in letters or text[text.index("{") + 1 : -1] in letters or not text.startswith(r"\dot{"))
    )
    return Variables(
        imaginary=units,
        complex=complex_,
        doubtful=doubtful,
        distance="d" in declared or any(_is_distance(tokens, marks) for tokens, marks in places),
        by=by,
        derived=tuple(sorted(derived.items())),
        parameters=tuple(sorted(parameters.items())),
        surfaces=tuple(sorted(surfaces(places, frozenset(parameters)).items())),
        indexed=tuple(sorted(dict(pair for tokens in reversed(formulas) for pair in _indexed(tokens)).items())),
        functions=frozenset(functions),
        moving=moving,
        ohm=r"\Omega" not in declared and all(_is_ohm(tokens) for tokens in formulas),
    )


def is_differential(tokens: Formula, at: int) -> bool:
    r"""Tell whether ``dx`` or ``\mathrm{d}x`` stands at ``at``."""
    if tokens[at].text != "d" or tokens[at].kind not in ("letter", "word") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    return after.kind == "letter" or (after.kind == "word" and after.text.isalpha() and tokens[at].kind == "word")


def script_marks(tokens: Formula) -> list[str]:
    """Return for every token whether it stands in a subscript, a superscript (the innermost counts), or neither."""
    if not isinstance(tokens, Tokens):
        return _script_marks(tokens)
    try:
        return tokens.marks
    except AttributeError:
        tokens.marks = _script_marks(tokens)
        return tokens.marks


def _script_marks(tokens: Formula) -> list[str]:
    marks: list[str] = []
    stack: list[str] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1].kind if at else ""
        here = before if before in ("sub", "sup") else (stack[-1] if stack else "")
        if here == "sup" and before != "sup" and "sub" in stack:
            here = "sub"
        marks.append(here)
        if token.kind == "open":
            stack.append(here)
        elif token.kind == "close" and stack:
            marks[-1] = stack.pop()
    return marks


def _differentiated(tokens: Formula) -> Iterator[tuple[str, str]]:
    r"""Yield ``y`` and ``x`` for every ``\frac{dy}{dx}``, ``d^2y/dx^2`` or the like."""
    texts = [token.text for token in tokens]
    for at, text in enumerate(texts[:-2]):
        if text not in ("d", r"\partial") or texts[at + 1] in ("}", "/", text):
            continue
        place = at + 1
        if texts[place] == "^":
            place += 4 if texts[place + 1] == "{" else 2
        if place >= len(texts) or tokens[place].kind not in ("letter", "word"):
            continue
        end = next((spot for spot in range(place, min(place + 12, len(texts))) if texts[spot] in ("}", "/")), 0)
        below = end + 1 + (texts[end] == "}")
        if end and below + 1 < len(texts) and texts[below] == text and tokens[below + 1].kind == "letter":
            yield texts[place], texts[below + 1]


def _integrated(formulas: Sequence[Formula]) -> set[str]:
    """Return the letters after a d wherever an integral or a derivative stands."""
    found: set[str] = set()
    for tokens in formulas:
        inside = False
        for at in range(len(tokens) - 1):
            inside = inside or tokens[at].text in (r"\int", r"\iint")
            if (inside and is_differential(tokens, at)) or (
                tokens[at].text in ("d", r"\partial") and _is_below(tokens, at)
            ):
                found.add(tokens[at + 1].text)
    return found


def _is_below(tokens: Formula, at: int) -> bool:
    """Tell whether ``at`` is the start of a denominator."""
    before = [token.text for token in tokens[max(0, at - 2) : at]]
    return before == ["}", "{"] or before[-1:] == ["/"]


def _headed(tokens: Formula) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the function that a formula defines, ``f(x, y) = …``, with its arguments."""
    names: list[str] = []
    if len(tokens) < 5 or tokens[1].text != "(" or tokens[0].kind not in ("letter", "word"):
        return
    for at in range(2, len(tokens) - 1):
        token = tokens[at]
        if token.text == ")":
            if names and tokens[at + 1].text == "=":
                yield tokens[0].text.strip(), tuple(names)
            return
        if token.kind == "letter":
            names.append(token.text)
        elif token.text not in (",", ";"):
            return


_INDEXED = re.compile(r"(\\?[A-Za-z]+)\(((?:[A-Za-z]_\{?\d\}?,)+[A-Za-z]_\{?\d\}?)\)=")


def _indexed(tokens: Formula) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Yield the function that a formula defines, ``J(w_1, w_2) = …``, with its arguments."""
    if match := _INDEXED.match("".join(token.text.strip() for token in tokens)):
        yield match.group(1), tuple((one, int(at)) for one, at in re.findall(r"([A-Za-z])_\{?(\d)", match.group(2)))


def _applied(
    places: Sequence[tuple[Formula, list[str]]], parameters: dict[str, tuple[str, ...]], differentiated: set[str]
) -> tuple[dict[str, str], set[str]]:
    """Return letters that are applied to a variable, with it, and those of them that are functions."""
    seen: dict[str, set[str]] = {}
    bare: set[str] = set()
    primed: set[str] = set()
    for tokens, marks in places:
        for at, token in enumerate(tokens):
            if token.kind != "letter" or marks[at] == "sub":
                continue
            if token.text in REMAINDERS and at and tokens[at - 1].text in ("+", "-"):
                continue
            end = at + 1
            while end < len(tokens) and tokens[end].kind == "prime":
                end += 1
            if end == at + 1 and _holds_itself(tokens, at):
                bare.add(token.text)  # o(1 - o): a product, if nothing else speaks for a function
            elif end < len(tokens) and tokens[end].text == "(":
                seen.setdefault(token.text, set()).add(_argument(tokens, end))
                if end > at + 1:
                    primed.add(token.text)
            elif end == at + 1:
                bare.add(token.text)
            else:
                primed.add(token.text)
    found: dict[str, str] = {}
    functions: set[str] = set()
    for base, arguments in seen.items():
        variables = arguments & INDEPENDENT - {base}
        simple = all(argument != "…" for argument in arguments)
        evident = base in parameters or base in differentiated or base in primed
        if len(variables) == 1:
            found[base] = next(iter(variables))
        if (evident and (simple or variables or base in parameters)) or (variables and base not in bare):
            functions.add(base)
    return found, functions


def _holds_itself(tokens: Formula, at: int) -> bool:
    """Tell whether a letter stands in the parenthesis right after it too."""
    if at + 1 >= len(tokens) or tokens[at + 1].text != "(":
        return False
    inside = takewhile(lambda token: token.text != ")", tokens[at + 2 :])
    return any(token.text == tokens[at].text and token.kind == "letter" for token in inside)


def _argument(tokens: Formula, opened: int) -> str:
    """Return the one letter in the parenthesis, ``0`` for numbers or several letters, ``…`` for more."""
    inside: list[Token] = []
    for token in tokens[opened + 1 :]:
        if token.text == ")":
            break
        inside.append(token)
    if inside and inside[0].text in ("i", "j"):
        inside = inside[1:] or inside  # H(j\omega)
    if len(inside) == 3 and inside[1].kind == "sub":
        inside = inside[:1]  # p(x_i)
    if len(inside) == 1 and inside[0].kind == "letter":
        return inside[0].text
    return "0" if all(token.kind in ("number", "letter") or token.text in (",", "-") for token in inside) else "…"


def _derived(
    places: Sequence[tuple[Formula, list[str]]],
    pairs: dict[str, str],
    parameters: dict[str, tuple[str, ...]],
    letters: set[str],
    found_by: tuple[frozenset[str], frozenset[str]],
) -> dict[str, str]:
    """Return for every name that carries a prime without a parenthesis by what it is differentiated, if at all."""
    by, functions = found_by
    primes: dict[str, int] = {}
    defined: set[str] = set()
    for tokens, _ in places:
        if len(tokens) > 2 and tokens[1].text == "=":
            defined.add(tokens[0].text)
        for at, (token, after) in enumerate(pairwise(tokens)):
            if token.kind == "letter" and after.kind == "prime":
                count = next((n for n in range(1, 9) if _kind(tokens, at + 1 + n) != "prime"), 9)
                primes[token.text] = max(primes.get(token.text, 0), count)
    frame = "x" in primes and primes["x"] == 1 and "x" not in pairs and "x" not in parameters
    found: dict[str, str] = {}
    for base, count in primes.items():
        if base in pairs:
            found[base] = pairs[base]
        elif base in parameters:
            found[base] = parameters[base][0] if len(parameters[base]) == 1 else ""
        elif (
            count > 1 or base in functions or (not frame and (base == "y" or (base in _FUNCTIONS and base in defined)))
        ):
            likely = {"x", "t"} & letters - {base}
            choice = by - {base} if len(by - {base}) == 1 else likely or {"t" if base == "x" else "x"}
            if len(choice) == 1:
                found[base] = next(iter(choice))
        else:
            found[base] = ""
    return found


def _kind(tokens: Formula, at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _shows_conjugates(tokens: Formula, letters: set[str]) -> bool:
    r"""Tell whether z or w stands beside itself under a bar, and bars are over nothing else: ``z \bar z``, ``|z|``."""
    barred = {text for text in letters if text.startswith(r"\bar{")}
    if not barred or not barred <= {r"\bar{z}", r"\bar{w}", r"\bar{zw}", r"\bar{wz}"}:
        return False
    inside = {text[5:-1] for text in barred} & {"z", "w"}
    return any(
        token.text in _BOTH_BARRED or (token.text in inside and (at + 1 == len(tokens) or tokens[at + 1].kind != "sub"))
        for at, token in enumerate(tokens)
    )


def _imaginary(
    places: Sequence[tuple[Formula, list[str]]], names: frozenset[str] | set[str], *, spoken: bool
) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the letters that are the imaginary unit, those that may be, and whether numbers are complex."""
    spoken = spoken or any(
        token.text in _COMPLEX or (token.kind == "word" and token.text.strip() in _COMPLEX_WORDS | {"i", "j"})
        for tokens, _ in places
        for token in tokens
    )
    circuit = any(token.text in _CIRCUIT for tokens, marks in places for token, mark in zip(tokens, marks, strict=True)
                  if not mark)  # fmt: skip
    alternating = any(token.text in _ALTERNATING for tokens, _ in places for token in tokens)
    units: set[str] = set()
    doubtful: set[str] = set()
    for letter in ("i", "j"):
        if letter in names:
            continue
        evidence = [kind for tokens, marks in places for kind in _uses_of(letter, tokens, marks)]
        if not evidence or "name" in evidence:
            continue
        told = spoken or (letter == "i" and not circuit)
        if letter == "j" and "alone" in evidence and not spoken:  # "after $j$ years"
            doubtful.add(letter)
        elif "strong" in evidence or ("weak" in evidence and told):
            units.add(letter)
        elif letter == "i" or alternating:
            doubtful.add(letter)
    if units == {"i", "j"}:
        units, doubtful = set(), units
    return frozenset(units), frozenset(doubtful), spoken or bool(units)


def _uses_of(letter: str, tokens: Formula, marks: list[str]) -> Iterator[str]:
    """Yield for every use of ``letter`` whether it is a ``name``, or ``strong`` or ``weak`` evidence for the unit."""
    for at, token in enumerate(tokens):
        if token.text != letter or token.kind != "letter":
            continue
        before = tokens[at - 1] if at else _NOTHING
        after = tokens[at + 1] if at + 1 < len(tokens) else _NOTHING
        index = marks[at] == "sub" or (marks[at] == "sup" and before.text == "(" and after.text == ")")
        if (
            index
            or after.text == "_"
            or after.kind == "prime"
            or (after.text == "(" and _argument(tokens, at + 1) in INDEPENDENT)
            or (at == 0 and after.text in ("=", ","))
            or before.text in ("d", r"\partial")
        ):
            yield "name"
        elif len(tokens) == 1:
            yield "alone"
        elif (
            after.text in (r"\omega", r"\pi", r"\theta", r"\phi", r"\infty")
            or (marks[at] == "sup" and _of_e(tokens, at))
            or (letter == "j" and ("number" in (before.kind, after.kind) or (after.text.isupper() and not marks[at])))
            or (letter == "j" and before.text in ("+", "-") and after.text == "(" and _reactance(tokens, at + 2))
        ):
            yield "strong"
        else:
            yield "weak"


def _reactance(tokens: Formula, at: int) -> bool:
    return at < len(tokens) and tokens[at].text in _REACTANCES


_NOTHING = Token("", "", 0, 0)


def _of_e(tokens: Formula, at: int) -> bool:
    """Tell whether the superscript around ``at`` is that of e."""
    depth = 0
    for place in range(at, 0, -1):
        if tokens[place].kind == "close" and place < at:
            depth += 1
        elif tokens[place].kind == "open":
            depth -= 1
        if tokens[place].kind == "sup" and depth <= 0:
            return tokens[place - 1].text == "e"
    return False


def _is_distance(tokens: Formula, marks: Sequence[str]) -> bool:
    """Tell whether d stands for a quantity somewhere."""
    texts = [token.text for token in tokens]
    for at, text in enumerate(texts):
        if text != "d" or tokens[at].kind != "letter" or marks[at] == "sub" or is_differential(tokens, at):
            continue
        rest = texts[at + 1 :]
        if marks[at] == "sup" and texts[at - 1 : at] == ["("]:
            continue  # an index: x^{(d)}
        if rest[:1] == ["^"]:
            rest = rest[4:] if rest[1:2] == ["{"] else rest[2:]
            if rest[:1] and tokens[len(texts) - len(rest)].kind == "letter":
                continue
        if rest[:3] in (["}", "{", "d"], ["/", "d", *rest[2:3]]):
            continue
        if tokens[at + 1 : at + 2] and tokens[at + 1].kind == "word":
            continue
        return True
    return False


def _is_ohm(tokens: Formula) -> bool:
    r"""Tell whether every ``\Omega`` stands after a number, as ``4j`` is one, or a prefix."""
    return all(
        at > 0
        and (
            tokens[at - 1].kind in ("number", "word", "close")
            or tokens[at - 1].text in (r"\mu", r"\circ", ")", "]")
            or (at > 1 and tokens[at - 1].text in ("i", "j") and tokens[at - 2].kind == "number")
        )
        for at, token in enumerate(tokens)
        if token.text == r"\Omega"
    )


def upright(tokens: Formula) -> Iterable[str]:
    r"""Yield upright letters that are names: ``\mathrm{s}`` where no unit can stand."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        starts = before is None or before.text in ("=", "+", "-", "(", r"\partial")
        if token.kind == "word" and len(token.text.strip()) == 1 and starts and token.text not in ("d", "e", "i", "j"):
            yield rf"\mathrm{{{token.text.strip()}}}"

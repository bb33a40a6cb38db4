r"""LaTeX mathematics cut into tokens: every character accounted for, every token with its place.

Space and the commands that only shape the page (``\,``, ``\displaystyle``, ``\left`` …) leave no token.
A ``\text{…}``, ``\mathrm{…}`` or ``\operatorname{…}`` is one ``word``; ``\mathbf{…}`` and other alphabets and accents
over a letter are one ``letter`` of their own, since a bold x is not an x.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qbank.checker.records import record
from qbank.checker.units import is_unit

MAX_TOKENS = 2000
MAX_DIGITS = 30
MAX_NESTED = 30
KEPT = 256
"""Formulas that are kept as tokens: each is looked at several times for what its names mean, then read."""


class Unreadable(Exception):  # noqa: N818 - not an error of ours: the author's formula is beyond the reader
    """The formula cannot be read: why, where (offsets into the text), and what would help."""

    def __init__(self, reason: str, start: int = 0, end: int = 0, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = max(end, start + 1)
        self.hint = hint


@record
class Token:
    r"""``kind`` is ``number letter word command open close sub sup prime op align row space``.

    ``space`` is a ``\quad`` or ``\qquad``, which parts claims on one row. ``text`` is the token's meaning: digits, a
    letter or a command with its backslash, the words' content, ``{`` or ``}``, the operator.
    """

    kind: str
    text: str
    start: int
    end: int
    operator: bool = False
    r"""The word is set by ``\operatorname``."""
    parted: bool = False
    r"""A thin space follows: ``\,``."""


_LAYOUT = frozenset(
    r"""
    \, \; \: \! \> \displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \mathstrut
    \strut \nonumber \notag \allowbreak \nobreak \hfill \relax \bigl \bigr \Bigl \Bigr \biggl \biggr
    \Biggl \Biggr \big \Big \bigg \Bigg \bigm \Bigm \middle \thinspace \medspace \thickspace
    \negthinspace \enspace \null \displaylimits \mathop \mathord \mathrel \mathbin \centering \protect
    """.split()  # noqa: SIM905 - a list of words reads best as words
) | {"\\ ", "\\\n"}
_PARTING = frozenset({r"\,", r"\;", r"\:", r"\>", r"\thinspace"})
_WORDS = frozenset(
    r"""
    \text \textrm \textnormal \textup \mathrm \operatorname \operatorname* \mbox \textsf \mathsf \textit \hbox
    \mathsfup \texttt \mathtt \si \unit
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ALPHABETS = frozenset(
    r"""
    \mathbf \boldsymbol \bm \mathcal \mathbb \mathfrak \mathscr \textbf \mathit \vec \hat \widehat \bar
    \overline \tilde \widetilde \underline \dot \ddot \dddot \overrightarrow \breve \check
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_DROPPED = frozenset({r"\tag", r"\tag*", r"\label", r"\phantom", r"\hphantom", r"\vphantom", r"\hspace", r"\vspace",
                      r"\color", r"\hspace*"})  # fmt: skip
"""Commands that say nothing about the value, nor does their argument."""
_UNBRACED = frozenset({r"\textcolor", r"\mathcolor"})
"""Commands whose second argument prints as if it stood there without braces."""
_OWN_OPERATORS = frozenset({"Var", "Cov", "Corr", "tr", "Tr", "rank", "diag", "sgn", "sign", "erf", "arsinh",
                            "arcosh", "artanh"})  # fmt: skip
"""Commands that authors define for words in upright type."""
_SPACES = frozenset({r"\quad", r"\qquad"})
_PLAIN_ALPHABETS = frozenset({r"\mathit"})  # the same letters as outside
_SYNONYMS = {
    r"\leq": r"\le", r"\leqslant": r"\le", r"\geq": r"\ge", r"\geqslant": r"\ge", r"\neq": r"\ne", r"\dfrac": r"\frac",
    r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\lt": "<", r"\gt": ">", r"\ast": "*", r"\rightarrow": r"\to",
    r"\longrightarrow": r"\to", r"\vert": "|", r"\Vert": r"\|",
    r"\lbrack": "[", r"\rbrack": "]", r"\lparen": "(", r"\rparen": ")", r"\lbrace": r"\{",
    r"\rbrace": r"\}", r"\dbinom": r"\binom", r"\tbinom": r"\binom", r"\dots": r"\ldots",
    r"\cdots": r"\ldots", r"\dotsc": r"\ldots", r"\dotsb": r"\ldots", r"\vdots": r"\ldots", r"\ddots": r"\ldots",
    r"\prime": "'", r"\colon": ":", r"\simeq": r"\approx", r"\thickapprox": r"\approx",
    r"\dotsm": r"\ldots", r"\fbox": r"\boxed",
    r"\bcancel": r"\cancel", r"\xcancel": r"\cancel", r"\Longrightarrow": r"\Rightarrow",
    r"\longmapsto": r"\mapsto",
}  # fmt: skip
_CHARACTERS = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "′": "'",
    "∂": r"\partial",
    "∞": r"\infty",
    "±": r"\pm",
    "∓": r"\mp",
    "≈": r"\approx",
    "°": r"\degree",
    "∫": r"\int",
    "∑": r"\sum",
    "∏": r"\prod",
    "√": r"\sqrt",
    "∇": r"\nabla",
    "→": r"\to",
    "∈": r"\in",
    "π": r"\pi",
}

_LOOK_ALIKE = {r"\overline": r"\bar", r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\bm": r"\boldsymbol"}
_COMMAND = re.compile(r"\\(?:operatorname\*|[A-Za-z]+|.)", re.DOTALL)
_EXPONENT = re.compile(r"[eE][+-]?\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?!\d)(?:\.\d+)?")
_COMMA = re.compile(r"(\d+)\{,\}(\d+)")
_GROUP_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^{}\\$]*")
_INNER_WORD = re.compile(r"\s*arg\s*(?:\\[,;:! ]|~|\s)*\s*\\?(max|min)\s*")
_LETTER_GROUP = re.compile(
    r"\s*(?:\{\s*(\\(?:mathbf|boldsymbol|vec|bm)(?:\s*\{\s*\\?[A-Za-z]+\s*\}|\s+[A-Za-z]|\s*\\[A-Za-z]+)"
    r"|\\?[A-Za-z]+|\d)\s*\}|(\\[A-Za-z]+|[A-Za-z\d]))"
)
_BARE_ACCENT = re.compile(r"(\\(?:mathbf|boldsymbol|vec|bm))(?![A-Za-z])\s*(\\?[A-Za-z]+)")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z*]+)\}")
_OPERATORS = frozenset("+-*/=<>()[]|,.;:!?%")


class Tokens(list[Token]):
    """The tokens of one formula, which nobody changes, with what is found out about all of them once."""

    __slots__ = ("marks", "names", "runs")
    marks: list[str]
    names: tuple[tuple[str, ...], list[tuple[int, str, int]]]
    runs: list[tuple[int, int]]


@lru_cache(KEPT)
def tokenize(text: str) -> Tokens:
    """Cut ``text`` into tokens.

    Raises :class:`Unreadable` at a character or command that is no mathematics, and beyond the size limits.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        character = text[position]
        start = position
        if character.isspace() or character == "~":
            position += 1
            continue
        if character == "%":
            raise Unreadable("a % starts a comment in LaTeX", start, hint="write \\% for per cent")
        if match := _NUMBER.match(text, position):
            digits, position = _number(text, match)
            if position < len(text) and text[position] == "." and text[position + 1 : position + 2].isdigit():
                raise Unreadable("a number with two decimal points", start, position + 1)
            if _EXPONENT.match(text, position):
                raise Unreadable("e after a number prints as Euler's number", position, hint="write 10^{-3}")
            if len(digits) > MAX_DIGITS:
                raise Unreadable(f"a number of more than {MAX_DIGITS} digits", start, position)
            tokens.append(Token("number", digits, start, position))
        elif character == "\\":
            position = _command(text, position, tokens)
        elif character.isalpha() and character not in _CHARACTERS:
            position += 1
            tokens.append(Token("letter", character, start, position))
        else:
            position += 1
            tokens.append(_single(_CHARACTERS.get(character, character), start))
        if len(tokens) > MAX_TOKENS:
            raise Unreadable(f"a formula of more than {MAX_TOKENS} signs", start)
    tokens = _with_functions(tokens)
    return Tokens(_with_moduli(tokens) if any(token.text == r"\equiv" for token in tokens) else tokens)


def _with_moduli(tokens: list[Token]) -> list[Token]:
    r"""Write ``(\text{mod } n)`` as ``\pmod{n}``."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        spelled = [token.text for token in tokens[at + 1 : at + 4]] == ["m", "o", "d"]
        worded = at + 1 < len(tokens) and tokens[at + 1].text.strip() in ("mod", r"\bmod", r"\mod")
        close = next((p for p in range(at, len(tokens)) if tokens[p].text == ")"), 0) if spelled or worded else 0
        if tokens[at].text == "(" and close:
            opener, closer = tokens[at], tokens[close]
            found += [
                Token("command", r"\pmod", opener.start, opener.end),
                Token("open", "{", opener.start, opener.end),
                *tokens[at + (4 if spelled else 2) : close],
                Token("close", "}", closer.start, closer.end),
            ]
            at = close + 1
        else:
            found.append(tokens[at])
            at += 1
    return found


def _number(text: str, match: re.Match[str]) -> tuple[str, int]:
    r"""Return the digits of a number and where it ends: in ``1{,}000`` thousands are parted, ``3{,}14`` is 3.14."""
    grouped, comma = _GROUPED.match(text, match.start()), _COMMA.match(text, match.start())
    if comma and (not grouped or comma.group(1) == "0"):
        return f"{comma.group(1)}.{comma.group(2)}", comma.end()
    if not grouped:
        return match.group(), match.end()
    digits = grouped.group().replace("{,}", "").replace("\\,", "")
    if comma and len(digits) == 4 and digits[-1] != "0":
        raise Unreadable(
            "this comma may part thousands or decimals", match.start(), comma.end(), "write the number without it"
        )
    return digits, grouped.end()


SPELLED = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan",
                      "exp", "ln", "log", "sqrt", "max", "min", "gcd", "lcm"})  # fmt: skip
"""Functions that students write without a backslash."""


_WORDED = {"arsinh": "arsinh", "arcosh": "arcosh", "artanh": "artanh", "asinh": "arsinh", "acosh": "arcosh",
           "atanh": "artanh", "sgn": "sign", "cosec": "csc", "floor": "floor", "ceil": "ceil", "abs": "abs",
           "erf": "erf", "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh"}  # fmt: skip


def _with_functions(tokens: list[Token]) -> list[Token]:
    r"""Make commands of functions that are written without a backslash before a parenthesis: ``sin(x)``."""
    found: list[Token] = []
    for token in tokens:
        if token.text == "(" and found and found[-1].kind == "letter":
            run = ""
            while len(run) < len(found) and found[-1 - len(run)].kind == "letter":
                before = found[-1 - len(run)]
                if len(before.text) > 1 or (run and before.end != found[-len(run)].start):
                    break
                run = before.text + run
            if run[-3:] in ("sin", "cos", "tan") and len(run) == 4 and run[0] == "a":
                raise Unreadable(f"{run} may be an inverse function or a product", found[-4].start, token.start)
            word = next((run[at:] for at in range(len(run)) if run[at:] in SPELLED or run[at:] in _WORDED), "")
            if word:
                start = found[-len(word)].start
                del found[-len(word) :]
                kind, text = ("word", _WORDED[word]) if word in _WORDED else ("command", f"\\{word}")
                found.append(Token(kind, text, start, token.start))
        found.append(token)
    return found


def _single(character: str, start: int) -> Token:
    kinds = {"{": "open", "}": "close", "_": "sub", "^": "sup", "'": "prime", "&": "align"}
    if character in kinds:
        return Token(kinds[character], character, start, start + 1)
    if character.startswith("\\"):
        return Token("command", character, start, start + 1)
    if character in _OPERATORS:
        return Token("op", character, start, start + 1)
    raise Unreadable(f"the sign {character!r} is not understood in a formula", start)


def _command(text: str, start: int, tokens: list[Token]) -> int:
    """Read the command at ``start`` into ``tokens``; return where it ends."""
    match = _COMMAND.match(text, start)
    if match is None:
        raise Unreadable("a backslash at the end", start)
    name, end = match.group(), match.end()
    if name in _LAYOUT:
        if name in _PARTING and tokens:
            last = tokens[-1]
            tokens[-1] = Token(last.kind, last.text, last.start, last.end, last.operator, parted=True)
        return end
    if name in (r"\left", r"\right"):
        return _delimiter(text, name, start, end, tokens)
    if name == r"\\":
        rest = re.compile(r"\s*\[[^\]\[]{0,20}\]").match(text, end)
        end = rest.end() if rest else end
        tokens.append(Token("row", name, start, end))
        return end
    if name in _SPACES:
        tokens.append(Token("space", name, start, end))
        return end
    if name in _DROPPED:
        return _group(text, name, start, end)[2]
    if name in (*_UNBRACED, r"\SI", r"\qty") and text.count(name) > MAX_NESTED:
        raise Unreadable(f"{name} more than {MAX_NESTED} times", start, end)
    if name in _UNBRACED:
        end = _group(text, name, start, end)[2]
        inner, close, after = _group(text, name, start, end)
        tokens.extend(_shifted(text[inner:close], inner))
        return after
    if name in (r"\SI", r"\qty"):
        low, high, end = _group(text, name, start, end)
        tokens.extend(_shifted(text[low:high], low))
        return _word(text, start, end, tokens)
    if name in _WORDS:
        return _word(text, start, end, tokens)
    if name[1:] in _OWN_OPERATORS:
        tokens.append(Token("word", name[1:], start, end, operator=True))
        return end
    if name in _ALPHABETS:
        return _alphabet(text, name, start, end, tokens)
    if name in (r"\begin", r"\end"):
        match = _ENVIRONMENT.match(text, end)
        if match is None:
            raise Unreadable(f"{name} without the name of an environment", start, end)
        tokens.append(Token("command", f"{name}{{{match.group(1)}}}", start, match.end()))
        return match.end()
    if name in (r"\%", r"\$", r"\#", r"\&", r"\_"):
        tokens.append(Token("command", name, start, end))
        return end
    name = _SYNONYMS.get(name, name)
    if name == "'":
        tokens.append(Token("prime", name, start, end))
    elif name in _OPERATORS:
        tokens.append(Token("op", name, start, end))
    elif name in GREEK:
        tokens.append(Token("letter", name, start, end))
    else:
        tokens.append(Token("command", name, start, end))
    return end


def _group(text: str, name: str, start: int, at: int) -> tuple[int, int, int]:
    """Return where the group after ``at`` begins and ends inside its braces, and where it is over."""
    space = _GROUP_SPACE.match(text, at)
    opened = space.end() if space else at
    if text[opened : opened + 1] != "{":
        raise Unreadable(f"{name} without braces", start, at)
    depth = 0
    for place in range(opened, len(text)):
        if text[place] in "{}" and text[place - 1 : place] != "\\":
            depth += 1 if text[place] == "{" else -1
            if depth == 0:
                return opened + 1, place, place + 1
    raise Unreadable("'}' is missing", opened)


def _shifted(text: str, offset: int) -> list[Token]:
    return [Token(token.kind, token.text, token.start + offset, token.end + offset) for token in tokenize(text)]


_BAR = re.compile(r"\s*(\\[lr]?[vV]ert(?![A-Za-z])|\\\||\||\.)")


def _delimiter(text: str, name: str, start: int, end: int, tokens: list[Token]) -> int:
    r"""Read what follows ``\left`` or ``\right``: a bar keeps its side, a full stop is nothing, the rest is itself."""
    match = _BAR.match(text, end)
    if match is None:
        return end
    if match.group(1) != ".":
        double = match.group(1) == r"\|" or match.group(1).endswith("Vert")
        side = "l" if name == r"\left" else "r"
        tokens.append(Token("command", rf"\{side}{'V' if double else 'v'}ert", start, match.end()))
    elif name == r"\left":
        tokens.append(Token("command", r"\left.", start, match.end()))
    return match.end()


def _word(text: str, start: int, end: int, tokens: list[Token]) -> int:
    r"""Read a word; signs of units may stand in it: ``\mathrm{kg\,m^{2}}``."""
    space = _GROUP_SPACE.match(text, end)
    after = space.end() if space else end
    if text[after : after + 1].isalpha() and not text[start:].startswith(r"\text"):
        tokens.append(Token("word", text[after], start, after + 1))  # \mathsf T
        return after + 1
    if text[after : after + 1] != "{":
        raise Unreadable("a text command without braces", start, end)
    low, high, end = _group(text, "", start, after)
    content = text[low:high]
    if not _WORD.fullmatch(content):
        if match := _INNER_WORD.fullmatch(content):  # \operatorname*{arg\,max}
            content = "arg" + match.group(1)
        elif not is_unit(content):
            raise Unreadable("prose with mathematics inside", start, end)
    tokens.append(Token("word", content, start, end, operator=text.startswith(r"\operatorname", start)))
    return end


def _alphabet(text: str, name: str, start: int, end: int, tokens: list[Token]) -> int:
    match = _LETTER_GROUP.match(text, end)
    if match is None and name in (r"\bar", r"\overline") and text[end:].lstrip().startswith("{"):
        tokens.append(Token("command", r"\overline", start, end))
        return end
    if match is None:
        raise Unreadable(f"{name} over more than one letter is not understood", start, end)
    letter = match.group(1) or match.group(2)
    if (bare := _BARE_ACCENT.fullmatch(letter)) is not None:
        letter = f"{bare.group(1)}{{{bare.group(2)}}}"  # \hat{\mathbf x}
    if name in _PLAIN_ALPHABETS:
        tokens.append(Token("letter" if len(letter) == 1 else "word", letter, start, match.end()))
    else:
        tokens.append(Token("letter", f"{_LOOK_ALIKE.get(name, name)}{{{letter}}}", start, match.end()))
    return match.end()


GREEK = frozenset(
    r"""
    \alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu
    \nu \xi \pi \varpi \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma
    \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega \ell \hbar \imath \jmath
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Commands that are letters."""

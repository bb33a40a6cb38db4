r"""Whether a formula is mathematics that TeX, browsers and learning platforms all read, told before anything runs it.

Right: ``\frac{1}{2}``, ``\begin{aligned} a &= b \\ &= c \end{aligned}``. Wrong: ``\input{x}`` (not mathematics),
``\frc12`` (unknown), ``\left( x`` (no ``\right``), ``x^2^3`` (TeX refuses), ``a & b`` (outside an alignment), ``50 %``
(a comment to TeX). One pass over the text, no recursion, every finding with its place.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from . import texglance
from .texcommands import ALIGNING, COMMANDS, DELIMITERS, DISPLAYS, FORBIDDEN, WITH_ARGUMENT, WITHIN

MAX_LENGTH = 8_000
"""Characters in one formula."""
MAX_DEPTH = 40
"""Groups within groups."""
_MAX_FAULTS = 5  # of one formula: what follows is mostly their echo


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a formula, at ``offset`` within it."""

    code: str
    message: str
    offset: int
    length: int = 1
    hint: str = ""


@lru_cache(maxsize=8192)
def faults(latex: str, *, display: bool = False) -> tuple[Fault, ...]:
    """Return what is wrong with a formula, at most the first few. ``display`` tells ``$$`` from ``$``."""
    if len(latex) > MAX_LENGTH:
        return (Fault("QB217", f"this formula is longer than {MAX_LENGTH} characters", 0, 1, "split it up"),)
    return () if texglance.right(latex) else scanned(latex, display=display)


def scanned(latex: str, *, display: bool) -> tuple[Fault, ...]:
    """Return what :func:`faults` does, for a formula of any kind that is not too long."""
    scanner = _Scanner(latex, display=display)
    scanner.run()
    return tuple(scanner.faults[:_MAX_FAULTS])


_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)|\\(?P<symbol>.)|(?P<space>\s+)|(?P<plain>[A-Za-z0-9+\-*/=<>.,:;!?|()\[\]]+)|(?P<end>\\)"
    r"|(?P<char>.)",
    re.DOTALL,
)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_SINGLE = re.compile(r"\s*[^\s\\{}$&^_%#']")
_OPTION = re.compile(r"\s*\[[^\]{}]*\]")
_SPACE = re.compile(r"\s*")
_RAW_GROUP = re.compile(r"\{([^{}]*)\}")
_NO_ARGUMENT = re.compile(r"\s*(?:$|[}&^_$%#]|\\(?:end|right|middle|limits|nolimits)(?![A-Za-z])|\\\\)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
_DIMENSION = re.compile(r"\s*-?(?:\d{1,2}(?:\.\d{1,3})?|\.\d{1,3})\s*(?:em|ex|pt|mu|mm|cm)\s*")
_ROW_GAP = re.compile(r"\[([^\]]*)\]")
_RAW = {  # arguments that are no mathematics: what they must look like, and what they are called
    "l": (_DIMENSION, "a length such as 1em"),
    "u": (re.compile(r"\s*-?\d{1,3}(?:\.\d{1,3})?\s*mu\s*"), "a length such as 3mu"),
    "c": (re.compile(r"[A-Za-z]{3,12}"), "the name of a colour such as red"),
    "n": (re.compile(r"\d{1,2}-\d{1,2}"), "columns such as 1-2"),
}
_SIZES = {f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}
_DEFINING = {
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
}
_OPENERS = {"{": "}", r"\left": r"\right", "$": "$"}


@dataclass(slots=True)
class _Frame:
    """An open group, and which scripts its latest atom has."""

    opener: str
    offset: int
    length: int
    text: bool = False
    scripts: set[str] = field(default_factory=set)


class _Scanner:
    """One pass over a formula."""

    def __init__(self, latex: str, *, display: bool) -> None:
        self.latex, self.display = latex, display
        self.faults: list[Fault] = []
        self.frames = [_Frame("", 0, 0)]
        self.at = 0
        self.text_brace = -1  # where the brace of a text argument opens
        self.cut = 0  # how many \\left were closed by the end of their column

    def run(self) -> None:
        """Read the formula to its end, or until there are more faults than are shown."""
        while self.at < len(self.latex) and len(self.faults) < _MAX_FAULTS:
            token = _TOKEN.match(self.latex, self.at)
            if token is None:  # cannot be: the last branches take anything
                break
            start, self.at = self.at, token.end()
            match token.lastgroup:
                case "plain":
                    self.frames[-1].scripts = set()
                case "name":
                    self.command(token["name"], start)
                case "symbol":
                    self.symbol(token["symbol"], start)
                case "char":
                    self.character(token["char"], start)
                case "end":
                    self.fault("QB218", "a backslash ends this formula", start, 1)
        if len(self.faults) < _MAX_FAULTS:
            for frame in self.frames[1:]:
                self.unclosed(frame)

    def fault(self, code: str, message: str, offset: int, length: int = 1, hint: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(code, message, offset, length, hint))

    # -- groups

    def open(self, opener: str, offset: int, length: int, *, text: bool = False) -> None:
        """Open a group."""
        self.frames[-1].scripts = set()
        self.frames.append(_Frame(opener, offset, length, text))
        if len(self.frames) > MAX_DEPTH:
            self.fault("QB217", f"groups are nested more than {MAX_DEPTH} deep here", offset, length)
            self.at = len(self.latex)
            del self.frames[1:]

    def close(self, opener: str, offset: int, length: int) -> None:
        """Close the group that ``opener`` opened; what stands open within is at fault."""
        if opener == r"\left" and self.cut and self.frames[-1].opener != opener:
            self.cut -= 1
            return
        if not any(frame.opener == opener for frame in self.frames[1:]):
            closer = self.latex[offset : offset + length]
            code, missing = self.pair(opener)
            self.fault(code, f"{closer} has no {missing} before it", offset, length)
            return
        while self.frames[-1].opener != opener:
            self.unclosed(self.frames.pop())
        self.frames.pop()

    def end_column(self) -> _Frame:
        r"""Return the group that a column or row ends in; no ``\left`` reaches over that end."""
        while self.frames[-1].opener == r"\left":
            frame, self.cut = self.frames.pop(), self.cut + 1
            shown = self.latex[frame.offset : frame.offset + frame.length]
            hint = r"end the column with \right. and begin the next with \left."
            self.fault("QB214", f"{shown} reaches over the end of its column", frame.offset, frame.length, hint)
        return self.frames[-1]

    def unclosed(self, frame: _Frame) -> None:
        """Note a group that is not closed."""
        shown = self.latex[frame.offset : frame.offset + frame.length]
        code, _ = self.pair(frame.opener)
        closer = _OPENERS.get(frame.opener) or f"\\end{{{frame.opener}}}"
        hint = r"write \right. where nothing is to show" if frame.opener == r"\left" else ""
        self.fault(code, f"{shown} is not closed by {closer}", frame.offset, frame.length, hint)

    @staticmethod
    def pair(opener: str) -> tuple[str, str]:
        """Return the code of a mismatch and what the opener looks like."""
        if opener in {"{", "$"}:
            return "QB213", opener
        return ("QB214", opener) if opener == r"\left" else ("QB215", f"\\begin{{{opener}}}")

    # -- characters

    def character(self, char: str, start: int) -> None:
        """Read one character that is no part of a command."""
        top = self.frames[-1]
        if char == "{":
            self.open("{", start, 1, text=top.text or start == self.text_brace)
        elif char == "}":
            self.close("{", start, 1)
        elif char == "$":
            self.dollar(start)
        elif char in "^_":
            self.script(char, start)
        elif char == "&":
            if self.end_column().opener not in ALIGNING | DISPLAYS:
                hint = r"write \& for the sign"
                self.fault("QB218", "& aligns columns, but there are none here", start, 1, hint)
            self.frames[-1].scripts = set()
        elif char in "%#":
            why = "hides the rest of the line from TeX" if char == "%" else "is not allowed in mathematics"
            self.fault("QB218", f"{char} {why}", start, 1, f"write \\{char}")
        elif char == "'" and not top.text:
            if "^" in top.scripts:
                self.fault("QB218", "a prime after a superscript", start, 1, "write the prime first: f'^{2}")
            top.scripts |= {"'"}
        elif unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}:
            name = f"U+{ord(char):04X}"
            self.fault("QB216", f"an invisible character ({name}) stands in this formula", start, 1, "delete it")
        else:
            top.scripts = set()

    def dollar(self, start: int) -> None:
        """``$`` within the text of a formula opens and closes a formula of its own."""
        top = self.frames[-1]
        if top.opener == "$":
            self.close("$", start, 1)
        elif top.text:
            self.open("$", start, 1)
        else:
            self.fault("QB213", "a dollar within a formula", start, 1, r"write \$ for the sign")

    def script(self, char: str, start: int) -> None:
        """Read ``^`` or ``_``."""
        top = self.frames[-1]
        name = "superscript" if char == "^" else "subscript"
        if top.text:
            self.fault("QB218", f"a {name} within text", start, 1, f"write \\{char}" if char == "_" else "")
            return
        if char in top.scripts or (char == "^" and "^'" in top.scripts):
            hint = "put braces around what the second belongs to: {x^a}^b or x^{a^b}"
            self.fault("QB218", f"a second {name} on the same sign", start, 1, hint)
        if self.argument_missing(self.at):
            self.fault("QB218", f"a {name} with nothing in it", start, 1)
        scripts = top.scripts | {char}
        self.skip_single()
        top.scripts = scripts

    def skip_single(self) -> None:
        """Pass over a script of one plain character, so that it does not count as the next sign."""
        found = _SINGLE.match(self.latex, self.at)
        if found and unicodedata.category(found[0][-1])[0] != "C":
            self.at = found.end()

    # -- commands

    def symbol(self, char: str, start: int) -> None:
        """Read a command of one sign."""
        if char == "\\":
            self.end_column().scripts = set()
            gap = _ROW_GAP.match(self.latex, self.at)
            if gap and not _DIMENSION.fullmatch(gap[1]):
                self.fault(
                    "QB218", r"\\[ wants a length", gap.start(), len(gap[0]), r"write \\ [ or \\{}[ for a bracket"
                )
            elif gap:
                self.at = gap.end()
        elif char in "()[]":
            hint = "write $…$ within text" if self.frames[-1].text else "a formula is open here already"
            self.fault("QB211", f"\\{char} is not allowed within a formula", start, 2, hint)
        elif char not in COMMANDS:
            hint = r"for a line break write \\" if char.isspace() else ""
            self.fault("QB211", f"TeX knows no \\{_visible(char)} in mathematics", start, 2, hint)
        elif char not in ",;:!>/-\n ":
            self.frames[-1].scripts = set()

    def command(self, name: str, start: int) -> None:
        """Read a command whose name is letters."""
        length = len(name) + 1
        if self.latex.startswith("*", self.at) and f"{name}*" in COMMANDS:
            name, self.at, length = f"{name}*", self.at + 1, length + 1
        if name in {"begin", "end"}:
            self.environment(name, start)
        elif name in {"left", "right", "middle"} or name in _SIZES:
            self.delimiter(name, start)
        elif name in FORBIDDEN:
            hint = "write the formula out, without commands of its own" if name in _DEFINING else ""
            self.fault("QB210", f"\\{name} is not allowed: it is no mathematics", start, length, hint)
        elif name not in COMMANDS:
            self.fault("QB211", f"\\{name} is not known", start, length, _suggestion(name))
        elif name not in {"limits", "nolimits", "displaylimits"}:
            self.frames[-1].scripts = set()
            if name in WITHIN:
                self.place(name, start, length)
            self.arguments(name, start, length)

    def place(self, name: str, start: int, length: int) -> None:
        """Check that a command stands where TeX takes it."""
        if self.frames[-1].opener not in WITHIN[name]:
            where = (
                "outside of groups" if "" in WITHIN[name] else "among rows" if "array" in WITHIN[name] else "in align"
            )
            self.fault("QB218", f"\\{name} stands {where} only", start, length)

    def arguments(self, name: str, start: int, length: int) -> None:
        """Check that the arguments are there. Those of mathematics and text are read later, as groups."""
        at = self.at
        for number, kind in enumerate(COMMANDS[name]):
            if kind == "o":
                option = _OPTION.match(self.latex, at)
                at = option.end() if option else at
                continue
            if self.argument_missing(at):
                count = len(COMMANDS[name].replace("o", ""))
                wants = "an argument" if count == 1 else f"{count} arguments"
                self.fault("QB218", f"\\{name} wants {wants} in braces", start, length)
                return
            at = _SPACE.match(self.latex, at).end()  # type: ignore[union-attr]  # matches nothing, too
            if kind in _RAW:
                pattern, what = _RAW[kind]
                raw = _RAW_GROUP.match(self.latex, at)
                if not raw or not pattern.fullmatch(raw[1]):
                    self.fault("QB218", f"\\{name} wants {what}", start, length)
                    return
                self.at = at = raw.end()
            elif kind == "t":
                if self.latex[at] != "{":
                    self.fault("QB218", f"\\{name} wants braces around its text", start, length)
                    return
                self.text_brace = at
            elif number + 1 < len(COMMANDS[name]):
                at = self.argument_end(at)

    def argument_missing(self, at: int) -> bool:
        """Whether nothing that can be an argument stands at ``at``."""
        return bool(_NO_ARGUMENT.match(self.latex, at))

    def argument_end(self, at: int) -> int:
        """Return where the argument at ``at`` ends."""
        if self.latex[at] != "{":
            token = _COMMAND.match(self.latex, at)
            return token.end() if token else at + 1
        depth = 0
        for brace in _BRACE.finditer(self.latex, at):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                return brace.end()
        return len(self.latex)

    def delimiter(self, name: str, start: int) -> None:
        r"""Read ``\left``, ``\right``, ``\middle`` or a size, with the delimiter that follows."""
        length = len(name) + 1
        found = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s\\])", re.DOTALL).match(self.latex, self.at)
        if not found or found[1] not in DELIMITERS:
            shown = f", not {_visible(found[1])}" if found else ""
            hint = rf"write \{name}\{found[1]}" if found and found[1] in "{}" else ""
            hint = hint or rf"write \{name}. where nothing is to show" * (name in {"left", "right"})
            self.fault("QB214", f"\\{name} wants a delimiter{shown}", start, length, hint)
        else:
            self.at = found.end()
        if name == "left":
            self.open(r"\left", start, self.at - start)
        elif name == "right":
            self.close(r"\left", start, length)
        elif name == "middle" and self.frames[-1].opener != r"\left":
            self.fault("QB214", r"\middle stands outside of \left … \right", start, length)
        self.frames[-1].scripts = set()

    def environment(self, name: str, start: int) -> None:
        r"""Read ``\begin{…}`` or ``\end{…}``."""
        found = _ENVIRONMENT.match(self.latex, self.at)
        if not found:
            self.fault("QB215", f"\\{name} wants the name of an environment in braces", start, len(name) + 1)
            return
        environment, self.at = found[1], found.end()
        length = self.at - start
        if environment not in ALIGNING | DISPLAYS:
            if name == "begin":
                near = difflib.get_close_matches(environment, sorted(ALIGNING | DISPLAYS), 1)
                hint = f"did you mean {near[0]}?" if near else ""
                self.fault("QB212", f"the environment {environment} is not known", start, length, hint)
            return
        if name == "end":
            self.close(environment, start, length)
            return
        if environment == "split" and not self.display:
            self.fault("QB212", "split stands between $$ only", start, length, "write aligned here")
        if environment in DISPLAYS and not (self.display and len(self.frames) == 1 and not self.latex[:start].strip()):
            inner = "gathered" if environment[0] in "gme" else "alignedat" if "at" in environment else "aligned"
            self.fault("QB212", f"{environment} stands alone between $$", start, length, f"write {inner} here")
        if environment in WITH_ARGUMENT:
            argument = re.compile(r"\s*\{([^{}]*)\}").match(self.latex, self.at)
            if not argument or not re.fullmatch(WITH_ARGUMENT[environment], argument[1]):
                what = "columns such as {lcr}" if environment == "array" else "an argument"
                self.fault("QB215", f"{environment} wants {what}", start, length)
            if argument:
                self.at = argument.end()
        self.open(environment, start, length)


def _suggestion(name: str) -> str:
    """Return a hint for an unknown command."""
    near = difflib.get_close_matches(name, (known for known in COMMANDS if known.isalpha()), 1, 0.75)
    hint = f"did you mean \\{near[0]}? " if near else ""
    return hint + f"write \\operatorname{{{name}}} for the name of a function" if len(name) > 1 else hint.strip()


def _visible(text: str) -> str:
    """Return a text for a message, what is invisible by its code."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)

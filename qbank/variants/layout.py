r"""What stands around a placeholder in a formula: terms, factors, powers, arguments, as the LaTeX is written.

A formula is cut into sequences (the formula itself, every group, bracket, script, argument and environment), and each
sequence into items. Nothing is refused: what is not known is an operator of its own, beside which values are printed
in parentheses and nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qbank.texcommands import COMMANDS

PLACEHOLDER = re.compile(r"\{@(.*?)@\}", re.DOTALL)
_TOKEN = re.compile(
    r"\{@.*?@\}|\\begin\s*\{[A-Za-z]+\*?\}|\\end\s*\{[A-Za-z]+\*?\}|\\[A-Za-z]+\*?|\\.|\s+|\d+(?:[.,]\d+|\{,\}\d+)*|.",
    re.DOTALL,
)
_MAX_DEPTH = 30

_LETTERS = frozenset(
    r"""\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi
    \pi \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi
    \Sigma \Upsilon \Phi \Psi \Omega \hbar \ell \infty""".split()  # noqa: SIM905 - a list of words reads best as words
)
_FUNCTIONS = frozenset(
    r"""\arccos \arcsin \arctan \arg \cos \cosh \cot \coth \csc \deg \det \dim \exp \gcd \ker \lg \ln \log \max \min
    \sec \sin \sinh \tan \tanh \operatorname \operatorname*""".split()  # noqa: SIM905 - see above
)
_BIG = frozenset(
    r"""\sum \prod \coprod \int \iint \iiint \oint \lim \liminf \limsup \sup \inf \bigcup \bigcap \bigvee
    \bigwedge""".split()  # noqa: SIM905 - see above
)
INTEGRALS = frozenset({r"\int", r"\iint", r"\iiint", r"\oint"})
_SPACES = frozenset(
    r"""\, \; \: \! \> \thinspace \medspace \thickspace \displaystyle \textstyle \limits \nolimits
    \mathstrut""".split()  # noqa: SIM905 - see above
) | {"\\ ", "~"}
_TIMES = frozenset({r"\cdot", r"\times", r"\ast", "*"})
_OVER = frozenset({"/", r"\div"})
_RELATIONS = frozenset(
    r"""= < > , ; \le \leq \ge \geq \ne \neq \equiv \approx \sim \in \notin \to \mid \Rightarrow \implies \iff
    \Leftrightarrow \mapsto \leqslant \geqslant \quad \qquad \text \textrm \mbox \colon :""".split()  # noqa: SIM905
)
"""What parts one sum from the next."""
_CELLS = frozenset({"&", r"\\", r"\quad", r"\qquad", r"\cr"})
"""What a sum may go on behind, with a sign in front."""
_POSTFIX = frozenset({"!", r"\%", r"\degree"})
_ALPHABETS = frozenset({r"\mathbf", r"\boldsymbol", r"\vec", r"\mathcal", r"\hat", r"\bar", r"\tilde", r"\mathit",
                        r"\overline", r"\bm"})  # fmt: skip
_OPEN, _CLOSE = frozenset("([") | {r"\{", r"\lfloor", r"\lceil", r"\langle", r"\lvert", r"\lVert"}, frozenset(")]") | {
    r"\}", r"\rfloor", r"\rceil", r"\rangle", r"\rvert", r"\rVert",
}  # fmt: skip
_SIZES = re.compile(r"\\[bB]igg?[lrm]?$")
_STRETCHED = frozenset({r"\left", r"\right", r"\middle"})


@dataclass(slots=True)
class Script:
    """``^`` or ``_`` with its argument, from its sign to its end."""

    sign: str
    start: int
    end: int
    argument: Sequence | None


@dataclass(slots=True)
class Item:
    r"""One thing in a sequence.

    ``kind``: ``value`` (a placeholder), ``number letter group bracket command`` (factors), ``function big`` (what takes
    the factors behind it), ``sign times over postfix`` and ``part`` (what ends a sum), ``operator`` (anything else).
    ``start`` to ``end`` is the thing itself, ``stop`` is behind its scripts.
    """

    kind: str
    text: str
    start: int
    end: int
    stop: int = 0
    scripts: list[Script] = field(default_factory=list)
    inside: list[Sequence] = field(default_factory=list)

    @property
    def factor(self) -> bool:
        """Whether it may be multiplied by standing beside something."""
        return self.kind in {"value", "number", "letter", "group", "bracket", "command", "function", "big"}


@dataclass(slots=True)
class Sequence:
    """What stands between two braces or brackets, or the whole; ``braces`` where a placeholder's own are those."""

    items: list[Item]
    start: int
    end: int
    braces: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source."""

    text: str
    start: int
    end: int


def cut(source: str, start: int, end: int) -> Sequence:
    """Cut the formula at ``source[start:end]`` into its parts; offsets are those of ``source``."""
    tokens = []
    at = start
    while at < end:
        match = _TOKEN.match(source, at, end)
        if match is None:  # cannot be: the last branch takes anything
            break
        if not match[0].isspace():
            tokens.append(Token(match[0], at, match.end()))
        at = match.end()
    return _Cutter(tokens, source).whole(start, end)


def sequences(sequence: Sequence) -> Iterator[Sequence]:
    """Yield a sequence and all within."""
    yield sequence
    for item in sequence.items:
        for inner in (*item.inside, *(script.argument for script in item.scripts if script.argument)):
            yield from sequences(inner)


class _Cutter:
    """Reads tokens into sequences; brackets that match nothing are operators."""

    def __init__(self, tokens: list[Token], source: str) -> None:
        self.tokens, self.source = tokens, source
        self.closers = _matched(tokens)

    def whole(self, start: int, end: int) -> Sequence:
        return self.sequence(0, len(self.tokens), start, end, 0)

    def sequence(self, at: int, stop: int, start: int, end: int, depth: int) -> Sequence:
        items: list[Item] = []
        while at < stop:
            token = self.tokens[at]
            if token.text in _SPACES or _SIZES.match(token.text):
                at += 1
            elif token.text in "^_" and items:
                at = self.script(at, stop, items[-1], depth)
            elif token.text == "'" and items:
                items[-1].stop = token.end
                at += 1
            else:
                item, at = self.item(at, stop, depth, items)
                item.stop = item.end
                items.append(item)
        return Sequence(items, start, end)

    def script(self, at: int, stop: int, base: Item, depth: int) -> int:
        sign = self.tokens[at]
        if at + 1 >= stop:
            base.stop = sign.end
            return at + 1
        argument, after = self.argument(at + 1, stop, depth)
        base.scripts.append(Script(sign.text, sign.start, self.tokens[after - 1].end, argument))
        base.stop = self.tokens[after - 1].end
        return after

    def argument(self, at: int, stop: int, depth: int) -> tuple[Sequence, int]:
        """Read what a command or script takes: a group, or one token."""
        token = self.tokens[at]
        closer = self.closers.get(at)
        if token.text == "{" and closer is not None and depth < _MAX_DEPTH:
            return self.sequence(at + 1, closer, token.end, self.tokens[closer].start, depth + 1), closer + 1
        item, after = self.item(at, min(stop, at + 1), depth + 1, [])
        item.stop = item.end
        return Sequence([item], token.start, token.end, braces=item.kind == "value"), after

    def item(self, at: int, stop: int, depth: int, before: list[Item]) -> tuple[Item, int]:
        token = self.tokens[at]
        text, start, end = token.text, token.start, token.end
        if text.startswith("{@"):
            return Item("value", text, start, end), at + 1
        closer = self.closers.get(at)
        if closer is not None and closer < stop and depth < _MAX_DEPTH:
            return self.enclosed(at, closer, depth), closer + (2 if self.tokens[closer].text == r"\right" else 1)
        if text[0].isdigit():
            return Item("number", text, start, end), at + 1
        if text == "|" or text in (r"\|", r"\vert", r"\Vert"):
            return self.bar(at, stop, depth, before)
        if text[0] == "\\" and text[1:2].isalpha():
            return self.command(at, stop, depth)
        if text.isalpha():
            return Item("letter", text, start, end), at + 1
        return Item(_kind(text), text, start, end), at + 1

    def enclosed(self, at: int, closer: int, depth: int) -> Item:
        token, last = self.tokens[at], self.tokens[closer]
        first = at + 1
        if token.text == r"\left" and first < closer:  # its delimiter
            first += 1
        begin = self.tokens[first - 1].end
        inner = self.sequence(first, closer, begin, last.start, depth + 1)
        end = last.end
        if last.text == r"\right" and closer + 1 < len(self.tokens):
            end = self.tokens[closer + 1].end
        kind = "group" if token.text == "{" else "command" if token.text.startswith(r"\begin") else "bracket"
        return Item(kind, token.text, token.start, end, inside=[inner])

    def bar(self, at: int, stop: int, depth: int, before: list[Item]) -> tuple[Item, int]:
        """Read ``|x|``; a bar behind a factor parts, as in ``P(A|B)``."""
        token = self.tokens[at]
        close = next((n for n in range(at + 1, stop) if self.tokens[n].text == token.text), None)
        if (before and before[-1].factor) or close is None or depth >= _MAX_DEPTH:
            return Item("part", "|", token.start, token.end), at + 1
        inner = self.sequence(at + 1, close, token.end, self.tokens[close].start, depth + 1)
        return Item("bracket", "|", token.start, self.tokens[close].end, inside=[inner]), close + 1

    def command(self, at: int, stop: int, depth: int) -> tuple[Item, int]:
        token = self.tokens[at]
        text = token.text
        signature = COMMANDS.get(text[1:], "")
        item = Item(_kind(text), text, token.start, token.end)
        at += 1
        for letter in signature:
            if at >= stop:
                break
            if letter == "o":
                close = self.closers.get(at)
                if self.tokens[at].text != "[" or close is None:
                    continue
                inner = self.sequence(at + 1, close, self.tokens[at].end, self.tokens[close].start, depth + 1)
                at = close + 1
            elif letter == "m" and text not in (r"\operatorname", r"\operatorname*", r"\mathrm"):
                inner, at = self.argument(at, stop, depth)
            else:
                close = self.closers.get(at, at)
                item.end = self.tokens[close].end
                at = close + 1
                continue
            item.inside.append(inner)
            item.end = self.tokens[at - 1].end
        return item, at


def _kind(text: str) -> str:
    if text in "+-−" or text in (r"\pm", r"\mp"):
        return "sign"
    if text in _LETTERS:
        return "letter"
    if text in _FUNCTIONS:
        return "function"
    if text in _BIG:
        return "big"
    if text in _TIMES:
        return "times"
    if text in _OVER:
        return "over"
    if text in _RELATIONS or text in _CELLS or text == ".":
        return "part"
    if text in _POSTFIX:
        return "postfix"
    if text in _ALPHABETS or text in (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\sqrt", r"\binom", r"\dbinom"):
        return "command"
    return "operator"


def continues(part: Item | None) -> bool:
    """Tell whether a sum behind this may go on one that was begun before."""
    return part is not None and part.text in _CELLS


def _matched(tokens: list[Token]) -> dict[int, int]:
    """Return for each opening token where it is closed, in one pass."""
    found: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for at, token in enumerate(tokens):
        text = token.text
        delimiter = at > 0 and tokens[at - 1].text in _STRETCHED
        if text == "{":
            stack.append(("{", at))
        elif text.startswith(r"\begin"):
            stack.append((text.removeprefix(r"\begin").strip(), at))
        elif text == r"\left":
            stack.append((text, at))
        elif text in _OPEN and not delimiter:
            stack.append(("(", at))
        elif text in ("}", r"\right") or text.startswith(r"\end"):
            wanted = {"}": "{", r"\right": r"\left"}.get(text, text.removeprefix(r"\end").strip())
            while stack and stack[-1][0] == "(":  # brackets that were never closed
                stack.pop()
            if stack and stack[-1][0] == wanted:
                found[stack.pop()[1]] = at
        elif text in _CLOSE and not delimiter and stack and stack[-1][0] == "(":
            found[stack.pop()[1]] = at
    return found

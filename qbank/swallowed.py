"""What YAML swallows in silence: a text cut by ``#``, backslashes in double quotes, a block without content."""

from __future__ import annotations

import re

from .diagnostic import Severity
from .nodes import Scalar
from .respell import respell
from .traps import FIELD_WITHOUT_SPACE, NO_SPACE, SIGNS, Trap, without_double_quotes

_HASH = re.compile(r"\s+#")
_COMMENT_OR_TEXT = re.compile(r"\s*\s#[^\s#=*-]")
_NEVER_MEANT = frozenset("0abefvrNLP_")
"""Escapes that yield a control character, a line separator or a no-break space: nobody wants those in a text."""
_COMMANDS = frozenset(
    re.findall(
        r"\w+",
        "nabla natural ncong ne nearrow neg neq newline nexists ngeq ngeqslant ngtr ni nleftarrow nleq nleqslant nless "
        "nmid noindent nolimits nonumber normalfont normalsize not notin nparallel nprec npreceq nrightarrow nsim "
        "nsubseteq nsucc nsucceq nsupseteq ntriangleleft ntriangleright nu nvDash nvdash nwarrow "
        "tag tan tanh tau tbinom text textbf textcolor textit textnormal textrm textsc textsf texttt textup tfrac "
        "therefore theta thickapprox thicksim thinspace tilde times tiny to top triangle triangledown triangleleft "
        "trianglelefteq triangleq triangleright trianglerighteq twoheadleftarrow twoheadrightarrow",
    )
)
"""LaTeX commands that begin like the escapes for a line break and a tab."""
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def swallowed(lines: list[str], node: Scalar) -> Trap | None:
    """Find what YAML swallows in silence: a text cut by ``#``, backslashes, a block without content."""
    if node.style == "":
        line = lines[node.end_line] if node.end_line < len(lines) else ""
        if node.value and (glued := FIELD_WITHOUT_SPACE.match(node.value)) and node.line < len(lines):
            at = node.column + glued.end(1)
            corrected = f"{lines[node.line][:at]} {lines[node.line][at:]}"
            return Trap("QB030", NO_SPACE, node.line, node.column, len(glued[1]) + 1, corrected)
        return (_cut(line, node) if _HASH.match(line, node.end_column) else None) or (
            _absorbed(lines, node) if node.end_line > node.line else None
        )
    if node.style == '"':
        return _eaten(lines, node)
    if node.style in "|>" and not node.value:
        header = lines[node.line][node.column :].strip()
        if re.match(r"[|>][+-]?[1-9]", header):
            corrected = f"{lines[node.line][: node.column]}{respell(header)}"
            message = f"a text that starts with {header[0]} is read as {SIGNS[header[0]]}: it needs quotes"
            return Trap("QB028", message, node.line, node.column, len(header), corrected)
    return None


def _cut(line: str, node: Scalar) -> Trap | None:
    rest = line[node.end_column :]
    text = node.value or ""
    open_formula = text.count("$") % 2 == 1 and rest.count("$") % 2 == 1 and re.match(r"\s+#", rest) is not None
    if not open_formula and not _COMMENT_OR_TEXT.match(rest):
        return None
    start = node.end_column + len(rest) - len(rest.lstrip())
    corrected = None
    if node.line == node.end_line:
        column = node.column if text else start
        corrected = f"{line[:column]}{respell(line[column:].strip(), quote=True)}"
    ends = f"the text ends at “{text[-20:]}”" if text else "nothing is left of the text"
    message = f"what follows “ #” is a comment: {ends}"
    hint = f"write\n{corrected.strip()}\nor, if it is a comment, put a space behind the #" if corrected else ""
    severity = Severity.ERROR if open_formula else None
    return Trap("QB023", message, node.end_line, start, len(line.rstrip()) - start, corrected, hint, severity)


def _absorbed(lines: list[str], node: Scalar) -> Trap | None:
    """Find a list item that a plain text above it took for its own next line."""
    for number in range(node.line + 1, min(node.end_line, len(lines) - 1) + 1):
        line = lines[number]
        if re.match(r"\s*-\s", line):
            message = "this “- …” goes on with the text above it: it is no item of its own"
            hint = "indent it like the items above; or, if it belongs to the text, write that in a | block"
            return Trap("QB029", message, number, len(line) - len(line.lstrip()), len(line.strip()), hint=hint)
    return None


def _eaten(lines: list[str], node: Scalar) -> Trap | None:
    """Find the first backslash of a double-quoted text that stood for a LaTeX command."""
    for number in range(node.line, min(node.end_line, len(lines) - 1) + 1):
        line = lines[number]
        begin = node.column if number == node.line else 0
        end = node.end_column if number == node.end_line else len(line)
        for match in re.finditer(r"\\(?:\\|[A-Za-z]+|.)", line[begin:end]):
            written, at = match[0][1:], begin + match.start()
            lost = (
                written[0] in _NEVER_MEANT
                or written in _COMMANDS
                or (written == " " and line[begin:at].strip() not in {"", '"'})
            )
            if lost and written[0] not in "xuU":
                message = f"double quotes eat this backslash: “\\{written[:20]}” does not arrive as LaTeX"
                hint = "write it without the quotes, or in a | block"
                trap = Trap("QB027", message, number, at, len(written) + 1, hint=hint)
                better = without_double_quotes(line, number, at, len(written) + 1, message)
                return better if better and node.line == node.end_line else trap
    if node.value and (control := _CONTROL.search(node.value)):
        message = f"an escape makes a control character (U+{ord(control[0]):04X}) of this text"
        return Trap("QB004", message, node.line, node.column, hint="delete it")
    return None

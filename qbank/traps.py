"""Where YAML bites: what the parser's complaint means for somebody who writes questions.

Every trap has a code, a place and, where one line suffices, the corrected line. After a syntax error the lines near
it are looked at; a correction counts only if it gets the parser further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from .diagnostic import Diagnostic, Severity, Span, diagnostic
from .respell import respell

_LOOK_BACK = 40
"""Lines above the parser's complaint that may hold the cause."""
_LINE = re.compile(r"(?P<prefix>\s*(?:-\s+)*(?:[a-z][a-z_]*:\s+)?)(?P<value>\S.*?)(?P<comment>\s+#(?:\s.*)?)?")
FIELD_WITHOUT_SPACE = re.compile(
    r"\s*(?:-\s+)?((?:id|type|title|stem|options|answer|text|correct|feedback|fraction|means|points|tags|category"
    r"|statements|explanation|check|find|questions):)(?=[^\s:/])"
)
_FIELD_THEN_STRANGE = re.compile(r"(\s*(?:-\s+)?[a-z][a-z_]*)(\uff1a\s*|:[^\S \t\n]\s*)")
NO_SPACE = "the space behind this colon is missing"
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])")
_KEY_IN_BRACES = re.compile(r"(?:^|,\s*)([a-z][a-z_]*):\s+")
_ESCAPE = re.compile(r"\\(?:([A-Za-z]+)|(.|\n|$))", re.DOTALL)
SIGNS = {
    "|": "a block of lines",
    ">": "a folded block",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
}


@dataclass(frozen=True, slots=True)
class Trap:
    """What went wrong at ``line`` and ``column`` (from 0); ``corrected`` is the line that mends it, if one line can."""

    code: str
    message: str
    line: int
    column: int = 0
    length: int = 1
    corrected: str | None = None
    hint: str = ""
    severity: Severity | None = None

    def diagnostic(self, file: str) -> Diagnostic:
        """Make the diagnostic; the corrected line is its hint unless there is a better one."""
        hint = self.hint or (f"write\n{self.corrected.strip()}" if self.corrected is not None else "")
        span = Span(file, self.line + 1, self.column + 1, max(1, self.length))
        return diagnostic(self.code, self.message, span, hint=hint, severity=self.severity)


def position(error: yaml.YAMLError, count: int) -> tuple[int, int]:
    """Return line and column (from 0) that the parser reached in ``count`` lines, or where what never ended began."""
    problem: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    if problem is None:
        return 0, 0
    mark = context if problem.line >= count - 1 and context is not None else problem
    return mark.line, mark.column


def explain(lines: list[str], error: yaml.YAMLError, accept: Callable[[Trap, tuple[int, int]], bool]) -> Trap:
    """Explain a syntax error. ``accept`` tells whether a trap's corrected line gets the parser further."""
    problem = getattr(error, "problem_mark", None)
    if problem is None:
        return Trap("QB005", "this is not YAML", 0)
    said = f"{getattr(error, 'context', '') or ''}: {getattr(error, 'problem', '') or ''}"
    at = position(error, len(lines))
    if "escape" in said or "hexdec" in said or "hexadec" in said:
        return _bad_escape(lines, min(problem.line, len(lines) - 1), problem.column, accept)
    for trap in _suspects(lines, min(problem.line, len(lines) - 1), at[0]):
        if accept(trap, at):
            return trap
    if "mapping values" in said and (text := _colon_in_text(lines[problem.line], problem.line)) and accept(text, at):
        return text
    return _fallback(lines, error, said)


def _suspects(lines: list[str], problem: int, reached: int) -> Iterator[Trap]:
    """Look at the line of the complaint, at the one where the unfinished began, and at those above."""
    numbers = [problem, reached, *range(problem - 1, max(-1, problem - _LOOK_BACK), -1)]
    for number in dict.fromkeys(numbers):
        if outside := _outside_block(lines, number):
            yield outside
        trap = _look(lines[number], number)
        if trap and trap.code == "QB020" and (indent := _neighbours_indent(lines, number)):
            yield replace(trap, corrected=indent + lines[number].lstrip())
        if trap:
            yield trap


def _outside_block(lines: list[str], number: int) -> Trap | None:
    """Explain a text that is indented no deeper than the field whose ``|`` block it was meant for."""
    line, above = lines[number], lines[number - 1] if number else ""
    header = re.fullmatch(r"(\s*(?:- +)?)([a-z][a-z_]*): +[|>][+-]?", above.rstrip())
    if not header or not line.strip() or re.match(r"\s*(?:-\s|[a-z][a-z_]*:\s)", line):
        return None
    start = len(line) - len(line.lstrip())
    if start > len(header[1]):
        return None
    message = f"this text belongs to “{header[2]}” above it, and is not indented as its block must be"
    corrected = " " * (len(header[1]) + 2) + line.lstrip()
    return Trap(
        "QB005", message, number, start, len(line.strip()), corrected, "indent all its lines by two spaces more"
    )


def _neighbours_indent(lines: list[str], number: int) -> str:
    """Return the indentation that the lines above call for."""
    item = lines[number].lstrip().startswith("- ")
    for above in reversed(lines[max(0, number - _LOOK_BACK) : number]):
        text = above.lstrip()
        indent = above[: len(above) - len(text)]
        if not text or indent.strip(" "):
            continue
        if text.startswith("- ") == item:
            return indent
        if item and text.endswith(":"):
            return indent + "  "
    return ""


def _look(line: str, number: int) -> Trap | None:
    """Look at one line for a value that YAML does not read as a text."""
    indent = line[: len(line) - len(line.lstrip())]
    if strange := indent.strip(" "):
        mended = indent.replace("\t", "  ").replace(strange[0], " ") + line.lstrip()
        what = "a tab" if strange[0] == "\t" else f"an unusual space (U+{ord(strange[0]):04X})"
        message = f"{what} indents this line, and YAML takes plain spaces only"
        return Trap("QB020", message, number, indent.index(strange[0]), 1, mended, "indent with spaces")
    if glued := FIELD_WITHOUT_SPACE.match(line):
        corrected = f"{line[: glued.end(1)]} {line[glued.end(1) :]}"
        return Trap("QB030", NO_SPACE, number, glued.start(1), len(glued[1]) + 1, corrected)
    if odd := _FIELD_THEN_STRANGE.match(line):
        message = "a plain colon and a plain space are wanted behind the name of a field"
        corrected = f"{odd[1]}: {line[odd.end() :]}"
        return Trap("QB030", message, number, odd.start(2), len(odd[2]), corrected)
    match = _LINE.fullmatch(line)
    if not match:
        return None
    prefix, value, comment = match["prefix"], match["value"], match["comment"] or ""
    found = _judge(value)
    if not found:
        return None
    code, message, text = found
    if code == "QB021":
        return _open_quote(number, prefix, value, message)
    if value[0] == "[" and code == "QB028" and prefix.rstrip().endswith(":"):
        corrected = f"{prefix}{value}]{comment}"
        return Trap("QB022", "this [ is never closed", number, len(prefix), 1, corrected)
    if code == "QB025":
        return _flow_trap(line, number, prefix, value, comment)
    corrected = f"{prefix}{respell(text)}{comment}"
    if corrected == line:
        return None
    return Trap(code, message, number, len(prefix), len(value), corrected)


def _judge(value: str) -> tuple[str, str, str] | None:
    """Return a code, a message, and the text that was meant; or ``None`` for a value without suspicion."""
    first = value[0]
    if first in "'\"":
        return _judge_quoted(value, first)
    if first in "{[":
        closing = {"{": "}", "[": "]"}[first]
        if value.endswith(closing):
            return "QB025", "", value
        return "QB028", f"a text that starts with {first} needs quotes", value
    if first in "|>":
        if _BLOCK_HEADER.fullmatch(value):
            return None
        return "QB028", f"a text that starts with {first} is read as {SIGNS[first]}: it needs quotes", value
    if first in "*&!%":
        return "QB028", f"a text that starts with {first} is read as {SIGNS[first]}: it needs quotes", value
    if first in "-?" and value[1:2] in {"", " "}:
        return "QB028", f"a text that starts with “{first} ” needs quotes", value
    if first in "@`":
        return "QB028", f"a text cannot start with {first} in YAML: it needs quotes", value
    if re.search(r":\s", value) or value.endswith(":"):
        return "QB024", "the “: ” in this text makes it a mapping: it needs quotes", value
    return None


def _judge_quoted(value: str, quote: str) -> tuple[str, str, str] | None:
    pattern = r"'(?:[^']|'')*'" if quote == "'" else r'"(?:[^"\\]|\\.)*"'
    closed = re.match(pattern, value)
    if closed and closed.end() == len(value):
        return None
    if not closed:
        return "QB021", f"this {quote} is never closed", value
    # an even number of quotes: they belong to the text; an odd one: the outer two were meant to enclose it
    inner = value[1:-1] if value.count(quote) % 2 and value.endswith(quote) else value
    sign = "apostrophe" if quote == "'" else "quote"
    return "QB026", f"the quoted text ends too early: the next {sign} closes it, and more follows", inner


def _colon_in_text(line: str, number: int) -> Trap | None:
    """Explain a ``: `` in the second or a later line of a text; a field's name before it means a wrong indentation."""
    if re.match(r"\s*[a-z][a-z_]+:\s", line):
        return None
    message = "the “: ” in this text makes it a mapping"
    column = len(line) - len(line.lstrip())
    mended = re.sub(r":\s", ":\u00a0", line)  # to read on; the hint says what to write
    return Trap("QB024", message, number, column, len(line.strip()), mended, "write the text in a | block")


def _open_quote(number: int, prefix: str, value: str, message: str) -> Trap:
    closed = f"{prefix}{respell(value[1:], quote=True)}"
    hint = f"close it:\n{closed.strip()}\nor, if the sign belongs to the text,\n{(prefix + respell(value)).strip()}"
    return Trap("QB021", message, number, len(prefix), len(value), closed, hint)


def _flow_trap(line: str, number: int, prefix: str, value: str, comment: str) -> Trap | None:
    """Explain braces or brackets around LaTeX; the hint shows block style, the correction quotes every text."""
    inner = value[1:-1].strip()
    column = len(prefix)
    indent = " " * (len(prefix) if prefix.rstrip().endswith("-") else len(prefix) - len(prefix.lstrip()) + 2)
    if value[0] == "{" and (keys := list(_KEY_IN_BRACES.finditer(inner))) and keys[0].start() == 0:
        ends = [*(key.start() for key in keys[1:]), len(inner)]
        pairs = [(key[1], inner[key.end() : end].strip()) for key, end in zip(keys, ends, strict=True)]
        if prefix.rstrip().endswith("-"):
            rows = [f"{name}: {_text(text)}" for name, text in pairs]
            hint = "\n  ".join([f"{prefix.strip()} {rows[0]}", *rows[1:]])
        else:
            hint = "\n  ".join([prefix.strip(), *(f"{name}: {_text(text)}" for name, text in pairs)])
        corrected = prefix + "{" + ", ".join(f"{name}: {_quoted(text)}" for name, text in pairs) + "}" + comment
        message = "braces around a text break on LaTeX: write the fields below one another"
        return Trap("QB025", message, number, column, len(value), corrected, f"write\n{hint}")
    if value[0] == "[" and prefix.rstrip().endswith(":"):
        items = [item.strip() for item in re.split(r",\s+", inner)]
        hint = "\n  ".join([prefix.strip(), *(f"- {_text(item)}" for item in items)])
        corrected = prefix + "[" + ", ".join(_quoted(item) for item in items) + "]" + comment
        message = "brackets around texts break on LaTeX: write one “- …” per line"
        return Trap("QB025", message, number, column, len(value), corrected, f"write\n{hint}")
    corrected = f"{prefix}{respell(value, quote=True)}{comment}"
    if corrected == line or not indent:
        return None
    return Trap("QB028", f"a text that starts with {value[0]} needs quotes", number, column, len(value), corrected)


def _text(written: str) -> str:
    """Respell a text of flow style, keeping the quotes it has."""
    return written if written[:1] in {"'", '"'} else respell(written)


def _quoted(written: str) -> str:
    return written if written[:1] in {"'", '"'} else respell(written, quote=True)


def _bad_escape(lines: list[str], number: int, column: int, accept: Callable[[Trap, tuple[int, int]], bool]) -> Trap:
    """Explain a backslash that double quotes do not take; where the text has one line, show it without them."""
    line = lines[number]
    start = max(0, line.rfind("\\", 0, column + 1))
    match = _ESCAPE.match(line, start)
    written = match[0] if match else "\\"
    message = f"double quotes take “{written}” for an escape of their own: LaTeX must not stand in them"
    mended = re.sub(r'\\(?=[A-Za-z])|\\(?![\\"/ ])', r"\\\\", line[start:])
    trap = Trap(
        "QB027",
        message,
        number,
        start,
        len(written),
        line[:start] + mended,
        "write it without the quotes, or in a | block",
    )
    respelled = without_double_quotes(line, number, start, len(written), message)
    if respelled and accept(respelled, (number, start)):
        return respelled
    one = Trap("QB027", message, number, start, len(written), line[:start] + "\\" + line[start:], trap.hint)
    return one if accept(one, (number, start)) else Trap("QB027", message, number, start, len(written), hint=trap.hint)


def without_double_quotes(line: str, number: int, column: int, length: int, message: str) -> Trap | None:
    """Explain a backslash in a double-quoted text of one line by showing the line without the quotes."""
    match = _LINE.fullmatch(line)
    if not match or not re.fullmatch(r'"(?:[^"\\]|\\.)*"', match["value"]):
        return None
    text = match["value"][1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return Trap("QB027", message, number, column, length, f"{match['prefix']}{respell(text)}{match['comment'] or ''}")


def say_alias(lines: list[str], line: int, column: int, name: str) -> tuple[str, str, str]:
    """Return code, message and hint for an alias, which may be a text that starts with ``*``."""
    hint = f"write the value out; or, if it is a text,\n{_quoted_rest(lines[line], column)}"
    return "QB006", f"an alias (*{name}) is not read", hint


def say_property(lines: list[str], line: int, column: int, anchor: str | None, tag: str | None) -> tuple[str, str, str]:
    """Return code, message and hint for an anchor or a tag, which may be a text that starts with ``&`` or ``!``."""
    hint = f"delete it; or, if it is a text,\n{_quoted_rest(lines[line], column)}" if line < len(lines) else "delete it"
    if anchor is not None:
        return "QB006", f"an anchor (&{anchor}) is not read", hint
    return "QB008", f"a tag ({(tag or '').replace('tag:yaml.org,2002:', '!!')[:40]}) is not read", hint


def _quoted_rest(line: str, column: int) -> str:
    return f"{line[:column]}{respell(line[column:].strip(), quote=True)}".strip()


_FALLBACKS = (
    # part of what the parser says, in C or in Python; our code, message and hint
    ("unexpected end of stream", "QB021", "this quote is never closed", "close it, or write the text in a | block"),
    ("end of stream", "QB021", "this quote is never closed", "close it, or write the text in a | block"),
    (
        "mapping values are not allowed",
        "QB005",
        "a “name: value” cannot stand here",
        "indent it like its neighbours; a text of several lines goes into a | block",
    ),
    (
        "could not find expected ':'",
        "QB005",
        "a name without “:” behind it",
        "write “name: value”, or indent it as text",
    ),
    (
        "',' or",
        "QB022",
        "this bracket is not closed where YAML needs it",
        "write it without { } and [ ], one item per line",
    ),
    (
        "block mapping",
        "QB005",
        "this line does not belong to the fields above it",
        "fields of one mapping start in the same column, and a | block lasts only while it stays indented",
    ),
    (
        "block collection",
        "QB005",
        "this line does not belong to the list above it",
        "items of one list start in the same column",
    ),
    (
        "block sequence",
        "QB005",
        "this line does not belong to the list above it",
        "items of one list start in the same column",
    ),
    ("block entries are not allowed", "QB005", "a “- …” cannot stand here", "a list starts on a line of its own"),
    ("block sequence entries", "QB005", "a “- …” cannot stand here", "a list starts on a line of its own"),
    (
        "block scalar",
        "QB005",
        "this block of text is not indented as it should be",
        "indent all its lines alike, with spaces",
    ),
    ("directive", "QB005", "a line cannot start with % in YAML", "put the text in quotes"),
    ("cannot start any token", "QB005", "no text can start with this sign in YAML", "put the text in quotes"),
    ("document", "QB009", "a file holds one YAML document", "delete the --- or ..."),
)


def _fallback(lines: list[str], error: yaml.YAMLError, said: str) -> Trap:
    """Say what can be said where no single line mends it; the place is where the unclosed thing began."""
    problem: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    code, message, hint = next(
        ((code, message, hint) for part, code, message, hint in _FALLBACKS if part in said),
        ("QB005", "this is not YAML", "see docs/format.md for how questions are written"),
    )
    mark = context if code in {"QB021", "QB022"} and context else problem
    line = min(mark.line, len(lines) - 1)
    if (strange := _look(lines[line], line)) and strange.code == "QB020":
        return replace(strange, corrected=None)
    column, length = min(mark.column, len(lines[line])), 1
    if not lines[line].strip() and context:
        line, column = context.line, context.column
    elif "mapping values" in said:  # the parser points at the colon
        indent = len(lines[line]) - len(lines[line].lstrip())
        column, length = min(indent, column), max(1, column - indent)
    return Trap(code, message, line, column, length, hint=hint)

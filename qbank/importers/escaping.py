r"""Plain text as Markdown that reads back as that text: only what Markdown would take for a mark is escaped."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"[`$]|\\(?=[!-/:-@\[-`{-~]|$|begin\{)")
_ANGLE = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_STAR = re.compile(r"\*(?!\s)|(?<!\s)\*")
_UNDERLINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TILDE = re.compile(r"~(?=~)|(?<=~)~")
_BRACKET = re.compile(r"\](?=[(\[:])")
r"""Only the closing one: ``\[`` would open a formula."""
_CODE_OR_ESCAPE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\\(.)", re.DOTALL)
_BEGIN = re.compile(r"(?P<mark>#{1,6}(?=\s|$)|[-+>=](?=\s|$|[-=>])|>|\|)|(?P<number>\d{1,9})(?P<point>[.)])(?=\s|$)")


def escaped(text: str) -> str:
    """Return a run of text on one line as Markdown, wherever in a line it stands."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    for mark in (_STAR, _UNDERLINE, _TILDE, _ANGLE, _BRACKET):
        text = mark.sub(r"\\\g<0>", text)
    return _ENTITY.sub("&amp;", text)


def begun(line: str) -> str:
    """Return a line of Markdown that starts nothing but a paragraph."""
    found = _BEGIN.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end('number') :]}"
    return "\\" + line


def unbracketed(markdown: str) -> str:
    r"""Return Markdown of a program to which ``\(`` and ``\[`` are escaped brackets, for us, to whom they are not."""
    return _CODE_OR_ESCAPE.sub(lambda found: {"(": "(", "[": "&#91;"}.get(found[2], found[0]), markdown)


def fenced(code: str, language: str = "") -> str:
    """Return a block of code between fences longer than any run of backticks in it."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    return f"{ticks}{language}\n{code}\n{ticks}"


def coded(code: str) -> str:
    """Return code in a line."""
    code = " ".join(code.split("\n"))
    ticks = "`" * (1 + max(map(len, re.findall(r"`+", code)), default=0))
    pad = " " if code.startswith("`") or code.endswith("`") or (code != code.strip() and code.strip()) else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"

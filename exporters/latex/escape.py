"""Text, code, addresses and formulas as LaTeX that means the same and cannot break a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from .characters import ACCENTS, ASCII, LETTERS, MATH, TEXT
from .scripts import GREEK, joined, script_of, scripted

Missing = Callable[[str], None]
"""Told of every character that the fonts cannot show."""

LONGEST_WORD = 30
"""Characters after which a word may be broken anywhere, so that no line runs off the page."""

_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)|(?<=')(?=')|(?<=[!?])(?=‘)")
_LEADING = re.compile(r"^[\[*]")
_BREAKABLE = frozenset("/\\.,;:=_-+)]}>|&?")


def text(source: str, missing: Missing) -> str:
    """Return prose as LaTeX. ``missing`` hears of characters that are shown as a placeholder."""
    normal = _normal(source)
    greek = any(char not in MATH for run in GREEK.findall(normal) for char in run)
    words = re.split(r"([ \t\n\r]+)", _LIGATURES.sub("\x00", normal))
    out = "".join(word if not word.strip(" \t\n\r") else _word(word, missing, greek=greek) for word in words)
    return _LEADING.sub(lambda match: f"{{{match[0]}}}", re.sub(r"\s*\n\s*", "\n", out.replace("\t", " ")))


def code(source: str, missing: Missing) -> str:
    """Return one line of code as LaTeX for a typewriter face: every space and character as written."""
    out = []
    since = 0
    for char in _LIGATURES.sub("\x00", _normal(source.expandtabs(4))):
        if char == "\x00":
            out.append("{}")
        elif char == " ":
            out.append(r"\ ")
            since = 0
        else:
            out.append(r"\textquotesingle{}" if char == "'" else character(char, missing))
            since += 1
            if char in _BREAKABLE or since >= LONGEST_WORD:
                out.append(r"\allowbreak{}")
                since = 0
    return joined("".join(out))


def formula(source: str, missing: Missing) -> str:
    """Return the author's formula with its non-ASCII characters as commands, and no empty line within."""

    def command(match: re.Match[str]) -> str:
        char = match[0]
        if char in MATH:
            return f"{MATH[char]} " if MATH[char][-1].isalpha() else MATH[char]
        return rf"\text{{{character(char, missing)}}}"

    kept = "\n".join(line.strip() for line in source.splitlines() if line.strip())
    return re.sub(r"[^\x00-\x7f]", command, unicodedata.normalize("NFC", kept))


def address(href: str) -> str:
    r"""Return a web address for the first argument of ``\href``: unusual characters percent-encoded."""
    encoded = "".join(
        char if re.fullmatch(r"[A-Za-z0-9._:/?@!()*+,;=&#%-]", char) else "".join(f"%{b:02X}" for b in char.encode())
        for char in href.encode("utf-8", "replace").decode()
    )
    return re.sub(r"([%#&])", r"\\\1", encoded)


def metadata(source: str) -> str:
    r"""Return plain text for the properties of a PDF (hyperref's ``\unichar``), which know every character."""
    plain = "".join(char if char.isprintable() else " " for char in _normal(source))
    return "".join(
        char if re.fullmatch(r"[A-Za-z0-9 .:;()/+]", char) else rf'\unichar{{"{ord(char):04X}}}' for char in plain
    )


def character(char: str, missing: Missing) -> str:
    """Return one character of text as LaTeX; of a word, not of a space or a ligature."""
    if char.isascii():
        return ASCII.get(char, char if char.isprintable() else "")
    if char in LETTERS:
        return char
    if char in TEXT:
        return TEXT[char]
    if char in MATH:
        return rf"\ensuremath{{{MATH[char]}}}"
    if unicodedata.category(char) == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""  # joiners, directions, variation selectors: they have no glyph
    apart = unicodedata.normalize("NFD", char)
    if len(apart) == 2 and apart[0].isascii() and apart[1] in ACCENTS:
        return _accented(apart[0], apart[1])
    if script := script_of(char):
        return scripted(char, script)
    missing(char)
    return rf"\qbmissing{{{ord(char):04X}}}"


def _normal(source: str) -> str:
    return unicodedata.normalize("NFC", source).replace("\x00", "")


def _word(word: str, missing: Missing, *, greek: bool) -> str:
    """Return a word; ``greek`` tells that the text is in Greek, so that its letters are no mathematics."""
    if word.isascii() and word.isalnum() and len(word) <= LONGEST_WORD:
        return word
    out: list[str] = []
    since = 0  # where a line may break
    lettered = {at for run in GREEK.finditer(word) for at in range(*run.span())} if greek else ()
    for number, char in enumerate(word):
        if char == "\x00":
            out.append("{}")
        elif char in ACCENTS and out and re.fullmatch(r"[A-Za-z]", word[number - 1]):
            out[-1] = _accented(word[number - 1], char)
        elif char in ACCENTS and out and out[-1].startswith(r"\qbscript"):
            out[-1] = f"{out[-1][:-1]}{char}}}"
        elif number in lettered:
            out.append(scripted(char, "greek"))
        else:
            out.append(character(char, missing))
            if out[-1].startswith(r"\qbscript{han}"):
                since = number + 1
            elif number - since >= LONGEST_WORD and number < len(word) - 1:
                out.append(r"\allowbreak{}")
    return joined("".join(out))


def _accented(letter: str, accent: str) -> str:
    base = {"i": r"\i", "j": r"\j"}.get(letter, letter)  # without their dots
    return rf"{ACCENTS[accent]}{{{base}}}"

"""Scalars as authors write them: every YAML scalar arrives as its source text and is read here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from .mistake import Mistake, mistaken

_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,99}|(?=\.))(?:\.[0-9]{1,100})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MEANT = dict.fromkeys(("yes", "y", "on", "1", "t", "wahr", "ja", "x"), "true") | dict.fromkeys(
    ("no", "n", "off", "0", "f", "falsch", "nein"), "false"
)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def read_flag(value: object) -> object:
    """Read ``true`` or ``false``; ``yes``, ``no``, ``on``, ``off`` are errors, since YAML versions disagree on them."""
    if not isinstance(value, str):
        return value
    if value in _FLAGS:
        return _FLAGS[value]
    meant = _MEANT.get(value.lower()) or (value.lower() if value.lower() in {"true", "false"} else "")
    hint = f"write {meant}" if meant else "write true or false"
    raise mistaken(Mistake("QB105", f"{_quoted(value)} is neither true nor false", hint))


def read_number(value: object) -> object:
    """Read an exact decimal number from its source text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return value if isinstance(value, list | dict) or value is None else _refuse_number(str(value))
    text = str(value).strip()
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    if number is None or abs(number.adjusted()) > 300:
        return _refuse_number(text)
    return number


def read_whole(value: object) -> object:
    """Read the number of an option."""
    if isinstance(value, str) and re.search(r"[^\W\d_]|[$\\]", value) and not _NUMBER.fullmatch(value.strip()):
        letter = value.strip(" ().").upper()
        meant = str(ord(letter) - 64) if re.fullmatch("[A-Z]", letter) else "the number of the option, counted from 1"
        raise mistaken(Mistake("QB104", f"{_quoted(value)} is not the number of an option", f"write {meant}"))
    number = read_number(value)
    if not isinstance(number, Decimal):
        return number
    if number != number.to_integral_value() or abs(number) > 1_000_000:
        raise mistaken(Mistake("QB104", f"{_quoted(str(value))} is not a whole number"))
    return int(number)


def _refuse_number(text: str) -> object:
    """Raise, with the correction where the intention is plain."""
    plain = text.replace("−", "-").replace("_", "").replace(" ", "").replace("\u00a0", "")
    hint = ""
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?", plain):
        hint = f"write it without commas: {plain.replace(',', '')}"
    elif re.fullmatch(r"[+-]?\d*,\d+", plain):
        hint = f"write a decimal point: {plain.replace(',', '.')}"
    elif re.fullmatch(r"[+-]?0\d+(\.\d+)?", plain):
        hint = "write it without the leading zero: " + re.sub(r"^([+-]?)0+(?=[0-9])", r"\1", plain)
    elif re.fullmatch(r"\d+:\d+(:\d+)?", plain):
        hint = "a time or ratio is not a number"
    elif re.fullmatch(r"[+-]?\d+\.", plain):
        hint = f"write a digit behind the point: {plain}0"
    elif plain.endswith("%"):
        hint = f"write it without the sign: {plain[:-1]}"
    elif re.fullmatch(r"[+-]?\.?(inf|infinity|nan)", plain, re.IGNORECASE):
        hint = "a finite number is wanted"
    elif re.fullmatch(r"[+-]?\d+/\d+", plain):
        hint = "write it as a decimal number"
    elif "$" in plain or "\\" in plain:
        hint = "write it without LaTeX"
    elif plain != text and _NUMBER.fullmatch(plain):
        hint = f"write {plain}"
    raise mistaken(Mistake("QB104", f"{_quoted(text)} is not a number", hint or "write digits, such as 2 or 0.5"))


def read_text(value: object) -> object:
    """Take a text; what is no text is left to the kind check."""
    if isinstance(value, str) and not value.strip():
        raise mistaken(Mistake("QB110", "a text is wanted here"))
    return value


def read_identifier(value: object) -> object:
    """Check an identifier."""
    if isinstance(value, str) and not _IDENTIFIER.fullmatch(value):
        mended = re.sub(r"[^A-Za-z0-9._-]+", "-", value).strip("-._")[:100]
        raise mistaken(
            Mistake(
                "QB107",
                f"{_quoted(value)} is no identifier: letters a to z, digits, “.”, “_” and “-”, at most 100",
                f"write {mended}" if mended else "",
            )
        )
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


def category_names(category: str) -> list[str]:
    """Return the names of a category, from the top; a slash within a name is written ``//``, as in Moodle."""
    return [part.replace("\0", "/").strip() for part in category.replace("//", "\0").split("/")]


def _category(value: str) -> str:
    parts = category_names(value)
    if value and not all(part.strip("/ ") for part in parts):
        mended = "/".join(part.replace("/", "//") for part in parts if part.strip("/ "))
        raise mistaken(
            Mistake("QB118", "a category has a name on either side of each “/”", f"write {mended}" if mended else "")
        )
    return "/".join(part.replace("/", "//") for part in parts)


def _language(value: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise mistaken(
            Mistake("QB118", f"{_quoted(value)} is no language code", "write a code such as en, de or zh-TW")
        )
    return value


def within(low: int, high: int) -> AfterValidator:
    """Make a validator for numbers from ``low`` to ``high``."""

    def check(value: Decimal) -> Decimal:
        if not low <= value <= high:
            raise mistaken(Mistake("QB111", f"{value} is not between {low} and {high}"))
        return value

    return AfterValidator(check)


def _quoted(value: str) -> str:
    return f"“{value if len(value) <= 40 else value[:39] + '…'}”"


_ANY_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""Texts take the scalar's source text, so an editor must accept what YAML itself would read as a number."""
_ANY_NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": rf"^{_NUMBER.pattern}$"}

MARKDOWN = "markdown"
"""Marks the fields that hold Markdown: see ``texts.py``."""
Markdown = Annotated[str, MARKDOWN, WithJsonSchema(_ANY_TEXT)]
"""Markdown with mathematics in ``$…$`` and ``$$…$$``."""
WantedMarkdown = Annotated[str, MARKDOWN, BeforeValidator(read_text), WithJsonSchema(_ANY_TEXT)]
"""The same, not empty."""
PlainText = Annotated[str, AfterValidator(_one_line), WithJsonSchema(_ANY_TEXT)]
"""One line of plain text."""
Category = Annotated[PlainText, AfterValidator(_category), WithJsonSchema(_ANY_TEXT)]
"""Names with ``/`` between them; ``//`` is a slash within a name."""
Language = Annotated[PlainText, AfterValidator(_language), WithJsonSchema({"type": "string"})]
"""A language code (BCP 47)."""
Latex = Annotated[str, StringConstraints(strip_whitespace=True), WithJsonSchema(_ANY_TEXT)]
"""A formula or relation in LaTeX, with or without ``$…$``."""
Identifier = Annotated[
    str,
    BeforeValidator(read_identifier),
    WithJsonSchema({"type": ["string", "number"], "pattern": f"^{_IDENTIFIER.pattern}$"}),
]
"""Letters, digits, ``.``, ``_`` and ``-``."""
Flag = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Number = Annotated[Decimal, BeforeValidator(read_number), WithJsonSchema(_ANY_NUMBER)]
"""An exact decimal number."""
Percent = Annotated[Number, within(-100, 100), WithJsonSchema({"type": "number", "minimum": -100, "maximum": 100})]
Points = Annotated[Number, within(0, 10_000), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 10_000})]
Penalty = Annotated[Number, within(0, 100), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})]
Ordinal = Annotated[int, BeforeValidator(read_whole), WithJsonSchema({"type": "integer", "minimum": 1})]
"""The number of an option, counted from 1."""
Values = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    WithJsonSchema({"anyOf": [_ANY_TEXT, {"type": "array", "minItems": 1, "items": _ANY_TEXT}]}),
]
"""The values of a parameter: a range, an expression of others between dollars, or a list."""

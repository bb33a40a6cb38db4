r"""Units of measurement: what each is in terms of the seven base units, and how an expression of them is read.

Factors are exact, from the SI Brochure (9th edition, 2019) and its tables of units accepted for use with the SI.
``°C`` and ``°F`` are not here: they have an offset, so they are no factors. ``g`` is the gram.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

Exponents = tuple[int, int, int, int, int, int, int]
"""Of metre, kilogram, second, ampere, kelvin, mole and candela."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``factor`` SI units of the dimension ``exponents``."""

    factor: Fraction
    exponents: Exponents
    prefixed: bool = False
    """SI prefixes go with it."""


def _si(*exponents: int, factor: Fraction | int = 1, prefixed: bool = True) -> Measure:
    filled = (*exponents, *(0,) * (7 - len(exponents)))
    return Measure(Fraction(factor), filled, prefixed)  # type: ignore[arg-type]  # seven of them


_ELEMENTARY_CHARGE = Fraction(1602176634, 10**28)

_PLAIN: Mapping[str, Measure] = {
    "m": _si(1), "g": _si(0, 1, factor=Fraction(1, 1000)), "s": _si(0, 0, 1), "A": _si(0, 0, 0, 1),
    "K": _si(0, 0, 0, 0, 1), "mol": _si(0, 0, 0, 0, 0, 1), "cd": _si(0, 0, 0, 0, 0, 0, 1),
    "Hz": _si(0, 0, -1), "N": _si(1, 1, -2), "Pa": _si(-1, 1, -2), "J": _si(2, 1, -2), "W": _si(2, 1, -3),
    "C": _si(0, 0, 1, 1), "V": _si(2, 1, -3, -1), "F": _si(-2, -1, 4, 2), "Ω": _si(2, 1, -3, -2),
    "S": _si(-2, -1, 3, 2), "Wb": _si(2, 1, -2, -1), "T": _si(0, 1, -2, -1), "H": _si(2, 1, -2, -2),
    "Bq": _si(0, 0, -1), "Gy": _si(2, 0, -2), "Sv": _si(2, 0, -2), "kat": _si(0, 0, -1, 0, 0, 1),
    "lm": _si(0, 0, 0, 0, 0, 0, 1), "lx": _si(-2, 0, 0, 0, 0, 0, 1),
    "L": _si(3, factor=Fraction(1, 1000)), "l": _si(3, factor=Fraction(1, 1000)),
    "eV": _si(2, 1, -2, factor=_ELEMENTARY_CHARGE), "t": _si(0, 1, factor=1000, prefixed=False),
    "bar": _si(-1, 1, -2, factor=10**5), "cal": _si(2, 1, -2, factor=Fraction(4184, 1000)),
    "min": _si(0, 0, 1, factor=60, prefixed=False), "h": _si(0, 0, 1, factor=3600, prefixed=False),
    "hr": _si(0, 0, 1, factor=3600, prefixed=False), "d": _si(0, 0, 1, factor=86400, prefixed=False),
    "day": _si(0, 0, 1, factor=86400, prefixed=False), "atm": _si(-1, 1, -2, factor=101325, prefixed=False),
    "ha": _si(2, factor=10**4, prefixed=False), "rad": _si(), "sr": _si(),
    "Å": _si(1, factor=Fraction(1, 10**10), prefixed=False), "u": _si(
        0, 1, factor=Fraction(166053906660, 10**38), prefixed=False),
    "Nm": _si(2, 1, -2), "Ns": _si(1, 1, -1, prefixed=False), "Js": _si(2, 1, -1, prefixed=False),
    "Vs": _si(2, 1, -2, -1, prefixed=False), "As": _si(0, 0, 1, 1, prefixed=False), "Ws": _si(2, 1, -2, prefixed=False),
    "mmHg": _si(-1, 1, -2, factor=Fraction(133322387415, 10**9), prefixed=False),
    "Torr": _si(-1, 1, -2, factor=Fraction(101325, 760), prefixed=False),
    "AU": _si(1, factor=149597870700, prefixed=False), "ly": _si(1, factor=9460730472580800, prefixed=False),
    "VAR": _si(2, 1, -3), "var": _si(2, 1, -3), "VAr": _si(2, 1, -3),
    "Da": _si(0, 1, factor=Fraction(166053906660, 10**38)),
    "Wh": _si(2, 1, -2, factor=3600), "VA": _si(2, 1, -3), "Ah": _si(0, 0, 1, 1, factor=3600),
    "ft": _si(1, factor=Fraction(3048, 10**4), prefixed=False),
    "mi": _si(1, factor=Fraction(1609344, 1000), prefixed=False),
    "lb": _si(0, 1, factor=Fraction(45359237, 10**8), prefixed=False),
    "mph": _si(1, 0, -1, factor=Fraction(44704, 10**5), prefixed=False),
}  # fmt: skip

_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "d": -1, "c": -2, "m": -3,
    "μ": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip


_PROSE = frozenset({"as", "am"})
"""Words before they are units; and so is ``in``, which is left out above."""


def _table() -> dict[str, Measure]:
    units = dict(_PLAIN)
    for prefix, power in _PREFIXES.items():
        for symbol, measure in _PLAIN.items():
            # a symbol of its own goes first: min is the minute, not a milli-inch
            if measure.prefixed and prefix + symbol not in units and prefix + symbol not in _PROSE:
                scaled = measure.factor * Fraction(10) ** power
                units[prefix + symbol] = Measure(scaled, measure.exponents)
    return units


UNITS: Mapping[str, Measure] = MappingProxyType(_table())
"""Every unit by its symbol, with its prefix: ``km``, ``μF``, ``kΩ``."""

_FULL_NAMES = {
    "meter": "m", "metre": "m", "meters": "m", "metres": "m", "gram": "g", "grams": "g", "second": "s",
    "seconds": "s", "sec": "s", "ampere": "A", "amperes": "A", "amp": "A", "amps": "A", "kelvin": "K",
    "mole": "mol", "moles": "mol", "hertz": "Hz", "newton": "N", "newtons": "N", "pascal": "Pa", "joule": "J",
    "joules": "J", "watt": "W", "watts": "W", "coulomb": "C", "coulombs": "C", "volt": "V", "volts": "V",
    "farad": "F", "farads": "F", "ohm": "Ω", "ohms": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T",
    "henry": "H", "henries": "H", "litre": "L", "liter": "L", "liters": "L", "litres": "L", "minute": "min",
    "minutes": "min", "mins": "min", "hour": "h", "hours": "h", "hrs": "h", "days": "day", "radian": "rad",
    "radians": "rad", "kilogram": "kg", "kilograms": "kg", "kilometers": "km", "kilometer": "km",
    "centimeters": "cm", "rads": "rad", "rad": "rad", "electronvolt": "eV",
}  # fmt: skip
_MACRO_PREFIXES = {
    "tera": "T", "giga": "G", "mega": "M", "kilo": "k", "centi": "c", "deci": "d", "milli": "m", "micro": "μ",
    "nano": "n", "pico": "p", "femto": "f", "hecto": "h",
}  # fmt: skip
_PIECE = re.compile(
    r"(?P<space>\s+|~|\\[,;:! ]|\\thinspace(?![A-Za-z]))"
    r"|(?P<times>\\cdot(?![A-Za-z])|\\times(?![A-Za-z])|[·⋅*.])"
    r"|(?P<over>/)|(?P<open>\()|(?P<close>\))"
    r"|(?P<power>(?:\^|\*\*)\s*(?:\{\s*)?([-−+]?\d+)(?:\s*\})?)"
    r"|(?P<digit>[²³])"
    r"|(?P<macro>\\(?:[A-Za-z]+|%))"
    r"|(?P<symbol>[A-Za-zµμΩÅ]+)"
)


_GREEK = re.compile(r"\\(mu|Omega|ohm)(?![A-Za-z])\s*")


def parse_unit(text: str) -> tuple[tuple[str, int], ...] | None:
    r"""Read ``text`` as a product of powers of units: ``kg\,m^2/s^2``; ``None`` where it is none.

    Everything right of a slash up to the next slash or dot would be doubtful (``m/s kg``), so only one unit, or a
    parenthesis, may follow a slash; further slashes divide again.
    """
    found: list[tuple[str, int]] = []
    sign, inside, pending, slashed = 1, False, "", False
    for kind, piece in _pieces(text):
        if kind == "bad":
            return None
        if kind == "over":
            if inside or not (found or text.strip().startswith("/")):
                return None
            sign, slashed = -1, True
        elif kind == "open":
            if inside or sign == 1:
                return None
            inside = True
        elif kind == "close":
            if not inside:
                return None
            inside, sign, slashed = False, 1, False
        elif kind == "times":
            if sign == -1 and not inside and not slashed:
                return None
        elif kind == "power":
            if not found or pending:
                return None
            symbol, exponent = found[-1]
            if abs(exponent) != 1 or not 0 < abs(int(piece)) < 20:
                return None
            found[-1] = symbol, exponent * int(piece)
        elif kind == "prefix":
            pending += piece
        else:
            symbol = pending + piece
            pending = ""
            if symbol not in UNITS or (sign == -1 and not inside and not slashed):
                return None
            found.append((symbol, sign))
            slashed = False
    return tuple(found) if found and not inside and not pending and not slashed else None


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    text = _GREEK.sub(lambda match: "μ" if match.group(1) == "mu" else "Ω", text.strip().replace("$", ""))
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            yield "bad", text[at:]
            return
        at = match.end()
        kind = match.lastgroup or ""
        if match.group("power"):
            yield "power", match.group(7).replace("−", "-")
        elif match.group("digit"):
            yield "power", {"²": "2", "³": "3"}[match.group()]
        elif match.group("macro"):
            yield _macro(match.group()[1:])
        elif match.group("symbol"):
            symbol = match.group().replace("µ", "μ")
            yield "symbol", symbol if symbol in UNITS else _FULL_NAMES.get(symbol.lower(), symbol)
        elif kind != "space":
            yield kind, match.group()


def _macro(name: str) -> tuple[str, str]:
    if name in _MACRO_PREFIXES:
        return "prefix", _MACRO_PREFIXES[name]
    if name == "per":
        return "over", "/"
    if name == "squared":
        return "power", "2"
    return ("symbol", _FULL_NAMES[name]) if name in _FULL_NAMES else ("bad", name)


def is_unit(text: str) -> bool:
    """Tell whether ``text`` is an expression of units."""
    return parse_unit(text) is not None

r"""Scripts that Latin Modern lacks: set by lualatex in a font of the machine, with our own places to break lines.

A run of such characters is written as ``\qbscript{han}{…}``; ``templates/latex/scripts.tex.j2`` finds a font for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_RANGES: Mapping[str, str] = MappingProxyType(
    {
        "han": "\u1100-\u11ff\u2e80-\u2fdf\u3001-\u303f\u3041-\u30ff\u3105-\u318f\u31c0-\u31ff\u3400-\u4dbf"
        "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003134f",
        "greek": "\u0370-\u03ff\u1f00-\u1fff",
        "cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
        "hebrew": "\u0591-\u05f4\ufb1d-\ufb4f",
        "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    }
)
"""The characters of each script (Unicode's blocks), as a class of a regular expression."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "han": "Chinese, Japanese or Korean",
        "greek": "Greek",
        "cyrillic": "Cyrillic",
        "hebrew": "Hebrew",
        "arabic": "Arabic",
    }
)
"""What people call the scripts."""
_SCRIPT = {name: re.compile(f"[{characters}]") for name, characters in _RANGES.items()}
GREEK = re.compile(f"[{_RANGES['greek']}]{{2,}}")
"""A word in Greek; a single letter is mathematics."""
_ANY = re.compile(f"[{''.join(_RANGES.values())}]")
_ADJACENT = re.compile(r"\\qbscript\{(\w+)\}\{([^{}]*)\}((?:\\qbscript\{\1\}\{[^{}]*\})*)")
BREAK = r"\qbz{}"
"""Where a line may end between two characters of Han."""
_NOT_BEFORE = frozenset("、。，．：；！？）］｝〕〉》」』】〗％ー々〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NOT_AFTER = frozenset("（［｛〔〈《「『【〖")
"""Characters before or behind which no line ends (JIS X 4051, GB/T 15834)."""


def script_of(char: str) -> str:
    """Return the script that a character belongs to, or an empty text for one of Latin Modern's or of none here."""
    if not _ANY.match(char):
        return ""
    return next(name for name, pattern in _SCRIPT.items() if pattern.match(char))


def scripted(char: str, script: str) -> str:
    """Return one character as LaTeX."""
    return rf"\qbscript{{{script}}}{{{char}}}"


def joined(latex: str) -> str:
    """Return ``latex`` with neighbours of one script in one run, and places to break lines in Han."""
    return _ADJACENT.sub(_run, latex) if r"\qbscript" in latex else latex


def _run(found: re.Match[str]) -> str:
    chars = found[2] + "".join(re.findall(r"\}\{([^{}]*)\}", found[3]))
    if found[1] == "han":
        first = "" if chars[0] in _NOT_BEFORE else BREAK
        last = "" if chars[-1] in _NOT_AFTER else BREAK
        pairs = zip(chars, chars[1:] + " ", strict=True)
        broken = (char if char in _NOT_AFTER or after in _NOT_BEFORE else char + BREAK for char, after in pairs)
        chars = first + "".join(broken).removesuffix(BREAK) + last
    return scripted(chars, found[1])


def used(latex: str) -> tuple[str, ...]:
    """Return the scripts that a document has, in alphabetical order."""
    return tuple(sorted(set(re.findall(r"\\qbscript\{(\w+)\}", latex))))


_CJK = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
_CHINESE = (
    *["gbsn00lp.ttf", "uming.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc", "Songti.ttc", "simsun.ttc", "msyh.ttc"],
)
_FREE = "BoldFont=FreeSerifBold.otf,ItalicFont=FreeSerifItalic.otf,BoldItalicFont=FreeSerifBoldItalic.otf"
_DEJAVU = "BoldFont=DejaVuSerif-Bold.ttf,ItalicFont=DejaVuSerif-Italic.ttf,BoldItalicFont=DejaVuSerif-BoldItalic.ttf"
_TIMES = "BoldFont=timesbd.ttf,ItalicFont=timesi.ttf,BoldItalicFont=timesbi.ttf"
_EUROPEAN = (("FreeSerif.otf", _FREE), ("DejaVuSerif.ttf", _DEJAVU), ("times.ttf", _TIMES))
_FONTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "greek": _EUROPEAN,
        "cyrillic": _EUROPEAN,
        "hebrew": (("FreeSerif.otf", _FREE), ("DejaVuSans.ttf", "BoldFont=DejaVuSans-Bold.ttf"), ("times.ttf", _TIMES)),
        "arabic": (
            ("Amiri-Regular.ttf", "Script=Arabic,BoldFont=Amiri-Bold.ttf"),
            ("DejaVuSans.ttf", "Script=Arabic,BoldFont=DejaVuSans-Bold.ttf"),
            ("times.ttf", f"Script=Arabic,{_TIMES}"),
        ),
    }
)
"""Fonts of Debian's packages (fonts-freefont-otf, fonts-dejavu-core, fonts-hosny-amiri), then of Windows."""
DEBIAN: Mapping[str, str] = MappingProxyType(
    {
        "han": "fonts-noto-cjk",
        "greek": "fonts-freefont-otf",
        "cyrillic": "fonts-freefont-otf",
        "hebrew": "fonts-freefont-otf",
        "arabic": "fonts-dejavu-core",
    }
)
"""Debian's package with a font, by script."""


def fonts(language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each script the files of fonts, the best first, with what ``fontspec`` is told of them."""
    tag = language.replace("_", "-").lower()
    face = {"ja": 0, "ko": 1, "zh-tw": 3, "zh-hk": 3, "zh-hant": 3}.get(tag if tag.startswith("zh") else tag[:2], 2)
    one = f"{{FontIndex={face}}}"
    pan_cjk = tuple(
        (
            name,
            (
                f"FontIndex={face},BoldFont={name.replace('Regular', 'Bold')},BoldFeatures={one},"
                f"ItalicFont={name},ItalicFeatures={one}"
            ),
        )
        for name in _CJK
    )
    return {**_FONTS, "han": (*pan_cjk, *((name, "AutoFakeBold=1.5") for name in _CHINESE))}

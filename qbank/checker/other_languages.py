"""Solutions in other languages than English, whose words no rule understands.

"Sei $P$ eine Projektion" makes $(I-P)^2 = I-P$ right: what words may say of a name is known in English alone.
"""

from __future__ import annotations

import re

from .solution import FAILS, UNDECIDED, Worked
from .syntax import Add, Div, Mul, Neg, Num, Pow, walk

FOREIGN = "the words around it are in a language that is not understood"
_FORMULA = re.compile(r"\$+[^$]*\$+|\\\(.{0,999}?\\\)|\\\[.{0,999}?\\\]|\\[A-Za-z]+(?:\{[a-z]*\*?\})?", re.DOTALL)
_ARITHMETIC = (Add, Div, Mul, Neg, Num, Pow)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    _WORD.findall(
        "the is are of and we find what which for let with by thus hence then this that be has have if it from gives"
        " therefore since where how at as its both using get compute evaluate solve calculate determine show to so each"
        " when because yields now not or on there here first second"
    )
)
_OTHERS = frozenset(
    _WORD.findall(  # of German, Dutch, Scandinavian, Romance and Slavic languages, Turkish; none is English as well
        "der das und ist sind ein eine einen einer mit für von nicht wir den dem sei gilt folgt ergibt daraus auf"
        " zu im zum zur wenn wäre angenommen nach welche welcher welches wie bei durch aus wird sich auch het een van"
        " voor met dus niet och är ett som inte av og til"
        " le la les une est et dans avec pour soit donc alors si aux par sur el los las para sea"
        " entonces por que qué il che di è sia quindi della nel gli uma é seja então não os"
        " jest dla oraz niech więc nechť tedy ve bir için olsun"
    )
)


def foreign(text: str) -> bool:
    """Tell whether a text is in another language than English: by its small words, or another script."""
    words = [word.lower() for word in _WORD.findall(_FORMULA.sub(" ", text))]
    others = sum(word in _OTHERS or (len(word) > 1 and ord(word[0]) > 0x24F) for word in words)
    return others > sum(word in _ENGLISH for word in words)


def spare_foreign(worked: Worked) -> None:
    """Leave false lines undecided where the words are foreign; numbers that do not add up stay wrong."""
    if not foreign(f"{worked.stem} {worked.prose}"):
        return
    for line in worked.lines:
        plain = all(isinstance(part, _ARITHMETIC) for side in line.sides for part in walk(side))
        if line.verdict == FAILS and not plain:
            line.verdict, line.against, line.method = UNDECIDED, None, FOREIGN

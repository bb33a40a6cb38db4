"""Every character that LaTeX is given, and how: the one table behind text and mathematics.

Targets are pdflatex with T1 and Latin Modern, and lualatex with Latin Modern; both come with Debian's TeX Live.
Letters: the declarations of LaTeX's ``t1enc.dfu`` and ``ts1enc.dfu``. Commands: amsmath and amssymb.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ASCII: Mapping[str, str] = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "`": r"\textasciigrave{}",
        "\t": " ",
        "\n": "\n",
        "\r": "",
    }
)
"""ASCII that does not stand for itself. ``-- ,, ''`` are ligatures and handled where text is escaped."""

LETTERS = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİı"
    "ĲĳĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžǍǎǏǐǑǒǓǔǦǧǨǩǪǫǰǴǵȘșȚțẞ"
    "¡£«»¿§¶©®™¢¥¤¦ªº†‡•…‰‹›–—‘’‚“”„€"
)
"""What both fonts have and LaTeX takes as it stands."""

TEXT: Mapping[str, str] = MappingProxyType(
    {
        "\u00a0": "~",
        "\u00ad": r"\-",
        "\u1680": " ",
        "\u2000": r"\enspace{}",
        "\u2001": r"\quad{}",
        "\u2002": r"\enspace{}",
        "\u2003": r"\quad{}",
        "\u2004": r"\ ",
        "\u2005": r"\ ",
        "\u2006": r"\,",
        "\u2007": "~",
        "\u2008": r"\,",
        "\u2009": r"\,",
        "\u200a": r"\,",
        "\u200b": r"\allowbreak{}",
        "\u200c": "",
        "\u200d": "",
        "\u2010": "-",
        "\u2011": r"\mbox{-}",
        "\u2012": "–",
        "\u2015": "—",
        "\u2028": " ",
        "\u2029": " ",
        "\u202f": r"\,",
        "\u205f": r"\,",
        "\u2060": "",
        "\u3000": r"\quad{}",
        "\ufeff": "",
        "\u017f": "s",
        "\u201b": "‘",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "¨": r"\textasciidieresis{}",
        "¯": r"\textasciimacron{}",
        "´": r"\textasciiacute{}",
        "¸": r"\c{}",
        "№": "No.",
        "‣": "•",
        "●": "•",
        "⁄": "/",
    }
)
"""Spaces, dashes and marks. A zero-width character that leaves no trace on paper maps to nothing."""

_SCRIPTS = {
    **{chr(0x2080 + n): f"_{{{n}}}" for n in range(10)},
    **{char: f"^{{{n}}}" for n, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **dict(zip("₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜⱼᵢ", map("_{{{}}}".format, "+-=()aeoxhklmnpstji"), strict=True)),
    **dict(zip("⁺⁻⁼⁽⁾ⁿⁱᵀᵗ", map("^{{{}}}".format, "+-=()niTt"), strict=True)),
}
_GREEK = (
    "αalpha βbeta γgamma δdelta εvarepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi πpi ρrho ςvarsigma "
    "σsigma τtau υupsilon φvarphi χchi ψpsi ωomega ϑvartheta ϕphi ϖvarpi ϱvarrho ϵepsilon "
    "ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ΣSigma ΥUpsilon ΦPhi ΨPsi ΩOmega"
)
_NAMED = (
    "±pm ∓mp ×times ÷div ·cdot ⋅cdot ∗ast ⋆star ∘circ ∙bullet ⊕oplus ⊖ominus ⊗otimes ⊙odot ∧wedge ∨vee ¬neg ⊻veebar "
    "∩cap ∪cup ∖setminus ⊎uplus ≤leq ≥geq ⩽leqslant ⩾geqslant ≠neq ≡equiv ≈approx ≃simeq ≅cong ∼sim ∝propto ≪ll ≫gg "
    "≺prec ≻succ ⪯preceq ⪰succeq ⊂subset ⊃supset ⊆subseteq ⊇supseteq ⊈nsubseteq ⊊subsetneq ∈in ∉notin ∋ni "
    "∅emptyset ∀forall ∃exists ∄nexists ⊤top ⊥perp ⊢vdash ⊨models ∥parallel ∦nparallel ∣mid ∠angle ∇nabla ∂partial "
    "∞infty ∑sum ∏prod ∐coprod ∫int ∬iint ∭iiint ∮oint ℓell ℏhbar ℜRe ℑIm ℵaleph ∴therefore ∵because ′prime "
    "←leftarrow →rightarrow ↑uparrow ↓downarrow ↔leftrightarrow ↕updownarrow ⇐Leftarrow ⇒Rightarrow ⇔Leftrightarrow "
    "⇑Uparrow ⇓Downarrow ↦mapsto ↪hookrightarrow ⟶longrightarrow ⟵longleftarrow ⟹Longrightarrow ⟺Longleftrightarrow "
    "⟷longleftrightarrow ⇌rightleftharpoons ⇀rightharpoonup ↗nearrow ↘searrow ↙swarrow ↖nwarrow "
    "⟨langle ⟩rangle ⌈lceil ⌉rceil ⌊lfloor ⌋rfloor ‖Vert ⋯cdots ⋮vdots ⋱ddots □square ■blacksquare △triangle "
    "▲blacktriangle ▽triangledown ◇lozenge ◆blacklozenge ○bigcirc ★bigstar ✓checkmark ✔checkmark ♠spadesuit "
    "♥heartsuit ♦diamondsuit ♣clubsuit ♭flat ♮natural ♯sharp ☐square"
)
_OTHER = {
    "−": "-",
    "°": r"^{\circ}",
    "″": r"''",
    "µ": r"\mu",
    "Ω": r"\Omega",
    "½": r"\tfrac{1}{2}",
    "⅓": r"\tfrac{1}{3}",
    "⅔": r"\tfrac{2}{3}",
    "¼": r"\tfrac{1}{4}",
    "¾": r"\tfrac{3}{4}",
    "√": r"\surd",
    "ο": "o",
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", (rf"\mathrm{{{c}}}" for c in "ABEZHIKMNOPTX"), strict=True)),
    "✗": r"\times",
    "✘": r"\times",
    "✕": r"\times",
    "⊄": r"\not\subset",
    "☑": r"\boxtimes",
    "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}",
    "ℝ": r"\mathbb{R}",
    "ℂ": r"\mathbb{C}",
    "ℙ": r"\mathbb{P}",
    "𝔼": r"\mathbb{E}",
    "ℒ": r"\mathcal{L}",
    "𝒪": r"\mathcal{O}",
    "𝟙": r"\mathbf{1}",
}
MATH: Mapping[str, str] = MappingProxyType(
    {
        **_SCRIPTS,
        **{name[0]: f"\\{name[1:]}" for name in f"{_GREEK} {_NAMED}".split()},
        **_OTHER,
    }
)
"""Mathematics: in text it goes into ``\\ensuremath``, in a formula it stands as it is."""

ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "\u0300": r"\`",
        "\u0301": r"\'",
        "\u0302": r"\^",
        "\u0303": r"\~",
        "\u0304": r"\=",
        "\u0306": r"\u",
        "\u0307": r"\.",
        "\u0308": r"\"",
        "\u030a": r"\r",
        "\u030b": r"\H",
        "\u030c": r"\v",
        "\u0323": r"\d",
        "\u0327": r"\c",
        "\u0331": r"\b",
    }
)
"""Combining accents, for letters that have no character of their own with it."""

r"""Short LaTeX as a line of characters, for lists: ``w_{21}^{(4)} = \sum_{i=1}^n x_i^2`` as ``w₂₁⁽⁴⁾ = ∑ᵢ₌₁ⁿ xᵢ²``."""

from __future__ import annotations

import re

from qbank.report.readable import readable

_RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyzT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ")
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([A-Za-z0-9]))")
_SIGNS = {
    "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "ldots": "…", "dots": "…", "cdots": "⋯", "approx": "≈",
    "neq": "≠", "leq": "≤", "geq": "≥", "rightarrow": "→", "Rightarrow": "⇒", "iff": "⇔", "implies": "⇒",
    "forall": "∀", "exists": "∃", "subset": "⊂", "subseteq": "⊆", "setminus": "∖", "circ": "∘", "equiv": "≡",
    "quad": " ", "qquad": " ", "degree": "°", "prime": "′", "wedge": "∧", "vee": "∨", "lnot": "¬",
}  # fmt: skip
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}(?:\{[lcr|]*\})?")
_FRACTION = re.compile(r"(\\[dt]?frac)")
_ROOT = re.compile(r"\\sqrt ?\{([^{}]*)\}")
_NEXT = re.compile(r"(\\[A-Za-z]+)(?=\\)")
_APART = re.compile(r"(?<=[a-z]) (?=\()| (?=[⁰¹²³⁴-₎])")
"""The space behind a name that is followed by its argument or power."""
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")


def in_characters(latex: str) -> str:
    """Return LaTeX in one line of characters: what has no sign of its own is left as its name."""
    text = _ENVIRONMENT.sub(" ", latex).replace(r"\\", "; ").replace("&", " ")
    text = _FRACTION.sub(r" \1", _NEXT.sub(r"\1 ", text))  # kept apart from what stands before
    text = readable(_ROOT.sub(r"\\sqrt(\1)", _SCRIPT.sub(_shifted, text)))
    return _APART.sub("", _COMMAND.sub(_signed, text)).strip()


def _signed(match: re.Match[str]) -> str:
    sign = _SIGNS.get(match[1], match[1])
    return sign if sign in "∑∏∫√" else f"{sign} "


def _shifted(match: re.Match[str]) -> str:
    """Return what is raised or lowered in signs that are so by themselves, where there are such signs for all of it."""
    inside = "".join((match[2] if match[2] is not None else match[3]).split())
    shifted = inside.translate(_RAISED if match[1] == "^" else _LOWERED)
    if not set(shifted) & set(inside):
        return shifted
    inner = _SCRIPT.sub(_shifted, inside)
    return f"{match[1]}({inner})" if set(inside) & set("+-*/^_=") else match[0]

r"""LaTeX of a few signs made legible in a terminal: ``\frac{\partial E}{\partial o_{k}}`` as ``∂E/∂o_k``."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SIGNS: Mapping[str, str] = {
    "partial": "∂", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "cdot": "·", "times": "×",
    "infty": "∞", "le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "to": "→", "pm": "±", "cup": "∪", "cap": "∩", "mid": "|",
    "nabla": "∇", "neg": "¬", "land": "∧", "lor": "∨", "emptyset": "∅", "approx": "≈",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_GROUP = re.compile(r"([_^])\{([^{}\s]*)\}")
_FACE = re.compile(r"\\(?:mathbf|mathrm|mathit|text|operatorname|boldsymbol|vec|mathbb|mathcal)\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_PLAIN = re.compile(r"[\w∂.'_^\s\\{},]*")


def readable(latex: str) -> str:
    """Return short LaTeX as a line of plain text; what is not known stays as it is."""
    text = re.sub(r"\\(?:left|right|bigl|bigr)(?![A-Za-z])|\\[,;!: ]", "", latex)
    text = _FACE.sub(r"\1", text)
    for _ in range(4):
        changed = _FRACTION.sub(lambda match: f"{_part(match.group(1))}/{_part(match.group(2))}", text)
        if changed == text:
            break
        text = changed
    text = _COMMAND.sub(lambda match: _SIGNS.get(match.group(1), match.group()), text)
    return " ".join(_GROUP.sub(r"\1\2", text).split())


def _part(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f"({text})"

"""The functions that every student knows, in one table for both routes: as sympy and as mpmath see them.

The LaTeX names lead to a function's own name; the two routes read the same table, and the tests compare them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        **{f"\\{name}": name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth")},
        r"\arcsin": "arcsin", r"\arccos": "arccos", r"\arctan": "arctan",
        r"\exp": "exp", r"\ln": "ln", r"\log": "ln",
    }
)  # fmt: skip
"""Commands that are functions. ``\\log`` without a base is read as the natural logarithm."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        **{name[1:]: value for name, value in COMMANDS.items()},
        "sigmoid": "sigmoid", "logistic": "sigmoid", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
        "arsinh": "arsinh", "arcosh": "arcosh", "artanh": "artanh", "softplus": "softplus",
    }
)  # fmt: skip
r"""Words in ``\text{…}`` or ``\operatorname{…}``, in lower case: functions, unless the question defines them."""

INVERSE: Mapping[str, str] = MappingProxyType(
    {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh"}
)
"""What ``\\sin^{-1}`` means."""

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
        r"\exp": "exp", r"\ln": "ln", r"\log": "ln", r"\Re": "re", r"\Im": "im", r"\arg": "arg", r"\gcd": "gcd",
        r"\lcm": "lcm", r"\arccot": "arccot", r"\sech": "sech", r"\csch": "csch",
    }
)  # fmt: skip
"""Commands that are functions. ``\\log`` without a base is read as the natural logarithm."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        **{name[1:]: value for name, value in COMMANDS.items()},
        "arcsec": "arcsec", "arccsc": "arccsc", "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh",
        "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "sqrt": "sqrt", "abs": "abs", "sgn": "sign",
        "sign": "sign", "erf": "erf", "relu": "relu", "floor": "floor", "ceil": "ceil", "mod": "mod", "gamma": "gamma",
        "conj": "conj", "re": "re", "im": "im", "grad": "grad", "div": "div", "curl": "curl", "rot": "curl",
        "laplacian": "laplacian", "hess": "hessian", "hessian": "hessian", "tg": "tan", "ctg": "cot", "cosec": "csc",
        "sigmoid": "sigmoid", "logistic": "sigmoid", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
        "arsinh": "arsinh", "arcosh": "arcosh", "artanh": "artanh", "softplus": "softplus",
    }
)  # fmt: skip
r"""Words in ``\text{…}`` or ``\operatorname{…}``, in lower case: functions, unless the question defines them."""

FUNCTION_LETTERS = frozenset({"f", "g", "h", r"\sigma", r"\phi", r"\varphi", r"\psi"})
"""Letters that are functions where they always stand before a parenthesis."""

VECTOR_OPERATORS = frozenset({"grad", "div", "curl", "laplacian", "hessian"})
"""Functions that act on functions of the point."""

SEVERAL: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"gcd": (2, 20), "lcm": (2, 20), "mod": (2, 2), "max": (1, 50), "min": (1, 50)}
)
"""Functions of several arguments: how many at least and at most."""

INVERSE: Mapping[str, str] = MappingProxyType(
    {
        "sin": "arcsin",
        "cos": "arccos",
        "tan": "arctan",
        "sinh": "arsinh",
        "cosh": "arcosh",
        "tanh": "artanh",
        "cot": "arccot",
        "sec": "arcsec",
        "csc": "arccsc",
    }
)
"""What ``\\sin^{-1}`` means."""

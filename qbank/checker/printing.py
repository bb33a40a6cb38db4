"""Syntax trees printed back as LaTeX, for messages and witnesses; reading the print gives the same tree."""

from __future__ import annotations

from fractions import Fraction

from .syntax import Add, Apply, Big, Call, Const, Deriv, Div, Mul, Name, Neg, Node, Num, Pow, Relation, Tuple

_SUM, _PRODUCT, _POWER = 1, 2, 3


def latex(node: Node, level: int = 0) -> str:
    """Return LaTeX for ``node``; ``level`` is the binding strength of what stands around it."""
    text, strength = _print(node)
    return rf"\left({text}\right)" if strength < level else text


def _print(node: Node) -> tuple[str, int]:
    match node:
        case Num(value, places):
            return _number(value, places)
        case Const(name):
            return {"pi": r"\pi"}.get(name, name), 9
        case Name():
            return _name(node), 9
        case Neg(of):
            return f"-{latex(of, _PRODUCT)}", _SUM
        case Add(terms):
            text = "".join(
                f" - {latex(term.of, _PRODUCT)}" if isinstance(term, Neg) else f" + {latex(term, _PRODUCT)}"
                for term in terms[1:]
            )
            return latex(terms[0], _SUM) + text, _SUM
        case Mul(factors):
            return r" \cdot ".join(latex(factor, _POWER) for factor in factors), _PRODUCT
        case Div(numerator, denominator):
            return rf"\frac{{{latex(numerator)}}}{{{latex(denominator)}}}", _POWER
        case Pow(base, exponent):
            bare = isinstance(base, Num | Const | Name)
            shown = latex(base) if bare else rf"\left({latex(base)}\right)"
            return f"{shown}^{{{latex(exponent)}}}", _POWER
        case Call(function, arguments, primes):
            return _call(function, [latex(argument) for argument in arguments], primes), _POWER
        case Apply(function, arguments, primes):
            inside = ", ".join(latex(argument) for argument in arguments)
            return f"{_base(function)}{chr(39) * primes}({inside})", _POWER
        case Big(operator, index, lower, upper, body):
            bounds = f"_{{{index}={latex(lower)}}}^{{{latex(upper)}}}" if lower and upper else f"_{{{index}}}"
            return rf"\{operator}{bounds} {latex(body, _PRODUCT)}", _PRODUCT
        case Deriv(of, by):
            order = f"^{{{len(by)}}}" if len(by) > 1 else ""
            below = "".join(rf"\partial {_name(name)}" for name in by)
            above = rf"\partial{order} {latex(of, _POWER)}"
            return rf"\frac{{{above}}}{{{below}}}", _POWER
        case Tuple(items):
            return f"({', '.join(latex(item) for item in items)})", 9
        case Relation(sides, signs):
            rest = "".join(f" {sign} {latex(side)}" for sign, side in zip(signs, sides[1:], strict=True))
            return latex(sides[0]) + rest, 0


def _number(value: Fraction, places: int | None) -> tuple[str, int]:
    if places is not None:
        whole, digits = divmod(int(value * 10**places), 10**places)
        return f"{whole}.{digits:0{places}}", 9
    if value.denominator == 1:
        return str(value.numerator), 9 if value >= 0 else _SUM
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", _POWER if value >= 0 else _SUM


def _base(base: str) -> str:
    return base if len(base) == 1 or base.startswith("\\") else rf"\mathit{{{base}}}"


def _name(name: Name) -> str:
    text = name.base
    if name.sub:
        text += (
            f"_{{{_indices(name.sub)}}}"
            if len(name.sub) > 1 or len(_indices(name.sub)) > 1
            else f"_{_indices(name.sub)}"
        )
    if name.sup:
        text += f"^{{({_indices(name.sup)})}}"
    return text


def _indices(items: tuple[Node, ...]) -> str:
    texts = [latex(item) for item in items]
    return ("" if all(len(text) == 1 for text in texts) else ",").join(texts)


def _call(function: str, arguments: list[str], primes: int) -> str:
    first = arguments[0]
    match function:
        case "sqrt":
            return rf"\sqrt{{{first}}}"
        case "root":
            return rf"\sqrt[{arguments[1]}]{{{first}}}"
        case "abs":
            return rf"\left|{first}\right|"
        case "norm":
            return rf"\left\|{first}\right\|"
        case "factorial":
            return rf"\left({first}\right)!"
        case "binomial":
            return rf"\binom{{{first}}}{{{arguments[1]}}}"
    command = rf"\{function}" if function in _COMMANDS else rf"\operatorname{{{function}}}"
    return rf"{command}{chr(39) * primes}\left({first}\right)"


_COMMANDS = frozenset(
    {
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "arcsin",
        "arccos",
        "arctan",
        "exp",
        "ln",
    }
)

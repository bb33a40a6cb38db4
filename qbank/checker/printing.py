"""Syntax trees printed back as LaTeX, for messages and witnesses; reading the print gives the same tree."""

from __future__ import annotations

from fractions import Fraction

from .syntax import (
    Add,
    Apply,
    At,
    Between,
    Big,
    Builder,
    Call,
    Cases,
    Chance,
    Congruence,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Logic,
    Matrix,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    PlusMinus,
    Pow,
    Quantified,
    Relation,
    Set,
    Tuple,
    Unit,
)

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
            return CONSTANTS.get(name, name), 9
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
        case Congruence(sides, modulus):
            return r" \equiv ".join(latex(side) for side in sides) + rf" \pmod{{{latex(modulus)}}}", 0
        case PlusMinus(of, minus):
            return rf"{chr(92)}{'mp' if minus else 'pm'} {latex(of, _PRODUCT)}", _SUM
        case Unit(symbol):
            return rf"\mathrm{{{symbol}}}", 9
        case _:
            return _compound(node)


def _compound(node: Node) -> tuple[str, int]:
    """Print what is no arithmetic."""
    match node:
        case Matrix():
            rows = r" \\ ".join(" & ".join(latex(item) for item in row) for row in node.rows)
            return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}", 9
        case Integral(body, by, lower, upper):
            low = f"_{{{latex(lower)}}}" if lower is not None else ""
            high = f"^{{{latex(upper)}}}" if upper is not None else ""
            return rf"\int{low}{high} {latex(body, _PRODUCT)} \,d{_name(by)}", _PRODUCT
        case Limit(body, by, to, side):
            above = f"^{{{side}}}" if side else ""
            return rf"\lim_{{{_name(by)} \to {latex(to)}{above}}} {latex(body, _PRODUCT)}", _PRODUCT
        case At(of, names, values):
            places = ", ".join(f"{_name(name)}={latex(value)}" for name, value in zip(names, values, strict=True))
            return rf"\left.{latex(of)}\right|_{{{places}}}", 9
        case Cases(values, conditions):
            rows = r" \\ ".join(
                f"{latex(value)} & " + (r"\text{otherwise}" if condition == Const("true") else latex(condition))
                for value, condition in zip(values, conditions, strict=True)
            )
            return rf"\begin{{cases}}{rows}\end{{cases}}", 9
        case Set(items):
            return rf"\{{{', '.join(latex(item) for item in items)}\}}", 9
        case Between(low_end, high_end, low_open, high_open):
            opener, closer = "(" if low_open else "[", ")" if high_open else "]"
            return f"{opener}{latex(low_end)}, {latex(high_end)}{closer}", 9
        case Builder(element, home, condition):
            where = rf" \in {latex(home)}" if home is not None else ""
            return rf"\{{{_name(element)}{where} \mid {latex(condition)}\}}", 9
        case Logic("not", operands):
            return rf"\neg {latex(operands[0], 9)}", _POWER
        case Logic(operator, operands):
            return rf" {_CONNECTIVES[operator]} ".join(latex(operand, 9) for operand in operands), 0
        case Quantified(operator, by, home, body):
            where = rf" \in {latex(home)}" if home is not None else ""
            return rf"\{operator} {_name(by)}{where}\colon {latex(body)}", 0
        case Chance(event, given):
            return f"P({latex(event)}{_given(given)})", 9
        case Moment(kind, arguments, given):
            inside = ", ".join(latex(argument) for argument in arguments)
            return rf"\operatorname{{{_MOMENTS[kind]}}}[{inside}{_given(given)}]", 9
    raise TypeError(f"no print for {type(node).__name__}")


def _given(given: Node | None) -> str:
    return "" if given is None else rf" \mid {latex(given)}"


_CONNECTIVES = {
    "and": r"\land", "or": r"\lor", "implies": r"\Rightarrow", "iff": r"\Leftrightarrow", "xor": r"\oplus",
}  # fmt: skip
_MOMENTS = {"mean": "E", "variance": "Var", "covariance": "Cov", "deviation": "sd", "correlation": "corr"}
CONSTANTS = {
    "pi": r"\pi", "infinity": r"\infty", "true": r"\top", "false": r"\bot", "empty": r"\emptyset",
    "reals": r"\mathbb{R}", "integers": r"\mathbb{Z}", "naturals": r"\mathbb{N}", "rationals": r"\mathbb{Q}",
    "complexes": r"\mathbb{C}",
}  # fmt: skip
"""How constants print that are no letters."""


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

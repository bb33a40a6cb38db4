"""Syntax trees printed back as LaTeX, for messages and witnesses; reading the print gives the same tree."""

from __future__ import annotations

from fractions import Fraction

from .shares import MARK
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
    rebuild,
)

STATEMENT, CONNECTIVE, RELATION, SETS, SUM, PRODUCT, POWER, ATOM = range(8)
"""Binding strengths, from the weakest on."""


def latex(node: Node, level: int = STATEMENT) -> str:
    """Return LaTeX for ``node``; ``level`` is the binding strength of what stands around it."""
    text, strength = _print(node)
    return rf"\left({text}\right)" if strength < level else text


def _print(node: Node) -> tuple[str, int]:
    match node:
        case Num(value, places):
            return _number(value, places)
        case Const(name):
            return CONSTANTS.get(name, name), ATOM
        case Name():
            return _name(node), ATOM
        case Neg(of):
            return f"-{latex(of, PRODUCT)}", SUM
        case Add(terms):
            return _sum(terms), SUM
        case Mul(factors):
            return r" \cdot ".join(latex(factor, POWER) for factor in factors), PRODUCT
        case Div(numerator, denominator):
            return rf"\frac{{{latex(numerator, SUM)}}}{{{latex(denominator, SUM)}}}", POWER
        case Pow(base, exponent):
            bare = isinstance(base, Num | Const | Name | Unit) and latex(base, POWER) == latex(base)
            shown = latex(base) if bare else rf"\left({latex(base)}\right)"
            if isinstance(exponent, Tuple):
                sizes = r" \times ".join(latex(size, POWER) for size in exponent.items)
                return f"{shown}^{{{sizes}}}", POWER
            return f"{shown}^{{{latex(exponent, SUM)}}}", POWER
        case Call(function, arguments, primes):
            return _call(function, arguments, primes)
        case Apply(function, arguments, primes):
            return f"{_base(function)}{chr(39) * primes}({_list(arguments)})", POWER
        case Tuple(items):
            return f"({_list(items)})", ATOM
        case Relation() | Congruence() | Logic() | Quantified():
            return _statement(node)
        case PlusMinus(of, minus):
            return rf"{chr(92)}{'mp' if minus else 'pm'} {latex(of, PRODUCT)}", SUM
        case Unit(symbol):
            return rf"\mathrm{{{symbol}}}", ATOM
        case Big() | Deriv() | Integral() | Limit() | At():
            return _calculus(node)
    return _structure(node)


def _sum(terms: tuple[Node, ...]) -> str:
    text = latex(terms[0], SUM)
    for term in terms[1:]:
        match term:
            case Neg(of):
                text += f" - {latex(of, PRODUCT)}"
            case PlusMinus():
                text += f" {latex(term)}"
            case _:
                text += f" + {latex(term, PRODUCT)}"
    return text


def _calculus(node: Node) -> tuple[str, int]:
    match node:
        case Big(operator, index, lower, upper, body):
            sign = BIG.get(operator, rf"\{operator}")
            bounds = f"_{{{index}={latex(lower)}}}^{{{latex(upper)}}}" if lower and upper else f"_{{{index}}}"
            return f"{sign}{bounds} {latex(body, PRODUCT)}", PRODUCT
        case Deriv(of, by, total):
            sign = "d" if total else r"\partial"
            order = f"^{{{len(by)}}}" if len(by) > 1 else ""
            below = "".join(f"{sign} {_name(name)}" for name in by)
            return rf"\frac{{{sign}{order} {latex(of, POWER)}}}{{{below}}}", POWER
        case Integral(body, by, lower, upper):
            low = f"_{{{latex(lower)}}}" if lower is not None else ""
            high = f"^{{{latex(upper)}}}" if upper is not None else ""
            return rf"\int{low}{high} {latex(body, PRODUCT)} \,d{_name(by)}", PRODUCT
        case Limit(body, by, to, side):
            above = f"^{{{side}}}" if side else ""
            return rf"\lim_{{{_name(by)} \to {latex(to)}{above}}} {latex(body, PRODUCT)}", PRODUCT
        case At(of, names, values):
            places = ", ".join(f"{_name(name)}={latex(value)}" for name, value in zip(names, values, strict=True))
            return rf"\left.{latex(of)}\right|_{{{places}}}", ATOM
    raise TypeError(f"no print for {type(node).__name__}")


def _statement(node: Node) -> tuple[str, int]:
    match node:
        case Relation(sides, signs):
            equivalent = set(signs) == {r"\equiv"} and any(map(_is_statement, sides))
            level = CONNECTIVE if equivalent else SETS
            text = latex(sides[0], level)
            for sign, side in zip(signs, sides[1:], strict=True):
                interval = isinstance(side, Between) and sign in (r"\in", r"\notin")
                text += f" {sign} {_operand(side) if interval else latex(side, level)}"
            return text, STATEMENT if equivalent else RELATION
        case Congruence(sides, modulus):
            return r" \equiv ".join(latex(side, SETS) for side in sides) + rf" \pmod{{{latex(modulus, SUM)}}}", RELATION
        case Logic("not", operands):
            return rf"\neg {latex(operands[0], POWER)}", RELATION
        case Logic(operator, operands):
            return rf" {_CONNECTIVES[operator]} ".join(latex(operand, RELATION) for operand in operands), CONNECTIVE
        case Quantified(operator, by, home, body):
            return rf"\{operator} {_name(by)}{_member(home)}\colon {latex(body)}", STATEMENT
    raise TypeError(f"no print for {type(node).__name__}")


def _structure(node: Node) -> tuple[str, int]:
    """Print what is written as one piece: matrices, sets, cases, probabilities."""
    match node:
        case Matrix():
            rows = r" \\ ".join(" & ".join(latex(item) for item in row) for row in node.rows)
            return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}", ATOM
        case Cases(values, conditions):
            rows = r" \\ ".join(
                f"{latex(value)} & " + (r"\text{otherwise}" if condition == Const("true") else latex(condition))
                for value, condition in zip(values, conditions, strict=True)
            )
            return rf"\begin{{cases}}{rows}\end{{cases}}", ATOM
        case Set(items):
            return rf"\{{{', '.join(latex(item, RELATION) for item in items)}\}}", ATOM
        case Between():
            return _interval(node, alone=True), ATOM
        case Builder(element, home, condition):
            return rf"\{{{_name(element)}{_member(home)} \mid {latex(condition)}\}}", ATOM
        case Chance(event, given):
            return f"P({latex(_worded(event))}{_given(given and _worded(given))})", ATOM
        case Moment(kind, arguments, given):
            inside = ", ".join(latex(argument, SUM) for argument in arguments)
            return rf"\operatorname{{{_MOMENTS[kind]}}}[{inside}{_given(given)}]", ATOM
    raise TypeError(f"no print for {type(node).__name__}")


def _worded(event: Node) -> Node:
    r"""Return ``event`` with the names that are words as ``\text{…}``."""
    if isinstance(event, Name):
        word = len(event.base) > 1 and event.base.replace(" ", "").replace("-", "").isalnum() and not event.sub
        return Name(rf"\text{{{event.base}}}") if word else event
    return rebuild(event, _worded)


def _is_statement(node: Node) -> bool:
    return isinstance(node, Logic | Relation | Quantified) or node in (Const("true"), Const("false"))


def _interval(node: Between, *, alone: bool) -> str:
    """Print an interval; an open one ``alone`` has its brackets reversed where it would be read as a point."""
    ends = f"{latex(node.low, SUM)}, {latex(node.high, SUM)}"
    infinite = any(end in (Const("infinity"), Neg(Const("infinity"))) for end in (node.low, node.high))
    if alone and node.low_open and node.high_open and not infinite:
        return f"]{ends}["
    return f"{'(' if node.low_open else '['}{ends}{')' if node.high_open else ']'}"


def _operand(node: Node) -> str:
    """Print an operand of a set operation."""
    return _interval(node, alone=False) if isinstance(node, Between) else latex(node, SUM)


def _member(home: Node | None) -> str:
    if home is None:
        return ""
    return rf" \in {_interval(home, alone=False) if isinstance(home, Between) else latex(home, SETS)}"


def _given(given: Node | None) -> str:
    return "" if given is None else rf" \mid {latex(given)}"


_CONNECTIVES = {
    "and": r"\land", "or": r"\lor", "implies": r"\Rightarrow", "iff": r"\Leftrightarrow", "xor": r"\oplus",
}  # fmt: skip
_MOMENTS = {"mean": "E", "variance": "Var", "covariance": "Cov", "deviation": "sd", "correlation": "corr"}
BIG = {"union": r"\bigcup", "intersection": r"\bigcap"}
"""Signs of big operators that are not named like their commands."""
CONSTANTS = {
    "pi": r"\pi", "i": r"\mathrm{i}", "infinity": r"\infty", "true": r"\top", "false": r"\bot", "empty": r"\emptyset",
    "reals": r"\mathbb{R}", "integers": r"\mathbb{Z}", "naturals": r"\mathbb{N}", "rationals": r"\mathbb{Q}",
    "complexes": r"\mathbb{C}",
}  # fmt: skip
"""How constants print that are no letters."""


def _number(value: Fraction, places: int | None) -> tuple[str, int]:
    if places is not None:
        whole, digits = divmod(int(value * 10**places), 10**places)
        return f"{whole}.{digits:0{places}}", ATOM
    if value.denominator == 1:
        return str(value.numerator), ATOM if value >= 0 else SUM
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", POWER if value >= 0 else SUM


def _base(base: str) -> str:
    if len(base.rstrip("'")) == 1 or base.startswith("\\"):
        return base
    return rf"\mathit{{{base}}}" if base.isalpha() else rf"\text{{{base}}}"


def _name(name: Name) -> str:
    text = _base(name.base) if " " in name.base and not name.base.startswith("\\") else name.base.removesuffix(MARK)
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


def _list(items: tuple[Node, ...]) -> str:
    return ", ".join(latex(item) for item in items)


def _call(function: str, arguments: tuple[Node, ...], primes: int) -> tuple[str, int]:
    if function in _BETWEEN:
        sign, inside, strength = _BETWEEN[function]
        operand = _operand if inside == SUM else lambda item: latex(item, inside)
        return f" {sign} ".join(map(operand, arguments)), strength
    if function in _ABOVE and not primes:
        base = arguments[0]
        shown = latex(base) if isinstance(base, Name) and not base.sup else rf"\left({latex(base)}\right)"
        return f"{shown}^{{{_ABOVE[function]}}}", POWER
    if not arguments:
        return {"identity": "I", "zero": r"\mathbf{0}"}[function], ATOM
    return _written(function, arguments, primes), POWER


def _written(function: str, arguments: tuple[Node, ...], primes: int) -> str:
    first = latex(arguments[0], SETS)
    second = latex(arguments[1], SUM) if len(arguments) > 1 else ""
    match function:
        case "sqrt":
            return rf"\sqrt{{{latex(arguments[0], SUM)}}}"
        case "root":
            return rf"\sqrt[{second}]{{{latex(arguments[0], SUM)}}}"
        case "abs" | "card":
            return rf"\left|{first}\right|"
        case "norm" | "frobenius":
            index = "_{F}" if function == "frobenius" else f"_{{{second}}}" if second else ""
            return rf"\left\|{first}\right\|{index}"
        case "inner":
            return rf"\left\langle {', '.join(latex(item, SUM) for item in arguments)} \right\rangle"
        case "factorial":
            return rf"\left({latex(arguments[0])}\right)!"
        case "binomial":
            return rf"\binom{{{latex(arguments[0], SUM)}}}{{{second}}}"
        case "mod_inverse":
            return rf"{latex(arguments[0], ATOM)}^{{-1}}"
        case "floor" | "ceil":
            return rf"\l{function} {first} \r{function}"
        case "identity":
            return f"I_{{{latex(arguments[0], SUM)}}}"
        case "complement":
            return rf"\overline{{{latex(arguments[0])}}}"
        case "grad" | "div" | "curl" | "laplacian":
            return rf"{_NABLA[function]} {latex(arguments[0], POWER)}"
        case "powerset":
            return rf"\mathcal{{P}}\left({latex(arguments[0])}\right)"
    command = _SIGNS.get(function) or (rf"\{function}" if function in _COMMANDS else rf"\operatorname{{{function}}}")
    return rf"{command}{chr(39) * primes}\left({_list(arguments)}\right)"


_BETWEEN = {
    "dot": (r"\cdot", POWER, PRODUCT), "cross": (r"\times", POWER, PRODUCT), "hadamard": (r"\odot", POWER, PRODUCT),
    "cartesian": (r"\times", POWER, PRODUCT), "mod": (r"\bmod", POWER, SETS),
    "union": (r"\cup", SUM, SETS), "intersection": (r"\cap", SUM, SETS), "setminus": (r"\setminus", SUM, SETS),
    "symdiff": (r"\triangle", SUM, SETS),
}  # fmt: skip
"""Signs between arguments: what binds around an argument, how strongly the whole binds."""
_NABLA = {"grad": r"\nabla", "div": r"\nabla \cdot", "curl": r"\nabla \times", "laplacian": r"\nabla^2"}
_ABOVE = {"transpose": r"\top", "hermitian": r"\dagger"}
_SIGNS = {
    "det": r"\det", "trace": r"\operatorname{tr}", "dist_normal": r"\mathcal{N}", "dist_uniform": r"\operatorname{U}",
    "dist_bernoulli": r"\operatorname{Bernoulli}", "dist_binomial": r"\operatorname{Bin}",
    "dist_poisson": r"\operatorname{Poisson}", "dist_exponential": r"\operatorname{Exp}",
    "dist_geometric": r"\operatorname{Geom}", "dist_gamma": r"\operatorname{Gamma}",
    "dist_beta": r"\operatorname{Beta}", "gcd": r"\gcd", "max": r"\max", "min": r"\min", "arg": r"\arg",
}  # fmt: skip
_COMMANDS = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "exp", "ln",
})  # fmt: skip

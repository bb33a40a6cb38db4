"""How formulas, numbers and words that students type are read, by the script itself."""

import math
import unicodedata
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import REPOSITORY, Pages, opened

SCRIPTS = ("base", "choosing", "numbers", "texts", "expression", "formulas")
NAMES = ["x", "y", "x_1", "x_12", "alpha", "net_k", "w_21^(4)", "haty", "a", "b", "n", "k"]
AT = {"x": 1.3, "y": 0.7, "x_1": 2.1, "x_12": 3.3, "alpha": 0.4, "net_k": 1.9, "w_21^(4)": 2.7, "haty": 0.9} | {
    "a": 1.1,
    "b": 2.3,
    "n": 5.0,
    "k": 2.0,
}
X, Y, A, B = 1.3, 0.7, 1.1, 2.3


def run(browser: Browser, pages: Pages, body: str, given: Any) -> Any:
    """Run ``body`` with what it is ``given`` behind the files of the practice page's script."""
    files = "".join((REPOSITORY / f"templates/html/practice/{name}.js").read_text("utf-8") for name in SCRIPTS)
    with opened(browser, pages.practice) as page:
        return page.evaluate(f'(given) => {{ "use strict"; {files}\n{body} }}', given)


READ: dict[str, float] = {
    "2x": 2 * X,
    "2 x y": 2 * X * Y,
    "xy": X * Y,
    "-x^2": -(X**2),
    "2^-x": 2**-X,
    "2^{-x}": 2**-X,
    "x^2^y": X ** (2**Y),
    "x^10": X**10,
    r"x^{10}": X**10,
    r"\frac12 x^23": X**2 * 3 / 2,
    "1/2x": X / 2,
    "1/(2x)": 1 / (2 * X),
    "x/y/2": X / Y / 2,
    "x - y - 1": X - Y - 1,
    "x − y · 2 × x ÷ 4": X - Y * 2 * X / 4,
    "2**x": 2**X,
    "x²y⁻¹": X**2 / Y,
    "√x + √(x+y)": math.sqrt(X) + math.sqrt(X + Y),
    "sqrt(x)/3": math.sqrt(X) / 3,
    r"\sqrt[3]{x}": X ** (1 / 3),
    r"\sqrt x": math.sqrt(X),
    "cbrt(x)": X ** (1 / 3),
    r"\frac{1}{1+e^{-x}}": 1 / (1 + math.exp(-X)),
    r"\dfrac{x}{y}": X / Y,
    r"\left(x+y\right)^{2}": (X + Y) ** 2,
    r"\bigl[x+y\bigr]\cdot 2": (X + Y) * 2,
    "exp(-x)": math.exp(-X),
    r"\mathrm{e}^{x}": math.exp(X),
    "e^x": math.exp(X),
    "e^2x": math.exp(2) * X,
    "pi x": math.pi * X,
    r"\pi": math.pi,
    "π": math.pi,
    "sin x": math.sin(X),
    "sinx": math.sin(X),
    "sin 2x": math.sin(2 * X),
    "sin(2x)y": math.sin(2 * X) * Y,
    "sin x cos y": math.sin(X) * math.cos(Y),
    "sin^2 x": math.sin(X) ** 2,
    "sin^2(x) + cos^2(x)": 1,
    r"\sin^{-1} y": math.asin(Y),
    "tan^-1(x)": math.atan(X),
    "arctan x": math.atan(X),
    "ln(x)/ln(2)": math.log2(X),
    "log_2 x": math.log2(X),
    r"\log_{10}(x)": math.log10(X),
    "log x": math.log(X),
    "lg x": math.log10(X),
    "|x - 2|": 2 - X,
    "|x||y|": X * Y,
    "2|y-x|y": 2 * (X - Y) * Y,
    r"\lvert x-2 \rvert": 2 - X,
    "abs(x-2)": 2 - X,
    "floor(x) + ceil(y)": 2,
    r"\lfloor x \rfloor": 1,
    "max(x, y)": X,
    "n!": 120,
    "n!/(k!(n-k)!)": 10,
    r"\binom{n}{k}": 10,
    "binom(n, k)": 10,
    "x_1 + x1": 4.2,
    "x_{12}": 3.3,
    "x_12": 3.3,
    "net_k": 1.9,
    r"w_{21}^{(4)}": 2.7,
    "w_21^(4)": 2.7,
    r"w_{21}^{(4)2}": math.nan,
    "alpha + α": 0.8,
    r"\alpha x": 0.4 * X,
    r"\hat y": 0.9,
    r"\hat{y}": 0.9,
    "ab": A * B,
    "a b^2": A * B**2,
    ".5x": X / 2,
    "$2x$": 2 * X,
    r"2\,x": 2 * X,
    "(x+1)(x-1)": (X + 1) * (X - 1),
    "2(x)": 2 * X,
    "x(y+1)": X * (Y + 1),
    "3.0": 3,
    "(-8)^(1/3)": math.nan,
    "1/0": math.nan,
}


def test_formulas_are_read_as_they_are_meant(browser: Browser, types: Pages) -> None:
    body = """
      return given.texts.map((text) => {
        const { tree, problem } = readFormula(text, given.names);
        return problem === undefined ? valueOf(tree, given.at) : problem;
      });
    """
    found = run(browser, types, body, {"texts": list(READ), "names": NAMES, "at": AT})
    wrong = [
        (text, value)
        for text, value in zip(READ, found, strict=True)
        if isinstance(value, str) or not _near(value, READ[text])
    ]
    assert not wrong


def _near(value: float, wanted: float) -> bool:
    return math.isclose(value, wanted, rel_tol=1e-12) or (math.isnan(value) and math.isnan(wanted))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "…"),
        ("2x +", "…"),
        ("(x", "…"),
        ("x)", ")"),
        ("x = 1", "="),
        ("a < b", "<"),
        (r"\foo{x}", r"\foo"),
        (r"\frac{1}", "…"),
        ("2,5", ","),
        ("x^", "…"),
        ("sin", "…"),
        (r"\int x", r"\int"),
        ("(" * 200 + "x" + ")" * 200, "("),
        ("-" * 200 + "x", "-"),
        ("alert('x')", "'"),
        ("x; y", ";"),
        ("max(x)", "…"),
    ],
)
def test_what_is_not_understood_is_named(browser: Browser, types: Pages, text: str, part: str) -> None:
    body = "return readFormula(given.text, given.names).problem;"
    assert run(browser, types, body, {"text": text, "names": NAMES}) == part


def test_a_comma_parts_decimals_where_the_language_says_so(browser: Browser, german: Pages) -> None:
    body = "return ['2,5x', '2.5x', 'max(1; 2)'].map((text) => valueOf(readFormula(text, ['x']).tree, { x: 2 }));"
    assert run(browser, german, body, None) == [5, 5, 2]


def test_every_preview_can_be_read_again(browser: Browser, types: Pages) -> None:
    """What a preview shows means what was read: brackets stand where they must."""
    body = """
      return given.texts.map((text) => {
        const { tree } = readFormula(text, given.names);
        return new XMLSerializer().serializeToString(math("math", draw(tree)));
      });
    """
    found = run(
        browser, types, body, {"texts": ["(x+y)^2", "-(x+y)", "x-(y-1)", "(x/y)^2", "2*3", "(-x)^2"], "names": NAMES}
    )
    assert [drawn.count("<mo>(</mo>") for drawn in found] == [1, 1, 1, 1, 0, 1]
    assert "·" in found[4]


FOLDING = ["Straße", "STRASSE", "ſtop", "Σίσυφος", "ΣΊΣΥΦΟΣ", "İstanbul", "ﬁn", "É", "e\u0301", "Ǆ", "ꭰ"]


def test_letters_are_folded_as_in_python(browser: Browser, types: Pages) -> None:
    body = "return given.map((one) => given.map((other) => folded(one, {}) === folded(other, {})));"
    found = run(browser, types, body, FOLDING)
    mine = [unicodedata.normalize("NFC", text).casefold() for text in FOLDING]
    assert found == [[one == other for other in mine] for one in mine]


@pytest.mark.parametrize(
    ("text", "pieces", "fits"),
    [
        ("Genf", ["Gen", ""], True),
        ("gen", ["Gen", ""], True),
        ("a", ["a", "a"], False),
        ("aa", ["a", "a"], True),
        ("abcbd", ["a", "b", "b", "d"], True),
        ("abd", ["a", "b", "b", "d"], False),
        ("x y", ["x", "y"], True),
        ("2*3", ["2*3"], True),
        ("243", ["2*3"], False),
        ("", ["", ""], True),
    ],
)
def test_patterns(browser: Browser, types: Pages, text: str, pieces: list[str], *, fits: bool) -> None:
    body = "return consistsOf(folded(given.text, {}), given.pieces.map((piece) => folded(piece, {})));"
    assert run(browser, types, body, {"text": text, "pieces": pieces}) is fits


UNITS = {"units": {"m·s^-1": "1", "µV": "1000000", "€": "1", "%": "1"}, "unitPenalty": 10}


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("5 m s⁻¹", 100),
        ("5 m*s^{-1}", 100),
        ("5 m·s^-1", 100),
        ("5 ms-1", 90),
        ("5000000 μV", 100),
        ("5 000 000 µV", 100),
        ("5e6 µV", 100),
        ("€ 5", 100),
        ("€5.00", 100),
        ("5%", 100),
        ("5 V", 90),
        ("5", 90),
        ("6 V", 0),
    ],
)
def test_units(browser: Browser, types: Pages, text: str, fraction: int) -> None:
    known = {**UNITS, "accepted": [{"low": "5", "high": "5", "fraction": 100}]}
    body = "return kinds.number.grade(given.text, given.known);"
    assert run(browser, types, body, {"text": text, "known": known})["fraction"] == fraction


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("0.1", "0.10", 0),
        ("1E+3", "1000", 0),
        ("-0", "0", 0),
        ("0.1", "0.1000000000000000000001", -1),
        ("-2", "-3", 1),
        ("1e300", "1e299", 1),
        ("1e-300", "0", 1),
    ],
)
def test_numbers_are_compared_exactly(browser: Browser, types: Pages, one: str, other: str, order: int) -> None:
    body = "const [one, other] = given.map(exact); return [atMost(one, other), atMost(other, one)];"
    assert run(browser, types, body, [one, other]) == [order <= 0, order >= 0]

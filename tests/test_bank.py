"""The quiz in ``bank/``: six questions, word for word and formula for formula."""

from __future__ import annotations

from pathlib import Path

import pytest

import qbank
from qbank.diagnostic import Severity
from qbank.figures import read
from qbank.markup import parse, plain
from qbank.schema import Bank, Question, SingleChoice, Statements
from qbank.texts import texts

ROOT = Path(__file__).resolve().parents[1]
QUIZ = ("q1-1", "q1-2", "q2-1", "q2-2", "q3-1", "q3-2")
KEYS = {"q1-1": 1, "q1-2": 1, "q2-1": 2, "q2-2": 3, "q3-1": 2, "q3-2": 2}

CHANGE = (
    r"\Delta w_{ji} = -\eta \frac{\partial E}{\partial net_j} \frac{\partial net_j}{\partial w_{ji}}"
    r" = \eta \delta_j o_i"
)
TANH = r"o_j = \text{Tanh}(net_j) = \frac{1 - \exp(-2net_j)}{1 + \exp(-2net_j)}"
HINT = (r"\text{Tanh}(z) = 2\text{Sigmoid}(2z) - 1", r"\text{Tanh}'(z) = 1 - (\text{Tanh}(z))^2")
LOSS = r"E = \frac{1}{2} (y_j - o_j)^2"

FORMULAS = {
    "q1-1": (),
    "q1-2": (
        r"net^{(d)} = w_0 + \sum_{i=1}^n w_i x_i^{(d)}",
        r"o^{(d)} = \text{Sigmoid}(net^{(d)}) = \frac{1}{1 + \exp(-net^{(d)})}",
        r"E^{(d)} = -y^{(d)} \ln(o^{(d)}) - (1 - y^{(d)}) \ln(1 - o^{(d)})",
        r"(x^{(d)}, y^{(d)})",
        r"\frac{\partial E^{(d)}}{\partial w_i}",
        r"-(y^{(d)} - o^{(d)})x_i^{(d)}",
        r"-(y^{(d)} - o^{(d)})o^{(d)}(1 - o^{(d)})x_i^{(d)}",
        r"-\left(\frac{y^{(d)}}{o^{(d)}} - \frac{1-y^{(d)}}{1-o^{(d)}}\right)x_i^{(d)}",
        r"-(y^{(d)} - 2y^{(d)}o^{(d)} + o^{(d)})x_i^{(d)}",
        (
            r"\begin{aligned}"
            r" &= \frac{\partial E^{(d)}}{\partial w_i} \\"
            r" &= \frac{\partial E^{(d)}}{\partial o^{(d)}} \frac{\partial o^{(d)}}{\partial net^{(d)}}"
            r" \frac{\partial net^{(d)}}{\partial w_i} \\"
            r" &= \left(-\frac{y^{(d)}}{o^{(d)}} + \frac{1-y^{(d)}}{1-o^{(d)}}\right) o^{(d)}(1-o^{(d)})x_i^{(d)} \\"
            r" &= (-y^{(d)}(1-o^{(d)}) + (1-y^{(d)})o^{(d)})x_i^{(d)} \\"
            r" &= -(y^{(d)} - o^{(d)})x_i^{(d)}."
            r" \end{aligned}"
        ),
    ),
    "q2-1": (
        CHANGE,
        (
            r"\delta_j = -\frac{\partial E}{\partial net_j} = -\frac{\partial E}{\partial o_j}"
            r" \frac{\partial o_j}{\partial net_j}"
        ),
        "j",
        TANH,
        LOSS,
        r"\delta_j",
        *HINT,
        r"(y_j - o_j)(1 - o_j)o_j",
        r"(y_j - o_j)(1 - o_j^2)",
        r"y_j - o_j",
        r"\frac{y_j(1 - o_j^2)}{o_j} - (1 - y_j)(1 + o_j)",
        (
            r"\begin{aligned}"
            r" & -\frac{\partial E}{\partial net_j} \\"
            r" &= (y_j - o_j) \frac{\partial o_j}{\partial net_j} \\"
            r" &= (y_j - o_j)(1 - o_j^2) \\"
            r" & \text{with tanh activation.}"
            r" \end{aligned}"
        ),
    ),
    "q2-2": (
        CHANGE,
        (
            r"\delta_j = -\frac{\partial E}{\partial net_j} = -\sum_k \frac{\partial E}{\partial net_k}"
            r" \frac{\partial net_k}{\partial o_j} \frac{\partial o_j}{\partial net_j}"
        ),
        "j",
        TANH,
        LOSS,
        r"\delta_j",
        *HINT,
        r"\sum_k \delta_k w_{kj}",
        r"o_j(1 - o_j) \sum_k \delta_k w_{kj}",
        r"(1 - o_j^2) \sum_k \delta_k w_{kj}",
        r"(y_j - o_j)(1 - o_j^2)",
        (
            r"\begin{aligned}"
            r" & -\frac{\partial E}{\partial net_j} \\"
            r" &= -\frac{\partial E}{\partial o_j} \frac{\partial o_j}{\partial net_j} \\"
            r" &= -\sum_k \frac{\partial E}{\partial net_k} \frac{\partial net_k}{\partial o_j}"
            r" \frac{\partial o_j}{\partial net_j} \\"
            r" &= \sum_k \delta_k w_{kj} (1 - o_j^2) \\"
            r" & \text{with tanh activation.}"
            r" \end{aligned}"
        ),
    ),
    "q3-1": (),
    "q3-2": (
        r"\frac{\partial E_x}{\partial w_{21}^{(4)}}",
        r"E_x = \|y - a\|^2",
        r"2(a_1 - y_1)a_1(1 - a_1)a_1^{(3)}",
        r"2(a_2 - y_2)a_2(1 - a_2)a_1^{(3)}",
        r"2(a_2 - y_2)a_2(1 - a_2)a_2^{(3)}",
        r"2(a_1 - y_1)a_1(1 - a_1)a_2^{(3)}",
        (
            r"\begin{aligned}"
            r" & w_{21}^{(4)} a_1^{(3)} + w_{22}^{(4)} a_2^{(3)} \rightarrow z_2^{(4)} \xrightarrow{g(z_2^{(4)})} a_2"
            r" \xrightarrow{\|y - a\|^2} E_x \\"
            r" & \frac{\partial a_2}{\partial z_2^{(4)}} = g'(z_2^{(4)}) \quad \frac{\partial"
            r" E_x}{\partial a_2} = 2(a_2 - y_2)"
            r" \end{aligned}"
        ),
        (
            r"\begin{aligned}"
            r" \frac{\partial E_x}{\partial w_{21}^{(4)}} &= 2(a_2 - y_2)g'(z_2^{(4)})a_1^{(3)} \\"
            r" &= 2(a_2 - y_2)g(z_2^{(4)})(1 - g(z_2^{(4)}))a_1^{(3)} \\"
            r" &= 2(a_2 - y_2)a_2(1 - a_2)a_1^{(3)}"
            r" \end{aligned}"
        ),
    ),
}
"""Every formula of the quiz, in the order stem, options, explanation."""

PROSE = {
    "q1-1": "Are these statements true or false?",
    "q1-2": "Assume , , and for a data , please calculate by using the chain rule.",
    "q2-1": "In backpropagation, every weight is changed by , where . If is a tanh output unit with , and . "
    "Please calculate the here. Hint: , so",
    "q2-2": "In backpropagation, every weight is changed by , where . If is a hidden unit with the activation , and . "
    "Please calculate the here. Hint: , so",
    "q3-1": "Are these statements true or false?",
    "q3-2": "Please calculate the with sigmoid activation.",
}
STATEMENTS = {
    "q1-1": [
        (
            (
                "Stochastic gradient descent has fewer amount of computation per gradient update than standard "
                "gradient descent."
            ),
            True,
            (
                "Since stochastic GD uses single instance per iteration while standard GD uses full"
                " batch training data per iteration, stochastic GD has fewer amount of computation per iteration."
            ),
        ),
        (
            "Large-batch methods often have a worse generalization ability compared to small-batch methods.",
            True,
            "Small-batch methods is less susceptible to local minimum, thus having a better generalization ability.",
        ),
    ],
    "q3-1": [
        (
            "Backpropagation is based on the chain rule.",
            True,
            "We use chain rule to calculate the partial derivatives of composite functions like neural network.",
        ),
        (
            "Backpropagation contains only forward passes.",
            False,
            "It contains both forward and backward passes.",
        ),
    ],
}


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Load the bank as it stands."""
    loaded, problems = qbank.load([ROOT / "bank"])
    assert [each for each in problems if each.severity is Severity.ERROR] == []
    return loaded


def question(bank: Bank, name: str) -> SingleChoice | Statements:
    found = next(each for each in bank.questions if each.id == name)
    assert isinstance(found, SingleChoice | Statements)
    return found


def formulas(source: str) -> list[str]:
    """Return the formulas of a text, white space as single blanks."""
    return [" ".join(node.text.split()) for node in parse(source).walk() if node.type in {"math", "math_block"}]


def prose(source: str) -> str:
    """Return the words of a text, formulas and figures left out."""
    parts = [" " if node.type.endswith("break") else node.text * (node.type == "text") for node in parse(source).walk()]
    return " ".join("".join(parts).split())


def test_the_six_stand_there_in_order(bank: Bank) -> None:
    assert tuple(each.id for each in bank.questions if each.id in KEYS) == QUIZ


@pytest.mark.parametrize("name", QUIZ)
def test_key(bank: Bank, name: str) -> None:
    assert question(bank, name).key == KEYS[name]
    assert len(question(bank, name).choices) == 4


@pytest.mark.parametrize("name", QUIZ)
def test_formulas(bank: Bank, name: str) -> None:
    asked = question(bank, name)
    written = [asked.stem, *(option.text for option in asked.choices), asked.explanation]
    assert tuple(latex for text in written for latex in formulas(text)) == FORMULAS[name]


@pytest.mark.parametrize("name", QUIZ)
def test_words(bank: Bank, name: str) -> None:
    written = prose(question(bank, name).stem).replace(" ,", ",").replace(" .", ".")
    assert written == PROSE[name].replace(" ,", ",").replace(" .", ".")


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements(bank: Bank, name: str) -> None:
    asked = question(bank, name)
    assert isinstance(asked, Statements)
    assert [(each.text, each.correct, each.explanation) for each in asked.statements] == STATEMENTS[name]
    assert [option.text for option in asked.options] == ["True, True", "True, False", "False, True", "False, False"]


def test_emphasis_stays(bank: Bank) -> None:
    for name, words in (("q2-1", "output unit"), ("q2-2", "hidden unit")):
        strong = [plain(node) for node in parse(question(bank, name).stem).walk() if node.type == "strong"]
        assert strong == [words]


def test_the_figure_tells_what_the_solution_uses(bank: Bank) -> None:
    asked: Question = question(bank, "q3-2")
    (image,) = (node for node in parse(asked.stem).walk() if node.type == "image")
    figure = read(asked, image.attributes["src"])
    assert figure.media_type == "image/svg+xml"
    for weight in ("w11(4)", "w12(4)", "w21(4)", "w22(4)"):
        assert weight in image.text
        assert weight.encode() in figure.data
    blocks = [node.type for node in parse(asked.stem).children]
    assert blocks == ["paragraph", "paragraph", "math_block"]


def test_hints_are_not_told_twice(bank: Bank) -> None:
    for name in QUIZ:
        assert question(bank, name).hints == ()


def test_every_text_is_read(bank: Bank) -> None:
    for each in bank.questions:
        assert [text.path for text in texts(each) if text.tree.attributes.get("refused")] == []

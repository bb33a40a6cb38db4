"""Pairs of formulas against what is known of them: the corpus holds true identities and near misses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.checker import compare
from qbank.checker.numeric.evaluation import Evaluator
from qbank.checker.syntax import Node

CORPUS = Path(__file__).parent / "corpus"
PAIRS: list[dict[str, Any]] = [
    {**pair, "field": path.stem}
    for path in sorted(CORPUS.glob("pairs-*.yaml"))
    for pair in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['field']}: {pair['a']} ~ {pair['b']}" for pair in PAIRS])
def test_corpus(pair: dict[str, Any]) -> None:
    verdict = compare(pair["a"], pair["b"], pair.get("assume", []))
    assert verdict.outcome == pair["outcome"], verdict
    if verdict.outcome == "equal" and "method" in pair:
        assert verdict.method == pair["method"]
    elif verdict.outcome == "equal":
        assert verdict.proved
    if verdict.outcome == "different":
        assert verdict.witness is not None
        assert verdict.witness.left != verdict.witness.right


def test_verdicts_do_not_depend_on_the_run() -> None:
    first, second = (compare(r"\sum_i w_i x_i^2", r"\sum_i w_i x_i") for _ in range(2))
    assert first == second


# expressions and rewritings that are true by construction


def _leaf() -> st.SearchStrategy[str]:
    return st.sampled_from(["x", "y", "a_1", "a_2", "2", "3", r"\frac{1}{2}"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda pair: rf"({pair[0]} + {pair[1]})"),
        two.map(lambda pair: rf"({pair[0]} - {pair[1]})"),
        two.map(lambda pair: rf"({pair[0]}) ({pair[1]})"),
        two.map(lambda pair: rf"\frac{{{pair[0]}}}{{{pair[1]}}}"),
        inner.map(lambda one: rf"({one})^2"),
        inner.map(lambda one: rf"\exp({one})"),
        inner.map(lambda one: rf"\sin({one})"),
    )


EXPRESSIONS = st.recursive(_leaf(), _grow, max_leaves=6)
IDENTITIES = st.sampled_from(
    [
        ("{0} + {1}", "{1} + {0}"),
        ("({0}) ({1} + 1)", "({0}) ({1}) + {0}"),
        ("({0} + {1})^2", "({0})^2 + 2 ({0}) ({1}) + ({1})^2"),
        (r"\exp({0} + {1})", r"\exp({0}) \exp({1})"),
        (r"(\sin({0}))^2 + (\cos({0}))^2", "1"),
        (r"\frac{{{0}}}{{\exp({1})}}", r"({0}) \exp(-({1}))"),
    ]
)


@given(IDENTITIES, EXPRESSIONS, EXPRESSIONS)
@settings(max_examples=40, deadline=None)
def test_true_rewritings_are_never_refuted(identity: tuple[str, str], one: str, other: str) -> None:
    left, right = (side.format(one, other) for side in identity)
    assert compare(left, right).outcome != "different"


@given(EXPRESSIONS, st.sampled_from(["{0} + 1", "{0} + x", r"({0}) + \exp(x)", "({0}) + (x - y)^2"]))
@settings(max_examples=40, deadline=None)
def test_changed_values_are_never_equal(expression: str, change: str) -> None:
    assert compare(expression, change.format(expression)).outcome != "equal"


def test_an_integral_that_cannot_be_worked_out_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    evaluate = Evaluator.evaluate

    def counted(self: Evaluator, node: Node) -> object:
        nonlocal calls
        calls += 1
        return evaluate(self, node)

    monkeypatch.setattr(Evaluator, "evaluate", counted)
    assert compare(r"\int_0^\infty\int_0^\infty e^{-x-y}\,dx\,dy", "1").outcome == "undecided"
    assert calls < 500_000

"""Another order for the same things."""

import pytest

from qbank.scrambling import scrambled


@pytest.mark.parametrize("count", range(12))
def test_everything_is_there_and_nothing_in_its_place(count: int) -> None:
    order = scrambled("q1", count)
    assert sorted(order) == list(range(count))
    assert count == 1 or all(index != place for place, index in enumerate(order))
    assert scrambled("q1", count) == order


def test_questions_differ() -> None:
    assert len({tuple(scrambled(f"q{number}", 6)) for number in range(40)}) > 10

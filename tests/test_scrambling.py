"""Another order for the same things."""

from itertools import permutations

import pytest

from qbank.scrambling import scrambled

TEXTS = ["sow", "water", "weed", "reap", "thresh", "mill", "bake"]


@pytest.mark.parametrize("count", range(8))
def test_everything_is_there_in_another_order(count: int) -> None:
    order = scrambled("q1", TEXTS[:count])
    assert sorted(order) == list(range(count))
    assert count < 3 or order != sorted(order)
    assert scrambled("q1", TEXTS[:count]) == order


def test_questions_differ() -> None:
    assert len({tuple(scrambled(f"q{number}", TEXTS)) for number in range(40)}) > 10


def test_the_order_does_not_tell_the_order_of_the_bank() -> None:
    banks = [list(bank) for bank in permutations(TEXTS[:4])]
    shown = [tuple(bank[index] for index in scrambled("q", bank)) for bank in banks]
    assert len(set(shown)) == 2  # the one, and its reverse for the bank that has this order itself
    assert min(shown.count(each) for each in set(shown)) == 1
    assert len({tuple(bank[index] for index in scrambled("q", bank)) for bank in (["a", "b"], ["b", "a"])}) == 1

"""What our fixed words are, whatever the language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of one language. ``{n}``, ``{m}``, ``{unit}`` and ``{options}`` are filled in."""

    babel: str
    """Name under which ``\\babelprovide`` knows the language."""
    name: str
    number: str
    points: str
    one_point: str
    many_points: str
    one_question: str
    many_questions: str
    page: str
    question: str
    # what the student is told to do
    instructions: str
    """On top, where it holds for every question."""
    tick_one: str
    tick_all: str
    tick_truth: str
    costs: str
    """Of a single choice."""
    balanced: str
    exactly: str
    write_unit: str
    capitals: str
    match: str
    order: str
    fill: str
    fill_tick: str
    """Where some of the gaps are to be ticked."""
    start: str
    answer: str
    at_least: str
    at_most: str
    words_between: str
    files: str
    # solutions
    solution: str
    solutions: str
    feedback: str
    right: str
    partly: str
    wrong: str
    hint: str
    true: str
    false: str
    to: str
    """Between the ends of a range."""
    any_text: str
    unit_cost: str
    by_position: str
    by_neighbours: str
    whole_order: str
    model_answer: str
    rubric: str
    """Of a table with what earns points."""
    # the other sheets
    answer_key: str
    worksheet: str
    answers: str
    date: str
    version: str
    key: str
    reached: str
    total: str
    by_rubric: str
    # what the checker found
    proved: str
    assumed: str
    tested: str
    consistent: str
    asserted: str
    undecided: str
    refuted: str
    refuted_option: str
    refuted_options: str
    decimal: str = "."
    colon: str = ":"
    """Behind a word; French sets a space before it."""

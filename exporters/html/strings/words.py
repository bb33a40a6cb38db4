"""The fixed words of the pages, in each language they speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strings:
    """One language. A missing word is a missing argument, so no language falls behind."""

    decimal: str
    skip: str
    questions: str
    question: str
    points: str
    by: str
    licence: str
    practice: str
    solutions: str
    choose_one: str
    check: str
    hint: str
    next_hint: str
    try_again: str
    start_over: str
    shuffle: str
    author_order: str
    progress: str
    answered: str
    right_count: str
    score: str
    right: str
    partly_right: str
    wrong: str
    your_answer: str
    right_answer: str
    choose_first: str
    explanation: str
    true: str
    false: str
    formula: str
    scrolls: str
    no_script: str
    option: str
    statement: str
    line: str
    tags: str
    difficulty: str
    objective: str
    author: str
    source: str
    statements: str
    evidence_heading: str
    derived: str
    options_heading: str
    answers_heading: str
    answer: str
    solution_heading: str
    assumed_heading: str
    assumed_words: str
    sizes_words: str
    witness_at: str
    witness_option: str
    witness_written: str
    witness_answer: str
    choose_several: str
    exactly: str
    """Behind the line before, where nothing else earns points."""
    true_or_false: str
    write_number: str
    write_number_and_unit: str
    write_text: str
    write_formula: str
    match_each: str
    put_in_order: str
    fill_gaps: str
    write_essay: str
    answer_first: str
    read_as: str
    bad_number: str
    two_ways: str
    bad_formula: str
    unknown_name: str
    example: str
    choose: str
    matches: str
    your_match: str
    place: str
    move_up: str
    move_down: str
    move_left: str
    move_right: str
    drag: str
    moved: str
    gap: str
    words_counted: str
    words_least: str
    words_most: str
    too_few: str
    too_many: str
    model_answer: str
    rubric: str
    compare: str
    own_points: str
    was_right: str
    equal_value: str
    self_graded: str
    not_counted: str
    no_files: str
    penalty: str
    unit_wrong: str
    also: str
    known_wrong: str
    between: str
    earns: str
    right_order: str
    introduction: str
    exam: str
    name: str
    student_number: str
    version: str
    time: str
    reached: str
    total: str
    keys: str
    print: str
    print_words: str
    sheet_one: str
    sheet_several: str
    sheet_match: str
    sheet_order: str
    your_answers: str
    not_answered: str
    clear: str
    hand_in: str
    hand_in_words: str
    kept_words: str
    save: str
    saved: str
    print_answers: str
    minutes_left: str
    time_over: str
    hide_time: str
    show_time: str
    more_time: str
    script_needed: str
    levels: Mapping[str, str]
    level_words: Mapping[str, str]
    """“alone”: where no options stand beside the key; “no key”: where there is none."""
    verdicts: Mapping[str, str]
    solution_words: Mapping[str, str]
    difficulties: Mapping[str, str]

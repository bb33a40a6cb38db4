"""The fixed words of the bank's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. A missing word is a missing argument, so no language falls behind."""

    browse: str
    search: str
    search_hint: str
    filters: str
    clear_all: str
    remove: str
    results: str
    results_all: str
    none_found: str
    none_found_hint: str
    sort: str
    sorts: Mapping[str, str]
    facets: Mapping[str, str]
    types: Mapping[str, str]
    statuses: Mapping[str, str]
    without: str
    show_all: str
    show_fewer: str
    open_branch: str
    keys: str
    tick: str
    chosen: str
    tick_shown: str
    chosen_only: str
    use: str
    clear: str
    as_exam: str
    as_options: str
    as_ids: str
    use_hint: str
    copy: str
    copied: str
    download: str
    close: str
    back: str
    previous: str
    next: str
    position: str
    parts: str
    question_tab: str
    proof_tab: str
    as_student: str
    pick_one: str
    pick_one_hint: str
    loading: str
    missing: str
    unknown: str
    no_source: str
    whole_file: str
    no_script: str
    file: str
    files: str
    category: str
    not_shown: str
    not_checked: str
    premises: str
    premises_of_stem: str
    domain: str
    asked: str
    asked_read: str
    statements_say: str
    equivalent: str
    variants: str

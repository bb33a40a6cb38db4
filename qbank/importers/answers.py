"""Answers of short texts as other programs hold them, put in the form of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from qbank.schema import ShortAnswerGap


def accepted(text: str) -> dict[str, str]:
    """Return an answer in which ``*`` stands for anything as a pattern, any other as a text."""
    if re.search(r"(?<!\\)\*", text):
        return {"pattern": text}
    return {"text": text.replace("\\*", "*")}


def bare(item: dict[str, Any]) -> Any:
    """Return an item that has nothing but its text as that text."""
    return item["text"] if set(item) == {"text"} else item


def reached(answers: Sequence[Any], *, case: bool) -> tuple[list[Any], list[str]]:
    """Return the answers without those that an earlier one accepts already, and these as texts."""
    kept: list[Any] = []
    left_out: list[str] = []
    for answer in answers:
        if kept and _codes([*kept, answer], case=case) == {"QB119"}:
            left_out.append(answer if isinstance(answer, str) else str(answer.get("text", answer.get("pattern"))))
        else:
            kept.append(answer)
    return kept, left_out


def _codes(answers: list[Any], *, case: bool) -> set[str]:
    # a right answer is added, since whether there is one is not the question here
    tried = {"type": "short-answer", "answers": [*answers, "\ue000"], "case_sensitive": "true" if case else "false"}
    try:
        ShortAnswerGap.model_validate(tried)
    except ValidationError as error:
        mistakes = (each.get("ctx", {}).get("mistakes", ()) for each in error.errors())
        found = [mistake for group in mistakes for mistake in group]
        return {mistake.code for mistake in found if mistake.path != ("answers", len(answers))}
    return set()

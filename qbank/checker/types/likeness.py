"""A question of another type put as a choice, so that one procedure derives what all of them ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qbank.schema import Option, Question, SingleChoice

Path = tuple[str | int, ...]


def as_choice(
    question: Question, options: Sequence[Option], key: int | None, *, stem: str | None = None
) -> SingleChoice:
    """Return a choice among ``options`` with the stem, explanation and check block of ``question``.

    It may have fewer than two options; it is for the checker alone.
    """
    common = {name: getattr(question, name) for name in Question.model_fields if name != "type"}
    if stem is not None:
        common["stem"] = stem
    return SingleChoice.model_construct(**common, type="single-choice", options=tuple(options), answer=key)


def option(text: str) -> Option:
    """Return an option that says ``text``."""
    return Option.model_construct(text=text)


_NUMBERED = re.compile(r"\b([Oo])ptions? (\d+)(?: and (\d+))?\b")


def renamed(
    result: dict[str, Any], names: Mapping[int, str], paths: Mapping[int, tuple[Path, int]], missing: str
) -> dict[str, Any]:
    """Say of the result on a choice what it says of the question: names and places of the answers for options.

    ``names`` says what option ``n`` is called; ``paths`` where its text stands, and how many characters before it
    are not in the option; ``missing`` how a key is added.
    """

    def called(found: re.Match[str]) -> str:
        name = " and ".join(names.get(int(number), f"option {number}") for number in found.groups()[1:] if number)
        return name[:1].upper() + name[1:] if found[1] == "O" else name

    result["evidence"]["summary"] = _NUMBERED.sub(called, result["evidence"]["summary"])
    placed = _placed(result["diagnostics"], lambda text: _NUMBERED.sub(called, text), paths)
    result["diagnostics"] = [{**each, "hint": missing} if each["code"] == "QB300" else each for each in placed]
    return result


def _placed(
    findings: Sequence[dict[str, Any]], said: Callable[[str], str], paths: Mapping[int, tuple[Path, int]]
) -> Iterator[dict[str, Any]]:
    for each in findings:
        path, offset = each["path"], each["offset"]
        if path[:1] == ["options"] and len(path) > 1 and path[1] + 1 in paths:
            path, shift = paths[path[1] + 1]
            offset += shift
        hint = "" if each["hint"] == "no option is right" else said(each["hint"])
        yield {**each, "message": said(each["message"]), "hint": hint, "path": list(path), "offset": offset}

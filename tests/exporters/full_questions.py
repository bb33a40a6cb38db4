"""One question of each type with every field set, as plain data, and the same with one field changed."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

import qbank
from qbank.diagnostic import Severity
from qbank.schema import Bank

Steps = tuple[str | int, ...]
COMMON: dict[str, Any] = {
    "title": "a title",
    "stem": "a stem",
    "points": "4",
    "penalty": "25",
    "difficulty": "hard",
    "objective": "an objective",
    "language": "fr",
    "author": "an author",
    "source": "a source",
    "shuffle": "false",
    "numbering": "ABC",
    "category": "A/B",
    "tags": ["first tag", "second tag"],
    "hints": ["first hint", "second hint"],
    "feedback": {"correct": "well done", "partial": "half done", "incorrect": "not done"},
    "explanation": "an explanation",
    "files": ["data.csv"],
}
OTHERS: dict[str, tuple[str, ...]] = {
    "difficulty": ("easy",),
    "numbering": ("iii",),
    "response": ("code",),
    "layout": ("vertical", "row", "menu", "column"),
    "scoring": ("position", "balanced"),
    "range": ("3 to 7",),
    "tolerance": ("0.125",),
    "language": ("de",),
    "files": ("other.csv",),
    "factor": ("0.001",),
    "fraction": ("40", "25", "50", "-100"),
    "answer": ("1", "2", "5", "2x + 3", "false"),
}
"""Other values of the fields that do not take any text."""


class _Loader(yaml.SafeLoader):
    """Leaves every scalar as its text."""


_Loader.yaml_implicit_resolvers = {}


class _Dumper(yaml.SafeDumper):
    """Writes what occurs twice twice."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def full_questions() -> list[dict[str, Any]]:
    """Return a question of each type, some types in two."""
    written = Path(__file__).with_name("full.yaml").read_text(encoding="utf-8")
    questions = [{**COMMON, **each} for each in yaml.load(written, _Loader)]  # noqa: S506  # derives from the safe one
    for each in questions:
        if each["type"] == "description":
            del each["points"]
    return questions


def bank_of(folder: Path, *questions: dict[str, Any]) -> Bank | None:
    """Return a bank of these questions, or nothing where the loader finds an error."""
    for name in ("data.csv", "other.csv"):
        (folder / name).write_text(name, encoding="utf-8")
    written = yaml.dump(list(questions), Dumper=_Dumper, sort_keys=False)
    (folder / "quiz.yaml").write_text(f"questions:\n{written}", encoding="utf-8")
    bank, told = qbank.load(folder / "quiz.yaml")
    return None if any(each.severity is Severity.ERROR for each in told) else bank


def leaves(data: object, steps: Steps = ()) -> Iterator[Steps]:
    """Yield the way to every text of a question but its id, types and key: what is keyed depends on the rest."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if key not in {"id", "type", "means"} and (key, steps) != ("answer", ()):
                yield from leaves(value, (*steps, key))
    else:
        yield steps


def named(steps: Steps) -> str:
    """Return the name of a field: ``options.feedback``."""
    return ".".join(step for step in steps if isinstance(step, str))


def changed(folder: Path, question: dict[str, Any], steps: Steps) -> dict[str, Any] | None:
    """Return the question with one field changed, or nothing where no other value is allowed."""
    old = _at(question, steps[:-1])[steps[-1]]
    name = [step for step in steps if isinstance(step, str)][-1]
    numbers = [str(int(old) + 1), str(2 * int(old)), str(int(old) - 10)] if old.lstrip("-").isdecimal() else []
    truth = {"true": ["false"], "false": ["true"]}.get(old, [])
    for value in (*OTHERS.get(name, ()), *truth, *numbers, f"{old} changed", f"{old}x", None):
        made = deepcopy(question)
        if value is None:
            del _at(made, steps[:-1])[steps[-1]]
        else:
            _at(made, steps[:-1])[steps[-1]] = value
        if value != old and bank_of(folder, made):
            return made
    return None


def _at(data: Any, steps: Steps) -> Any:
    for step in steps:
        data = data[step]
    return data

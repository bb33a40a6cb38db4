"""What workers are asked to run in these tests. The payload's question has an id that says what to do."""

import os
import time
from pathlib import Path
from typing import Any

VERDICT = {"evidence": {"evidence": "proved", "solution": "none", "summary": "Proved."}, "diagnostics": []}


def act(payload: dict[str, Any]) -> Any:
    question = payload["question"]
    action = question["id"]
    if action.startswith("sleep"):
        time.sleep(float(action.removeprefix("sleep")))
    elif action == "loop":
        while True:
            pass
    elif action == "memory":
        return len([0] * 10**10)
    elif action == "recursion":
        return act(payload)["x"] if action == "recursion" else None
    elif action == "exit":
        os._exit(3)
    elif action == "segfault":
        os.kill(os.getpid(), 11)
    elif action == "raise":
        raise ValueError("told to")
    elif action == "set":
        return {1, 2}
    elif action == "shape":
        return {"evidence": {"evidence": "certain"}}
    elif action == "print":
        print("{}")  # noqa: T201  # a stray line on stdout is not an answer
    return VERDICT | {"pid": os.getpid(), "hash": hash("a"), "folder": str(Path.cwd())}


def place(payload: dict[str, Any]) -> Any:
    """Blame the second option, and read one line of the explanation."""
    step = {
        "path": ["explanation"],
        "offset": payload["question"]["explanation"].index("2"),
        "latex": "2",
        "verdict": "holds",
    }
    option = {
        "index": 2,
        "keyed": False,
        "verdict": "different",
        "witness": {"point": {"x": "1/3"}, "option": "1", "answer": "2"},
    }
    told = {"code": "QB301", "message": "no", "hint": "h", "path": ["options", 1, "text"], "offset": 1, "length": 2}
    evidence = {
        "evidence": "refuted",
        "solution": "partly",
        "assumed": ["a"],
        "sizes": {"n": [2, 3]},
        "steps": [step],
        "options": [option],
    }
    return {"evidence": evidence, "diagnostics": [told]}


def count(payload: dict[str, Any]) -> Any:
    """Leave a trace of every call in the folder that the environment names."""
    with Path(os.environ["COUNT_FILE"]).open("a", encoding="utf-8") as file:
        file.write(payload["question"]["id"] + "\n")
    return VERDICT

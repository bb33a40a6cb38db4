"""The files beside the page: questions in runs of a few dozen.

Each file is a script, since a page from disk can load nothing else. It calls ``qbankTake(kind, number, content)``.
Formulas stand once in a file, however often its questions show them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qbank.registry import OutputFile

SIZE = 50
"""Questions in one file."""
FOLDER = "data"
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)


def chunked(kind: str, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[OutputFile]:
    """Yield the files of one kind: what is known of each question, by its id, ``SIZE`` in each."""
    for number, start in enumerate(range(0, len(entries), SIZE)):
        yield script(kind, number, dict(entries[start : start + SIZE]))


def with_shared_formulas(files: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[OutputFile]:
    """Yield the files of kind ``q``: HTML in which ``<math 3>`` stands for the fourth formula of the file."""
    for number, start in enumerate(range(0, len(files), SIZE)):
        formulas: dict[str, int] = {}

        def shared(match: re.Match[str], known: dict[str, int] = formulas) -> str:
            return f"<math {known.setdefault(match[0], len(known))}>"

        entries = {
            name: {part: _FORMULA.sub(shared, text) for part, text in parts.items()}
            for name, parts in files[start : start + SIZE]
        }
        yield script("q", number, {"formulas": list(formulas), "entries": entries})


def script(kind: str, number: int, content: object) -> OutputFile:
    """Return a file that hands ``content`` to the page."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return OutputFile(f"{FOLDER}/{kind}-{number}.js", f'qbankTake("{kind}",{number},{text});\n'.encode())


def restored(text: str, formulas: Sequence[str]) -> str:
    """Return HTML with its formulas back in their places."""
    return re.sub(r"<math (\d+)>", lambda match: formulas[int(match[1])], text)


def content(file: OutputFile) -> Any:
    """Return what a file written by :func:`script` hands over."""
    return json.loads(file.data.decode().split(",", 2)[2].removesuffix(");\n"))

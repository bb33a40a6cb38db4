"""Aiken: a question, options ``A.`` or ``A)``, and a line ``ANSWER: B``."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from .draft import Draft, Imported, Source, compact
from .html import plain_text

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*([A-Z])\s*$", re.IGNORECASE)
_FEEDBACK = re.compile(r"\s*(?:FEEDBACK|EXPLANATION)\s*:\s*(.*)", re.IGNORECASE)


class AikenImporter:
    """Reads every question of a file."""

    name: ClassVar[str] = "aiken"
    description: ClassVar[str] = "Aiken, choice questions in plain text"

    def recognises(self, source: Source) -> bool:
        """Tell whether there are lines ``ANSWER: A`` behind lettered options."""
        if b"\0" in source.data[:1000] or source.data.lstrip()[:1] == b"<":
            return False
        text = source.text()
        return re.search(r"^\s*[A-Z][.)]\s+\S.*\n(?:\s*\n)*\s*ANSWER\s*:\s*[A-Z]\s*$", text, re.MULTILINE) is not None

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        imported = Imported()
        stem: list[str] = []
        options: list[str] = []
        letters: list[str] = []
        start, keyed, draft = 1, False, Draft({})
        for at, line in enumerate(source.text().replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            if found := _ANSWER.match(line):
                letter = found[1].upper()
                fields: dict[str, Any] = {
                    "type": "single-choice",
                    "stem": plain_text("\n".join(stem)),
                    "options": options,
                }
                fields["answer"] = str(letters.index(letter) + 1) if letter in letters else "0"
                draft = Draft(compact(fields | {"numbering": "ABC"}), start)
                imported.drafts.append(draft)
                stem, options, letters, keyed = [], [], [], True
            elif keyed and (found := _FEEDBACK.match(line)):
                draft.fields["explanation"] = plain_text(found[1])
            elif (found := _OPTION.match(line)) and stem and found[1] == chr(65 + len(options)):
                letters.append(found[1])
                options.append(plain_text(found[2]))
            elif options and line.strip():
                options[-1] += "\\\n" + plain_text(line)
            elif line.strip() or stem:
                if not stem:
                    start, keyed = at, False
                stem.append(line)
        if any(line.strip() for line in stem):
            draft = Draft({"type": "single-choice", "stem": plain_text("\n".join(stem)), "options": options}, start)
            imported.drafts.append(draft)
        return imported

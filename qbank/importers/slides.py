"""Slides or handouts turned to text: numbered questions, numbered or lettered options, perhaps repeated when solved.

The key is where a mark stands: an arrow, a star, a tick, bold print, two blanks at the end of one line, or a line such
as ``Answer: B``. The texts are taken for Markdown with mathematics between dollars, as converters write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qbank.schema.logic import read_row

from .draft import Draft, Imported, Source, compact

_WORDS = r"(?:question|exercise|problem|frage|aufgabe|pregunta|ejercicio|domanda|vraag|quest[aã]o|题)"
_HEADINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*(?:#+\s*)?(?:\*\*)?\s*(?P<label>Q\d+(?:[-.]\d+)*)\s*(?:\*\*)?\s*[:.)]\s*(?:\*\*)?\s*(?P<text>.*)",
        rf"\s*(?:#+\s*)?(?:\*\*)?\s*{_WORDS}\s*(?P<label>\d+(?:[-.]\d+)*)\s*(?:\*\*)?\s*[:.)]?\s*(?:\*\*)?\s*(?P<text>.*)",
        r"\s*(?:#+\s*)?(?P<label>\d+)\s*[.)]\s+(?P<text>\S.*)",
    )
)
"""How questions begin, the surest first."""
_NUMBERED = re.compile(r"\s*(?P<mark>[*→✓✔➜]?)\s*(?:\*\*)?\(?(?P<label>\d{1,2})[.)]\s+(?P<text>\S.*)")
_LETTERED = re.compile(r"\s*(?P<mark>[*→✓✔➜]?)\s*(?:\*\*)?\(?(?P<label>[A-Ha-h])[.)]\s+(?P<text>\S.*)")
_STATEMENT = re.compile(r"\s*\((?P<label>[A-H])\)\s+(?P<text>\S.*)")
_ANSWER = re.compile(
    r"\s*(?:\*\*)?(?:the\s+)?(?:(?:correct|right)\s+)?(?:answer|key|lösung|antwort|solution|respuesta|réponse)(?:s)?\s*"
    r"(?:is|ist)?\s*[:=]\s*(?:\*\*)?\s*\(?(?P<key>[A-Ha-h0-9](?:\s*(?:,|and|und|&|y|et)?\s*[A-Ha-h0-9])*)\)?\s*\.?\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_SOLUTION = re.compile(
    r"\s*(?:\*\*)?(?:solution|explanation|lösung|erklärung|begründung|rationale)\s*:\s*(?:\*\*)?\s*", re.IGNORECASE
)
_TAIL = re.compile(r"\s*(?:←|⟵|⬅|<-+|<=+|✓|✔|☑|√|\(correct\)|\[correct\]|\(richtig\)|(?<=[\s$])\*)\s*$", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+)\*\*\s*$")


@dataclass(slots=True)
class _Block:
    """One question as it stands on one slide."""

    label: str
    line: int
    lines: list[str]


@dataclass(slots=True)
class _Parsed:
    """What a block holds."""

    stem: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    """Options that end with two blanks."""
    rest: list[str] = field(default_factory=list)
    lettered: bool = False

    @property
    def keys(self) -> list[int]:
        """The numbers of the options that a mark stands at; blanks count where one option alone ends with them."""
        if self.marked:
            return sorted(self.marked)
        return sorted(self.blank) if len(self.blank) == 1 else []


class SlidesImporter:
    """Reads every question of a file."""

    name: ClassVar[str] = "slides"
    description: ClassVar[str] = "slides or handouts as text: numbered questions with numbered or lettered options"

    def recognises(self, source: Source) -> bool:
        """Tell whether there are numbered questions with options. Ask this one last: many texts look so."""
        if b"\0" in source.data[:1000] or source.data.lstrip()[:1] in {b"<", b"{"}:
            return False
        return any(len(_parsed(block).options) > 1 for block in _blocks(source.text()))

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        imported = Imported()
        groups: list[list[_Block]] = []
        for block in _blocks(source.text()):
            if groups and groups[-1][0].label == block.label:
                groups[-1].append(block)
            else:
                groups.append([block])
        for group in groups:
            imported.drafts.append(_draft(group))
        return imported


def _blocks(text: str) -> list[_Block]:
    """Part a text where questions begin, in the way in which most of its questions have options."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    best: list[_Block] = []
    for heading in _HEADINGS:
        found: list[_Block] = []
        for at, line in enumerate(lines, 1):
            if match := heading.fullmatch(line):
                found.append(_Block(match["label"], at, [match["text"]]))
            elif found:
                found[-1].lines.append(line)
        useful = sum(len(_parsed(block).options) > 1 for block in found)
        if useful and 2 * useful >= len(found):
            return found
        if useful > sum(len(_parsed(block).options) > 1 for block in best):
            best = found
    return best


def _parsed(block: _Block) -> _Parsed:
    """Take a block apart: stem, statements, options, and what stands behind these."""
    out = _Parsed()
    pattern = _pattern(block.lines)
    for line in block.lines:
        option = pattern.fullmatch(line) if pattern else None
        statement = _STATEMENT.fullmatch(line)
        if option and _follows(option["label"], len(out.options)):
            _add_option(out, option, line)
        elif statement and not out.options and pattern is _NUMBERED:
            out.statements.append(statement["text"])
        elif out.options and (line.strip() or out.rest):
            out.rest.append(line)
        elif out.statements and line.strip():
            out.statements[-1] += " " + line.strip()
        elif not out.options and not out.statements:
            out.stem.append(line)
    out.lettered = pattern is _LETTERED
    return out


def _pattern(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return how the options are labelled: by numbers or by letters, whichever runs further."""
    runs = {}
    for pattern in (_NUMBERED, _LETTERED):
        count = 0
        for line in lines:
            found = pattern.fullmatch(line)
            count += bool(found and _follows(found["label"], count))
        runs[pattern] = count
    best = max(runs, key=lambda pattern: runs[pattern])
    return best if runs[best] > 1 else None


def _follows(label: str, count: int) -> bool:
    return int(label) == count + 1 if label.isdigit() else ord(label.upper()) - 64 == count + 1


def _add_option(out: _Parsed, found: re.Match[str], line: str) -> None:
    number, text = len(out.options) + 1, found["text"]
    if line.endswith("  "):
        out.blank.add(number)
    if found["mark"]:
        out.marked.add(number)
    if tail := _TAIL.search(text):
        out.marked.add(number)
        text = text[: tail.start()]
    if "**" in line.partition(found["label"])[0] or _BOLD.fullmatch(text):
        out.marked.add(number)
        text = _BOLD.sub(r"\1", text).removesuffix("**")
    out.options.append(text.strip())


def _draft(group: Sequence[_Block]) -> Draft:
    """Return the question that stands on one slide, or on several with the same label."""
    parts = [_parsed(block) for block in group]
    first, last = parts[0], parts[-1]
    label = group[0].label.lower()
    stem = _tidy(first.stem)
    solved = len(parts) > 1
    if solved and (more := _tidy(first.rest)):
        stem = f"{stem}\n\n{more}"
    keys, rest = _answer_line(last.rest if solved or len(parts) == 1 else [], last)
    keys = keys or last.keys or first.keys
    fields: dict[str, Any] = {"id": label if re.match("[a-z]", label) else f"q{label}", "stem": stem}
    draft = Draft(fields, group[0].line)
    options = [_spaced(option) for option in first.options]
    if first.statements and all(read_row(option) for option in options):
        explained, rest = _explanations(rest, len(first.statements))
        fields |= {"type": "statements", "statements": _statements(first.statements, explained), "options": options}
    elif not options:
        fields["type"] = "essay"
    else:
        fields |= {"type": "multiple-choice" if len(keys) > 1 else "single-choice", "options": options}
        fields["numbering"] = "ABC" if first.lettered else ""
    if fields["type"] != "essay":
        fields["answer"] = (keys if fields["type"] == "multiple-choice" else str(keys[0])) if keys else ""
        if not keys:
            draft.tell(
                "QB617", "no mark tells which option is right: the key is left open", "add answer: with its number"
            )
    fields["explanation"] = _tidy(rest)
    draft.fields = compact(fields)
    return draft


def _statements(texts: Sequence[str], explained: Sequence[str]) -> list[Any]:
    return [
        {"text": _spaced(text), "explanation": why} if why else _spaced(text)
        for text, why in zip(texts, explained, strict=True)
    ]


def _answer_line(rest: Sequence[str], parsed: _Parsed) -> tuple[list[int], list[str]]:
    """Return the key that a line such as ``Answer: B`` gives, and the other lines."""
    keys: list[int] = []
    kept = []
    for line in rest:
        if (found := _ANSWER.fullmatch(line)) and parsed.options:
            named = [
                int(each) if each.isdigit() else ord(each.upper()) - 64
                for each in re.findall(r"[A-Ha-h]|\d+", _listed(found["key"]))
            ]
            if all(1 <= number <= len(parsed.options) for number in named):
                keys = sorted(set(named))
                continue
        kept.append(_SOLUTION.sub("", line, count=1))
    return keys, kept


def _listed(text: str) -> str:
    return re.sub(r"\b(?:and|und|et|y)\b", ",", text)


def _explanations(rest: Sequence[str], count: int) -> tuple[list[str], list[str]]:
    """Return why each statement is true or false, where the solution says so, and the other lines."""
    explained = [""] * count
    kept: list[str] = []
    current = -1
    for line in rest:
        found = _STATEMENT.fullmatch(line)
        if found and (at := ord(found["label"]) - 65) < count:
            current = at
            explained[at] = _spaced(found["text"])
        elif current >= 0 and line.strip():
            explained[current] += " " + _spaced(line)
        elif current < 0:
            kept.append(line)
    return explained, kept


def _spaced(text: str) -> str:
    """Return text without the blanks that converters put around formulas."""
    text = re.sub(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)", " ", text.strip())
    return re.sub(r"(?<=\$) (?=[,.;:?!)])", "", text)


def _tidy(lines: Sequence[str]) -> str:
    """Return lines as paragraphs; those of a display stay as they are."""
    out: list[str] = []
    display = False
    for line in lines:
        odd = line.count("$$") % 2 == 1
        out.append(line.rstrip() if display or odd else _spaced(line))
        display ^= odd
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")

"""The plain text of text2qti (https://github.com/gpoore/text2qti): Markdown with mathematics between dollars."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from .answers import accepted, bare, reached
from .draft import Draft, Imported, Source, compact
from .escaping import unbracketed
from .moodle import number, short

_STEM = re.compile(r"(\d+)\.(?:\s+(\S.*)|\s*)")
_CHOICE = re.compile(r"(\*?)([a-zA-Z])\)\s+(\S.*)")
_TICK = re.compile(r"\[([ *]?)\]\s+(\S.*)")
_NUMBER = re.compile(r"=\s+(\S.*)")
_SHORT = re.compile(r"\*\s+(\S.*)")
_MARKED = re.compile(r"(\.\.\.|\+|-|!)\s+(\S.*)")
_ESSAY, _UPLOAD = re.compile(r"_{3,}\s*"), re.compile(r"\^{3,}\s*")
_HEAD = re.compile(
    r"(quiz title|quiz description|title|points|text title|text|pick|points per question|solutions sample groups"
    r"|shuffle answers|show correct answers|one question at a time|can't go back|feedback is solution)\s*:\s*(.*)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"(`{3,})")


@dataclass(slots=True)
class _Question:
    """A question under way: its texts, each a list of lines."""

    line: int
    stem: list[str]
    title: str = ""
    points: str = ""
    options: list[tuple[bool, list[str], list[str]]] = field(default_factory=list)
    """Whether it is right, its text, its feedback."""
    kind: str = ""
    numbers: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    general: list[str] = field(default_factory=list)
    correct: list[str] = field(default_factory=list)
    incorrect: list[str] = field(default_factory=list)
    solution: list[str] = field(default_factory=list)


class Text2qtiImporter:
    """Reads every question of a file; groups become their questions."""

    name: ClassVar[str] = "text2qti"
    description: ClassVar[str] = "the plain text of text2qti"

    def recognises(self, source: Source) -> bool:
        """Tell whether numbered questions have answers marked as this format marks them."""
        if b"\0" in source.data[:1000] or source.data.lstrip()[:1] == b"<":
            return False
        text = source.text()
        if not re.search(r"^\d+\.\s", text, re.MULTILINE):
            return False
        return (
            re.search(r"^(?:\*[a-zA-Z]\)|\[[ *]?\])\s+\S", text, re.MULTILINE) is not None
            or re.search(r"^quiz title\s*:", text, re.MULTILINE | re.IGNORECASE) is not None
            or re.search(
                r"^\d+\.\s[^\n]*\n(?:[ \t]+[^\n]*\n|\s*\n)*(?:=\s+\S|_{3,}\s*$|\^{3,}\s*$)", text, re.MULTILINE
            )
            is not None
        )

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        reader = _Reader()
        for at, line in enumerate(source.text().replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n"), 1):
            reader.take(line.rstrip(), at)
        reader.end()
        return reader.imported


@dataclass(slots=True)
class _Reader:
    """Reads line by line."""

    imported: Imported = field(default_factory=Imported)
    question: _Question | None = None
    target: list[str] | None = None
    title: str = ""
    points: str = ""
    group_points: str = ""
    comment: bool = False
    fence: str = ""

    def take(self, line: str, at: int) -> None:
        """Take one line."""
        if self.comment or line.strip() in {"COMMENT", "END_COMMENT"}:
            self.comment = line.strip() == "COMMENT" or (self.comment and line.strip() != "END_COMMENT")
            return
        indented = line[:1] == " " or not line
        if self.fence or (indented and self.target is not None):
            self.follow(line)
            return
        if line.startswith("%") or not line:
            return
        if not self.open(line, at) and self.target is not None:
            self.follow(line)

    def follow(self, line: str) -> None:
        """Go on with the text before; code between fences goes on as it stands."""
        if self.target is None:
            return
        if found := _FENCE.match(line.lstrip()):
            self.fence = "" if self.fence and found[1].startswith(self.fence) else self.fence or found[1]
        self.target.append(line)

    def open(self, line: str, at: int) -> bool:
        """Open what a line begins; tell whether it begins something."""
        if line.strip() in {"GROUP", "END_GROUP"}:
            self.end()
            self.group_points = ""
            return True
        if found := _HEAD.fullmatch(line):
            self.head(found[1].lower(), found[2].strip(), at)
            return True
        if found := _STEM.fullmatch(line):
            self.end()
            self.question = _Question(at, [found[2] or ""], self.title, self.points or self.group_points)
            self.title = self.points = ""
            self.target = self.question.stem
            return True
        return self.question is not None and self.answer(self.question, line)

    def head(self, name: str, value: str, at: int) -> None:
        """Take a setting of the quiz or of the next question."""
        if name == "quiz title":
            self.imported.settings["title"] = value
        elif name == "points per question":
            self.group_points = value
        elif name in {"title", "points", "text title"}:
            self.end()
            if name == "points":
                self.points = value
            else:
                self.title = value
        elif name == "text":
            self.end()
            self.question = _Question(at, [value], self.title, kind="description")
            self.title, self.target = "", self.question.stem

    def answer(self, question: _Question, line: str) -> bool:
        """Take an answer, a feedback or a solution."""
        if found := _MARKED.fullmatch(line):
            self.target = self.marked(question, found[1])
            self.target.append(found[2])
        elif found := _CHOICE.fullmatch(line):
            self.option(question, "single-choice", found[1] == "*", found[3])
        elif found := _TICK.fullmatch(line):
            self.option(question, "multiple-choice", found[1] == "*", found[2])
        elif found := _NUMBER.fullmatch(line):
            question.kind, self.target = "numerical", None
            question.numbers.append(found[1].strip())
        elif found := _SHORT.fullmatch(line):
            question.kind, self.target = "short-answer", None
            question.words.append(found[1].strip())
        elif _ESSAY.fullmatch(line) or _UPLOAD.fullmatch(line):
            question.kind, self.target = ("essay" if line.startswith("_") else "upload"), None
        else:
            return False
        return True

    def option(self, question: _Question, kind: str, right: bool, text: str) -> None:  # noqa: FBT001  # a mark
        """Take an option."""
        question.kind = kind
        question.options.append((right, [text], []))
        self.target = question.options[-1][1]

    def marked(self, question: _Question, mark: str) -> list[str]:
        """Return where a feedback or a solution goes."""
        if mark == "!":
            return question.solution
        if question.options:
            return question.options[-1][2]
        return {"...": question.general, "+": question.correct, "-": question.incorrect}[mark]

    def end(self) -> None:
        """Finish the question."""
        if self.question is not None:
            self.imported.drafts.append(_draft(self.question))
        self.question = self.target = None


def _joined(lines: list[str]) -> str:
    """Return lines without the indentation that continues a text."""
    first, *rest = lines or [""]
    deep = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    margin = min(deep, default=0)
    return unbracketed("\n".join([first, *(line[margin:] for line in rest)]).strip())


def _draft(question: _Question) -> Draft:
    told = compact({"correct": _joined(question.correct), "incorrect": _joined(question.incorrect)})
    parts = [_joined(question.general), _joined(question.solution)]
    draft = Draft({}, question.line)
    value = number(question.points) if question.points else None
    fields: dict[str, Any] = {
        "title": question.title,
        "points": "" if value is None or value == 1 else short(value),
        "stem": _joined(question.stem),
        "feedback": told,
        "explanation": "\n\n".join(part for part in parts if part),
    }
    draft.fields = compact({**fields, **_KINDS.get(question.kind, _none)(question, draft)})
    return draft


def _options(question: _Question) -> list[Any]:
    items = [compact({"text": _joined(text), "feedback": _joined(told)}) for _, text, told in question.options]
    return [bare(item) for item in items]


def _single(question: _Question, draft: Draft) -> dict[str, Any]:
    keys = [at for at, (right, _, _) in enumerate(question.options, 1) if right]
    if len(keys) > 1:
        return {"type": "multiple-choice", "options": _options(question), "answer": keys}
    if not keys:
        draft.tell("QB617", "no mark tells which option is right: the key is left open", "add answer: with its number")
    labels = {"numbering": "abc"}
    return {"type": "single-choice", **labels, "options": _options(question), "answer": str(keys[0]) if keys else ""}


def _several(question: _Question, draft: Draft) -> dict[str, Any]:
    keys = [at for at, (right, _, _) in enumerate(question.options, 1) if right]
    if not keys:
        draft.tell("QB617", "no mark tells which option is right: the key is left open", "add answer: with its number")
    return {"type": "multiple-choice", "options": _options(question), "answer": keys}


def _numerical(question: _Question, draft: Draft) -> dict[str, Any]:
    written = question.numbers[0]
    if found := re.fullmatch(r"\[\s*([^,\]]+),\s*([^\]]+)\]", written):
        low, high = number(found[1]), number(found[2])
        if low is not None and high is not None:
            return {"type": "numerical", "range": f"{short(low)} to {short(high)}"}
    middle, _, margin = (part.strip() for part in re.sub(r"\+-|±", "\0", written).partition("\0"))
    value, tolerance = number(middle), number(margin or "0")
    if value is None or tolerance is None:
        draft.refusal = f"“{written}” is no number"
        return {"type": "numerical"}
    sign = " %" if margin.endswith("%") else ""
    return {"type": "numerical", "answer": short(value), "tolerance": f"{short(tolerance)}{sign}" if tolerance else ""}


def _words(question: _Question, draft: Draft) -> dict[str, Any]:
    kept, left_out = reached([bare(accepted(text)) for text in question.words], case=False)
    for text in left_out:
        draft.tell("QB615", f"the answer “{text}” is left out: an earlier one accepts it already")
    return {"type": "short-answer", "answers": kept}


def _none(question: _Question, draft: Draft) -> dict[str, Any]:
    draft.refusal = "nothing says how it is answered" if question.kind == "" else ""
    return {"type": "essay"}


_KINDS: Mapping[str, Callable[[_Question, Draft], dict[str, Any]]] = MappingProxyType(
    {
        "single-choice": _single,
        "multiple-choice": _several,
        "numerical": _numerical,
        "short-answer": _words,
        "essay": lambda _, __: {"type": "essay"},
        "upload": lambda _, __: {"type": "essay", "response": "none", "attachments": "1", "attachments_required": "1"},
        "description": lambda _, __: {"type": "description"},
    }
)

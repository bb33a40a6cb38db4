"""AMC-TXT, the plain text of Auto Multiple Choice (https://www.auto-multiple-choice.net, «AMC-TXT syntax»)."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from .answers import bare
from .draft import Draft, Imported, Source, compact
from .html import plain_text
from .moodle import number, short

_QUESTION = re.compile(
    r"(\*{1,2})(?:<(?P<open>[^>]*)>)?(?:\[(?P<options>[^\]]*)\])?(?:\{(?P<scoring>[^}]*)\})?\s+(?P<text>\S.*)"
)
_ANSWER = re.compile(r"([+-])(?:\[[^\]]*\]|\{[^}]*\})*\s+(\S.*)")
_GROUP = re.compile(r"\*\((?:\[[^\]]*\])?\s*(.*)|\*\)\s*(.*)")
_HEAD = re.compile(r"([A-Z][A-Za-z-]*)\s*:\s*(.*)")
_IMAGE = re.compile(r"!(?:\[[^\]]*\])?(?:\{[^}]*\})?([^!\s{}]+)!")


class AmcImporter:
    """Reads every question of a file."""

    name: ClassVar[str] = "amc"
    description: ClassVar[str] = "AMC-TXT, the plain text of Auto Multiple Choice"

    def recognises(self, source: Source) -> bool:
        """Tell whether starred questions are followed by answers with plus and minus."""
        if b"\0" in source.data[:1000] or source.data.lstrip()[:1] == b"<":
            return False
        shape = r"^\*{1,2}(?:<[^>]*>|\[[^\]]*\]|\{[^}]*\})*\s+\S.*\n(?:[^*+\n-].*\n|\s*\n)*[+-](?:\{[^}]*\})?\s+\S"
        text = source.text()
        return (
            re.search(shape, text, re.MULTILINE) is not None
            and re.search(r"^\+(?:\{[^}]*\})?\s", text, re.MULTILINE) is not None
        )

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        imported = Imported()
        fields: dict[str, Any] | None = None
        draft = Draft({})
        for at, line in enumerate(source.text().replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            if line.startswith("#"):
                continue
            if found := _QUESTION.fullmatch(line):
                _finish(fields, draft)
                fields = {"several": found[1] == "**", "open": found["open"], "text": [found["text"]], "answers": []}
                fields["options"], fields["scoring"] = found["options"] or "", found["scoring"] or ""
                draft = Draft({}, at)
                imported.drafts.append(draft)
            elif fields is not None and (found := _ANSWER.fullmatch(line)):
                fields["answers"].append((found[1] == "+", [found[2]]))
            elif _GROUP.fullmatch(line):
                _finish(fields, draft)
                fields = None
            elif fields is None and (found := _HEAD.fullmatch(line)):
                if found[1] == "Title":
                    imported.settings["title"] = " ".join(found[2].split())
            elif fields is not None and (line.strip() or not fields["answers"]):
                (fields["answers"][-1][1] if fields["answers"] else fields["text"]).append(line)
        _finish(fields, draft)
        return imported


def _text(lines: list[str], draft: Draft) -> str:
    """Return a text: formulas between dollars or double brackets stay, marks of AMC become those of Markdown."""
    text = "\n".join(lines).strip()
    if images := _IMAGE.findall(text):
        draft.tell(
            "QB614", f"figures are left out: {', '.join(images)}", "copy the file into the bank and name it in the text"
        )
        text = _IMAGE.sub("", text)
    formulas = re.sub(r"\[\[(.*?)\]\]", lambda found: found[1], text, flags=re.DOTALL)
    kept: list[str] = []

    def aside(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue020{len(kept) - 1}\ue021"

    hidden = re.sub(r"\$\$(?:[^$\\]|\\.)+\$\$|\$(?:[^$\\]|\\.)+\$", aside, formulas)
    hidden = re.sub(r"\[\*(.+?)\*\]", "\ue022\\1\ue022", hidden)
    hidden = re.sub(r"\[_(.+?)_\]", "\ue023\\1\ue023", hidden)
    hidden = re.sub(r"\[\|(.+?)\|\]", "\ue024\\1\ue024", hidden)
    said = plain_text(re.sub(r"\n(?!\s*\n)", " ", hidden))
    said = said.replace("\ue022", "**").replace("\ue023", "*").replace("\ue024", "`")
    return re.sub("\ue020(\\d+)\ue021", lambda found: kept[int(found[1])], said).strip()


def _finish(fields: dict[str, Any] | None, draft: Draft) -> None:
    """Put what was gathered into the draft."""
    if fields is None or draft.fields:
        return
    settings = dict(part.strip().partition("=")[::2] for part in fields["options"].split(",") if part.strip())
    points = re.search(r"(?:^|,)\s*b\s*=\s*([\d.]+)", fields["scoring"])
    value = number(points[1]) if points else None
    common = {
        "id": settings.get("id", settings.get("ref", "")),
        "stem": _text(fields["text"], draft),
        "points": "" if value is None or value == 1 else short(value),
        "shuffle": False if "ordered" in settings else "",
    }
    if fields["open"] is not None:
        lines = re.search(r"lines\s*=\s*(\d+)", fields["open"])
        draft.fields = compact({**common, "type": "essay", "lines": lines[1] if lines else "", "shuffle": ""})
        return
    options = [bare({"text": _text(text, draft)}) for _, text in fields["answers"]]
    keys = [at for at, (right, _) in enumerate(fields["answers"], 1) if right]
    if fields["several"] or len(keys) > 1:
        draft.fields = compact({**common, "type": "multiple-choice", "options": options, "answer": keys})
    else:
        draft.fields = compact(
            {**common, "type": "single-choice", "options": options, "answer": str(keys[0]) if keys else ""}
        )
    if not keys:
        draft.tell("QB617", "no mark tells which option is right: the key is left open", "add answer: with its number")

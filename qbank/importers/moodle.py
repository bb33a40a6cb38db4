"""Moodle XML, as Moodle 2 to 5 export it (``question/format/xml/format.php``)."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import unquote

from lxml import etree

from qbank.schema.shares import balanced

from .answers import accepted, bare, reached
from .clozetext import Parted, gaps_of
from .draft import Draft, Imported, Source, compact
from .html import Converted, markdown, plain_text
from .media import inlined, stored
from .xmltext import line_of, parsed

FULL = Decimal(100)
GRID = tuple(
    Decimal(each) / 100_000
    for each in (
        *(10_000_000, 9_000_000, 8_333_333, 8_000_000, 7_500_000, 7_000_000, 6_666_667, 6_000_000, 5_000_000),
        *(4_000_000, 3_333_333, 3_000_000, 2_500_000, 2_000_000, 1_666_667, 1_428_571, 1_250_000, 1_111_111),
        *(1_000_000, 500_000, 0),
    )
)
"""The fractions that Moodle stores, in percent (``question/engine/bank.php``)."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SNAP = Decimal("0.01")
NUMBERING = MappingProxyType({"abc": "abc", "ABCD": "ABC", "123": "123", "iii": "iii", "IIII": "III", "none": "none"})
_DEFAULT_PENALTY = Decimal("0.3333333")


class UnreadableError(ValueError):
    """A question that none of our types can hold; the message says why."""


class MoodleImporter:
    """Reads every question of a file; those that no type of ours can hold are kept whole."""

    name: ClassVar[str] = "moodle"
    description: ClassVar[str] = "Moodle XML"

    def recognises(self, source: Source) -> bool:
        """Tell whether the root is ``quiz``."""
        return re.search(rb"<quiz\b", source.data[:4000]) is not None and b"<question" in source.data

    def read(self, source: Source) -> Imported:
        """Return the questions of a file, in its order."""
        imported = Imported()
        root = parsed(source, imported)
        if root is None:
            return imported
        if root.tag != "quiz":
            return imported.refuse(source, f"the root is “{root.tag}”, not “quiz”", line_of(root))
        category = ""
        for node in root:
            if node.tag != "question":
                continue
            kind = node.get("type") or ""
            if kind == "category":
                category = category_of(_text(node, "category"))
                continue
            imported.drafts.append(_Reader(node, kind, category).draft())
        return imported


def category_of(written: str) -> str:
    """Return a category without Moodle's contexts; a slash within a name stays written as ``//``."""
    parts = [part.replace("\0", "//").strip() for part in written.replace("//", "\0").split("/")]
    if parts and re.fullmatch(r"\$(?:course|module|system|cat\w*)\w*\$", parts[0]):
        parts = parts[1:]
    if parts and parts[0] == "top":
        parts = parts[1:]
    return "/".join(part for part in parts if part)


def _text(node: etree._Element, path: str) -> str:
    """Return the text of an element, of its ``text`` if it has one; nothing where it is missing."""
    found = node.find(path)
    if found is None:
        return ""
    inner = found.find("text")
    inner = found if inner is None else inner
    return "".join(str(part) for part in inner.itertext()).strip()


def _flag(node: etree._Element, path: str, *, otherwise: bool) -> bool:
    found = node.find(path)
    if found is None:
        return otherwise
    return (found.text or "").strip().lower() not in {"false", "0", ""}


def number(text: str) -> Decimal | None:
    """Return a number in any spelling that Moodle's files have: ``33,3``, ``100%``, `` 50``; ``None`` for no number."""
    plain = text.strip().removesuffix("%").strip().replace("−", "-")  # a minus sign, too
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 100 else None


def short(value: Decimal) -> str:
    """Return a number as a person writes it: with no more digits than it has."""
    text = format(value.normalize(), "f")
    if len(text) > 24:
        text = str(value.normalize()).lower().replace("e+", "e")
    return text


def percent(text: str) -> Decimal | None:
    """Return a fraction in percent, on Moodle's grid where it is near."""
    found = number(text)
    if found is None:
        return None
    near = min(GRID, key=lambda each: abs(each - abs(found)))
    return near.copy_sign(found) if abs(near - abs(found)) <= _SNAP and near else found


@dataclass(slots=True)
class _Reader:
    """Reads one question."""

    node: etree._Element
    kind: str
    category: str
    media: dict[str, bytes] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    """The files that a text names."""

    def draft(self) -> Draft:
        """Return the question; its own type where that can be said, else the parts that all have."""
        raw = etree.tostring(self.node, encoding="unicode", with_tail=False)
        fields = self.common()
        reader = TYPES.get(self.kind)
        if reader is None:
            self.tell("QB611", f"kept raw: the type {self.kind or '?'} has no counterpart here")
            fields["type"] = "raw"
        else:
            try:
                fields |= reader(self)
            except UnreadableError as problem:
                self.tell("QB611", f"kept raw: {problem}")
                fields["type"] = "raw"
        if fields["type"] == "raw":
            kept = ("id", "title", "category", "tags", "points")
            short_: dict[str, Any] = {name: fields[name] for name in kept if name in fields}
            fields = short_ | {"type": "raw", "format": "moodle-xml", "content": raw}
            self.media.clear()
        else:
            self.tell_changes()
            if loose := [path for path in self.media if not path.startswith("figures/")]:
                fields["files"] = loose
        line = line_of(self.node)
        return Draft(compact(fields), line, 1, self.media, raw, "moodle-xml", told=self.told)

    def tell(self, code: str, message: str, hint: str = "") -> None:
        """Note something."""
        self.told.append((code, message, hint))

    def tell_changes(self) -> None:
        """Note what was kept as raw HTML, and what was left out."""
        lost = [f"{name} = {said}" for name, usual in USUAL.items() if (said := _text(self.node, name)) not in usual]
        hints = self.node.findall("hint")
        if any((hint.find("shownumcorrect") is None) != (hint.find("clearwrong") is None) for hint in hints):
            lost.append("what single hints show and clear")
        lost += ["options of hints"] if any(_text(hint, "options") not in {"", "0"} for hint in hints) else []
        if lost:
            self.tell("QB616", f"settings of Moodle's that have no place here: {', '.join(lost)}")
        if self.kept:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(self.kept.items()))
            self.tell("QB612", f"kept as raw HTML: {listed}")
        if self.dropped:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(self.dropped.items()))
            self.tell("QB613", f"attributes of HTML left out: {listed}")

    # -- texts

    def rich(self, node: etree._Element | None, *, change: Callable[[str], str] = str) -> str:
        """Return a text with its files as Markdown; ``change`` is applied to what was written."""
        if node is None:
            return ""
        inner = node.find("text")
        written = "".join(str(part) for part in inner.itertext()) if inner is not None else node.text or ""
        files = self.files(node)
        written = change(written)
        if not written.strip():
            return ""
        form = node.get("format") or "html"
        if form in {"plain_text", "markdown"} and "<" not in written:
            return plain_text(written) if form == "plain_text" else _dollars(written)
        if form == "moodle_auto_format" and not re.search(r"<(?:p|br|div|ul|ol|table)\b", written, re.IGNORECASE):
            written = written.replace("\n", "<br>\n")

        return self.told_as_html(written, files)

    def told_as_html(self, written: str, files: Mapping[str, str]) -> str:
        """Return HTML as Markdown; ``files`` are the paths of its files by name."""

        def place(address: str) -> str:
            name = unquote(address.removeprefix("@@PLUGINFILE@@/").partition("?")[0])
            if address.startswith("data:"):
                return inlined(self.media, address)
            path = files.get(name, "") if address.startswith("@@PLUGINFILE@@/") else ""
            self.shown.add(path)
            return path

        found: Converted = markdown(written, place)
        self.kept.update(found.kept)
        self.dropped.update(found.dropped)
        return found.text

    def files(self, node: etree._Element) -> dict[str, str]:
        """Take in the files of an element; return their paths beside the YAML by the names that its text uses."""
        found = {}
        for each in node.findall("file"):
            name = (each.get("path") or "/").lstrip("/") + (each.get("name") or "")
            try:
                data = base64.b64decode("".join((each.text or "").split()), validate=False)
            except (binascii.Error, ValueError):
                self.tell("QB614", f"the file {name} is left out: its content is not base64")
                continue
            if not name or not data:
                continue
            found[name] = stored(self.media, name.replace("/", "-"), data)
        return found

    # -- what all types have

    def common(self) -> dict[str, Any]:
        """Return the fields that all types have."""
        node = self.node
        points = number(_text(node, "defaultgrade") or "1")
        penalty = number(_text(node, "penalty") or str(_DEFAULT_PENALTY))
        usual = penalty is None or abs(penalty - _DEFAULT_PENALTY) < Decimal("0.005")
        tags = [" ".join(_text(tag, ".").split()) for tag in node.findall("tags/tag")]
        return {
            "id": _text(node, "idnumber"),
            "title": " ".join(_text(node, "name").split()),
            "category": self.category,
            "tags": list(dict.fromkeys(tag for tag in tags if tag)),
            "points": "" if points is None or points == 1 else short(points),
            "penalty": "" if usual or penalty is None else short(penalty * 100),
            "stem": self.rich(node.find("questiontext")) if self.kind not in {"multianswer", "cloze"} else "",
            "explanation": self.rich(node.find("generalfeedback")),
            "hints": [text for hint in node.findall("hint") if (text := self.rich(hint))],
            "feedback": compact(
                {
                    "correct": self.rich(node.find("correctfeedback")),
                    "partial": self.rich(node.find("partiallycorrectfeedback")),
                    "incorrect": self.rich(node.find("incorrectfeedback")),
                }
            ),
        }

    def answers(self) -> Iterator[tuple[etree._Element, Decimal]]:
        """Yield the answers with what they earn, in percent."""
        for answer in self.node.findall("answer"):
            earned = percent(answer.get("fraction") or "0")
            if earned is None:
                raise UnreadableError(f"“{answer.get('fraction')}” is no fraction")
            yield answer, earned


def _dollars(text: str) -> str:
    r"""Return Markdown of another program as ours: ``\(…\)`` becomes ``$…$``."""
    from .mathematics import Aside, dollared  # noqa: PLC0415  # for this alone

    aside = Aside()
    hidden = aside.hide(text, markup=False).replace("$", "\\$")
    return aside.show(hidden, dollared).strip("\n")


# -- the types


def _choice(reader: _Reader) -> dict[str, Any]:
    node = reader.node
    options: list[dict[str, Any]] = []
    fractions: list[Decimal] = []
    for answer, earned in reader.answers():
        text = reader.rich(answer)
        if not text:
            continue
        options.append(compact({"text": text, "feedback": reader.rich(answer.find("feedback"))}))
        fractions.append(earned)
    if len(options) < 2:
        raise UnreadableError("it has fewer than two options")
    shared = {
        "shuffle": "" if _flag(node, "shuffleanswers", otherwise=False) else False,
        "numbering": NUMBERING.get(_text(node, "answernumbering") or "abc", "abc"),
    }
    return {**shared, **single_or_several(options, fractions, single=_flag(node, "single", otherwise=True))}


def single_or_several(options: list[dict[str, Any]], fractions: list[Decimal], *, single: bool) -> dict[str, Any]:
    """Return the fields of a choice with these options, and what each earns. Raises :class:`UnreadableError`."""
    if single:
        return {"type": "single-choice", **_single(options, fractions)}
    return {"type": "multiple-choice", **_several(options, fractions)}


def _single(options: list[dict[str, Any]], fractions: list[Decimal]) -> dict[str, Any]:
    if fractions.count(FULL) != 1:
        raise UnreadableError("several options earn 100 %" if FULL in fractions else "no option earns 100 %")
    for option, earned in zip(options, fractions, strict=True):
        if earned not in {FULL, Decimal(0)}:
            option["fraction"] = short(earned)
    return {"options": [bare(option) for option in options], "answer": str(fractions.index(FULL) + 1)}


@dataclass(frozen=True, slots=True)
class _Unmarked:
    fraction: Decimal | None = None


def _several(options: list[dict[str, Any]], fractions: list[Decimal]) -> dict[str, Any]:
    keys = [at for at, earned in enumerate(fractions, 1) if earned > 0]
    usual = balanced([_Unmarked()] * len(options), keys)
    if any(abs(wanted - earned) > _SNAP for wanted, earned in zip(usual, fractions, strict=True)):
        for option, earned in zip(options, fractions, strict=True):
            option["fraction"] = short(earned)
    if not keys:
        raise UnreadableError("no option is right")
    return {"options": [bare(option) for option in options], "answer": keys}


def _true_false(reader: _Reader) -> dict[str, Any]:
    told: dict[bool, str] = {}
    key: bool | None = None
    for answer, earned in reader.answers():
        value = _text(answer, "text").lower() == "true"
        told[value] = reader.rich(answer.find("feedback"))
        if earned == FULL:
            key = value
    if key is None:
        raise UnreadableError("neither true nor false earns 100 %")
    return {
        "type": "true-false",
        "answer": key,
        "feedback": compact({"correct": told.get(key, ""), "incorrect": told.get(not key, "")}),
    }


def _short_answer(reader: _Reader) -> dict[str, Any]:
    answers: list[Any] = []
    for answer, earned in reader.answers():
        said = accepted(" ".join(_text(answer, "text").split()))
        feedback = reader.rich(answer.find("feedback"))
        item = compact({**said, "fraction": "" if earned == FULL else short(earned), "feedback": feedback})
        answers.append(bare(item))
    case = _text(reader.node, "usecase") == "1"
    kept, left_out = reached(answers, case=case)
    for text in left_out:
        reader.tell("QB615", f"the answer “{text}” is left out: an earlier one accepts it already")
    return {"type": "short-answer", "answers": kept, "case_sensitive": True if case else ""}


def _numerical(reader: _Reader) -> dict[str, Any]:
    fields: dict[str, Any] = {"type": "numerical"}
    further: list[dict[str, Any]] = []
    feedback: dict[str, str] = {}
    for answer, earned in reader.answers():
        written = _text(answer, "text") or "".join(str(part) for part in answer.itertext()).strip().split("\n")[0]
        told = reader.rich(answer.find("feedback"))
        if written.strip() == "*":
            if earned == 0:
                feedback["incorrect"] = told
                continue
            raise UnreadableError("any number earns something")
        value = number(written)
        margin = number(_text(answer, "tolerance") or "0")
        if value is None or margin is None:
            raise UnreadableError(f"“{written}” is no number")
        if earned == FULL and "answer" not in fields and not told:
            fields |= {"answer": short(value), "tolerance": short(abs(margin)) if margin else ""}
        elif earned == FULL and "answer" not in fields:
            fields |= {"answer": short(value), "tolerance": short(abs(margin)) if margin else ""}
            feedback["correct"] = told
        else:
            item = {"value": short(value), "tolerance": short(abs(margin)), "fraction": short(earned), "feedback": told}
            further.append(compact(item))
    if "answer" not in fields:
        raise UnreadableError("no number earns 100 %")
    if common := feedback.get("incorrect"):
        for item in further:  # as our own export joins the two
            if item.get("fraction") == "0":
                item["feedback"] = item.get("feedback", "").removesuffix(common).rstrip("\n")
        further = [compact(item) for item in further]
    units = _units(reader)
    return {
        **fields,
        "answers": further,
        **units,
        **({"feedback": compact(feedback)} if any(feedback.values()) else {}),
    }


def _units(reader: _Reader) -> dict[str, Any]:
    found = []
    for unit in reader.node.findall("units/unit"):
        factor, name = number(_text(unit, "multiplier") or "1"), " ".join(_text(unit, "unit_name").split())
        if factor is not None and name:
            found.append((factor, name))
    if not found:
        return {}
    base = next((name for factor, name in found if factor == 1), "")
    if not base:
        raise UnreadableError("no unit is that of the answer")
    others = [{"name": name, "factor": short(factor)} for factor, name in found if name != base]
    graded = _text(reader.node, "unitgradingtype") in {"1", "2"}
    penalty = number(_text(reader.node, "unitpenalty") or "0.1") if graded else None
    return {"unit": base, "units": others, "unit_penalty": "" if penalty is None else short(penalty * 100)}


def _matching(reader: _Reader) -> dict[str, Any]:
    pairs, distractors = [], []
    for each in reader.node.findall("subquestion"):
        left, right = reader.rich(each), plain_text(html.unescape(_TAG.sub("", _text(each, "answer"))))
        if left and right:
            pairs.append({"left": left, "right": right})
        elif right:
            distractors.append(right)
    shuffle = "" if _flag(reader.node, "shuffleanswers", otherwise=True) else False
    return {"type": "matching", "pairs": pairs, "distractors": list(dict.fromkeys(distractors)), "shuffle": shuffle}


_GRADING = MappingProxyType(
    {
        "-1": "all-or-nothing",
        "ALL_OR_NOTHING": "all-or-nothing",
        "0": "position",
        "ABSOLUTE_POSITION": "position",
        "1": "neighbours",
        "RELATIVE_NEXT_EXCLUDE_LAST": "neighbours",
    }
)


def _ordering(reader: _Reader) -> dict[str, Any]:
    node = reader.node
    items = [reader.rich(answer) for answer in node.findall("answer")]
    grading = _text(node, "gradingtype") or "ABSOLUTE_POSITION"
    scoring = _GRADING.get(grading)
    if scoring is None:
        raise UnreadableError(f"its way of grading, {grading}, has no counterpart here")
    if _text(node, "selecttype") not in {"", "ALL", "0"}:
        reader.tell("QB616", "all items are shown: that only some are drawn has no counterpart here")
    horizontal = _text(node, "layouttype") in {"HORIZONTAL", "1"}
    return {
        "type": "ordering",
        "items": [item for item in items if item],
        "scoring": "" if scoring == "position" else scoring,
        "layout": "horizontal" if horizontal else "",
    }


_RESPONSE = MappingProxyType(
    {"editor": "", "editorfilepicker": "", "plain": "plain", "monospaced": "code", "noinline": "none"}
)


def _essay(reader: _Reader) -> dict[str, Any]:
    node = reader.node

    def count(path: str) -> str:
        found = number(_text(node, path) or "0")
        return short(found) if found and found > 0 else ""

    lines = _text(node, "responsefieldlines")
    response = _RESPONSE.get(_text(node, "responseformat") or "editor", "")
    plain = response in {"plain", "code"}
    template = _text(node, "responsetemplate") if plain else reader.rich(node.find("responsetemplate"))
    types = [" ".join(part.split()) for part in re.split(r"[,;\s]+", _text(node, "filetypeslist")) if part]
    attachments = _text(node, "attachments")
    return {
        "type": "essay",
        "response": response,
        "lines": "" if lines in {"", "15"} else lines,
        "template": template,
        "model_answer": reader.rich(node.find("graderinfo")),
        "min_words": count("minwordlimit"),
        "max_words": count("maxwordlimit"),
        "attachments": "100" if attachments == "-1" else count("attachments"),
        "attachments_required": count("attachmentsrequired"),
        "file_types": types,
    }


def _cloze(reader: _Reader) -> dict[str, Any]:
    found: list[Parted] = []

    def part(written: str) -> str:
        found.append(gaps_of(written, lambda text: reader.told_as_html(text, {})))
        return found[-1].text

    stem = reader.rich(reader.node.find("questiontext"), change=part)
    parted = found[0] if found else Parted("")
    if parted.problem:
        raise UnreadableError(parted.problem)
    for text in parted.left_out:
        reader.tell("QB615", f"the answer “{text}” is left out: an earlier one accepts it already")
    if not parted.gaps:
        raise UnreadableError("there is no gap in it")
    total = sum((Decimal(str(gap.get("weight", "1"))) for gap in parted.gaps.values()), Decimal(0))
    return {"type": "cloze", "stem": stem, "gaps": parted.gaps, "points": "" if total == 1 else short(total)}


USUAL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "showstandardinstruction": frozenset({"", "0", "1"}),
        "responserequired": frozenset({"", "0", "1"}),
        "maxbytes": frozenset({"", "0"}),
        "unitsleft": frozenset({"", "0"}),
        "showunits": frozenset({"", "0", "3"}),
        "showgrading": frozenset({"", "SHOW", "1"}),
        "hidden": frozenset({"", "0"}),
    }
)
"""Settings that are not kept, with the values that an export from here gives or that make no difference."""
TYPES: Mapping[str, Callable[[_Reader], dict[str, Any]]] = MappingProxyType(
    {
        "multichoice": _choice,
        "truefalse": _true_false,
        "shortanswer": _short_answer,
        "numerical": _numerical,
        "matching": _matching,
        "match": _matching,
        "ordering": _ordering,
        "essay": _essay,
        "description": lambda _: {"type": "description", "points": ""},
        "cloze": _cloze,
        "multianswer": _cloze,
    }
)

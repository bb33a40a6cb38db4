"""Items of QTI 1.2, in the flavours of Canvas, Respondus and Blackboard.

https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html; for Canvas its ``question_type`` decides, and for
Blackboard its ``bbmd_questiontype``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from lxml import etree

from .moodle import UnreadableError, number
from .qti_parts import BLANK, Choice, Interaction, Item, Kind
from .qti_scoring_one import ScoringOne, text_of
from .qti_texts import Texts

_POINTS = ("points_possible", "qmd_weighting", "qmd_absolutescore_max", "bbmd_points", "cc_weighting")
_TYPES = ("question_type", "bbmd_questiontype", "qmd_questiontype", "cc_profile", "interaction_type")
_BEYOND = frozenset({"render_hotspot", "render_slider", "render_extension", "response_xy", "response_extension"})
_OUTCOMES = MappingProxyType({"correct_fb": "correct", "general_incorrect_fb": "incorrect"})
_MATERIALS = frozenset({"mattext", "matemtext", "mat_formattedtext", "matimage", "matbreak"})


@dataclass(slots=True)
class ItemOne:
    """Reads one item."""

    node: etree._Element
    texts: Texts
    shuffle: bool
    """Whether options are shuffled where the item does not say."""
    points: Decimal | None = None
    """What the section gives each item."""
    meta: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    gaps: int = 0

    def read(self) -> Item:
        """Return the item. Raises :class:`UnreadableError`."""
        self.node = deepcopy(self.node)
        self.meta = metadata(self.node)
        self.kind = next((self.meta[name] for name in _TYPES if self.meta.get(name)), "").lower()
        if "calculated" in self.kind:
            raise UnreadableError("its numbers are drawn by a formula of Canvas")
        for each in self.node.iter(*_BEYOND):
            if each.tag != "render_extension" or (len(each) and each.find("ims_render_object") is None):
                raise UnreadableError(f"it has <{each.tag!s}>, which has no counterpart here")
        presentation = self.node.find("presentation")
        parts = _Presentation(self)
        if presentation is not None:
            parts.walk(presentation)
        interactions = parts.interactions
        if not interactions:
            interactions += self._without_response()
        stem, rows = parts.html, False
        if "fill_in_multiple_blanks" in self.kind or "multiple_dropdowns" in self.kind:
            stem = self._placed(parts.bare(), interactions, text="blanks" in self.kind)
        elif len(interactions) > 1 and (lefts := self._lefts(interactions)):
            rows = True
            stem = parts.bare()
            for interaction, left in zip(interactions, lefts, strict=True):
                interaction.label = left
        elif len(interactions) == 1:
            alone = interactions[0].kind not in {"text", "number", "menu"} or parts.html.rstrip().endswith(
                parts.mark(0)
            )
            stem = parts.html.replace(parts.mark(0), "" if alone else BLANK) + parts.labels.get(0, "")
            interactions[0].gap = ""
        else:
            for at, interaction in enumerate(interactions):
                stem = stem.replace(parts.mark(at), parts.labels.get(at, "") + f" [[{interaction.gap}]] ")
        scoring = self._scoring(interactions)
        title = " ".join((self.node.get("title") or "").split())
        item = Item(self.node.get("ident") or "", title, self.texts.html(stem), interactions, scoring, rows=rows)
        self._feedback(item)
        item.points, item.maximum = self._worth(scoring)
        return item

    def _without_response(self) -> list[Interaction]:
        """Return what the student does where the item gives no place for a response, as Canvas writes some."""
        if "upload" in self.kind:
            return [Interaction("", "upload")]
        if "essay" in self.kind:
            return [Interaction("", "essay", rich=True)]
        if next(self.node.iter("setvar"), None) is not None:
            raise UnreadableError("it gives no place for a response, yet points for one")
        return []

    def _scoring(self, interactions: list[Interaction]) -> ScoringOne:
        written = frozenset(each.ident for each in interactions if each.kind in {"text", "essay"})
        return ScoringOne(
            self.node,
            frozenset(each.ident for each in interactions if each.kind == "number"),
            frozenset(each.ident for each in interactions if each.many),
            frozenset(each.ident for each in interactions if each.kind == "order"),
            written,
        )

    def _worth(self, scoring: ScoringOne) -> tuple[Decimal | None, Decimal | None]:
        """Return the points of the question, and the highest score."""
        told = [found for name in _POINTS if (found := number(self.meta.get(name, ""))) is not None and found >= 0]
        most = scoring.most
        if scoring.silent:  # what it gives has nothing to do with its maximum
            told, most = [*told, Decimal(1) if most in {None, 100} else most or Decimal(1)], None
        if self.points is not None:
            return self.points, most
        if told:
            return told[0], most
        # scores up to 100 are percentages, whatever the question is worth
        return (most if most is not None and most != 100 else None), most

    def _feedback(self, item: Item) -> None:
        """Read feedback, hints and solutions."""
        linked = {link.get("linkrefid") or "": link for link in self.node.iter("displayfeedback")}
        for each in self.node.iter("itemfeedback"):
            ident = each.get("ident") or ""
            for hint in each.iter("hint"):
                if text := self.texts.html(self.material(hint)):
                    item.hints.append(text)
            solutions = [text for part in each.iter("solution") if (text := self.texts.html(self.material(part)))]
            item.solutions += solutions
            rest = "".join(self.material(part) for part in each if part.tag not in {"hint", "solution"})
            text = self.texts.html(rest)
            if not text:
                continue
            if ident.lower() in {"solution", "general_fb"} and ident not in linked:
                item.solutions.append(text)
            elif ident in _OUTCOMES and ident not in linked:
                item.told.setdefault(_OUTCOMES[ident], []).append(text)  # Canvas does not always link it
            else:
                item.feedback[ident] = text if ident not in item.feedback else f"{item.feedback[ident]}\n\n{text}"
        for each in self.node.findall("rubric"):
            if text := self.texts.html(self.material(each)):
                item.rubric.append(text)

    # -- texts

    def material(self, node: etree._Element) -> str:
        """Return all materials within an element as HTML."""
        return "".join(self.piece(each) for each in node.iter(*_MATERIALS))

    def piece(self, node: etree._Element) -> str:
        """Return one material as HTML."""
        if node.tag == "matbreak":
            return "<br>"
        if node.tag == "matimage":
            return self._image(node)
        inner = (node.text or "") if not len(node) else _markup(node)
        if node.tag == "mat_formattedtext":
            return self.texts.said(
                inner, "text/html" if (node.get("type") or "HTML").upper() != "PLAIN_TEXT" else "text/plain"
            )
        told = node.get("texttype")
        if told and "rtf" in told.lower():
            raise UnreadableError("it has a text in RTF")
        html = self.texts.said(inner, "text/xhtml" if len(node) else (told or "").lower())
        if node.get("uri") and not inner.strip():
            raise UnreadableError("one of its texts lies in a file of its own")
        return f"<em>{html}</em>" if node.tag == "matemtext" and html else html

    def _image(self, node: etree._Element) -> str:
        address = node.get("uri") or ""
        if not address and (node.text or "").strip():
            kind = node.get("imagtype") or "image/png"
            address = f"data:{kind};base64,{''.join((node.text or '').split())}"
        image = etree.Element("img", src=address, alt=node.get("label") or "")
        return etree.tostring(image, encoding="unicode", method="html")

    # -- Canvas' gaps and everybody's pairs

    def _placed(self, stem: str, interactions: list[Interaction], *, text: bool) -> str:
        """Put the gaps of Canvas, ``[name]`` in the text, in their places."""
        for at, interaction in enumerate(interactions, 1):
            names = [re.sub(r"^response_", "", interaction.ident), interaction.label]
            name = next((name for name in names if name and f"[{name}]" in stem), None)
            if name is None:
                raise UnreadableError(f"its gap {names[0][:40]} stands nowhere in the text")
            given = "" if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{20,}|\d+", name) else name
            interaction.gap = gap_name(given, at, [each.gap for each in interactions[: at - 1]])
            stem = stem.replace(f"[{name}]", f"[[{interaction.gap}]]", 1)
            kinds = {label.get("answer_type") for each in self._of(interaction.ident) for label in each.iter()}
            if text and not kinds & {"dropdown", "wordbank"}:
                self._as_text(interaction)
            else:
                interaction.kind = "menu"
        return stem

    def _as_text(self, interaction: Interaction) -> None:
        """Make a choice among right answers, as Canvas writes it, the writing of one."""
        said = {
            label.get("ident"): text_of(label)
            for each in self._of(interaction.ident)
            for label in each.iter("response_label")
        }
        for test in self.node.iter("varequal", "varsubset", "varsubstring"):
            if test.get("respident") == interaction.ident and text_of(test) in said:
                test.text = said[text_of(test)]
        interaction.kind, interaction.choices = "text", []

    def _of(self, ident: str) -> Iterator[etree._Element]:
        return (each for each in self.node.iter("response_lid", "response_str") if each.get("ident") == ident)

    def _lefts(self, interactions: list[Interaction]) -> list[str]:
        """Return what each of several interactions asks for, where all have the same choices; else nothing."""
        if any(each.kind != "choice" or each.many for each in interactions):
            return []
        self._blackboard(interactions)
        texts = [[choice.text for choice in each.choices] for each in interactions]
        same = all(sorted(each) == sorted(texts[0]) for each in texts)
        if not same and "match" not in self.kind:
            return []
        labels = [self.texts.html(each.label) for each in interactions]
        if not all(labels) or not all(text for each in texts for text in each):
            raise UnreadableError("its pairs cannot be told apart")
        return labels

    def _blackboard(self, interactions: list[Interaction]) -> None:
        """Give the choices of Blackboard their texts, which stand apart and in the same order."""
        block = next((each for each in self.node.iter("flow") if each.get("class") == "RIGHT_MATCH_BLOCK"), None)
        if block is None:
            return
        texts = [self.texts.html(self.material(each)) for each in block if each.tag == "flow"]
        for interaction in interactions:
            if len(interaction.choices) == len(texts):
                interaction.choices = [
                    Choice(each.ident, text) for each, text in zip(interaction.choices, texts, strict=True)
                ]


def gap_name(name: str, at: int, taken: list[str]) -> str:
    """Return a name that a gap may have, made from its own."""
    made = re.sub(r"[^A-Za-z0-9_-]", "", name)[:40]
    made = made if re.match("[A-Za-z]", made) else f"gap{at}"
    return made if made not in taken else f"gap{at}"


def metadata(item: etree._Element) -> dict[str, str]:
    """Return the fields of an item's metadata, by their names in small letters."""
    found: dict[str, str] = {}
    for each in item.iter("qtimetadatafield"):
        label = each.find("fieldlabel")
        entry = each.find("fieldentry")
        if label is not None and entry is not None:
            found.setdefault(text_of(label).lower(), text_of(entry))
    for each in item.iter("itemmetadata"):
        for inner in each:
            if isinstance(inner.tag, str) and not len(inner) and (inner.text or "").strip():
                found.setdefault(inner.tag.lower(), text_of(inner))
    return found


def _markup(node: etree._Element) -> str:
    """Return what an element holds, as it is written."""
    parts = [_escaped(node.text or "")]
    parts += [etree.tostring(each, encoding="unicode") for each in node]
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(slots=True)
class _Presentation:
    """Walks what the student sees, in order: texts, and interactions with a mark in their place."""

    item: ItemOne
    html: str = ""
    interactions: list[Interaction] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    """The texts that stand within an interaction, before what is chosen."""

    def mark(self, at: int) -> str:
        """Return the mark of an interaction."""
        return f"\ue020{at}\ue021"

    def bare(self) -> str:
        """Return the texts without the marks."""
        return re.sub("\ue020\\d+\ue021", "", self.html)

    def walk(self, node: etree._Element) -> None:
        """Take in an element."""
        for each in node:
            if not isinstance(each.tag, str):
                continue
            if each.tag in _MATERIALS:
                piece = self.item.piece(each)
                gap = (
                    self.html and piece and not re.search(r"[\s>]$", self.html) and not re.match(r"[\s<.,;:!?)]", piece)
                )
                self.html += (" " if gap else "") + piece
            elif each.tag in {"response_lid", "response_str", "response_num", "response_grp"}:
                self._response(each)
            elif each.tag == "flow" and each.get("class") == "RIGHT_MATCH_BLOCK":
                continue
            elif each.tag in {"mataudio", "matvideo", "matapplet", "matapplication"}:
                raise UnreadableError(f"it has <{each.tag}>, which has no counterpart here")
            elif each.tag == "flow" and self._row(each):
                continue
            else:
                if each.tag == "flow" and self.html and not self.html.endswith(">"):
                    self.html += "<br>" if len(self.interactions) > 0 else " "
                self.walk(each)

    def _row(self, flow: etree._Element) -> bool:
        """Take in a row of Blackboard's matching: a text and an interaction with the right sides' places."""
        above = flow.getparent()
        if flow.get("class") != "Block" or above is None or above.get("class") != "RESPONSE_BLOCK":
            return False
        responses = list(flow.iter("response_lid"))
        if len(responses) != 1 or not any(True for _ in flow.iter("render_choice")):
            return False
        label = "".join(
            self.item.piece(each)
            for each in flow.iter(*_MATERIALS)
            if not any(up.tag == "response_lid" for up in each.iterancestors())
        )
        if not label:
            return False
        self._response(responses[0])
        at = len(self.interactions) - 1
        self.interactions[at].label = label + self.interactions[at].label
        return True

    def _response(self, node: etree._Element) -> None:
        at = len(self.interactions)
        interaction = self._interaction(node)
        own = "".join(
            self.item.piece(each)
            for each in node.iter(*_MATERIALS)
            if next(each.iterancestors("response_label"), None) is None
        )
        interaction.label = own
        interaction.gap = f"gap{at + 1}"
        self.labels[at] = own
        self.interactions.append(interaction)
        self.html += self.mark(at)

    def _interaction(self, node: etree._Element) -> Interaction:
        ident, cardinality = node.get("ident") or "", (node.get("rcardinality") or "Single").lower()
        if node.tag == "response_grp":
            raise UnreadableError("it has <response_grp>, which has no counterpart here")
        choice = next(node.iter("render_choice", "ims_render_object"), None)
        if choice is not None:
            kind: Kind = "order" if cardinality == "ordered" or "order" in self.item.kind else "choice"
            labels = list(choice.iter("response_label"))
            told = (choice.get("shuffle") or "").lower()
            return Interaction(
                ident,
                kind,
                [self._choice(label) for label in labels],
                many=cardinality == "multiple",
                shuffle=told in {"yes", "true"} if told else self.item.shuffle,
                layout="row" if (choice.get("orientation") or "").lower() == "row" else "",
            )
        fib = next(node.iter("render_fib"), None)
        told = (fib.get("fibtype") or "").lower() if fib is not None else ""
        kinds = self.item.kind
        if "file_upload" in kinds or "file upload" in kinds:
            return Interaction(ident, "upload")
        rows = (fib.get("rows") or "") if fib is not None else ""
        long = rows.isdigit() and int(rows) > 1
        scored = any(each.get("respident") == ident for each in self.item.node.iter() if isinstance(each.tag, str))
        if re.search(r"essay|long answer|short_answer_essay|written", kinds) or (long and not self._keyed(ident)):
            return Interaction(ident, "essay", lines=rows if long else "", rich="essay" in kinds)
        if node.tag == "response_num" or told in {"integer", "decimal", "scientific"} or re.search("numer", kinds):
            return Interaction(ident, "number")
        if not scored and not kinds.startswith(("short", "fill", "cc.fib")):
            return Interaction(ident, "essay", lines=rows if long else "")
        return Interaction(ident, "text")

    def _keyed(self, ident: str) -> bool:
        return any(
            each.get("respident") == ident for each in self.item.node.iter("varequal", "varsubstring", "varsubset")
        )

    def _choice(self, label: etree._Element) -> Choice:
        text = self.item.texts.html(self.item.material(label))
        fixed = (label.get("rshuffle") or "Yes").lower() in {"no", "false"}
        return Choice(label.get("ident") or "", text, fixed)

"""Items of QTI 2.0 to 2.2 and 3.0; those of 3.0 are read by the names of version 2.

https://www.imsglobal.org/spec/qti/v3p0/impl, and section 6 on interactions in
https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from .archive import ArchiveError
from .moodle import UnreadableError, number
from .qti_one import gap_name
from .qti_parts import BLANK, Choice, Interaction, Item, Kind, Outcome, Responses, Scoring
from .qti_scoring_two import ScoringTwo, words
from .qti_texts import Texts

_KINDS: dict[str, Kind] = {
    "choiceInteraction": "choice",
    "inlineChoiceInteraction": "menu",
    "textEntryInteraction": "text",
    "extendedTextInteraction": "essay",
    "orderInteraction": "order",
    "matchInteraction": "match",
    "associateInteraction": "associate",
    "uploadInteraction": "upload",
}
_BEYOND = re.compile(r"template(?:Declaration|Block|Inline|Processing)|printedVariable|include|gapImg|.*Interaction")
_LEFT_OUT = frozenset({"stylesheet", "catalogInfo", "companionMaterialsInfo"})
_BLOCKS = frozenset({"p", "div", "li", "td", "th", "blockquote", "itemBody", "dd", "dt", "h1", "h2", "h3", "section"})


def canonical(node: etree._Element) -> etree._Element:
    """Return a copy without namespaces, in the names of QTI 2: ``qti-simple-choice`` is ``simpleChoice``."""
    root = etree.Element(_name(node))
    stack = [(node, root)]
    while stack:
        old, new = stack.pop()
        new.text, new.tail = old.text, old.tail
        ours = etree.QName(old).localname.startswith("qti-")
        for key, value in old.attrib.items():
            name = etree.QName(key).localname
            new.set(_camel(name) if ours and not name.startswith(("data-", "aria-")) else name, value)
        stack += [(child, etree.SubElement(new, _name(child))) for child in old if isinstance(child.tag, str)]
    return root


def _name(node: etree._Element) -> str:
    local = etree.QName(node).localname
    if not local.startswith("qti-"):
        return local
    name = _camel(local.removeprefix("qti-"))
    return {"contentBody": "div"}.get(name, name)


def _camel(name: str) -> str:
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


@dataclass(slots=True)
class ItemTwo:
    """Reads one item."""

    node: etree._Element
    texts: Texts
    weight: Decimal | None = None
    """By which a test multiplies its score."""
    third: bool = False
    feedback: dict[str, str] = field(default_factory=dict)
    shown: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    interactions: list[Interaction] = field(default_factory=list)
    rubric: list[str] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    """The gaps of words to be dragged, by our names for them."""

    def read(self) -> Item:
        """Return the item. Raises :class:`UnreadableError`."""
        self.third = etree.QName(self.node).localname.startswith("qti-")
        self.node = canonical(_without_comments(self.node))
        body = self.node.find("itemBody")
        if body is None:
            raise UnreadableError("it has no body")
        for each in self.node.iter():
            if _beyond(str(each.tag)):
                raise UnreadableError(f"it has <{each.tag!s}>, which has no counterpart here")
        for each in self.node.iter("modalFeedback"):
            self._told(each)
        stem = self._stimuli() + self._body(body)
        scoring: Scoring = ScoringTwo(self.node, self.third, self.shown)
        if self.targets:
            scoring = _Dragged(scoring, self.targets)
        title = " ".join((self.node.get("title") or "").split())
        ident = self.node.get("identifier") or ""
        item = Item(ident, title, self.texts.html(stem), self.interactions, scoring, self.feedback, rubric=self.rubric)
        item.maximum = self._maximum(scoring)
        item.points = None if item.maximum is None else item.maximum * (1 if self.weight is None else self.weight)
        item.points = self.weight if item.maximum is None else item.points
        item.language = self.node.get("lang") or ""
        return item

    def _stimuli(self) -> str:
        """Return the texts, each a file of its own, that the item is about."""
        found = ""
        for each in self.node.iter("assessmentStimulusRef"):
            address = each.get("href") or ""
            path = self.texts.files.find(address, self.texts.folder)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            try:
                root = canonical(_without_comments(etree.fromstring(self.texts.files.data(path), parser)))
            except (ArchiveError, KeyError, etree.XMLSyntaxError):
                raise UnreadableError(f"the text {address[:60]} that it is about cannot be read") from None
            stimulus = root.find("stimulusBody")
            found += f"<div>{_inner(stimulus)}</div>" if stimulus is not None else ""
        return found

    def _maximum(self, scoring: Scoring) -> Decimal | None:
        inner = scoring.inner if isinstance(scoring, _Dragged) else scoring
        if not isinstance(inner, ScoringTwo):
            return None
        own = inner.outcomes.get(inner.score)
        told = number(own.node.get("normalMaximum") or "") if own is not None else None
        if told is None and (most := inner.outcomes.get("MAXSCORE")) is not None and most.initial:
            told = number(most.initial[0])
        return told if told is not None and told > 0 else None

    def _told(self, node: etree._Element) -> None:
        """Take in a text that the scoring shows."""
        key = f"{node.get('outcomeIdentifier')}/{node.get('identifier')}/{node.get('showHide') or 'show'}"
        text = self.texts.html(_inner(node))
        if not text:
            return
        shows = (node.get("showHide") or "show") != "hide"
        self.shown[key] = (node.get("outcomeIdentifier") or "", node.get("identifier") or "", shows)
        self.feedback[key] = text if key not in self.feedback else f"{self.feedback[key]}\n\n{text}"

    def _body(self, body: etree._Element) -> str:
        """Return the body as HTML, with gaps in the place of interactions; take these in."""
        for each in list(body.iter("rubricBlock")):
            views = (each.get("view") or "candidate").split()
            if "candidate" not in views:
                if text := self.texts.html(_inner(each)):
                    self.rubric.append(text)
                _replace(each, "")
        nodes = [each for each in body.iter() if _interaction(str(each.tag))]
        lone = len(nodes) == 1
        for node in nodes:
            if node.tag == "gapMatchInteraction":
                if not lone:
                    raise UnreadableError("words to be dragged are only a part of it")
                self._dragged(node)
                continue
            interaction = self._interaction(node)
            self.interactions.append(interaction)
            mark = ""
            if lone and interaction.kind in {"text", "number"}:
                mark = BLANK if _within_text(node) else ""
            elif not lone or interaction.kind == "menu":
                taken = [each.gap for each in self.interactions]
                interaction.gap = gap_name(interaction.ident, len(taken), taken)
                mark = f"[[{interaction.gap}]]"
            prompt = node.find("prompt")
            if prompt is not None and str(node.tag) not in {"textEntryInteraction", "inlineChoiceInteraction"}:
                _wrap(node, prompt, mark)
            else:
                _replace(node, mark)
        for each in list(body.iter("feedbackInline", "feedbackBlock")):
            self._told(each)
            _replace(each, "")
        return _inner(body)

    def _interaction(self, node: etree._Element) -> Interaction:
        ident, kind = node.get("responseIdentifier") or "", _KINDS[str(node.tag)]
        response = next(
            (each for each in self.node.iter("responseDeclaration") if each.get("identifier") == ident), None
        )
        if response is None:
            raise UnreadableError(f"the response {ident[:60]} is not declared")
        base, cardinality = response.get("baseType") or "string", response.get("cardinality") or "single"
        if kind == "text" and base in {"integer", "float"}:
            kind = "number"
        shuffle = node.get("shuffle") == "true"
        most = number(node.get("maxChoices") or "0") or Decimal(0)
        made = Interaction(ident, kind, many=cardinality != "single", most=int(most), shuffle=shuffle)
        made.layout = "row" if "horizontal" in (node.get("orientation") or node.get("class") or "") else ""
        if kind == "match":
            sets = node.findall("simpleMatchSet")
            if len(sets) != 2:
                raise UnreadableError("its two columns are not there")
            made.choices, made.targets = (self._choices(each) for each in sets)
        elif kind in {"choice", "menu", "order", "associate"}:
            made.choices = self._choices(node)
            made.layout = made.layout if kind == "order" else ""
        elif kind == "essay":
            lines = node.get("expectedLines") or ""
            made.lines, made.rich = lines if lines.isdigit() and int(lines) else "", node.get("format") == "xhtml"
        return made

    def _choices(self, node: etree._Element) -> list[Choice]:
        made = []
        for each in node:
            if each.tag not in {"simpleChoice", "inlineChoice", "simpleAssociableChoice", "gapText"}:
                continue
            told = []
            for inner in list(each.iter("feedbackInline", "feedbackBlock")):
                told.append(self.texts.html(_inner(inner)))
                _replace(inner, "")
            text = self.texts.html(_inner(each))
            feedback = "\n\n".join(part for part in told if part)
            made.append(Choice(each.get("identifier") or "", text, each.get("fixed") == "true", feedback))
        return made

    def _dragged(self, node: etree._Element) -> None:
        """Take words that are dragged into gaps for menus."""
        choices = self._choices(node)
        ident = node.get("responseIdentifier") or ""
        for at, gap in enumerate(list(node.iter("gap")), 1):
            name = gap_name(gap.get("identifier") or "", at, list(self.targets))
            self.targets[name] = f"{ident} {gap.get('identifier')}"
            shuffle = node.get("shuffle") == "true"
            self.interactions.append(Interaction(name, "menu", choices, shuffle=shuffle, gap=name))
            _replace(gap, f"[[{name}]]")
        for each in list(node.iter("gapText")):
            _replace(each, "")
        for prompt in node.iter("prompt"):
            prompt.tag = "div"
        node.tag = "div"
        node.attrib.clear()


@dataclass(slots=True)
class _Dragged:
    """Scores each gap on its own, where one response holds them all."""

    inner: Scoring
    targets: dict[str, str]

    def run(self, responses: Responses) -> Outcome:
        joined: dict[str, tuple[str, ...]] = {}
        for name, target in self.targets.items():
            ident, gap = target.split(" ", 1)
            joined[ident] = (*joined.get(ident, ()), *(f"{value} {gap}" for value in responses.get(name, ())))
        return self.inner.run(joined)

    def named(self, ident: str) -> Sequence[str]:
        return self.key(ident)

    def key(self, ident: str) -> tuple[str, ...]:
        response, gap = self.targets[ident].split(" ", 1)
        pairs = [text.split() for text in self.inner.key(response)]
        return tuple(pair[0] for pair in pairs if len(pair) == 2 and pair[1] == gap)


def _beyond(tag: str) -> bool:
    return bool(_BEYOND.fullmatch(tag)) and tag not in _KINDS and tag != "gapMatchInteraction"


def _interaction(tag: str) -> bool:
    return tag in _KINDS or tag == "gapMatchInteraction"


def _without_comments(node: etree._Element) -> etree._Element:
    """Return a copy without comments and processing instructions."""
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True, huge_tree=True
    )
    return etree.fromstring(etree.tostring(node, with_tail=False), parser)


def _inner(node: etree._Element) -> str:
    """Return what an element holds, as HTML."""
    for each in list(node.iter("object")):
        told = (each.get("type") or "").startswith("image/")
        if each.tag == "object" and (told or _pictured(each.get("data") or "")):
            alternative = each.get("alt") or words(each)
            source = each.get("data") or ""
            for name in list(each.attrib):
                del each.attrib[name]
            del each[:]
            each.tag, each.text = "img", None
            each.set("src", source)
            each.set("alt", alternative)
    for name in _LEFT_OUT:
        for each in list(node.iter(name)):
            _replace(each, "")
    parts = [html.escape(node.text or "", quote=False)]
    for child in node:
        method = "xml" if next(child.iter("math"), None) is not None else "html"
        parts.append(etree.tostring(child, encoding="unicode", method=method))
    return "".join(parts).strip()


def _pictured(address: str) -> bool:
    return re.search(r"\.(?:png|jpe?g|gif|svg|webp)$", address, re.IGNORECASE) is not None


def _within_text(node: etree._Element) -> bool:
    """Tell whether other text stands in the same block."""
    block = next((each for each in node.iterancestors() if each.tag in _BLOCKS), None)
    return block is not None and bool("".join(map(str, block.itertext())).strip())


def _replace(node: etree._Element, text: str) -> None:
    """Put text in the place of an element."""
    above, before = node.getparent(), node.getprevious()
    if above is None:
        return
    text += node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        above.text = (above.text or "") + text
    above.remove(node)


def _wrap(node: etree._Element, prompt: etree._Element, mark: str) -> None:
    """Leave the prompt of an interaction in its place, and the mark behind it."""
    for each in list(node):
        if each is not prompt:
            node.remove(each)
    prompt.tag, prompt.tail = "div", None
    node.tag, node.text = "div", None
    for name in list(node.attrib):
        del node.attrib[name]
    prompt.attrib.clear()
    if mark:
        etree.SubElement(node, "p").text = mark

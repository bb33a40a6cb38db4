"""Reads a written page back and compares it with what should stand there: a difference is a bug of ours, told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree
from markupsafe import Markup

from qbank.diagnostic import Diagnostic, diagnostic

from .asked import asked
from .keys import keys_in, keys_of
from .view import QuestionView

_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True)
_Search = Callable[..., Any]
_ALL_TEXT: _Search = etree.XPath("string()", smart_strings=False)
_BANK: _Search = etree.XPath("string(//*[@id='bank'])", smart_strings=False)
_KEYED: _Search = etree.XPath(".//*[@data-key]")
_GAPS_AROUND: _Search = etree.XPath("ancestor::*/@data-gap-key", smart_strings=False)


def read_back(name: str, data: bytes, views: Sequence[QuestionView]) -> list[Diagnostic]:
    """Return an error for each question, key, number of points or text that page ``name`` holds otherwise."""
    page = _parsed(data)
    articles = {article.get("data-question", ""): article for article in page.iter("article")}
    if list(articles) != [view.id for view in views]:
        message = f"{name} holds other questions than the bank: {', '.join(articles) or 'none'}"
        return [diagnostic("QB435", message)]
    keys = _KEYS[name](page, views)
    return [
        diagnostic("QB435", f"{name} differs from the bank: {what} of {view.id}", question=view.id)
        for view in views
        for what in _differences(name, view, articles[view.id], keys[view.id])
    ]


def _differences(name: str, view: QuestionView, article: etree._Element, keys: list[str] | None) -> Iterator[str]:
    """Yield the names of what differs."""
    if Decimal(str(article.get("data-points"))) != view.question.points:
        yield "the points"
    if keys is not None and keys != keys_of(view.question):
        yield "the key"
    shown = _text(article)
    if not all(piece in shown for piece in _stem(view)):
        yield "the stem"
    for what, text in _texts(name, view):
        if _text_of(text) not in shown:
            yield what


_GAP = "\ue000"


def _stem(view: QuestionView) -> list[str]:
    """Return the texts between the gaps."""
    whole = Markup().join(_GAP if at % 2 else part for at, part in enumerate(view.stem))
    return _text_of(whole).split(_GAP)


def _texts(name: str, view: QuestionView) -> Iterator[tuple[str, Markup]]:
    """Yield what page ``name`` shows of a question beside the stem."""
    if name == "sheet-solutions.html":  # which leaves out what speaks to students who are answering
        yield from asked(view).answer.texts()
        yield "the explanation", view.explanation
        return
    yield from view.answer.texts()
    for number, hint in enumerate(view.hints, 1):
        yield f"hint {number}", hint
    for outcome, text in view.feedback.items():
        yield f"the feedback “{outcome}”", text
    yield "the explanation", view.explanation


@lru_cache(maxsize=65_536)  # most texts stand on all pages
def _text_of(text: str) -> str:
    return _text(_parsed(f"<div>{text}</div>".encode())) if text.strip() else ""


def _parsed(data: bytes) -> etree._Element:
    """Return a page, the source of each formula and the alternative of each image among its text."""
    page = etree.fromstring(data, _PARSER)
    for node in page.iter("math", "img"):
        node.text = "".join((node.text or "", node.get("alttext", ""), node.get("alt", "")))
    return page


def _text(element: etree._Element) -> str:
    """Return the text without blanks."""
    return "".join(str(_ALL_TEXT(element)).split())


def _from_data(page: etree._Element, views: Sequence[QuestionView]) -> Mapping[str, list[str]]:
    """Return each question's key as the practice page's script knows it."""
    data = json.loads(str(_BANK(page)))["questions"]
    return {
        view.id: keys_in(data[view.id], view.question)
        if view.id in data and float(data[view.id]["points"]) == float(view.worth)
        else []
        for view in views
    }


def _from_marks(page: etree._Element, _views: Sequence[QuestionView]) -> Mapping[str, list[str]]:
    """Return each question's key as the solutions mark it."""
    return {str(article.get("data-question")): list(_marks(article)) for article in page.iter("article")}


def _marks(article: etree._Element) -> Iterator[str]:
    for element in _KEYED(article):
        yield "/".join([*_GAPS_AROUND(element), element.get("data-key")])


def _from_sheet(page: etree._Element, views: Sequence[QuestionView]) -> Mapping[str, list[str] | None]:
    """Return each question's key as the sheet marks it where its parts stand: in the order of the bank."""
    found = _from_marks(page, views)
    return {
        view.id: sorted(found[view.id], key={key: at for at, key in enumerate(keys_of(view.question))}.__getitem__)
        if set(found[view.id]) == set(keys_of(view.question))
        else found[view.id]
        for view in views
    }


def _none(page: etree._Element, views: Sequence[QuestionView]) -> Mapping[str, list[str] | None]:
    """Return nothing for each question, as long as nothing is marked as a key."""
    marked = {str(article.get("data-question")): list(_marks(article)) for article in page.iter("article")}
    return {view.id: marked[view.id] or None for view in views}


_Keys = Mapping[str, list[str]] | Mapping[str, list[str] | None]
_KEYS: Mapping[str, Callable[[etree._Element, Sequence[QuestionView]], _Keys]] = MappingProxyType(
    {
        "practice.html": _from_data,
        "solutions.html": _from_marks,
        "exam.html": _none,
        "sheet.html": _none,
        "sheet-solutions.html": _from_sheet,
    }
)

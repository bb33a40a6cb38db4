"""Reads a written page back and compares it with what should stand there: a difference is a bug of ours, told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from lxml import html
from markupsafe import Markup

from qbank.diagnostic import Diagnostic, diagnostic

from .view import QuestionView

_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)


def read_back(name: str, data: bytes, views: Sequence[QuestionView]) -> list[Diagnostic]:
    """Return an error for each question, key, number of points or text that page ``name`` holds otherwise."""
    page = html.document_fromstring(data, parser=_PARSER)
    articles = {article.get("data-question", ""): article for article in page.iter("article")}
    if list(articles) != [view.id for view in views]:
        message = f"{name} holds other questions than the bank: {', '.join(articles) or 'none'}"
        return [diagnostic("QB435", message)]
    worth = _WORTH[name](page)
    return [
        diagnostic("QB435", f"{name} differs from the bank: {what} of {view.id}", question=view.id)
        for view in views
        for what in _differences(view, articles[view.id], worth[view.id])
    ]


def _differences(view: QuestionView, article: html.HtmlElement, worth: tuple[Any, list[str]]) -> Iterator[str]:
    """Yield the names of what differs. ``worth`` is the points (or ``None``) and what makes an option right."""
    points, outcomes = worth
    if points is not None and float(points) != float(view.question.points):
        yield "the points"
    if outcomes != [choice.outcome for choice in view.choices]:
        yield "the key"
    shown = _text(article)
    for what, text in _texts(view):
        if _text_of(text) not in shown:
            yield what


def _texts(view: QuestionView) -> Iterator[tuple[str, Markup]]:
    yield "the stem", view.stem
    for choice in view.choices:
        yield f"option {choice.number}", choice.text
        yield f"the feedback on option {choice.number}", choice.feedback
    for statement in view.statements:
        yield f"statement ({statement.letter})", statement.text
        yield f"the explanation of statement ({statement.letter})", statement.explanation
    for number, hint in enumerate(view.hints, 1):
        yield f"hint {number}", hint
    for outcome, text in view.feedback.items():
        yield f"the feedback “{outcome}”", text
    yield "the explanation", view.explanation


def _text_of(text: Markup) -> str:
    return _text(html.fragment_fromstring(str(text), create_parent="div")) if text else ""


def _text(element: html.HtmlElement) -> str:
    """Return the text with the source of each formula and the alternative of each image, blanks as one."""
    parts: list[str] = []
    for node in element.iter():
        parts += [node.text or "", str(node.get("alttext", "")), str(node.get("alt", ""))]
        parts.append(node.tail or "" if node is not element else "")
    return re.sub(r"\s+", "", "".join(parts))


def _from_data(page: html.HtmlElement) -> Mapping[str, tuple[Any, list[str]]]:
    """Return each question's points and outcomes as the practice page's script knows them."""
    data = json.loads(cast("str", page.get_element_by_id("bank").text))
    return {
        name: (
            known["points"],
            ["correct" if f >= 100 else "partial" if f > 0 else "incorrect" for f in known["fractions"]],
        )
        for name, known in data["questions"].items()
    }


def _from_marks(page: html.HtmlElement) -> Mapping[str, tuple[Any, list[str]]]:
    """Return each question's outcomes as the solutions mark them."""
    return {
        str(article.get("data-question")): (
            None,
            [str(option.get("class")).split()[-1] for option in article.iter("li") if option.get("data-option")],
        )
        for article in page.iter("article")
    }


_WORTH: Mapping[str, Callable[[html.HtmlElement], Mapping[str, tuple[Any, list[str]]]]] = MappingProxyType(
    {"practice.html": _from_data, "solutions.html": _from_marks}
)

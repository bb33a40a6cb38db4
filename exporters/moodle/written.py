"""Questions that a person grades, and texts that ask nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from qbank.markup import Node, parse
from qbank.schema import Criterion, Description, Essay

from . import quiz
from .escape import xml_text
from .render import Place, Renderer, render, render_labelled
from .texts import Piece, Texts

RESPONSE: Mapping[str, str] = MappingProxyType(
    {"rich": "editor", "plain": "plain", "code": "monospaced", "none": "noinline"}
)


def essay(texts: Texts, question: Essay) -> quiz.Essay:
    """Build a question that a person grades: the model answer and the rubric are for that person alone."""
    pieces: list[Piece] = [(("model_answer",), question.model_answer, render)]
    pieces += [(("rubric", at, "text"), each.text, _criterion(each)) for at, each in enumerate(question.rubric)]
    template, template_format = _template(texts, question)
    return quiz.Essay(
        response=RESPONSE[question.response],
        required="0" if question.response == "none" else "1",
        lines=str(question.lines),
        min_words=_limit(question.min_words),
        max_words=_limit(question.max_words),
        attachments=str(question.attachments),
        attachments_required=str(question.attachments_required),
        file_types=",".join(question.file_types),
        grader=texts.joined(question, pieces),
        template=template,
        template_format=template_format,
    )


def _limit(words: int | None) -> str:
    return "" if words is None else str(words)


def points_label(criterion: Criterion) -> str:
    """Return what stands before a line of the rubric: its points, or a dash."""
    return "–" if criterion.points is None else f"{criterion.points.normalize():f}:"


def _criterion(criterion: Criterion) -> Renderer:
    def renderer(tree: Node, place: Place) -> Markup:
        return render_labelled(points_label(criterion), tree, place)

    return renderer


def _template(texts: Texts, question: Essay) -> tuple[str, str]:
    """Return the text that a student starts from, and its format: as written where the answer has no formatting."""
    if question.response != "rich":
        return xml_text(question.template).strip(), "plain_text"
    source = question.template
    images = [node for node in parse(source).walk() if node.type == "image"]
    if images:
        texts.tell(
            "QB411", "Moodle has no place for figures in a template: their words stand there", question, "template"
        )

    def words(node: Node, _place: Place) -> Markup:
        return render(node, lambda _: "")

    return texts.joined(question, [(("template",), source, words)]).html, "html"


def description(_texts: Texts, _question: Description) -> quiz.Description:
    """Build a text that asks nothing."""
    return quiz.Description()

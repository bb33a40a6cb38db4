"""A written file as values again, read as Moodle would, by a parser that shares nothing with the writer."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET  # its searches take a tenth of lxml's time
from xml.etree.ElementTree import Element

from . import quiz
from .quiz import Alternative, Answer, Body, Combined, File, Hint, Item, NumberAnswer, Part, Rich, TextAnswer

MAX_DEPTH = 200
"""Elements within elements, in a question that is kept whole: the writer of a tree recurses."""


def parsed(data: bytes) -> Element:
    """Return a file's tree, of a file that we wrote. Raises :class:`ValueError` for what is no quiz."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True, insert_pis=True))  # noqa: S314  # ours
    try:
        root = ET.fromstring(data, parser)  # noqa: S314  # no document type is ever written
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    if root.tag != "quiz":
        raise ValueError("no quiz")
    return root


def read(root: Element) -> Iterator[Item]:
    """Yield the questions of a file. Raises :class:`ValueError` for what Moodle would not take."""
    category, kept = "", False
    for node in root:
        if callable(node.tag):  # a comment, or an instruction
            kept = str(node.text) == " kept "
            continue
        kind = str(node.get("type"))
        if kept:
            kept = False
            yield kept_item(category, canonical(ET.tostring(node, "unicode").rstrip()))
        elif kind == "category":
            category = _text(node, "category/text")
        elif kind in _BODIES:
            yield _item(node, category, _BODIES[kind](node))
        else:
            raise ValueError(f"unknown type {kind!r}")


def infos(root: Element) -> dict[str, str]:
    """Return what a file tells about categories, by their paths, where it tells anything."""
    nodes = root.findall("question[@type='category']")
    told = [(_text(node, "category/text"), _text(node, "info/text")) for node in nodes]
    return {category: text for category, text in told if text}


def kept_item(category: str, xml: str) -> Item:
    """Return the item of a question that is kept whole: what it says is in its XML alone."""
    return Item(category, "", "", Rich(), Rich(), "0", "0", (), (), quiz.Kept(xml))


def canonical(xml: str) -> str:
    """Return a question's XML in canonical form. Raises :class:`ValueError` for what is none."""
    if not xml.lstrip().startswith("<question"):  # so that it has no document type either
        raise ValueError("it is no question of Moodle XML")
    try:
        root = ET.fromstring(xml.strip())  # noqa: S314  # see above
    except (ET.ParseError, UnicodeEncodeError) as error:
        raise ValueError(f"it is no XML: {error}") from error
    if root.tag != "question" or not root.get("type"):
        raise ValueError("it is no question of Moodle XML")
    if _deeper(root, MAX_DEPTH):
        raise ValueError(f"it is nested more than {MAX_DEPTH} deep")
    return ET.canonicalize(xml.strip(), with_comments=True, rewrite_prefixes=True)


def _deeper(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [below for node in level for below in node]
    return bool(level)


def _item(node: Element, category: str, body: Body) -> Item:
    return Item(
        category=category,
        idnumber=_text(node, "idnumber"),
        name=_text(node, "name/text"),
        text=_rich(_child(node, "questiontext")),
        general_feedback=_rich(_child(node, "generalfeedback")),
        grade=_text(node, "defaultgrade"),
        penalty=_text(node, "penalty"),
        hints=tuple(
            Hint(
                _rich(hint), parts=_child(hint, "shownumcorrect") is not None and _child(hint, "clearwrong") is not None
            )
            for hint in node.findall("hint")
        ),
        tags=tuple(_text(tag, "text") for tag in node.findall("tags/tag")),
        body=body,
    )


def _choice(node: Element) -> quiz.Choice:
    return quiz.Choice(
        single=_text(node, "single") not in {"false", "0", ""},
        shuffle=_text(node, "shuffleanswers") in {"true", "1"},
        numbering=_text(node, "answernumbering"),
        combined=_combined(node),
        answers=tuple(
            Answer(str(answer.get("fraction")), _rich(answer), _rich(_child(answer, "feedback")))
            for answer in node.findall("answer")
        ),
    )


def _combined(node: Element) -> Combined:
    return Combined(
        _rich(_child(node, "correctfeedback")),
        _rich(_child(node, "partiallycorrectfeedback")),
        _rich(_child(node, "incorrectfeedback")),
        counted=_child(node, "shownumcorrect") is not None,
    )


def _true_false(node: Element) -> quiz.TrueFalse:
    answers = {_text(answer, "text"): answer for answer in node.findall("answer")}
    if set(answers) != {"true", "false"}:
        raise ValueError("true and false are missing")
    right = [word for word, answer in answers.items() if answer.get("fraction") == "100"]
    if len(right) != 1:
        raise ValueError("neither true nor false is right, or both")
    texts = [_rich(answers[word].find("feedback")) for word in ("true", "false")]
    return quiz.TrueFalse(right == ["true"], *texts)


def _numerical(node: Element) -> quiz.Numerical:
    answers = tuple(
        NumberAnswer(
            str(answer.get("fraction")),
            _text(answer, "text"),
            _text(answer, "tolerance"),
            _rich(_child(answer, "feedback")),
        )
        for answer in node.findall("answer")
    )
    return quiz.Numerical(answers, *_units(node))


def _units(node: Element) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the units, and what a wrong one costs."""
    units = tuple((_text(unit, "unit_name"), _text(unit, "multiplier")) for unit in node.findall("units/unit"))
    return units, _text(node, "unitpenalty") if _text(node, "unitgradingtype") == "1" else ""


def _calculated_number(node: Element) -> quiz.CalculatedNumber:
    return quiz.CalculatedNumber(_worked(node), *_units(node), _datasets(node))


def _calculated_choice(node: Element) -> quiz.CalculatedChoice:
    choice = _choice(node)
    return quiz.CalculatedChoice(
        choice.single, choice.shuffle, choice.numbering, choice.combined, _worked(node), _datasets(node)
    )


def _worked(node: Element) -> tuple[quiz.Worked, ...]:
    return tuple(
        quiz.Worked(
            Answer(str(answer.get("fraction")), _rich(answer), _rich(_child(answer, "feedback"))),
            _text(answer, "tolerance"),
            relative=_text(answer, "tolerancetype") == "1",
            exponent=_text(answer, "correctanswerformat") == "2",
            length=_text(answer, "correctanswerlength"),
        )
        for answer in node.findall("answer")
    )


def _datasets(node: Element) -> tuple[quiz.Dataset, ...]:
    made = []
    for each in node.findall("dataset_definitions/dataset_definition"):
        items = {_text(item, "number"): _text(item, "value") for item in each.findall("dataset_items/dataset_item")}
        if list(items) != [str(number) for number in range(1, int(_text(each, "itemcount")) + 1)]:
            raise ValueError("values of a wildcard are missing")
        made.append(quiz.Dataset(_text(each, "name/text"), tuple(items.values())))
    return tuple(made)


def _short_answer(node: Element) -> quiz.ShortAnswer:
    answers = [
        TextAnswer(str(answer.get("fraction")), _text(answer, "text"), _rich(_child(answer, "feedback")))
        for answer in node.findall("answer")
    ]
    return quiz.ShortAnswer(_text(node, "usecase") == "1", tuple(answers))


def _matching(node: Element) -> quiz.Matching:
    pairs = tuple((_rich(each), _text(each, "answer/text")) for each in node.findall("subquestion"))
    return quiz.Matching(_text(node, "shuffleanswers") in {"true", "1"}, _combined(node), pairs)


def _ordering(node: Element) -> quiz.Ordering:
    items = tuple(_rich(answer) for answer in node.findall("answer"))
    return quiz.Ordering(_text(node, "layouttype"), _text(node, "gradingtype"), _combined(node), items)


def _essay(node: Element) -> quiz.Essay:
    template = _child(node, "responsetemplate")
    limits = [_text(node, name) if _child(node, name) is not None else "" for name in ("minwordlimit", "maxwordlimit")]
    return quiz.Essay(
        response=_text(node, "responseformat"),
        required=_text(node, "responserequired"),
        lines=_text(node, "responsefieldlines"),
        min_words=limits[0],
        max_words=limits[1],
        attachments=_text(node, "attachments"),
        attachments_required=_text(node, "attachmentsrequired"),
        file_types=_text(node, "filetypeslist"),
        grader=_rich(_child(node, "graderinfo")),
        template=_text(node, "responsetemplate/text"),
        template_format="" if template is None else str(template.get("format")),
    )


# -- gaps

_FRACTION = r"(?:(?P<fraction>=|%-?[0-9]+(?:\.[0-9]*)?%))?"
_ALTERNATIVE = rf"{_FRACTION}(?P<answer>.+?)(?<![\\&])(?<!&amp;)(?=[~#}}]|$)(?:#(?P<feedback>.*?)(?<!\\)(?=[~}}]|$))?"
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _ALTERNATIVE)
_WORDS = "NM|SAC?|MC[VH]?S?|MRH?S?"
_PART = re.compile(
    rf"\{{(?P<weight>[0-9]*):(?P<word>{_WORDS}):(?P<alternatives>{_UNNAMED}(?:~{_UNNAMED})*)\}}", re.DOTALL
)
_NEXT = re.compile(f"~?{_ALTERNATIVE}", re.DOTALL)
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?):([0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?)")


def parts(text: str) -> list[tuple[int, int, Part]]:
    """Return the gaps that Moodle would find in a text, each with where it starts and ends."""
    return [
        (found.start(), found.end(), Part(found["weight"], found["word"], tuple(_alternatives(found))))
        for found in _PART.finditer(text)
    ]


def _alternatives(part: re.Match[str]) -> Iterator[Alternative]:
    for found in _NEXT.finditer(part["alternatives"]):
        answer, tolerance = _stored(found["answer"]), ""
        if part["word"] == "NM":
            number = _NUMBER.fullmatch(answer)
            if number is None:
                raise ValueError(f"{answer!r} is no number")
            answer, tolerance = number.groups()
        fraction = "100" if found["fraction"] == "=" else (found["fraction"] or "0").strip("%")
        yield Alternative(fraction, answer, tolerance, _stored(found["feedback"] or ""))


def _stored(text: str) -> str:
    return html.unescape(text).replace("\\}", "}").replace("\\#", "#")


def _cloze(node: Element) -> quiz.Cloze:
    return quiz.Cloze(tuple(part for _, _, part in parts(_text(node, "questiontext/text"))))


def _stack(node: Element) -> quiz.Stack:
    combined = Combined(
        _rich(_child(node, "prtcorrect")),
        _rich(_child(node, "prtpartiallycorrect")),
        _rich(_child(node, "prtincorrect")),
        counted=False,
    )
    nodes = tuple(
        quiz.Node(
            test=_text(each, "answertest"),
            answer=_text(each, "tans"),
            option=_text(each, "testoptions"),
            score=_text(each, "truescore"),
            if_true=_text(each, "truenextnode"),
            if_false=_text(each, "falsenextnode"),
            feedback=_rich(each.find("truefeedback")),
        )
        for each in node.findall("prt/node")
    )
    return quiz.Stack(
        input=_text(node, "input/type"),
        answer=_text(node, "input/tans"),
        size=_text(node, "input/boxsize"),
        words=_text(node, "input/allowwords"),
        floats=_text(node, "input/forbidfloat") == "0",
        combined=combined,
        nodes=nodes,
    )


_BODIES: Mapping[str, Callable[[Element], Body]] = MappingProxyType(
    {
        "multichoice": _choice,
        "truefalse": _true_false,
        "numerical": _numerical,
        "calculated": _calculated_number,
        "calculatedmulti": _calculated_choice,
        "shortanswer": _short_answer,
        "matching": _matching,
        "ordering": _ordering,
        "cloze": _cloze,
        "essay": _essay,
        "description": lambda _: quiz.Description(),
        "stack": _stack,
    }
)


def _rich(node: Element | None) -> Rich:
    if node is None or node.get("format") != "html":
        raise ValueError("an element is missing or not of format html")
    files = tuple(
        File(str(file.get("name")), base64.b64decode(file.text or "", validate=True)) for file in node.findall("file")
    )
    return Rich(_text(node, "text"), files)


def _text(node: Element, path: str) -> str:
    found = _child(node, path)
    if found is None or len(found):
        raise ValueError(f"{path} is missing or holds elements")
    return (found.text or "").strip(" \t\n\r\0\v")  # as PHP's trim does


def _child(node: Element, path: str) -> Element | None:
    """Return the first of the elements at ``path``, by steps: with a path ``find`` runs in Python."""
    found: Element | None = node
    for name in path.split("/"):
        found = found.find(name) if found is not None else None
    return found

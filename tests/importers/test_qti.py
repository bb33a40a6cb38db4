"""QTI 2 and 3, packages, and what is no honest package. QTI 1.2 as Canvas writes it: ``golden/importers/qti.xml``."""

import io
import stat
import struct
import time
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import qbank
from qbank.importers import archive
from qbank.importing import Import, import_files, place_files
from qbank.schema import (
    Cloze,
    Essay,
    Matching,
    MultipleChoice,
    Numerical,
    Ordering,
    Question,
    Raw,
    ShortAnswer,
    SingleChoice,
)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def response(base: str, *right: str, cardinality: str = "single", inner: str = "", ident: str = "RESPONSE") -> str:
    values = "".join(f"<value>{each}</value>" for each in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    start = f'<responseDeclaration identifier="{ident}" cardinality="{cardinality}" baseType="{base}">'
    return f"{start}{correct}{inner}</responseDeclaration>"


def mapping(entries: Mapping[str, float], attributes: str = "") -> str:
    inner = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return f'<mapping defaultValue="0" {attributes}>{inner}</mapping>'


def item(declared: str, body: str, processing: str = "match_correct", *, more: str = "", ident: str = "i") -> str:
    rules = processing if "<" in processing else f'<responseProcessing template="{TEMPLATES}{processing}"/>'
    return (
        f'{HEAD}<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{ident}" title="A title">'
        f'{declared}<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f'<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
        f"<itemBody>{body}</itemBody>{rules}{more}</assessmentItem>"
    )


def choices(kind: str, idents: Mapping[str, str], attributes: str = "", prompt: str = "Which?") -> str:
    tag = {"choice": "simpleChoice", "order": "simpleChoice"}[kind]
    inner = "".join(f'<{tag} identifier="{ident}">{text}</{tag}>' for ident, text in idents.items())
    start = f'<{kind}Interaction responseIdentifier="RESPONSE" {attributes}>'
    return f"{start}<prompt>{prompt}</prompt>{inner}</{kind}Interaction>"


def when(test: str, score: float, feedback: str = "") -> str:
    told = f'<setOutcomeValue identifier="FEEDBACK"><baseValue>{feedback}</baseValue></setOutcomeValue>'
    points = f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{score}</baseValue></setOutcomeValue>'
    return f"{test}{points}{told if feedback else ''}"


def ruled(inner: str) -> str:
    condition = f"<responseCondition><responseIf>{inner}</responseIf></responseCondition>"
    return f"<responseProcessing>{condition}</responseProcessing>"


def packed(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def imported(tmp_path: Path, content: str | bytes) -> tuple[list[Question], Import]:
    path = tmp_path / ("a.zip" if isinstance(content, bytes) else "a.xml")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    made = import_files([path])
    place_files(made.files, tmp_path / "bank")
    bank, problems = qbank.load(tmp_path / "bank")
    assert [each for each in problems if each.severity == "error"] == []
    return list(bank.questions), made


def alone(tmp_path: Path, content: str | bytes) -> tuple[Any, list[str]]:
    questions, made = imported(tmp_path, content)
    (question,) = questions
    return question, [each.code for each in made.diagnostics]


GIVEN = '<variable identifier="RESPONSE"/>'
ABC = {"A": "one", "B": "two", "C": "three"}


def test_a_choice_with_a_formula_and_feedback(tmp_path: Path) -> None:
    body = (
        '<p>Is <m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup>'
        "<m:mo>&lt;</m:mo><m:mn>1</m:mn></m:math>?</p>"
        + choices("choice", ABC | {"C": "three <em>or</em> four"}, 'shuffle="true" maxChoices="1"')
    )
    rules = (
        "<responseProcessing><responseCondition><responseIf>"
        + when('<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>', 2)
        + '</responseIf></responseCondition><setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/>'
        "</setOutcomeValue></responseProcessing>"
    )
    told = "".join(
        f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{each}"><p>Of {each}</p></modalFeedback>'
        for each in "AC"
    )
    question, codes = alone(tmp_path, item(response("identifier", "B"), body, rules, more=told))
    assert isinstance(question, SingleChoice)
    assert codes == []
    assert question.stem.strip() == "Is $x^2 < 1$?\n\nWhich?"
    assert (question.key, float(question.points), question.shuffle) == (2, 2, True)
    assert [each.feedback for each in question.options] == ["Of A", "", "Of C"]
    assert question.options[2].text == "three *or* four"


def test_mapped_ticks_keep_their_shares(tmp_path: Path) -> None:
    declared = response(
        "identifier", "A", "B", cardinality="multiple", inner=mapping({"A": 1, "B": 3, "C": -1}, 'lowerBound="0"')
    )
    question, _ = alone(tmp_path, item(declared, choices("choice", ABC, 'maxChoices="0"'), "map_response"))
    assert isinstance(question, MultipleChoice)
    assert question.key == (1, 2)
    assert [float(each) for each in question.fractions] == [25, 75, -25]
    assert question.points == 4


def test_ticks_by_template_are_all_or_nothing(tmp_path: Path) -> None:
    declared = response("identifier", "A", "C", cardinality="multiple")
    question, _ = alone(tmp_path, item(declared, choices("choice", ABC, 'maxChoices="0"')))
    assert isinstance(question, MultipleChoice)
    assert (question.key, question.scoring) == ((1, 3), "all-or-nothing")


def test_many_options_are_found_without_trying_all(tmp_path: Path) -> None:
    many = {f"o{at}": f"number {at}" for at in range(30)}
    declared = response("identifier", "o3", "o17", "o29", cardinality="multiple")
    question, _ = alone(tmp_path, item(declared, choices("choice", many, 'maxChoices="0"')))
    assert question.key == (4, 18, 30)


def test_a_word_with_shares_and_capitals(tmp_path: Path) -> None:
    declared = response("string", "York", inner=mapping({"York": 1, "york": 0.5}))
    entry = '<p>The sun of <textEntryInteraction responseIdentifier="RESPONSE"/>.</p>'
    question, _ = alone(tmp_path, item(declared, entry, "map_response"))
    assert isinstance(question, ShortAnswer)
    assert question.case_sensitive
    assert [(each.text, float(each.fraction)) for each in question.answers] == [("York", 100), ("york", 50)]
    assert question.stem == "The sun of \\_\\_\\_\\_\\_."


@pytest.mark.parametrize(
    ("test", "accepted", "refused"),
    [
        ('<equal toleranceMode="absolute" tolerance="0.5 0.25">{}</equal>', ["2.5", "3.25"], ["2.4", "3.3"]),
        ('<equal toleranceMode="relative" tolerance="10">{}</equal>', ["2.7", "3.3"], ["2.6", "3.4"]),
        ('<equal toleranceMode="exact">{}</equal>', ["3"], ["3.0001"]),
        ('<equalRounded roundingMode="decimalPlaces" figures="1">{}</equalRounded>', ["2.96", "3.04"], ["2.9", "3.1"]),
        (
            f"<and><gte>{GIVEN}<baseValue>2</baseValue></gte><lte>{GIVEN}<baseValue>4</baseValue></lte></and>",
            ["2", "4"],
            ["1.9", "4.1"],
        ),
    ],
)
def test_a_number_with_its_tolerance(tmp_path: Path, test: str, accepted: list[str], refused: list[str]) -> None:
    asked = test.format('<correct identifier="RESPONSE"/><variable identifier="RESPONSE"/>')
    rules = ruled(when(asked, 1))
    body = '<p>How many?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    question, _ = alone(tmp_path, item(response("float", "3"), body, rules))
    assert isinstance(question, Numerical)
    assert question.stem == "How many?"
    assert [float(question.earned(Decimal(each))) for each in accepted] == [100] * len(accepted)
    assert [float(question.earned(Decimal(each))) for each in refused] == [0] * len(refused)


def test_orders_pairs_and_matches(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    question, _ = alone(
        tmp_path / "1", item(response("identifier", "C", "A", "B", cardinality="ordered"), choices("order", ABC))
    )
    assert isinstance(question, Ordering)
    assert (question.items, question.scoring) == (("three", "one", "two"), "all-or-nothing")
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{each}" matchMax="1">{each}!</simpleAssociableChoice>' for each in one
        )
        + "</simpleMatchSet>"
        for one in (["a", "b"], ["x", "y", "z"])
    )
    declared = response("directedPair", "a y", "b x", cardinality="multiple", inner=mapping({"a y": 1, "b x": 1}))
    body = f'<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt>{sets}</matchInteraction>'
    (tmp_path / "2").mkdir()
    question, codes = alone(tmp_path / "2", item(declared, body, "map_response"))
    assert isinstance(question, Matching)
    assert codes == []
    assert [(each.left, each.right) for each in question.pairs] == [("a!", "y!"), ("b!", "x!")]
    assert (question.distractors, float(question.points)) == (("z!",), 2)


def test_gaps_and_words_to_be_dragged(tmp_path: Path) -> None:
    declared = response("identifier", "Y", ident="R1") + response("float", "2", ident="R2")
    body = (
        '<p>Sun of <inlineChoiceInteraction responseIdentifier="R1" shuffle="false"><inlineChoice identifier="G">'
        'Gloucester</inlineChoice><inlineChoice identifier="Y">York</inlineChoice></inlineChoiceInteraction>, act '
        '<textEntryInteraction responseIdentifier="R2"/></p>'
    )
    add = (
        '<responseCondition><responseIf><match><variable identifier="{0}"/><correct identifier="{0}"/></match>'
        '<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><baseValue baseType="float">{1}'
        "</baseValue></sum></setOutcomeValue></responseIf></responseCondition>"
    )
    rules = f"<responseProcessing>{add.format('R1', 1)}{add.format('R2', 2)}</responseProcessing>"
    (tmp_path / "1").mkdir()
    question, codes = alone(tmp_path / "1", item(declared, body, rules))
    assert isinstance(question, Cloze)
    assert codes == []
    assert question.key == {"R1": 2, "R2": 2}
    assert [float(question.gaps[name].weight) for name in ("R1", "R2")] == [1, 2]
    words = "".join(f'<gapText identifier="{each}" matchMax="1">{each} word</gapText>' for each in ("w", "s"))
    body = (
        f'<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Drag</prompt>{words}<p>Now <gap identifier="G1"/> '
        'and <gap identifier="G2"/></p></gapMatchInteraction>'
    )
    (tmp_path / "2").mkdir()
    question, codes = alone(
        tmp_path / "2", item(response("directedPair", "w G1", "s G2", cardinality="multiple"), body)
    )
    assert isinstance(question, Cloze)
    assert codes == ["QB616"]
    assert question.key == {"G1": 1, "G2": 2}
    assert question.stem == "Drag\n\nNow [[G1]] and [[G2]]\n"


def test_an_essay(tmp_path: Path) -> None:
    body = (
        '<p>Write.</p><extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="5" format="xhtml"/>'
        '<rubricBlock view="scorer"><p>Look for sense.</p></rubricBlock>'
    )
    question, _ = alone(tmp_path, item(response("string"), body, "<!-- none -->"))
    assert isinstance(question, Essay)
    assert (question.lines, question.response, question.model_answer) == (5, "rich", "Look for sense.")


def test_qti_3_reads_alike(tmp_path: Path) -> None:
    text = (
        f'{HEAD}<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="v3" title="Three">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="3"/>'
        "<qti-item-body><!-- why --><p>Three?</p><qti-choice-interaction response-identifier='RESPONSE' shuffle='true'>"
        "<qti-simple-choice identifier='A' fixed='true'>yes</qti-simple-choice><qti-simple-choice identifier='B'>no"
        "</qti-simple-choice></qti-choice-interaction></qti-item-body><qti-response-processing template="
        "'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml'/></qti-assessment-item>"
    )
    question, codes = alone(tmp_path, text)
    assert isinstance(question, SingleChoice)
    assert (question.key, question.stem, question.options[0].pin) == (1, "Three?", True)
    assert codes == ["QB616"]  # the template gives 1 of 3 points


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<selectPointInteraction responseIdentifier="RESPONSE"/>', "selectPointInteraction"),
        (choices("choice", ABC) + '<p><printedVariable identifier="X"/></p>', "printedVariable"),
        ('<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="9"/>', "sliderInteraction"),
    ],
)
def test_what_is_beyond_us_is_kept_whole_and_named(tmp_path: Path, body: str, why: str) -> None:
    source = item(response("identifier", "A"), body)
    questions, made = imported(tmp_path, source)
    assert isinstance(questions[0], Raw)
    assert questions[0].format == "qti"
    assert etree.canonicalize(questions[0].content.strip()) == etree.canonicalize(source)
    assert [each.code for each in made.diagnostics] == ["QB611"]
    assert why in made.diagnostics[0].message


def test_scoring_that_is_not_understood_keeps_the_item(tmp_path: Path) -> None:
    rules = ruled("<random/>")
    question, codes = alone(tmp_path, item(response("identifier", "A"), choices("choice", ABC), rules))
    assert isinstance(question, Raw)
    assert codes == ["QB611"]


# -- packages


def package(items: Mapping[str, str], more: Mapping[str, str | bytes] | None = None) -> bytes:
    listed = "".join(f'<resource identifier="{n}" type="imsqti_item_xmlv2p1" href="q/{n}.xml"/>' for n in items)
    manifest = (
        f'{HEAD}<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{listed}</resources></manifest>'
    )
    return packed({"imsmanifest.xml": manifest, **{f"q/{n}.xml": text for n, text in items.items()}, **(more or {})})


def test_a_package_keeps_order_sections_and_pictures(tmp_path: Path) -> None:
    body = '<p><img src="../media/a%20b.png" alt="A dot"/></p>' + choices("choice", ABC)
    texts = {name: item(response("identifier", "A"), body, ident=name) for name in ("z", "a")}
    test = (
        f'{HEAD}<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" title="Exam/1"><testPart>'
        '<assessmentSection title="Part"><assessmentItemRef identifier="r1" href="q/z.xml"><weight identifier="W" '
        'value="3"/></assessmentItemRef><assessmentItemRef identifier="r2" href="q/a.xml"/></assessmentSection>'
        "</testPart></assessmentTest>"
    )
    questions, made = imported(tmp_path, package(texts, {"media/a b.png": PNG, "t.xml": test}))
    assert [(each.id, float(each.points), each.category) for each in questions] == [
        ("z", 3, "Exam//1/Part"),
        ("a", 1, "Exam//1/Part"),
    ]
    assert made.files["figures/a-b.png"] == PNG
    assert questions[0].stem.startswith("![A dot](../figures/a-b.png)")


def test_a_text_in_a_file_of_its_own_stands_before_the_stem(tmp_path: Path) -> None:
    text = item(response("identifier", "A"), choices("choice", ABC), ident="a")
    text = text.replace("<itemBody>", '<assessmentStimulusRef identifier="S" href="s.xml"/><itemBody>')
    stimulus = f"{HEAD}<assessmentStimulus><stimulusBody><p>Once.</p></stimulusBody></assessmentStimulus>"
    question, codes = alone(tmp_path, package({"a": text}, {"q/s.xml": stimulus}))
    assert (question.stem, codes) == ("Once.\n\nWhich?\n", [])
    (tmp_path / "2").mkdir()
    question, codes = alone(tmp_path / "2", package({"a": text}))
    assert (question.type, codes) == ("raw", ["QB611"])


MATERIAL = "<material><mattext>{}</mattext></material>"
CANVAS = """<item ident="{0}" title="Q"><itemmetadata><qtimetadata><qtimetadatafield>
<fieldlabel>question_type</fieldlabel><fieldentry>{1}_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material>
<mattext texttype="text/html">How many?</mattext></material>{2}</presentation><resprocessing><outcomes>
<decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>{3}</resprocessing>{4}</item>"""


def test_numbers_of_canvas_with_feedback_of_their_own(tmp_path: Path) -> None:
    place = '<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>'
    rule = (
        '<respcondition continue="No"><conditionvar><or><varequal respident="r">{0}</varequal><and>'
        '<vargte respident="r">{1}</vargte><varlte respident="r">{2}</varlte></and></or></conditionvar>'
        '<setvar action="Set" varname="SCORE">{3}</setvar><displayfeedback linkrefid="{4}"/></respcondition>'
    )
    rules = rule.format(9, 9, 9, 100, "none") + rule.format(7, 6, 8, 100, "7_fb") + rule.format(4, 3, 5, 50, "4_fb")
    told = "".join(
        f'<itemfeedback ident="{ident}"><material><mattext>{text}</mattext></material></itemfeedback>'
        for ident, text in (("7_fb", "Near"), ("4_fb", "Half"), ("correct_fb", "Right"))
    )
    text = CANVAS.format("n", "numerical", place, rules, told)
    question, codes = alone(tmp_path, f"<questestinterop>{text}</questestinterop>")
    assert isinstance(question, Numerical)
    assert (codes, question.feedback.correct) == ([], "Right")
    assert [(float(each.low), float(each.high), float(each.fraction), each.feedback) for each in question.accepted] == [
        (9, 9, 100, ""),
        (3, 5, 50, "Half"),
        (6, 8, 100, "Near"),
    ]


def test_the_quiz_of_canvas_says_whether_options_are_shuffled(tmp_path: Path) -> None:
    labels = "".join(f'<response_label ident="{each}">{MATERIAL.format(each)}</response_label>' for each in "ab")
    place = f'<response_lid ident="r"><render_choice>{labels}</render_choice></response_lid>'
    rule = "<respcondition><conditionvar>{}</conditionvar><setvar>100</setvar></respcondition>".format(
        '<varequal respident="r">b</varequal>'
    )
    text = f"<questestinterop>{CANVAS.format('c', 'multiple_choice', place, rule, '')}</questestinterop>"
    for at, told in enumerate(("true", "false")):
        (tmp_path / str(at)).mkdir()
        meta = f"<quiz><shuffle_answers>{told}</shuffle_answers></quiz>"
        question, _ = alone(tmp_path / str(at), packed({"g/g.xml": text, "g/assessment_meta.xml": meta}))
        assert (question.key, question.shuffle) == (2, told == "true")


def test_matching_of_blackboard(tmp_path: Path) -> None:
    def said(text: str) -> str:
        inner = f'<mat_formattedtext type="HTML">{text}</mat_formattedtext>'
        return f"<material><mat_extension>{inner}</mat_extension></material>"

    label = '<flow_label><response_label ident="{}"/></flow_label>'
    rows = "".join(
        f'<flow class="Block"><flow>{said(text)}</flow><response_lid ident="{ident}"><render_choice>'
        f"{label.format(ident + '1')}{label.format(ident + '2')}</render_choice></response_lid></flow>"
        for ident, text in (("L", "cat"), ("M", "dog"))
    )
    rights = "".join(f'<flow class="Block">{said(text)}</flow>' for text in ("woof", "meow"))
    rules = "".join(
        f'<respcondition><conditionvar><varequal respident="{ident}">{right}</varequal></conditionvar></respcondition>'
        for ident, right in (("L", "L2"), ("M", "M1"))
    )
    text = (
        f'<questestinterop><item title="M"><presentation><flow><flow class="QUESTION_BLOCK">{said("Which?")}</flow>'
        f'<flow class="RESPONSE_BLOCK">{rows}</flow><flow class="RIGHT_MATCH_BLOCK">{rights}</flow></flow>'
        f'</presentation><resprocessing><outcomes><decvar varname="SCORE" maxvalue="5"/></outcomes>{rules}'
        "</resprocessing></item></questestinterop>"
    )
    question, codes = alone(tmp_path, text)
    assert isinstance(question, Matching)
    assert codes == []
    assert [(each.left, each.right) for each in question.pairs] == [("cat", "meow"), ("dog", "woof")]
    assert float(question.points) == 5


def test_a_picture_that_is_not_there_is_told(tmp_path: Path) -> None:
    body = '<p><img src="a.png" alt="A dot"/></p>' + choices("choice", ABC)
    _, codes = alone(tmp_path, package({"a": item(response("identifier", "A"), body)}))
    assert codes == ["QB612", "QB614"]


def test_a_thousand_items_are_read_in_seconds(tmp_path: Path) -> None:
    declared = response("identifier", "A", "C", cardinality="multiple")
    texts = {f"i{at}": item(declared, choices("choice", ABC, 'maxChoices="0"'), ident=f"i{at}") for at in range(1000)}
    path = tmp_path / "a.zip"
    path.write_bytes(package(texts))
    start = time.process_time()
    assert import_files([path]).types == {"multiple-choice": 1000}
    assert time.process_time() - start < 30


def refused(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    made = import_files([path])
    (problem,) = made.diagnostics
    assert (problem.code, made.files) == ("QB601", {})
    return problem.message


GOOD = item(response("identifier", "A"), choices("choice", ABC))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "C:\\evil.xml", "..\\evil.xml"])
def test_paths_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in refused(tmp_path, packed({"a.xml": GOOD, name: GOOD}))


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.xml", GOOD)
        file.writestr(link, "/etc/passwd")
    assert "symbolic link" in refused(tmp_path, out.getvalue())


def test_encrypted_archives_are_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"a.xml": GOOD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    assert "encrypted" in refused(tmp_path, bytes(data))


def test_bombs_are_refused_by_what_they_unpack_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = GOOD.replace("A title", " " * 8_000_000)
    assert "packed more than" in refused(tmp_path, packed({"a.xml": bomb}))
    data = bytearray(packed({"a.xml": bomb}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)  # a size that lies
    assert refused(tmp_path, bytes(data))
    monkeypatch.setattr(archive, "MAX_TOTAL", 10_000)
    many = {f"{at}.xml": GOOD + f"<!-- {at} -->" for at in range(100)}
    assert "MB in it" in refused(tmp_path, packed(many))


def test_what_is_cut_off_broken_or_nested_is_refused(tmp_path: Path) -> None:
    whole = package({"a": GOOD})
    assert "cut off" in refused(tmp_path, whole[: len(whole) // 2])
    assert "other ZIP files" in refused(tmp_path, packed({"inner.zip": whole}))
    assert "no item" in refused(tmp_path, packed({"readme.xml": "<readme/>"}))
    assert "no XML" in refused(tmp_path, package({"a": GOOD, "b": GOOD[:-30]}))
    spoilt = bytearray(whole)
    at = spoilt.index(b"q/a.xml") + 40
    spoilt[at : at + 20] = bytes(20)
    assert "unpacked" in refused(tmp_path, bytes(spoilt))


def test_entities_and_depth_are_refused(tmp_path: Path) -> None:
    entity = GOOD.replace(HEAD, HEAD + '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    assert "document type" in refused(tmp_path, package({"a": entity}))
    deep = GOOD.replace("<prompt>", "<div>" * 1000 + "<prompt>").replace("</prompt>", "</prompt>" + "</div>" * 1000)
    assert "nested" in refused(tmp_path, package({"a": deep}))


def test_a_known_document_type_without_entities_is_no_danger(tmp_path: Path) -> None:
    text = (
        f'{HEAD}<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd">\n<questestinterop><item ident="a" title="T">'
        '<presentation><material><mattext>Say</mattext></material><response_lid ident="R" rcardinality="Single">'
        '<render_choice shuffle="Yes"><response_label ident="A"><material><mattext>x &lt; y</mattext></material>'
        '</response_label><response_label ident="B" rshuffle="No"><material><mattext texttype="text/html">&lt;b&gt;z'
        "&lt;/b&gt;</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing>"
        '<outcomes><decvar varname="que_score" maxvalue="4"/></outcomes><respcondition><conditionvar><varequal '
        'respident="R">B</varequal></conditionvar><setvar action="Add" varname="que_score">4</setvar></respcondition>'
        "</resprocessing></item></questestinterop>"
    )
    question, codes = alone(tmp_path, text)
    assert isinstance(question, SingleChoice)
    assert codes == []
    assert (question.key, float(question.points)) == (2, 4)
    assert [(each.text, each.pin) for each in question.options] == [("x < y", False), ("**z**", True)]


def test_pictures_beside_a_file_are_taken_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.png").write_bytes(PNG)
    (folder / "b.txt").write_bytes(b"secret")
    (tmp_path / "c.png").write_bytes(PNG)
    body = '<p><img src="a.png" alt="A"/><img src="b.txt" alt="B"/><img src="../c.png" alt="C"/></p>' + choices(
        "choice", ABC
    )
    path = folder / "a.xml"
    path.write_text(item(response("identifier", "A"), body), "utf-8")
    made = import_files([path])
    assert [name for name in made.files if not name.endswith(".yaml")] == ["figures/a.png"]

"""JUnit XML: well-formed for any text, the counts right."""

from typing import Any

from lxml import etree

from qbank.diagnostic import Diagnostic, Severity
from qbank.evidence import Report
from qbank.report.junit import render


def parse(text: str) -> Any:
    return etree.fromstring(text.encode())


def test_the_whole_document(report: Report, diagnostics: list[Diagnostic]) -> None:
    root = parse(render(report, diagnostics))
    assert dict(root.attrib) == {
        "name": "qbank",
        "tests": "4",
        "failures": "2",
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    suites = {suite.get("name"): [case.get("name") for case in suite] for suite in root}
    assert suites == {"bank/a.yaml": ["q1", "(file)"], "bank/b.yaml": ["q2"], "qbank": ["(file)"]}
    (failure,) = root.xpath("//testcase[@name='q2']/failure")
    assert failure.get("type") == "QB301"
    assert failure.text == "bank/b.yaml:7:5: error QB301: option 2 is keyed, option 1 is right"
    assert root.xpath("string(//testcase[@name='q1']/system-out)").startswith("evidence: proved; solution: verified")


def test_any_text_makes_well_formed_xml(hostile_report: Report, hostile_diagnostics: list[Diagnostic]) -> None:
    root = parse(render(hostile_report, hostile_diagnostics))
    assert len(root.xpath("//testcase")) == 2
    assert "]]> <b>&" in root.xpath("//failure")[0].text
    assert not root.xpath("//b")


def test_every_control_character(report: Report) -> None:
    text = "".join(map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0), 0xFFFE, 0xFFFF]))
    told = [Diagnostic("QB101", severity, text, None, text, text) for severity in Severity]
    parse(render(report, told))

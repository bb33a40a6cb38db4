"""JUnit XML, as test reporters of CI servers read it: a file is a suite, a question is a test case."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # written only, nothing is parsed
from collections import defaultdict
from collections.abc import Sequence

from qbank.diagnostic import Diagnostic, Severity
from qbank.evidence import QuestionEvidence, Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def render(report: Report, diagnostics: Sequence[Diagnostic]) -> str:
    """Return the document. Errors are failures; warnings and notes are the case's output."""
    told: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    known = {found.id for found in report.questions}
    for each in diagnostics:
        if each.question in known:
            told["", each.question].append(each)
        else:  # a file, or a question that did not load
            told[each.span.file if each.span else "", each.question or "(file)"].append(each)
    cases: dict[str, list[ET.Element]] = defaultdict(list)
    for found in report.questions:
        cases[found.file].append(_case(found.file, found.id, told.pop(("", found.id), []), found))
    for (file, name), problems in told.items():
        cases[file].append(_case(file, name, problems))
    suites = ET.Element("testsuites", name="qbank")
    for file, inside in cases.items():
        suite = ET.SubElement(suites, "testsuite", name=_text(file or "qbank"))
        suite.extend(inside)
        _count(suite)
    _count(suites)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _case(file: str, name: str, problems: list[Diagnostic], found: QuestionEvidence | None = None) -> ET.Element:
    case = ET.Element("testcase", classname=_text(file or "qbank"), name=_text(name), time="0")
    if found:
        case.set("file", _text(file))
        case.set("line", str(found.line))
    errors = [each for each in problems if each.severity is Severity.ERROR]
    if errors:  # readers expect one failure at most
        failure = ET.SubElement(case, "failure", type=errors[0].code, message=_text(errors[0].message))
        failure.text = "\n".join(_line(each) for each in errors)
    lines = [f"evidence: {found.evidence}; solution: {found.solution}", found.summary] if found else []
    lines += [_line(each) for each in problems if each not in errors]
    if any(lines):
        ET.SubElement(case, "system-out").text = _text("\n".join(line for line in lines if line))
    return case


def _count(element: ET.Element) -> None:
    tests = list(element.iter("testcase"))
    counts = {"tests": len(tests), "failures": sum(test.find("failure") is not None for test in tests)}
    for name, value in {**counts, "errors": 0, "skipped": 0, "time": 0}.items():
        element.set(name, str(value))


def _line(found: Diagnostic) -> str:
    place = f"{found.span.file}:{found.span.line}:{found.span.column}: " if found.span else ""
    hint = f" (hint: {found.hint})" if found.hint else ""
    return _text(f"{place}{found.severity} {found.code}: {found.message}{hint}")


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

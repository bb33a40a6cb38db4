"""SARIF 2.1.0, the format of code scanning (OASIS, ``sarif-v2.1.0-errata01``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from qbank.diagnostic import CODES, Diagnostic
from qbank.evidence import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(_report: Report, diagnostics: Sequence[Diagnostic]) -> str:
    """Return one run whose rules are the codes that occur, with a line break at the end."""
    codes = sorted({found.code for found in diagnostics})
    run = {
        "tool": {
            "driver": {
                "name": "qbank",
                "version": version("qbank"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, codes.index(found.code)) for found in diagnostics],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": CODES[code].title},
        "defaultConfiguration": {"level": CODES[code].severity.value},
    }


def _result(found: Diagnostic, rule: int) -> dict[str, Any]:
    text = f"{found.message}\nHint: {found.hint}" if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity.value,
        "message": {"text": text},
    }
    if found.span:
        span = found.span
        region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length}
        result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": _uri(span.file)}, "region": region}}]
    if found.question:
        result["properties"] = {"question": found.question}
    return result


def _uri(file: str) -> str:
    """Return a relative reference, or a ``file:`` URI for an absolute path."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")

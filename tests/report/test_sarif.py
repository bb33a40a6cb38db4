"""SARIF 2.1.0: what the standard demands of the properties we write."""

import json
from urllib.parse import urlsplit

from qbank.diagnostic import CODES, Diagnostic
from qbank.evidence import Report
from qbank.report.sarif import render


def test_the_whole_log(report: Report, diagnostics: list[Diagnostic]) -> None:
    log = json.loads(render(report, diagnostics))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "qbank"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["QB101", "QB301", "QB400"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    assert run["results"][0]["message"]["text"] == "unknown field “stemm”\nHint: did you mean “stem”?"
    assert run["results"][1]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "bank/b.yaml"},
                "region": {"startLine": 7, "startColumn": 5, "endColumn": 9},
            }
        }
    ]
    assert "locations" not in run["results"][2]


def test_rules_results_and_addresses_agree(hostile_report: Report, hostile_diagnostics: list[Diagnostic]) -> None:
    written = render(hostile_report, hostile_diagnostics).encode("utf-8", "backslashreplace")
    (run,) = json.loads(written)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        for location in result.get("locations", []):
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            assert uri.isascii()
            assert uri.isprintable()
            assert not set(uri) & set(' <>"\\^`{|}[]')
            assert urlsplit(uri).scheme == ""
            assert 1 <= place["region"]["startColumn"] <= place["region"]["endColumn"]


def test_every_code_makes_a_valid_rule() -> None:
    for code in CODES.values():
        assert code.title
        assert code.severity.value in {"note", "warning", "error"}

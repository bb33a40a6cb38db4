"""A report with something of everything, and texts of an enemy."""

import pytest

from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.evidence import (
    Level,
    OptionEvidence,
    QuestionEvidence,
    Report,
    Solution,
    StatementEvidence,
    Step,
    Witness,
)

HOSTILE = (
    "a\n::error file=x::pwned\r\n##[set-output name=x]y % %0A : , ]]> <b>&\x1b[31m\x00\ud800\u202e\u2028 [bold]b[/]"
)


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def report() -> Report:
    return Report(
        (
            QuestionEvidence(
                id="q1",
                file="bank/a.yaml",
                line=3,
                type="single-choice",
                evidence=Level.PROVED,
                solution=Solution.VERIFIED,
                assumed=("$a = b$",),
                sizes={"n": (2, 3)},
                answer="x + 1",
                relation="equal",
                options=(
                    OptionEvidence(1, keyed=True, verdict="equal", method="normal form"),
                    OptionEvidence(2, keyed=False, verdict="different", witness=Witness({"x": "1/3"}, "2", "4/3")),
                ),
                equivalent=((2, 3),),
                steps=(Step(9, "= x + 1", "holds", "normal form"), Step(10, "prose", "unread")),
                summary="Option 1 is derived; option 2 is refuted.",
            ),
            QuestionEvidence(
                id="q2",
                file="bank/b.yaml",
                line=1,
                type="statements",
                evidence=Level.REFUTED,
                statements=(StatementEvidence("A", claimed=True, verdict="unread"),),
                summary="Option 2 says what the statements do not.",
            ),
        )
    )


@pytest.fixture
def diagnostics() -> list[Diagnostic]:
    return [
        diagnostic("QB101", "unknown field “stemm”", Span("bank/a.yaml", 5, 3, 5), hint="did you mean “stem”?"),
        diagnostic("QB301", "option 2 is keyed, option 1 is right", Span("bank/b.yaml", 7, 5, 4), question="q2"),
        diagnostic("QB400", "nothing to do with a file", severity=Severity.WARNING),
    ]


@pytest.fixture
def hostile_report() -> Report:
    return Report(
        (
            QuestionEvidence(
                id=HOSTILE,
                file=HOSTILE,
                line=1,
                type=HOSTILE,
                evidence=Level.ASSERTED,
                answer=HOSTILE,
                assumed=(HOSTILE,),
                options=(
                    OptionEvidence(
                        1, keyed=True, verdict="unread", witness=Witness({HOSTILE: HOSTILE}, HOSTILE, HOSTILE)
                    ),
                ),
                steps=(Step(1, HOSTILE, "unread", HOSTILE),),
                summary=HOSTILE,
            ),
        )
    )


@pytest.fixture
def hostile_diagnostics() -> list[Diagnostic]:
    span = Span(HOSTILE, 1, 1, 4)
    return [
        Diagnostic(code, Severity.ERROR, HOSTILE, place, HOSTILE, question)
        for code, place, question in [("QB101", span, ""), ("QB301", span, HOSTILE), ("QB301", None, HOSTILE)]
    ]

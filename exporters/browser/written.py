"""A question's own lines of YAML, as they stand in the bank."""

from __future__ import annotations

from qbank.schema import Bank, Question


def written(question: Question, bank: Bank) -> str:
    """Return the lines of ``question``, moved to the left margin; nothing where the file is not at hand."""
    span = question.origin.span()
    lines = bank.sources.get(span.file, "").splitlines()[span.line - 1 :]
    if not lines:
        return ""
    margin = span.column - 1
    kept = [lines[0][margin:]]
    for line in lines[1:]:
        # what begins further left belongs to the list or the file; a whole file has no margin
        if line.strip() and len(line) - len(line.lstrip(" ")) < margin:
            break
        kept.append(line[margin:].rstrip())
    return "\n".join(kept).rstrip() + "\n"

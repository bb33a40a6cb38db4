"""Whether the mathematics of a question is fit for every target, and what was meant as mathematics but is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .diagnostic import Diagnostic, diagnostic
from .markup import Node
from .texscan import Fault, faults
from .texts import Text

__all__ = ["Fault", "faults", "problems"]

_MAX_PROBLEMS = 50  # of one question


def problems(texts: Iterable[Text]) -> list[Diagnostic]:
    """Return what is wrong with the mathematics in the texts of one question, each at its exact place."""
    found: list[Diagnostic] = []
    for text in texts:
        for fault in text_faults(text):
            span = text.span(fault.offset, fault.length)
            found.append(diagnostic(fault.code, fault.message, span, hint=fault.hint, question=text.question.id))
            if len(found) >= _MAX_PROBLEMS:
                return found
    return found


def text_faults(text: Text) -> Iterator[Fault]:
    """Yield what is wrong with the mathematics of one text."""
    tree = text.tree
    if why := tree.attributes.get("refused"):
        yield Fault("QB201", f"this text cannot be read as Markdown: {why}", 0)
        return
    formulas = [node for node in tree.walk() if node.type in _FORMULAS]
    for node in formulas:
        for fault in faults(node.text, display=node.type == "math_block"):
            yield Fault(fault.code, fault.message, node.offset + fault.offset, fault.length, fault.hint)
    dollars = (node for node in formulas if not node.text.startswith("\\begin"))
    used = sum(2 if node.type == "math" else 4 for node in dollars)
    if text.source.count("$") != used or r"\(" in text.source or r"\[" in text.source:  # else no dollar is left over
        yield from _stray_dollars(text.source, tree, formulas)


_FORMULAS = frozenset({"math", "math_block"})
_LITERAL = frozenset({"code", "code_block", "html", "html_block"})
_LIKE_TEX = re.compile(r"\\[A-Za-z]{2}|[\^_]\{|[\^_][A-Za-z0-9]")
_BRACKETS = re.compile(r"(?<!\\)(?:\\\\)*\\(\(|\[)(.{1,400}?)\\(\)|\])", re.DOTALL)


def _stray_dollars(source: str, tree: Node, formulas: list[Node]) -> Iterator[Fault]:
    """Find what was meant as mathematics and stayed text."""
    covered = bytearray(len(source))
    for node in formulas:
        start = len(source[: node.offset].rstrip().rstrip("$"))
        stop = node.offset + len(node.text)
        stop += 2 + len(source[stop:]) - len(source[stop:].lstrip())
        covered[start:stop] = b"\1" * (stop - start)
    for node in tree.walk():
        if node.type in _LITERAL and (at := source.find(node.text, node.offset)) >= 0:
            covered[at : at + len(node.text)] = b"\1" * len(node.text)
    for found in re.finditer(r"\\.|\$\$?", source, re.DOTALL):
        at = found.start()
        if found[0][0] == "\\" or at >= len(covered) or covered[at]:
            continue
        if found[0] == "$$":
            hint = "close it with $$; no blank line may stand between"
            yield Fault("QB202", "$$ opens a formula that is not closed", at, 2, hint)
            return
        rest = re.split(r"\$|\n\s*\n", source[at + 1 : at + 200], maxsplit=1)[0]
        if _LIKE_TEX.search(rest):
            yield Fault("QB203", "this $ opens no formula", at, 1, _why_not(source, at, rest))
            return
    for found in _BRACKETS.finditer(source):
        if not covered[found.start()] and _LIKE_TEX.search(found[2]):
            dollars = "$" if found[1] == "(" else "$$"
            hint = f"write {dollars} … {dollars}".replace(" … ", "…") if dollars == "$" else "write $$…$$"
            yield Fault("QB203", f"\\{found[1]} opens no formula here", found.end(1) - 2, 2, hint)
            return


def _why_not(source: str, at: int, rest: str) -> str:
    """Say why a dollar opened no formula."""
    after = at + 1 + len(rest)
    closed = source.startswith("$", after)
    if rest[:1].isspace() or (closed and rest[-1:].isspace()):
        return "leave no space just inside the dollars; write \\$ for the sign"
    if closed and (source[max(at - 1, 0)].isdigit() or source[after + 1 : after + 2].isdigit()):
        return "leave a space between dollars and digits outside; write \\$ for the sign"
    return "close it with $ in the same paragraph; write \\$ for the sign"

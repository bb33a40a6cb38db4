"""Whether the mathematics of a question is fit for every target, and what was meant as mathematics but is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .diagnostic import Diagnostic, diagnostic
from .enclosed import ENVIRONMENTS
from .markup import Node, around
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
    if text.source.count("$") != used or _ENCLOSING.search(text.source):  # else nothing is left over
        yield from _strays(text.source, tree, formulas)


_FORMULAS = frozenset({"math", "math_block"})
_LITERAL = frozenset({"code", "code_block", "html", "html_block"})
_LIKE_TEX = re.compile(r"\\[A-Za-z]{2}|[\^_]\{|[\^_][A-Za-z0-9]")
_ENCLOSING = re.compile(r"\\[(\[]|\\begin\{")
_MARK = re.compile(rf"\\begin\{{{ENVIRONMENTS}\}}|\\.|\$\$?", re.DOTALL)
_REACH = 200
"""Characters behind a mark that are looked at."""


def _strays(source: str, tree: Node, formulas: list[Node]) -> Iterator[Fault]:
    """Find what was meant as mathematics and stayed text: the first of it."""
    covered = _covered(source, tree, formulas)
    for found in _MARK.finditer(source):
        at, mark = found.start(), found[0]
        if covered[at]:
            continue
        if mark[0] == "\\":
            if fault := _stray_mark(source, at, mark):
                yield fault
                return
            continue
        if mark == "$$":
            hint = "close it with $$; no blank line may stand between"
            yield Fault("QB202", "$$ opens a formula that is not closed", at, 2, hint)
            return
        rest = re.split(r"\$|\n\s*\n", source[at + 1 : at + _REACH], maxsplit=1)[0]
        if _LIKE_TEX.search(rest):
            yield Fault("QB203", "this $ opens no formula", at, 1, _why_not(source, at, rest))
            return


def _covered(source: str, tree: Node, formulas: list[Node]) -> bytearray:
    """Return which characters are formulas, with their marks, or stand as they are."""
    covered = bytearray(len(source))
    for node in formulas:
        start, stop = around(source, node)
        covered[start:stop] = b"\1" * (stop - start)
    for node in tree.walk():
        if node.type in _LITERAL and (at := source.find(node.text, node.offset)) >= 0:
            covered[at : at + len(node.text)] = b"\1" * len(node.text)
    return covered


def _stray_mark(source: str, at: int, mark: str) -> Fault | None:
    """Say why a mark of LaTeX opened no formula; brackets are often but escaped."""
    if mark not in _CLOSED_BY and len(mark) == 2:
        return None
    closing = _CLOSED_BY.get(mark) or mark.replace("begin", "end")
    rest = re.split(r"\n\s*\n", source[at + len(mark) : at + _REACH], maxsplit=1)[0].partition(closing)[0]
    if len(mark) == 2 and not _LIKE_TEX.search(rest):
        return None
    hint = f"close it with {closing} in the same paragraph" + f"; write {mark[1:]} for the sign" * (len(mark) == 2)
    return Fault("QB203", f"{mark} opens no formula here", at, len(mark), hint)


_CLOSED_BY = {r"\(": r"\)", r"\[": r"\]"}


def _why_not(source: str, at: int, rest: str) -> str:
    """Say why a dollar opened no formula."""
    after = at + 1 + len(rest)
    closed = source.startswith("$", after)
    if rest[:1].isspace() or (closed and rest[-1:].isspace()):
        return "leave no space just inside the dollars; write \\$ for the sign"
    if closed and (source[max(at - 1, 0)].isdigit() or source[after + 1 : after + 2].isdigit()):
        return "leave a space between dollars and digits outside; write \\$ for the sign"
    return "close it with $ in the same paragraph; write \\$ for the sign"

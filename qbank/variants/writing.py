r"""Values written into a formula as a person would: ``x - 3`` for ``x + (-3)``, ``-x`` for ``(-1)x``, no ``0x^2``.

Every rule keeps the meaning: the formula means the same as with each value in parentheses. Where none of the rules is
sure to, the value stands in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qbank.edits import Edit

from .layout import INTEGRALS, Item, Script, Sequence, continues, sequences
from .printing import Printed, Shape

_TAKING = frozenset({"times", "over", "function", "big", "operator", "sign"})
"""Behind these a sign belongs to what follows."""
_PLAIN = frozenset({"value", "number", "letter", "group", "bracket", "command"})
_BEHIND_ONE = frozenset({"letter", "group", "bracket", "command", "function", "big"})
"""Before these a factor 1 may be left out."""
_BASES = frozenset({"letter", "number", "group", "command", "function"})
_WITHOUT_CDOT = re.compile(r"\\sqrt|\\pi|e")


class UnwritableError(Exception):
    """A value cannot be written at its place without a change of meaning; ``start`` tells which."""

    def __init__(self, reason: str, start: int) -> None:
        super().__init__(reason)
        self.start = start


@dataclass(slots=True)
class _Term:
    sign: Item | None
    items: list[Item] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.sign.start if self.sign else self.items[0].start

    @property
    def stop(self) -> int:
        return self.items[-1].stop if self.items else self.sign.end if self.sign else 0


def relevant(formula: Sequence) -> list[Sequence]:
    """Return the sequences of a formula in which a placeholder stands, directly or as a whole script."""
    return [each for each in sequences(formula) if any(item.kind == "value" or _powers(item) for item in each.items)]


def _powers(item: Item) -> list[Script]:
    return [script for script in item.scripts if _sole(script.argument)]


def _sole(sequence: Sequence | None) -> Item | None:
    items = sequence.items if sequence else []
    return items[0] if len(items) == 1 and items[0].kind == "value" and not items[0].scripts else None


def edits(parts: list[Sequence], values: Mapping[int, Printed]) -> Iterator[Edit]:
    """Yield how the placeholders of a formula, by where they start, are replaced.

    An edit may lie within another one, which then counts. Raises :class:`UnwritableError`.
    """
    for sequence in parts:
        for item in sequence.items:
            yield from _script(item, values)
        yield from _Sums(sequence, values).edits()


def _script(item: Item, values: Mapping[int, Printed]) -> Iterator[Edit]:
    r"""Leave the exponent 1 out; refuse ``\sin^{-1}``, which means something else."""
    for script in _powers(item):
        value = _sole(script.argument)
        printed = values.get(value.start) if value and script.sign == "^" else None
        if value is None or printed is None:
            continue
        if item.kind == "function" and printed.negative:
            raise UnwritableError(f"{item.text} to a negative power means its inverse function", value.start)
        opener = item.inside and item.kind == "bracket" and item.text in ("(", r"\left")
        if printed.unit and not printed.negative and len(item.scripts) == 1 and (item.kind in _BASES or opener):
            yield Edit(script.start, script.end, "")


class _Sums:
    """The sums of one sequence."""

    def __init__(self, sequence: Sequence, values: Mapping[int, Printed]) -> None:
        self.sequence, self.values = sequence, values
        self.behind: Item | None = None  # an integral that ends the sum at hand
        self.integral = next((item.start for item in sequence.items if item.text in INTEGRALS), None)

    def edits(self) -> Iterator[Edit]:
        part: Item | None = None
        items: list[Item] = []
        for item in self.sequence.items:
            if item.kind == "part" or item.text in INTEGRALS:
                yield from self.sum(part, items, item)
                part, items = item, []
            else:
                items.append(item)
        yield from self.sum(part, items, None)

    def sum(self, part: Item | None, items: list[Item], behind: Item | None) -> Iterator[Edit]:
        """Write one sum, which stands behind ``part`` and before ``behind``."""
        if not any(item.kind == "value" for item in items):
            return
        terms = _terms(items)
        self.behind = behind if behind is not None and behind.kind == "big" else None
        dropped = [self.vanishes(term) for term in terms]
        if self.behind is not None:
            dropped[-1] = False
        if any(dropped) and not any(map(_lettered, items)):  # 2 + 0 is there to be added
            dropped = [False] * len(terms)
        going_on = continues(part) and terms[0].sign is not None
        if all(dropped):
            yield Edit(terms[0].items[0].start if going_on else terms[0].start, terms[-1].stop, self.braced("0"))
            return
        first = dropped.index(False)
        for at, term in enumerate(terms):
            if dropped[at]:
                if at > first:
                    yield Edit(terms[at - 1].stop, term.stop, "")
                continue
            lead = terms[0].start if at == first and first > 0 else None
            yield from self.term(term, lead, leading=at == first and not going_on)

    def vanishes(self, term: _Term) -> bool:
        """Whether a term is a product with a zero among its factors."""
        for at, item in enumerate(term.items):
            if self._zero(item):
                before, after = term.items[:at], term.items[at + 1 :]
                return (
                    not item.scripts
                    and all(each.kind in _PLAIN or each.kind == "times" for each in before)
                    and all(each.kind in _PLAIN or each.kind in ("times", "over", "function") for each in after)
                    and not any(self._zero(each) for each in after)  # 0x/0 has no value
                    and (self.integral is None or item.start < self.integral)
                )
        return False

    def _zero(self, item: Item) -> bool:
        printed = self.values.get(item.start) if item.kind == "value" else None
        return printed is not None and printed.zero

    def term(self, term: _Term, lead: int | None, *, leading: bool) -> Iterator[Edit]:
        """Write one term; ``lead`` is where what was dropped before it starts, ``leading``: no sum goes before."""
        if not term.items:
            return
        head = term.items[0]
        printed = self.values.get(head.start) if head.kind == "value" else None
        sign = written = term.sign.text if term.sign else ""
        following = term.items[1] if len(term.items) > 1 else None
        folded = bool(
            printed
            and printed.negative
            and printed.shape is not Shape.SUM
            and sign in ("", "+", "-", "−")
            and not any(script.sign == "^" for script in head.scripts)
            and not (following and following.text == "!")
        )
        if folded:
            sign = {"": "-", "+": "-"}.get(sign, "+")
        if sign == "+" and leading and (lead is not None or written != "+"):
            sign = ""
        if lead is not None:
            yield Edit(lead, head.start, f"{sign} " if sign not in ("", "-") else sign)
        elif term.sign and sign != written:
            yield Edit(term.sign.start, term.sign.end if sign else head.start, sign)
        prefix = sign if folded and term.sign is None and lead is None else ""
        for at in range(len(term.items)):
            yield from self.value(term, at, prefix if at == 0 else "", folded=folded and at == 0)

    def value(self, term: _Term, at: int, prefix: str, *, folded: bool) -> Iterator[Edit]:
        """Write one placeholder of a term."""
        item = term.items[at]
        printed = self.values.get(item.start)
        if item.kind != "value" or printed is None:
            return
        before = term.items[at - 1] if at else None
        after = term.items[at + 1] if at + 1 < len(term.items) else self.behind
        negative = printed.negative and not folded
        text = f"-{printed.text}" if negative else printed.text
        if self.is_left_out(item, printed, before, after) and not negative:
            yield Edit(item.start, after.start if after else item.end, prefix)
            return
        if _wrapped(item, printed, before, after, negative=negative, signed=term.sign is not None):
            if before and before.kind == "function" and after and after.factor:
                rest = term.items[at + 1 :]
                if any(each.kind != "letter" for each in rest):
                    raise UnwritableError(f"write the argument of {before.text} in parentheses", item.start)
                if printed.unit:
                    yield Edit(item.start, after.start, "(-")
                else:
                    yield Edit(item.start, item.end, rf"\left({text}" if "\\frac" in text else f"({text}")
                yield Edit(rest[-1].stop, rest[-1].stop, r"\right)" if "\\frac" in text else ")")
                return
            text = rf"\left({text}\right)" if "\\frac" in text else f"({text})"
        if (
            before
            and before.kind in _PLAIN
            and not (_WITHOUT_CDOT.match(text) and before.kind in ("number", "value", "letter"))
        ):
            text = rf" \cdot {text}"
        if after and (after.kind == "number" or _mixed(after)):
            text = rf"{text} \cdot "
        yield Edit(item.start, item.end, self.braced(prefix + text))

    def braced(self, text: str) -> str:
        """Keep the braces of a placeholder that are those of an argument: ``x^{@n@}``."""
        return f"{{{text}}}" if self.sequence.braces else text

    def is_left_out(self, item: Item, printed: Printed, before: Item | None, after: Item | None) -> bool:
        """Whether a factor 1 is not written."""
        if not printed.unit or item.scripts or after is None or after.kind not in _BEHIND_ONE:
            return False
        if _mixed(after) and before is not None and before.kind in _PLAIN:
            return False
        differential = after.text == "d" and self.integral is not None and self.integral < item.start
        return not differential and (before is None or before.kind not in ("over", "operator", "sign"))


def _terms(items: list[Item]) -> list[_Term]:
    terms = [_Term(None)]
    for item in items:
        last = terms[-1]
        if item.kind != "sign" or (last.items and last.items[-1].kind in _TAKING) or (last.sign and not last.items):
            last.items.append(item)
        elif last.items:
            terms.append(_Term(item))
        else:
            last.sign = item
    return [term for term in terms if term.items] or terms


def _wrapped(
    item: Item, printed: Printed, before: Item | None, after: Item | None, *, negative: bool, signed: bool
) -> bool:
    """Whether a value needs parentheses where it stands."""
    if any(script.sign == "^" for script in item.scripts) or (after and after.text == "!"):
        return negative or printed.shape is not Shape.ATOM
    multiplied = before is not None or (after is not None and after.kind != "postfix")
    if printed.shape is Shape.SUM:
        return multiplied or signed
    if negative:
        return before is not None or signed
    if before is not None and before.kind == "over":
        return printed.shape is not Shape.ATOM
    return printed.shape is Shape.PRODUCT and before is not None and before.kind in ("function", "operator")


def _lettered(item: Item) -> bool:
    """Tell whether there is more to it than numbers."""
    within = [*item.inside, *(script.argument for script in item.scripts if script.argument)]
    if item.kind in ("bracket", "group", "command"):
        return any(_lettered(each) for inner in within for each in inner.items)
    return item.kind in ("letter", "function", "big", "operator") or any(
        _lettered(each) for inner in within for each in inner.items
    )


def _mixed(item: Item) -> bool:
    r"""Tell whether a number before it would read as a mixed number: ``2\frac{1}{3}``."""
    return item.text in (r"\frac", r"\dfrac", r"\tfrac") and all(
        each.kind in ("number", "value") for inner in item.inside for each in inner.items
    )


def applied(source: str, changes: list[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """Return the source with the edits made, and those that were: an edit within another one is passed over."""
    done: list[Edit] = []
    pieces: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda edit: (edit.start, edit.start != edit.end, -edit.end)):
        if change.start < at:
            continue
        literal, text = source[at : change.start], change.text
        if text[:1].isalpha() and _ends_in_command(literal):
            text = f" {text}"
        behind = source[change.end : change.end + 1]
        if behind.isalpha() and (_ends_in_command(text) or (not text and _ends_in_command(literal))):
            text = f"{text} "
        done.append(Edit(change.start, change.end, text))
        pieces += [literal, text]
        at = change.end
    pieces.append(source[at:])
    return "".join(pieces), tuple(done)


def _ends_in_command(text: str) -> bool:
    return bool(re.search(r"\\[A-Za-z]+$", text))

"""Response processing of QTI 2 and 3, run: templates, mappings, and rules written out.

https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html, sections 8 and 15. Names are those of QTI 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from types import MappingProxyType

from lxml import etree

from .moodle import UnreadableError, number
from .qti_parts import Outcome, Responses

_NUMBERS = frozenset({"float", "integer", "duration"})
_MAX_STEPS = 20_000


class _ExitError(Exception):
    """The processing ends here."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: nothing, one, or several."""

    items: tuple[str, ...] = ()
    base: str = "string"
    cardinality: str = "single"

    def comparable(self) -> list[object]:
        """Return what decides whether two values are the same."""
        found: list[object] = [_canonical(item, self.base) for item in self.items]
        return sorted(found, key=repr) if self.cardinality == "multiple" else found


def _canonical(item: str, base: str) -> object:
    if base in _NUMBERS:
        found = number(item)
        return found.normalize() if found is not None else item
    if base == "pair":
        return tuple(sorted(item.split()))
    return " ".join(item.split()) if base == "directedPair" else item


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration of a response or an outcome."""

    node: etree._Element
    base: str
    cardinality: str
    correct: tuple[str, ...]
    initial: tuple[str, ...]

    @property
    def mapping(self) -> etree._Element | None:
        """What each value earns, where that is declared."""
        return self.node.find("mapping")


def declared(item: etree._Element, tag: str) -> dict[str, Declared]:
    """Return the declarations of an item by their names."""
    found = {}
    for node in item.iter(tag):
        found[node.get("identifier") or ""] = Declared(
            node,
            node.get("baseType") or "string",
            node.get("cardinality") or "single",
            _values(node.find("correctResponse")),
            _values(node.find("defaultValue"))
            or (("0",) if tag == "outcomeDeclaration" and node.get("baseType") in {"float", "integer"} else ()),
        )
    return found


def _values(node: etree._Element | None) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(text for each in node.iter("value") if (text := words(each)))


def words(node: etree._Element) -> str:
    """Return the text of an element, white space drawn together."""
    return " ".join("".join(map(str, node.itertext())).split())


@dataclass(slots=True)
class ScoringTwo:
    """The declarations and rules of an item, its names those of QTI 2."""

    item: etree._Element
    insensitive: bool
    """Whether mappings pass over capitals where they do not say so: in QTI 3."""
    feedback: Mapping[str, tuple[str, str, bool]]
    """By their keys: the outcome that shows a text, its identifier, and whether that shows or hides it."""
    responses: dict[str, Declared] = field(default_factory=dict)
    outcomes: dict[str, Declared] = field(default_factory=dict)
    score: str = "SCORE"
    _given: Responses = field(default_factory=dict)
    _values: dict[str, Value] = field(default_factory=dict)
    _steps: int = 0

    def __post_init__(self) -> None:
        """Read the declarations, and find the outcome that is the score."""
        self.responses = declared(self.item, "responseDeclaration")
        self.outcomes = declared(self.item, "outcomeDeclaration")
        names = [name for name, each in self.outcomes.items() if each.base in _NUMBERS and "max" not in name.lower()]
        wanted = [name for name in names if name.upper() == "SCORE"] or [
            name for name in names if "SCORE" in name.upper()
        ]
        self.score = next(iter(wanted or names), "SCORE")

    def named(self, ident: str) -> Sequence[str]:
        """Return the values with which responses to an interaction are compared, and the limits of numbers."""
        found: list[str] = []
        own = self.responses.get(ident)
        if own is not None:
            found += own.correct
            found += [each.get("mapKey") or "" for each in own.node.iter("mapEntry")]
        for each in self.item.iter("baseValue"):
            above = (
                {name for up in each.iterancestors() for name in _variables(up)}
                if each.getparent() is not None
                else set()
            )
            if ident in above or not above & set(self.responses):
                found.append(words(each))
        for each in self.item.iter("equal", "equalRounded"):
            found += self._limits(each, found)
        return list(dict.fromkeys(text for text in found if text))

    def _limits(self, node: etree._Element, found: Sequence[str]) -> list[str]:
        """Return the ends of what a comparison takes for equal."""
        values = [value for text in found if (value := number(text)) is not None]
        out: list[Decimal] = []
        if node.tag == "equalRounded":
            digits = int(number(node.get("figures") or "0") or 0)
            for value in values:
                exponent = -digits if node.get("roundingMode") == "decimalPlaces" else value.adjusted() + 1 - digits
                out += [value + sign * Decimal(5).scaleb(exponent - 1) for sign in (-1, 1)]
        else:
            margins = _tolerance(node)
            for value in values:
                low, high = (
                    margins if node.get("toleranceMode") != "relative" else (abs(value) * m / 100 for m in margins)
                )
                out += [value - low, value + high]
        return [str(value) for value in out]

    def key(self, ident: str) -> tuple[str, ...]:
        """Return the right response to an interaction, as it is declared, else by the mapping."""
        own = self.responses.get(ident)
        if own is None:
            return ()
        if own.correct:
            return own.correct
        entries = [
            (each.get("mapKey") or "", number(each.get("mappedValue") or "0")) for each in own.node.iter("mapEntry")
        ]
        right = [(key, value) for key, value in entries if value is not None and value > 0]
        if own.cardinality == "single":
            return (max(right, key=lambda each: each[1])[0],) if right else ()
        return tuple(key for key, _ in right)

    # -- running

    def run(self, responses: Responses) -> Outcome:
        """Run the rules."""
        self._given, self._steps = responses, 0
        self._values = {name: Value(each.initial, each.base, each.cardinality) for name, each in self.outcomes.items()}
        processing = self.item.find("responseProcessing")
        rules = [] if processing is None else [each for each in processing if isinstance(each.tag, str)]
        try:
            if rules:
                self._rules(rules)
            elif processing is not None and processing.get("template"):
                self._template(processing.get("template") or "")
            else:
                self._usual()
        except _ExitError:
            pass
        except DecimalException as problem:
            raise UnreadableError("its scoring has a number that is out of range") from problem
        score = self._values.get(self.score, Value())
        total = number(score.items[0]) if score.items else Decimal(0)
        shown = {
            key
            for key, (outcome, ident, shows) in self.feedback.items()
            if (ident in self._values.get(outcome, Value()).items) == shows
        }
        return Outcome(total or Decimal(0), frozenset(shown))

    def _set(self, name: str, value: Value) -> None:
        own = self.outcomes.get(name)
        self._values[name] = Value(value.items, own.base, own.cardinality) if own else value

    def _template(self, address: str) -> None:
        name = address.rstrip("/").rpartition("/")[2].removesuffix(".xml").lower()
        only = next(iter(self.responses), "")
        ident = "RESPONSE" if "RESPONSE" in self.responses else only
        if name in {"match_correct", "cc2_match", "cc2_match_basic"}:
            right = self._matches(ident)
            most = self._values.get("MAXSCORE", Value()).items if name.startswith("cc2") else ()
            self._set(
                self.score, _number((number(most[0]) if most else None) or Decimal(1)) if right else _number(Decimal(0))
            )
            self._set("FEEDBACKBASIC", Value(("correct" if right else "incorrect",), "identifier"))
        elif name == "map_response":
            self._set(self.score, _number(self._mapped(ident)))
        else:
            raise UnreadableError(f"its response processing, {name[:60]}, is not known")

    def _usual(self) -> None:
        """Score an item that says nothing but what is right."""
        total = Decimal(0)
        for ident, own in self.responses.items():
            total += self._mapped(ident) if own.mapping is not None else Decimal(1 if self._matches(ident) else 0)
        self._set(self.score, _number(total))

    def _matches(self, ident: str) -> bool:
        own = self.responses.get(ident)
        return own is not None and bool(own.correct) and _same(self._response(ident), self._correct(ident))

    def _response(self, ident: str) -> Value:
        own = self.responses[ident]
        return Value(tuple(self._given.get(ident, ())), own.base, own.cardinality)

    def _correct(self, ident: str) -> Value:
        own = self.responses[ident]
        return Value(own.correct, own.base, own.cardinality)

    def _mapped(self, ident: str) -> Decimal:
        """Return what a response earns by its mapping."""
        own = self.responses.get(ident)
        mapping = own.mapping if own is not None else None
        if own is None or mapping is None:
            raise UnreadableError(f"the response {ident} has no mapping")
        otherwise = number(mapping.get("defaultValue") or "0") or Decimal(0)
        total = Decimal(0)
        given = self._response(ident)
        items = tuple(dict.fromkeys(given.items)) if own.cardinality == "multiple" else given.items
        for item in items:
            total += next((value for key, value in self._entries(mapping, own.base, item) if key), otherwise)
        low, high = number(mapping.get("lowerBound") or ""), number(mapping.get("upperBound") or "")
        total = max(total, low) if low is not None else total
        return min(total, high) if high is not None else total

    def _entries(self, mapping: etree._Element, base: str, item: str) -> Iterator[tuple[bool, Decimal]]:
        for entry in mapping.iter("mapEntry"):
            key = entry.get("mapKey") or ""
            same = _canonical(key, base) == _canonical(item, base)
            told = entry.get("caseSensitive")
            if base == "string" and (told == "false" or (told is None and self.insensitive)):
                same = key.casefold() == item.casefold()
            yield same, number(entry.get("mappedValue") or "0") or Decimal(0)

    def _rules(self, rules: Sequence[etree._Element]) -> None:
        for rule in rules:
            self._steps += 1
            if self._steps > _MAX_STEPS:
                raise UnreadableError("its scoring is too long")
            tag = str(rule.tag)
            if tag == "responseCondition":
                self._condition(rule)
            elif tag == "setOutcomeValue":
                self._set(rule.get("identifier") or "", self.value(_only(rule)))
            elif tag == "lookupOutcomeValue":
                self._look_up(rule)
            elif tag == "responseProcessingFragment":
                self._rules([each for each in rule if isinstance(each.tag, str)])
            elif tag == "exitResponse":
                raise _ExitError
            else:
                raise UnreadableError(f"its scoring has <{tag}>, which is not understood")

    def _condition(self, rule: etree._Element) -> None:
        for branch in rule:
            if not isinstance(branch.tag, str):
                continue
            inner = [each for each in branch if isinstance(each.tag, str)]
            if branch.tag == "responseElse":
                self._rules(inner)
                return
            if inner and self._true(inner[0]):
                self._rules(inner[1:])
                return

    def _look_up(self, rule: etree._Element) -> None:
        name = rule.get("identifier") or ""
        own = self.outcomes.get(name)
        value = self._num(_only(rule))
        table = None if own is None else next(own.node.iter("matchTable", "interpolationTable"), None)
        if table is None:
            raise UnreadableError(f"the outcome {name} has no table")
        found = table.get("defaultValue")
        for entry in table.iter("matchTableEntry", "interpolationTableEntry"):
            at = number(entry.get("sourceValue") or "0")
            includes = (entry.get("includeBoundary") or "true") == "true"
            hit = (
                value is not None
                and at is not None
                and (value == at if table.tag == "matchTable" else value >= at if includes else value > at)
            )
            if hit:
                found = entry.get("targetValue")
                break
        self._set(name, Value((found,) if found else ()))

    # -- expressions

    def value(self, node: etree._Element) -> Value:
        """Return the value of an expression."""
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise UnreadableError("its scoring is too long")
        tag = str(node.tag)
        if tag in _TESTS:
            return Value(("true" if _TESTS[tag](self, node) else "false",), "boolean")
        if tag not in _EXPRESSIONS:
            raise UnreadableError(f"its scoring has <{tag}>, which is not understood")
        return _EXPRESSIONS[tag](self, node)

    def _true(self, node: etree._Element) -> bool:
        return self.value(node).items == ("true",)

    def _num(self, node: etree._Element) -> Decimal | None:
        found = self.value(node)
        return number(found.items[0]) if len(found.items) == 1 else None

    def variable(self, name: str) -> Value:
        """Return the value of a response or an outcome."""
        if name in self.responses:
            return self._response(name)
        if name in self._values:
            return self._values[name]
        if name in {"completionStatus", "numAttempts", "duration"}:
            return Value(("1",), "integer")
        raise UnreadableError(f"its scoring uses {name[:60]}, which is not declared")


def _variables(node: etree._Element) -> Iterator[str]:
    """Yield the responses that an expression right at a value is about."""
    if node.tag in _GROUPS:
        return
    for each in node.iter("variable", "mapResponse", "correct"):
        yield each.get("identifier") or ""


_GROUPS = frozenset(
    {"and", "or", "not", "responseIf", "responseElseIf", "responseElse", "responseCondition", "responseProcessing"}
    | {"assessmentItem", "responseProcessingFragment", "setOutcomeValue"}
)


def _entries(own: Declared) -> Iterator[etree._Element]:
    return own.node.iter("mapEntry")


def _only(node: etree._Element) -> etree._Element:
    found = next((each for each in node if isinstance(each.tag, str)), None)
    if found is None:
        raise UnreadableError(f"<{node.tag!s}> in its scoring is empty")
    return found


def _parts(node: etree._Element, count: int = 0) -> list[etree._Element]:
    found = [each for each in node if isinstance(each.tag, str)]
    if count and len(found) != count:
        raise UnreadableError(f"<{node.tag!s}> in its scoring has {len(found)} parts, not {count}")
    return found


def _number(value: Decimal) -> Value:
    return Value((format(value, "f"),), "float")


def _same(left: Value, right: Value) -> bool:
    if not left.items or not right.items:
        return False
    base = left.base if left.base != "string" else right.base
    ordered = "multiple" if "multiple" in {left.cardinality, right.cardinality} else left.cardinality
    return Value(left.items, base, ordered).comparable() == Value(right.items, base, ordered).comparable()


def _tolerance(node: etree._Element) -> tuple[Decimal, Decimal]:
    told = [number(part) for part in (node.get("tolerance") or "").split()]
    found = [abs(each) for each in told if each is not None]
    if len(found) != len(told):
        raise UnreadableError("a tolerance in its scoring is no number")
    if (node.get("toleranceMode") or "exact") == "exact" or not found:
        return Decimal(0), Decimal(0)
    return found[0], found[-1]


def _equal(run: ScoringTwo, node: etree._Element) -> bool:
    first, second = (run._num(each) for each in _parts(node, 2))  # noqa: SLF001
    if first is None or second is None:
        return False
    low, high = _tolerance(node)
    if node.get("toleranceMode") == "relative":
        low, high = abs(first) * low / 100, abs(first) * high / 100
    left = second >= first - low if (node.get("includeLowerBound") or "true") == "true" else second > first - low
    right = second <= first + high if (node.get("includeUpperBound") or "true") == "true" else second < first + high
    return (left and right) or first == second


def _equal_rounded(run: ScoringTwo, node: etree._Element) -> bool:
    first, second = (run._num(each) for each in _parts(node, 2))  # noqa: SLF001
    digits = int(number(node.get("figures") or "3") or 3)
    if first is None or second is None:
        return False

    def rounded(value: Decimal) -> Decimal:
        places = digits if node.get("roundingMode") == "decimalPlaces" else digits - 1 - value.adjusted()
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if value else value

    return rounded(first) == rounded(second)


def _string_match(run: ScoringTwo, node: etree._Element) -> bool:
    first, second = (" ".join(run.value(each).items) for each in _parts(node, 2))
    if not first or not second:
        return False
    if (node.get("caseSensitive") or "true") == "false":
        first, second = first.casefold(), second.casefold()
    inside = node.tag == "substring" or node.get("substring") == "true"
    if node.tag == "substring":
        return first in second
    return second in first if inside else first == second


def _compare(run: ScoringTwo, node: etree._Element) -> bool:
    first, second = (run._num(each) for each in _parts(node, 2))  # noqa: SLF001
    if first is None or second is None:
        return False
    return {"gt": first > second, "gte": first >= second, "lt": first < second, "lte": first <= second}[str(node.tag)]


def _contains(run: ScoringTwo, node: etree._Element) -> bool:
    first, second = (run.value(each) for each in _parts(node, 2))
    if node.tag == "member":
        first, second = second, first
    base = first.base if first.base != "string" else second.base
    left, right = (Value(each.items, base).comparable() for each in (first, second))
    return bool(right) and all(left.count(each) >= right.count(each) for each in right)


_TESTS: Mapping[str, Callable[[ScoringTwo, etree._Element], bool]] = MappingProxyType(
    {
        "match": lambda run, node: _same(*(run.value(each) for each in _parts(node, 2))),
        "and": lambda run, node: all(run._true(each) for each in _parts(node)),  # noqa: SLF001
        "or": lambda run, node: any(run._true(each) for each in _parts(node)),  # noqa: SLF001
        "not": lambda run, node: not run._true(_only(node)),  # noqa: SLF001
        "isNull": lambda run, node: not run.value(_only(node)).items,
        "equal": _equal,
        "equalRounded": _equal_rounded,
        "stringMatch": _string_match,
        "substring": _string_match,
        "contains": _contains,
        "member": _contains,
        **dict.fromkeys(("gt", "gte", "lt", "lte"), _compare),
    }
)


def _correct_value(run: ScoringTwo, node: etree._Element) -> Value:
    name = node.get("identifier") or ""
    if name not in run.responses:
        raise UnreadableError(f"its scoring uses {name[:60]}, which is not declared")
    return run._correct(name)  # noqa: SLF001


def _numbers(run: ScoringTwo, node: etree._Element) -> list[Decimal] | None:
    found = [number(item) for each in _parts(node) for item in run.value(each).items or ("",)]
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else None


def _arithmetic(run: ScoringTwo, node: etree._Element) -> Value:
    found = _numbers(run, node)
    if not found:
        return Value((), "float")
    tag, total = str(node.tag), found[0]
    if tag in {"max", "min"}:
        return _number(max(found) if tag == "max" else min(found))
    if tag in {"round", "truncate"}:
        return _number(total.quantize(Decimal(1), ROUND_HALF_UP) if tag == "round" else total // 1)
    for each in found[1:]:
        if tag == "sum":
            total += each
        elif tag == "subtract":
            total -= each
        elif tag == "product":
            total *= each
        elif not each:
            return Value((), "float")
        else:
            total /= each
    return _number(total)


def _container(run: ScoringTwo, node: etree._Element) -> Value:
    found = [run.value(each) for each in _parts(node)]
    base = next((each.base for each in found), "string")
    return Value(tuple(item for each in found for item in each.items), base, str(node.tag))


def _indexed(run: ScoringTwo, node: etree._Element) -> Value:
    found, place = run.value(_only(node)), int(number(node.get("n") or "0") or 0)
    return Value(found.items[place - 1 : place] if place > 0 else (), found.base)


_EXPRESSIONS: Mapping[str, Callable[[ScoringTwo, etree._Element], Value]] = MappingProxyType(
    {
        "baseValue": lambda _, node: Value((words(node),) if words(node) else (), node.get("baseType") or "string"),
        "variable": lambda run, node: run.variable(node.get("identifier") or ""),
        "correct": _correct_value,
        "mapResponse": lambda run, node: _number(run._mapped(node.get("identifier") or "")),  # noqa: SLF001
        "null": lambda *_: Value(),
        "containerSize": lambda run, node: _number(Decimal(len(run.value(_only(node)).items))),
        "index": _indexed,
        **dict.fromkeys(("multiple", "ordered"), _container),
        **dict.fromkeys(("sum", "subtract", "product", "divide", "max", "min", "round", "truncate"), _arithmetic),
        "integerToFloat": lambda run, node: run.value(_only(node)),
        "roundTo": lambda run, node: run.value(_only(node)),
    }
)

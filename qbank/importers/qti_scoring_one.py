"""Response processing of QTI 1.2, run as Canvas, Respondus and Blackboard mean it.

https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_infov1p2.html, section 3.6. Where a condition does not say
whether others follow (``continue``), those that add to the score do not exclude one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from lxml import etree

from .moodle import UnreadableError, number
from .qti_parts import Outcome, Responses

_SCORES = ("score", "que_score", "respondus_correct", "webct_correct", "grade")
_TESTS = frozenset({"varequal", "varlt", "varlte", "vargt", "vargte", "varsubset", "varsubstring", "varinside"})


@dataclass(slots=True)
class ScoringOne:
    """The conditions of an item, in order."""

    item: etree._Element
    numeric: frozenset[str]
    """The interactions that want a number."""
    many: frozenset[str]
    """Those with several values."""
    ordered: frozenset[str]
    written: frozenset[str]
    """Those in which a text is written, so that capitals may not count."""
    variable: str = ""
    initial: Decimal = Decimal(0)
    least: Decimal | None = None
    most: Decimal | None = None
    conditions: list[etree._Element] = field(default_factory=list)
    parts: frozenset[int] = frozenset()
    """The conditions, by their number, each about one of several interactions: what they give adds up."""
    silent: bool = False
    """Whether these say nothing of a score, as in Blackboard's matching: then each is worth the same."""

    def __post_init__(self) -> None:
        """Find the variable that is the score."""
        self.conditions = list(self.item.iter("respcondition"))
        declared = {name_of(each): each for each in self.item.iter("decvar")}
        used = [name_of(each) for each in self.item.iter("setvar")]
        names = [*used, *declared]
        self.variable = next((name for name in _SCORES if name in names), names[0] if names else "score")
        if (decvar := declared.get(self.variable)) is not None:
            self.initial = number(decvar.get("defaultval") or "0") or Decimal(0)
            self.least, self.most = number(decvar.get("minvalue") or ""), number(decvar.get("maxvalue") or "")
            self.most = None if self.most is not None and self.most <= 0 else self.most

        about = [{each.get("respident") or "" for each in condition.iter(*_TESTS)} for condition in self.conditions]
        plain = [next(condition.iter("not", "other"), None) is None for condition in self.conditions]
        parts = [at for at, idents in enumerate(about) if len(idents) == 1 and plain[at]]
        if len({name for at in parts for name in about[at]}) > 1 and not any(len(idents) > 1 for idents in about):
            self.parts = frozenset(parts)
            self.silent = not any(self._counts(each) for at in parts for each in self.conditions[at].iter("setvar"))

    def named(self, ident: str) -> Sequence[str]:
        """Return the values with which responses to an interaction are compared."""
        found = (text_of(each) for each in self._tests(ident))
        return list(dict.fromkeys(found))

    def _tests(self, ident: str) -> Iterator[etree._Element]:
        for condition in self.conditions:
            for each in condition.iter(*_TESTS):
                if each.get("respident") == ident:
                    yield each

    def key(self, ident: str) -> tuple[str, ...]:
        """Return the values that the condition with the highest score wants, in order."""
        best: tuple[Decimal, tuple[str, ...]] = (Decimal(0), ())
        for condition in self.conditions:
            wanted = tuple(
                text_of(each)
                for each in condition.iter("varequal")
                if each.get("respident") == ident and not any(up.tag == "not" for up in each.iterancestors())
            )
            earned = sum((self._value(each) for each in condition.iter("setvar") if self._counts(each)), Decimal(0))
            earned = Decimal(1) if self.silent and wanted else earned
            if wanted and earned > best[0]:
                best = (earned, wanted)
        return best[1]

    def _counts(self, setvar: etree._Element) -> bool:
        return name_of(setvar) == self.variable

    def _value(self, setvar: etree._Element) -> Decimal:
        text = text_of(setvar)
        if text.lower().endswith(".max"):
            return self.most if self.most is not None else Decimal(100)
        if text.lower().endswith(".min"):
            return self.least or Decimal(0)
        found = {"true": Decimal(1), "false": Decimal(0), "": Decimal(0)}.get(text.lower(), number(text))
        if found is None:
            raise UnreadableError(f"“{text[:40]}” is no score")
        return found

    def run(self, responses: Responses) -> Outcome:
        """Run the conditions."""
        score, scored = self.initial, False
        shown: set[str] = set()
        for at, condition in enumerate(self.conditions):
            setters = [each for each in condition.iter("setvar") if self._counts(each)]
            if not self._holds(condition.find("conditionvar"), responses, otherwise=not scored):
                continue
            part = at in self.parts
            if part and self.silent:
                score, scored = score + 1, True
            for each in [] if self.silent else setters:
                action = (each.get("action") or "Set").lower()
                if action not in _ACTIONS:
                    raise UnreadableError(f"its scoring has the action {action[:40]}, which is not understood")
                score = _ACTIONS["add" if part and action == "set" else action](score, self._value(each))
                scored = True
            for link in condition.iter("displayfeedback"):
                shown.add(link.get("linkrefid") or "")
            adds = part or all((each.get("action") or "Set").lower() in {"add", "subtract"} for each in setters)
            follows = (condition.get("continue") or ("yes" if adds else "no")).lower()
            if follows not in {"yes", "true"}:
                break
        if self.silent:
            return Outcome(score, frozenset(shown))
        if self.least is not None:
            score = max(score, self.least)
        return Outcome(min(score, self.most) if self.most is not None else score, frozenset(shown))

    def _holds(self, node: etree._Element | None, responses: Responses, *, otherwise: bool) -> bool:
        """Tell whether a group of tests holds; several values wanted of one answer are alternatives."""
        if node is None:
            return True
        groups: dict[str, list[bool]] = {}
        results = []
        for each in node:
            if not isinstance(each.tag, str):
                continue
            found = self._test(each, responses, otherwise=otherwise)
            ident = each.get("respident") or ""
            if each.tag in {"varequal", "varsubstring"} and ident not in self.many | self.ordered:
                groups.setdefault(ident, []).append(found)
            else:
                results.append(found)
        return all(results) and all(map(any, groups.values()))

    def _test(self, node: etree._Element, responses: Responses, *, otherwise: bool) -> bool:
        tag = str(node.tag)
        if tag == "and":
            inner = [self._test(each, responses, otherwise=otherwise) for each in node if isinstance(each.tag, str)]
            return all(inner)
        if tag == "or":
            return any(self._test(each, responses, otherwise=otherwise) for each in node if isinstance(each.tag, str))
        if tag == "not":
            return not self._holds(node, responses, otherwise=otherwise)
        if tag == "other":
            return otherwise
        ident = node.get("respident") or ""
        values = responses.get(ident, ())
        if tag == "unanswered":
            return not values
        if tag in {"varequal", "varsubstring"}:
            return any(self._equal(node, ident, value) for value in self._at(node, ident, values))
        if tag == "varsubset":
            wanted = [part.strip() for part in text_of(node).split(",") if part.strip()]
            partial = (node.get("setmatch") or "Exact").lower() == "partial"
            if ident in self.written and not partial:
                return any(self._equal(node, ident, value) for value in values)
            return any(each in values for each in wanted) if partial else set(wanted) <= set(values)
        if tag in _COMPARED:
            limit = number(text_of(node))
            found = [number(value) for value in values]
            if limit is None:
                raise UnreadableError(f"“{text_of(node)[:40]}” is no number")
            return any(_COMPARED[tag](value, limit) for value in found if value is not None)
        raise UnreadableError(f"its scoring has <{tag}>, which is not understood")

    def _at(self, node: etree._Element, ident: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return the values that a test is about: of an order, the one in the place that it names."""
        if ident not in self.ordered:
            return values
        if node.get("index"):
            place = int(number(node.get("index") or "0") or 0)
            places = [int(number(each.get("index") or "0") or 0) for each in self._tests(ident)]
            place -= 0 if 0 in places else 1
        else:
            mates = [
                each for each in node.itersiblings(str(node.tag), preceding=True) if each.get("respident") == ident
            ]
            place = len(mates)
        return values[place : place + 1] if place >= 0 else ()

    def _equal(self, node: etree._Element, ident: str, value: str) -> bool:
        wanted = text_of(node)
        if ident in self.numeric:
            left, right = number(wanted), number(value)
            return left == right if left is not None and right is not None else wanted == value.strip()
        value = value.strip()
        if ident in self.written and (node.get("case") or "No").lower() not in {"yes", "true"}:
            wanted, value = wanted.casefold(), value.casefold()
        return wanted in value if node.tag == "varsubstring" else wanted == value


_ACTIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = MappingProxyType(
    {
        "set": lambda _, value: value,
        "add": lambda score, value: score + value,
        "subtract": lambda score, value: score - value,
        "multiply": lambda score, value: score * value,
        "divide": lambda score, value: score / value if value else score,
    }
)
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "varlt": lambda value, limit: value < limit,
        "varlte": lambda value, limit: value <= limit,
        "vargt": lambda value, limit: value > limit,
        "vargte": lambda value, limit: value >= limit,
    }
)


def name_of(node: etree._Element) -> str:
    """Return the name of a variable, in small letters."""
    return (node.get("varname") or node.get("variablename") or "SCORE").strip().lower()


def text_of(node: etree._Element) -> str:
    """Return the text of an element, white space drawn together."""
    return " ".join("".join(map(str, node.itertext())).split())

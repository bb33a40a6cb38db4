"""The stem and the ``check`` block of a question read: names, premises, domains, and what is asked.

What the author wrote in the ``check`` block and cannot be read is an error; in the stem it is an unread premise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from qbank.schema import CheckBlock, Question
from qbank.schema.check import Notation as Declared

from .deciding.randomness import about_chance, said
from .domain import Domain, formula_of, parse
from .formulas import Formula, bare, formulas
from .laws_told import told as laws_told
from .letters import Undecided
from .reading.integrals import OVER_REGION
from .reading.kinds import Kinds
from .reading.kinds_said import kinds_said
from .reading.notation import Notation, infer
from .reading.sets import REGION
from .reading.tokens import Unreadable
from .saying import said_domains
from .setting import Finding, Read, Setting, read_formula
from .syntax import Apply, Call, Name, Node, Num, Relation, Tuple, names_in, walk
from .unread_sides import with_whole_sides
from .wording import wording

_INDEX = re.compile(r"\(?\s*(\\[A-Za-z]+|[A-Za-z])\s*\)?(?:\s*=\s*(.+?)\s*(?:\.\.|,?\s*\\l?dots\s*,?)\s*(.+))?")

_SHARED = re.compile(
    r"(?P<names>[^,=<>]+(?:,[^,=<>]+)+?)(?P<bound>(?:[<>]|\\(?:g|l)(?:t|eq?)|\\neq?|\\in)(?![A-Za-z]).*)", re.DOTALL
)

_ENTRIES = re.compile(
    r"\s*(?P<base>\\[A-Za-z]+|[A-Za-z])_\{?[01]\}?\s*,(?:[^,=<>]*,)?\s*\\(?:l|c)?dots[cb]?\s*,\s*"
    r"(?P<last>(?P=base)_(?:\w|\{\w+\}))\s*(?P<bound>(?:[<>]|\\(?:g|l)(?:t|eq?)|\\neq?|\\in)(?![A-Za-z]).*)",
    re.DOTALL,
)
r"""``x_1, \dots, x_n > 0``."""


def read_setting(question: Question, declared: Declared, uses: Sequence[str], *, derived: bool) -> Setting:
    """Read the stem and the ``check`` block of ``question``.

    ``declared`` is the bank's own notation; ``uses`` are the formulas of options and solution. Where nothing is
    ``derived`` from the stem, their names count as known: they are quantities like any other.
    """
    check = question.check or CheckBlock()
    stem = list(formulas(question.stem, ("stem",)))
    entries = {
        name: [bare(text, ("check", name, at)) for at, text in enumerate(getattr(check, name))]
        for name in ("given", "assumed", "functions", "symbols", "assume")
    }
    entries["functions"] += [bare(text, ("check",)) for text in declared.functions]
    entries["symbols"] += [bare(text, ("check",)) for text in declared.symbols]
    find = bare(check.find, ("check", "find")) if check.find else None
    sources = [*stem, *entries["given"], *entries["assumed"], *entries["functions"], *([find] if find else [])]
    texts = [*(formula.latex for formula in sources), *(() if derived else uses)]
    words = [_word(formula.latex) for formula in entries["symbols"]]
    functions = [formula.latex.strip() for formula in entries["functions"] if "=" not in formula.latex]
    assumed = [*check.assume, *declared.assume]
    spaces = [formula_of(entry) for entry in assumed if r"\mathbb" in entry]
    notation = infer(texts, words, functions, [*uses, *spaces], said=[question.stem, *assumed], assumed=assumed)
    setting = Setting(notation, [], [], [], None, Domain(), [])
    used = [*texts, *uses]
    setting.stem = [read for formula in stem for read in _each(formula, notation, used)]
    setting.given = [read for formula in entries["given"] for read in _all_wanted(setting, formula, used)]
    setting.assumed = [read for formula in entries["assumed"] for read in _all_wanted(setting, formula, used)]
    stated = [read.tree for read in (*setting.given, *setting.assumed) if read.tree is not None]
    setting.given = [_as_equation(read, stated) for read in setting.given]
    setting.assumed = [_as_equation(read, stated) for read in setting.assumed]
    setting.find = _wanted(setting, _in_brackets(find, notation)) if find else None
    definitions = [formula for formula in entries["functions"] if "=" in formula.latex]
    read_definitions = [_wanted(setting, formula) for formula in definitions]
    setting.functions = [read.tree for read in read_definitions if read.tree is not None]
    setting.strange = [read for read in read_definitions if read.problem]
    _read_indices(setting, [*check.indices, *declared.indices])
    assumed = [*check.assume, *declared.assume]
    setting.words = said([question.stem, *filter(about_chance, assumed)], notation)
    told = _domain(setting, [entry for entry in assumed if not about_chance(entry)])
    spoken, setting.domains = said_domains(wording(question.stem, ("stem",)), notation)
    _take_laws(setting, question.stem)
    setting.told = Domain((*told.intervals, *spoken.intervals), told.relations)
    _take_regions(setting, question.stem)
    _take_inverse_transform(setting, question.stem)
    _take_whole_sides(setting)
    setting.settle()
    return setting


def _take_regions(setting: Setting, stem: str) -> None:
    """Write integrals over regions with bounds; what was read of a region and is not used counts as unread."""
    reads = [*setting.stem, *setting.given, *setting.assumed, *([setting.find] if setting.find else [])]
    if not any(read.tree is not None and REGIONS & called(read.tree) for read in reads):
        return
    from .regions_told import coordinates_in, has_regions, is_condition, iterated, region_told  # noqa: PLC0415 - sympy takes most of a second

    stated = [read.tree for read in (*(setting.given or setting.stem), *setting.assumed) if read.tree is not None]
    told = [read.tree for read in setting.stem]
    words = re.sub(r"\$[^$]*\$", " ", stem.replace(r"\$", ""))
    wanted = [*stated, *([setting.find.tree] if setting.find and setting.find.tree is not None else [])]
    coordinates = {name for tree in wanted for name in coordinates_in(tree)}

    def settled(read: Read, *, wanted: bool = False) -> Read:
        if read.tree is None:
            return read
        if coordinates and (region_told(read.tree) is not None or is_condition(read.tree, coordinates)):
            return replace(read, tree=Relation((Num(Fraction(0)),) * 2, ("=",)))  # it is in the bounds
        if not REGIONS & called(read.tree):
            return read
        with suppress(Undecided):
            tree = iterated(read.tree, stated, told, words)
            if not REGIONS & called(tree):
                return replace(read, tree=tree)
        reason = (
            "an integral over a region" if has_regions(read.tree) else "a set of values of a formula is not understood"
        )
        problem = Unreadable(reason)
        if wanted:
            message = f"this formula cannot be read: {problem.reason}"
            setting.findings.append(Finding("QB310", message, read.formula.path, hint="write it with bounds"))
        return replace(read, tree=None, problem=problem)

    setting.stem = [settled(read) for read in setting.stem]
    setting.given = [settled(read, wanted=True) for read in setting.given]
    setting.assumed = [settled(read, wanted=True) for read in setting.assumed]
    setting.find = settled(setting.find, wanted=True) if setting.find else None


def _take_inverse_transform(setting: Setting, stem: str) -> None:
    r"""Take ``\mathcal{L}^{-1}\{F(s)\}`` of a rational function for the function of t that has this transform."""
    if setting.find is None or r"\mathcal" not in setting.find.formula.latex:
        return
    if not setting.find.problem and "laplace" not in stem.lower():
        return  # \mathcal{L}^{-1}(…) may be a product
    from .laplace import INVERSE, inverse  # noqa: PLC0415 - sympy takes most of a second

    match = INVERSE.fullmatch(setting.find.formula.latex)
    inside = next((part for part in match.groups() if part is not None), "") if match else ""
    tree = read_formula(replace(setting.find.formula, latex=inside), setting.notation).tree if inside else None
    bodies = [one.sides[1] for one in setting.stated if isinstance(one, Relation) and one.sides[0] == tree]
    tree = bodies[0] if len(bodies) == 1 else tree
    names = {*names_in(tree)} if tree is not None else set()
    t = Name("t")
    if tree is None or len(names) != 1 or t in names or (found := inverse(tree, names.pop(), t)) is None:
        return
    path = setting.find.formula.path
    setting.find = replace(setting.find, tree=found, problem=None)
    setting.findings = [one for one in setting.findings if one.path != path]


def _take_whole_sides(setting: Setting) -> None:
    """Take what cannot be read, and is a side of several formulas, for one quantity."""
    if setting.find is None or not setting.find.problem:
        return

    def tree_of(formula: Formula) -> Node | None:
        tree = read_formula(formula, setting.notation).tree
        return None if tree is None or REGIONS & called(tree) else tree

    find, premises = with_whole_sides(setting.find, [*setting.stem, *setting.given, *setting.assumed], tree_of)
    if find.problem:
        return  # what is asked stays unknown
    given = len(setting.stem)
    assumed = given + len(setting.given)
    setting.stem, setting.given, setting.assumed = premises[:given], premises[given:assumed], premises[assumed:]
    setting.find = find
    mended = {read.formula.path for read in (find, *premises) if read.problem is None}
    setting.findings = [one for one in setting.findings if one.path not in mended]


def _take_laws(setting: Setting, stem: str) -> None:
    """Take what words tell of distributions for premises."""

    def tree_of(formula: Formula) -> Node | None:
        return read_formula(formula, setting.notation).tree

    spoken = laws_told(wording(stem, ("stem",)), tree_of, setting.notation.known or frozenset())
    if spoken.replaced:
        kept = []
        for read in setting.stem:
            if read.formula.offset not in spoken.replaced:
                kept.append(read)
            elif (tree := spoken.replaced[read.formula.offset]) is not None:
                kept.append(Read(read.formula, tree))
        setting.stem = kept
    setting.stem += [Read(formula, tree) for formula, tree in spoken.laws]


REGIONS = {OVER_REGION, REGION}


def called(tree: Node) -> set[str]:
    """Return what is called in a formula."""
    return {part.function for part in walk(tree) if isinstance(part, Call)}


def _read_indices(setting: Setting, entries: Sequence[str]) -> None:
    """Read ``indices`` entries: a letter, ``(d)`` for superscripts, or a letter with its range ``i = 1..n``."""
    sizes = replace(setting.notation, known=None)  # a size may be named here alone
    for at, entry in enumerate(entries):
        formula = bare(entry, ("check", "indices", at))
        match = _INDEX.fullmatch(formula.latex.strip())
        ends = [end for end in match.groups()[1:] if end] if match else []
        bounds = [read_formula(Formula(end, formula.path, 0), sizes).tree for end in ends]
        if match is None or None in bounds:
            message = "this index cannot be read"
            setting.findings.append(Finding("QB310", message, formula.path, hint="write i, (d), or i = 1..n"))
            setting.strange.append(Read(formula, problem=Unreadable(message)))
            continue
        low, high = bounds or (None, None)
        setting.indices[match.group(1)] = (low, high) if low is not None and high is not None else None


def _word(text: str) -> str:
    inside = text.strip()
    for command in (r"\text", r"\mathrm", r"\mathit", r"\operatorname"):
        if inside.startswith(command + "{") and inside.endswith("}"):
            return inside[len(command) + 1 : -1]
    return inside


def _each(formula: Formula, notation: Notation, texts: Sequence[str]) -> list[Read]:
    """Read a formula; ``x, y > 0`` is one for each name."""
    read = read_formula(formula, notation)
    if read.problem and (all_ := _of_entries(formula, notation, texts)) is not None:
        return [replace(read, tree=all_, problem=None)]
    shared = _SHARED.fullmatch(formula.latex) if read.problem else None
    if shared is None:
        return [read]
    names = shared.group("names").split(",")
    if not all(isinstance(read_formula(replace(formula, latex=name), notation).tree, Name) for name in names):
        return [read]  # a \ne b, c > 0
    parts = [read_formula(replace(formula, latex=f"{name} {shared.group('bound')}"), notation) for name in names]
    plain = all(isinstance(part.tree, Relation) and isinstance(part.tree.sides[0], Name) for part in parts)
    return parts if plain else [read]


def _of_entries(formula: Formula, notation: Notation, texts: Sequence[str]) -> Relation | None:
    r"""Read ``x_1, \dots, x_n > 0`` as said of every x with an index, where no text has a bare x."""
    found = _ENTRIES.fullmatch(formula.latex)
    if found is None:
        return None
    bare_name = re.compile(rf"(?<![A-Za-z\\]){re.escape(found['base'])}(?![A-Za-z]|\s*_)")
    if any(map(bare_name.search, texts)):
        return None
    match read_formula(replace(formula, latex=f"{found['last']} {found['bound']}"), notation).tree:
        case Relation((Name(base), bound), (sign,)) if not any(True for _ in names_in(bound)):
            return Relation((Name(base), bound), (sign,))
    return None


def _as_equation(read: Read, stated: Sequence[Node]) -> Read:
    r"""Return ``g \approx 9.81`` and ``\Phi(1) \approx 0.8413`` as the equation that is to be worked with.

    Not where another premise says what it is: ``a = \sqrt 2``, or an equation of a alone.
    """
    match read.tree:
        case Relation((Name() | Apply() as left, Num(_, places) as value), (r"\approx",)) if places:
            others = [one for one in stated if one is not read.tree and isinstance(one, Relation)]
            if not any(left in one.sides or {*names_in(one)} == {*names_in(left)} for one in others):
                return replace(read, tree=Relation((left, value), ("=",)))
    return read


def _in_brackets(find: Formula, notation: Notation) -> Formula:
    r"""Return a list of what is asked, ``x, y``, in parentheses."""
    if "," not in find.latex or read_formula(find, notation).problem is None:
        return find
    whole = Formula(f"({find.latex})", find.path, find.offset)
    return whole if isinstance(read_formula(whole, notation).tree, Tuple) else find


def _all_wanted(setting: Setting, formula: Formula, texts: Sequence[str]) -> list[Read]:
    """Read a premise of the ``check`` block; ``x, y > 0`` is one for each name, as in the stem."""
    found = _each(formula, setting.notation, texts)
    return [_wanted(setting, formula)] if any(read.problem for read in found) else found


def _wanted(setting: Setting, formula: Formula) -> Read:
    """Read a formula of the ``check`` block; there, what cannot be read is an error."""
    found = read_formula(formula, setting.notation)
    if found.problem:
        setting.findings.append(
            Finding(
                "QB310",
                f"this formula cannot be read: {found.problem.reason}",
                formula.path,
                formula.offset + found.problem.start,
                found.problem.end - found.problem.start,
                found.problem.hint,
            )
        )
    return found


def _domain(setting: Setting, entries: Sequence[str]) -> Domain:
    domain = Domain()
    known = {part.base for tree in setting.trees() for part in walk(tree) if isinstance(part, Name)}
    for at, entry in enumerate(entries):
        if kinds_said((), [entry]) != Kinds():
            continue  # no place to lie in
        try:
            found = parse([entry], setting.notation)
        except Unreadable as problem:
            message = f"this domain cannot be read: {problem.reason}"
            setting.findings.append(Finding("QB310", message, ("check", "assume", at), problem.start, 1, problem.hint))
            setting.strange.append(Read(Formula(entry, ("check", "assume", at), 0), problem=problem))
            continue
        strange = [name for name in found.names() if name.base not in known]
        if strange:
            message = f"{strange[0].base} occurs nowhere in what was read of the question"
            setting.findings.append(Finding("QB324", message, ("check", "assume", at)))
        domain = Domain((*domain.intervals, *found.intervals), (*domain.relations, *found.relations))
    return domain

"""The import driver: asks an importer for drafts, makes a bank of them, and puts it in place whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .diagnostic import Diagnostic, Span, diagnostic
from .importers.draft import Draft, Imported, Importer, Source
from .importers.mending import mended, put
from .importers.naming import file_name, free, identifier, slug
from .importers.yamltext import clean, written
from .markup import parse, plain
from .registry import UnknownFormatError
from .schema import QUESTION_TYPES
from .schema.scalars import category_names

GROUP = "qbank.importers"
LAST_RESORT = ("slides",)
"""Formats that many texts look like: asked when no other recognises a file."""
MAX_BYTES = 64_000_000
"""Of one file to be imported."""
MAX_FILE = 3_000_000
"""Of one YAML file written, in characters; a category with more gets several."""
FIELDS = (
    *("id", "type", "title", "category", "tags", "points", "penalty", "difficulty", "objective", "language", "author"),
    *("source", "status", "shuffle", "numbering", "scoring", "layout", "stem", "statements", "options", "pairs"),
    *("distractors", "items", "gaps", "answer", "range", "tolerance", "answers", "case_sensitive", "unit", "units"),
    *("unit_penalty", "response", "template", "lines", "min_words", "max_words", "attachments"),
    *("attachments_required", "file_types", "model_answer", "rubric", "hints", "feedback", "explanation", "check"),
    *("files", "format", "content"),
)
"""The order in which fields are written."""


@dataclass(slots=True)
class Import:
    """What an import made: the files to write, and what there is to say of it."""

    files: dict[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    """How many questions of each type came in; those kept raw are ``raw``."""


def importers() -> Mapping[str, EntryPoint]:
    """Return every installed importer by name, in order of the names; none is imported."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, entry)
    return dict(sorted(found.items()))


def importer(name: str) -> Importer:
    """Import and return the importer called ``name``. Raises :class:`UnknownFormatError`, :class:`TypeError`."""
    known = importers()
    if name not in known:
        raise UnknownFormatError(f"unknown format “{name}”; known formats: {', '.join(known) or 'none'}")
    made = known[name].load()()
    if not isinstance(made, Importer):
        raise TypeError(f"entry point {known[name].value!r} of {GROUP} is no importer")
    return made


def guess(source: Source) -> Importer | None:
    """Return the importer that recognises a file by its content, or ``None``."""
    names = sorted(importers(), key=LAST_RESORT.__contains__)
    return next((found for found in map(importer, names) if found.recognises(source)), None)


def import_files(paths: Sequence[Path], format_name: str | None = None) -> Import:
    """Read files of other programs; return the bank that they make, unwritten.

    Raises :class:`UnknownFormatError` and :class:`OSError`; for any content, nothing.
    """
    chosen = importer(format_name) if format_name else None
    made = Import()
    drafts: list[tuple[Source, Draft]] = []
    settings: dict[str, str] = {}
    for path in paths:
        source, imported = _imported(path, chosen)
        made.diagnostics += imported.problems
        if not imported.refused:
            drafts += [(source, draft) for draft in imported.drafts]
            settings = imported.settings | settings
            if not imported.drafts:
                made.diagnostics.append(diagnostic("QB603", "there is no question in it", Span(source.name)))
    _Maker(made).make(drafts, settings)
    return made


def _imported(path: Path, chosen: Importer | None) -> tuple[Source, Imported]:
    if path.stat().st_size > MAX_BYTES:
        source = Source(path, b"")
        message = f"the file has {path.stat().st_size // 1_000_000} MB: at most {MAX_BYTES // 1_000_000} are read"
        return source, Imported().refuse(source, message, hint="export it in parts")
    source = Source(path, path.read_bytes())
    reader = chosen or guess(source)
    if reader is None:
        known = ", ".join(importers())
        return source, Imported().refuse(source, "no format is recognised in it", hint=f"say it with --from: {known}")
    return source, reader.read(source)


@dataclass(slots=True)
class _Maker:
    """Makes files of drafts."""

    made: Import
    ids: set[str] = field(default_factory=set)
    media: dict[bytes, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """The questions of each category, as YAML."""

    def make(self, drafts: Sequence[tuple[Source, Draft]], settings: Mapping[str, str]) -> None:
        """Fill in the files."""
        for source, draft in drafts:
            self.add(source, draft)
        names: set[str] = set()
        for category, texts in self.groups.items():
            head = written({"category": category}) if category else ""
            base = "/".join(slug(part, "questions") for part in category_names(category)) if category else "questions"
            for part in _parts(texts):
                name = free(base, names)
                names.add(name)
                self.made.files[f"{name}.yaml"] = f"{head}questions:\n{part}".encode()
        if self.made.files and settings:
            self.made.files["qbank.yaml"] = written({"version": "1", **settings}).encode()

    def add(self, source: Source, draft: Draft) -> None:
        """Take one question in: as it was read if that is a question, else raw, else not at all, with an error."""
        fields = dict(draft.fields)
        title = " ".join(clean(str(fields.get("title", ""))).split()) or plain(parse(str(fields.get("stem", ""))))[:50]
        fields["id"] = identifier(str(fields.get("id", "")), title, self.ids)
        span = Span(source.name, draft.line, draft.column, 1)
        why = draft.refusal or _refusal(fields)
        if why and draft.raw:
            draft.tell("QB611", f"kept raw, since {why}")
            fields = _raw(fields, draft)
            why = _refusal(fields)
        if not why:
            _mend(fields, draft)
        for code, message, hint in draft.told:
            self.made.diagnostics.append(diagnostic(code, message, span, hint=hint, question=fields["id"]))
        if why:
            message = f"the question is left out, since {why}"
            self.made.diagnostics.append(diagnostic("QB602", message, span, question=fields["id"]))
            return
        self.ids.add(fields["id"])
        self.made.types[fields["type"]] += 1
        fields = self.placed(fields, draft)
        category = str(fields.pop("category", ""))
        ordered = {name: fields[name] for name in FIELDS if name in fields}
        lines = written([ordered], 2).rstrip("\n")
        self.groups.setdefault(category, []).append(f"  # {source.path.name}:{draft.line}\n{lines}\n")

    def placed(self, fields: dict[str, Any], draft: Draft) -> dict[str, Any]:
        """Put the question's files among those to be written, equal ones once; the texts then name these."""
        moved = {}
        for path, data in draft.media.items():
            known = self.media.get(data)
            if known is None:
                folder, _, name = path.rpartition("/")
                stem, dot, suffix = file_name(name).rpartition(".")
                base, end = (stem, dot + suffix) if dot else (suffix, "")
                count = 1
                known = f"{folder}/{base}{end}"
                while known in self.made.files:
                    count += 1
                    known = f"{folder}/{base}-{count}{end}"
                self.media[data] = known
                self.made.files[known] = data
            moved[path] = known
        back = "../" * (len(category_names(str(fields.get("category", "")))) - 1)
        renamed = {path: back + name for path, name in moved.items()}
        return _renamed(fields, renamed) if any(path != name for path, name in renamed.items()) else fields


def _parts(texts: Sequence[str]) -> Iterator[str]:
    """Yield the questions of a category, as many as a file may hold."""
    part: list[str] = []
    for text in texts:
        if part and sum(map(len, part)) + len(text) > MAX_FILE:
            yield "\n".join(part)
            part = []
        part.append(text)
    if part:
        yield "\n".join(part)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Replace the paths of files in all texts."""
    if isinstance(value, str):
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return re.sub(pattern, lambda found: names[found[0]], value)
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value


def _mend(fields: dict[str, Any], draft: Draft) -> None:
    """Keep formulas raw that cannot be read here: they go back as they were."""
    question = QUESTION_TYPES[fields["type"]].model_validate(_texts(fields))
    count = 0
    for path, text, kept in list(mended(question)):
        put(fields, path, text)
        count += kept
    if count:
        draft.tell("QB612", f"kept as raw HTML: formulas that cannot be read here ({count})")


def _raw(fields: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """Return the fields of the question kept as it stood."""
    kept = {name: fields[name] for name in ("id", "title", "category", "tags", "points", "stem") if name in fields}
    return {**kept, "type": "raw", "format": draft.raw_format, "content": draft.raw}


def _refusal(fields: Mapping[str, Any]) -> str:
    """Return why these fields are no question; nothing where they are."""
    model = QUESTION_TYPES.get(str(fields.get("type")))
    if model is None:
        return f"{fields.get('type')} is no type that is known here"
    try:
        model.model_validate(_texts(fields))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        mistakes = first.get("ctx", {}).get("mistakes", ())
        where = ".".join(map(str, first["loc"]))
        return mistakes[0].message if mistakes else f"“{where}” {first['msg'].lower()}"
    return ""


def _texts(value: Any) -> Any:
    """Return plain data as the loader would: every scalar a text."""
    if isinstance(value, Mapping):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return ("true" if value else "false") if isinstance(value, bool) else clean(str(value))


def place_files(
    files: Mapping[str, bytes], target: Path, *, force: bool = False
) -> tuple[list[Path], list[Diagnostic]]:
    """Write files into ``target``, all or none; return their paths, or what stands in the way.

    What exists is replaced by ``force`` alone; settings that exist stay as they are. Raises :class:`OSError`.
    """
    kept = {name: data for name, data in files.items() if name != "qbank.yaml" or not (target / name).exists()}
    if not force and (
        there := [name for name in kept if (target / name).exists() and not _same(target / name, kept[name])]
    ):
        listed_ = ", ".join(there[:5]) + (f" and {len(there) - 5} more" if len(there) > 5 else "")
        hint = "choose another folder with -o, or replace them with --force"
        span = Span((target / there[0]).as_posix())
        return [], [diagnostic("QB604", f"nothing was written: {listed_} exists already", span, hint=hint)]
    target.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".import-", dir=target))
    try:
        for name, data in kept.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name in kept:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).replace(target / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return [target / name for name in kept], []


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data

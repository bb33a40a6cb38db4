"""The templates of an exporter: ours, and before them those of a folder that the user names (``docs/templates.md``).

A user's file ``latex/sheet.tex.j2`` takes the place of ours; as ``qbank/latex/sheet.tex.j2`` ours can still be extended
or included. What is the user's is run in Jinja's sandbox, reads nothing outside its folder, and is never kept between
two exports. A fault in it becomes a diagnostic at its line: found before anything is rendered where that can be, else
by :func:`blame`.
"""

from __future__ import annotations

import base64
import dataclasses
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path, PurePosixPath
from traceback import walk_tb
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .diagnostic import Diagnostic, Span, diagnostic
from .registry import OutputFile

OURS = "qbank"
"""Under this name our own templates can be reached from one that takes their place."""
LARGEST = 10_000_000
"""Bytes of one file of the user's."""
FIGURES: Mapping[str, str] = MappingProxyType(
    {".pdf": "", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
)
"""Suffixes of figures with the media type under which a page can embed them."""
_BESIDE_TEX = frozenset(FIGURES) - {".svg"}

Filters = Mapping[str, Callable[..., object]]
_TEX: Mapping[str, Any] = MappingProxyType(
    {
        "block_start_string": "<%",
        "block_end_string": "%>",
        "variable_start_string": "<<",
        "variable_end_string": ">>",
        "comment_start_string": "<#",
        "comment_end_string": "#>",
    }
)
"""Delimiters that TeX does not use itself."""
_PLAIN = (str, bytes, int, float, Decimal, tuple, list, dict, frozenset, set, MappingProxyType)


class TemplatesError(Exception):
    """The user's templates cannot be used; ``diagnostics`` say why: all that can be found without rendering."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(*(each.message for each in diagnostics))
        self.diagnostics = tuple(diagnostics)


class Templates:
    """The templates of one format, by their names in its folder.

    ``tex`` chooses the delimiters ``<% %>``, ``<< >>`` and ``<# #>``, and switches off the escaping for XML and HTML.
    An instance without a user's folder may be shared by all exports.
    """

    def __init__(
        self, folder: str, *, tex: bool = False, filters: Filters | None = None, own: Path | None = None
    ) -> None:
        self._folder, self._tex, self._filters, self._own = folder, tex, dict(filters or {}), own
        self.told: Sequence[Diagnostic] = () if own is None else _looked_through(self._environment, own, folder)
        """What of the user's folder has no effect."""

    def of(self, own: Path | None) -> Templates:
        """Return these templates, those of a user's folder in front of them. Raises :class:`TemplatesError`."""
        return Templates(self._folder, tex=self._tex, filters=self._filters, own=own) if own else self

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Return a template filled. What fails in a user's template raises whatever it raises: see :func:`blame`."""
        return self._environment.get_template(f"{self._folder}/{name}").render(values)

    def source(self, name: str) -> str:
        """Return a file such as a stylesheet as it stands."""
        loader = self._environment.loader
        assert loader is not None  # noqa: S101  # given below
        return loader.get_source(self._environment, f"{self._folder}/{name}")[0]

    def figures(self) -> list[OutputFile]:
        """Return the figures in the user's folder of this format, by their names in it, for LaTeX to include."""
        if self._own is None:
            return []
        top = self._own / self._folder
        paths = [path for path in _files(top) if path.suffix.lower() in _BESIDE_TEX]
        return [OutputFile(path.relative_to(top).as_posix(), _data(path, self._own)) for path in paths]

    @cached_property
    def _environment(self) -> jinja2.Environment:
        ours = jinja2.PackageLoader("qbank.templates", "")
        loader: jinja2.BaseLoader = ours
        if self._own:
            loader = jinja2.ChoiceLoader([jinja2.PrefixLoader({OURS: ours}), _Folder(self._own), ours])
        made = (_Sandbox if self._own else jinja2.Environment)(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=not self._tex,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            **(_TEX if self._tex else {}),
        )
        made.policies["json.dumps_kwargs"] = {"sort_keys": False}  # gaps keep the order of the text
        made.filters |= self._filters
        del made.filters["random"], made.globals["lipsum"]  # the same bank gives the same bytes
        if self._own:
            made.globals["embedded"] = _embedding(self._own)
        return made


def blame(error: BaseException, own: Path) -> list[Diagnostic]:
    """Return what a failed export says of the user's templates; nothing where they have no part in it."""
    if isinstance(error, TemplatesError):
        return list(error.diagnostics)
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return [_fault(Path(error.filename), error.lineno, error.message or "it cannot be read")]
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    theirs = [(path, line) for path, line in frames if path.is_relative_to(own)]
    if theirs:
        return [_fault(*theirs[-1], _words(error))]
    ours = [(path, line) for path, line in frames if path.name.endswith(".j2")]
    if isinstance(error, jinja2.TemplateError) and ours:
        path, line = ours[-1]
        message = f"with these templates ours, {OURS}/{path.parent.name}/{path.name}, fails in line {line}: "
        hint = "a template that takes the place of ours must offer the blocks and macros that others of ours use"
        return [diagnostic("QB450", message + _words(error), Span(own.as_posix()), hint=hint)]
    return []


def look_at(own: Path, formats: Sequence[str]) -> list[Diagnostic]:
    """Return a warning for everything at the top of a user's folder that cannot be meant so.

    Raises :class:`OSError` where the folder cannot be read.
    """
    told = []
    for path in sorted(own.iterdir()):
        near = get_close_matches(path.name, formats, n=1)
        if path.name.startswith(".") or (path.is_dir() and (path.name in formats or not near)):
            continue
        hint = (
            f"did you mean {near[0]}/?" if near else "templates lie in folders named like the formats, such as latex/"
        )
        told.append(diagnostic("QB451", "nothing uses this", Span(path.as_posix()), hint=hint))
    return told


def sources(own: Path) -> dict[str, str]:
    """Return the text of every template of the user's that can be read, by the name that diagnostics use."""
    found = {}
    for path in _files(own):
        if path.suffix == ".j2":
            try:
                found[path.as_posix()] = _text(path, own)
            except TemplatesError:
                continue
    return found


class _Sandbox(ImmutableSandboxedEnvironment):
    """Lets templates call what plain values and the exporters' own offer, and nothing that could read a file."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if not super().is_safe_attribute(obj, attr, value) or isinstance(obj, type):
            return False
        ours = dataclasses.is_dataclass(obj) or type(obj).__module__.startswith("jinja2.")
        return not callable(value) or isinstance(obj, _PLAIN) or ours


class _Folder(jinja2.BaseLoader):
    """Loads from a user's folder, and from nowhere else, whatever links lie in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, _environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = _inside(self._folder, template)
        if path is None:
            raise jinja2.TemplateNotFound(template)
        return _text(path, self._folder), str(path), lambda: True


def _inside(folder: Path, name: str) -> Path | None:
    """Return where a name leads to, or ``None`` if it leads nowhere or upwards."""
    parts = PurePosixPath(name).parts
    if not parts or {"..", "/"} & set(parts) or "\0" in name or "\\" in name:
        return None
    path = folder.joinpath(*parts)
    return path if os.path.lexists(path) else None


def _embedding(own: Path) -> Callable[[str], str]:
    """Return what templates call to get a figure of the folder as an address that holds it."""

    def embedded(name: str) -> str:
        media_type = FIGURES.get(PurePosixPath(name).suffix.lower())
        path = _inside(own, name)
        if not media_type or path is None:
            raise jinja2.TemplateRuntimeError(f"no figure {name!r} in the folder that a page could show")
        return f"data:{media_type};base64,{base64.b64encode(_data(path, own)).decode()}"

    return embedded


def _files(top: Path) -> list[Path]:
    """Return every file below, in the order of their names."""
    return sorted(Path(folder, name) for folder, _, names in os.walk(top) for name in names)


def _data(path: Path, folder: Path) -> bytes:
    """Return what a file in the folder holds. Raises :class:`TemplatesError` for one that leads out or is no file."""
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise TemplatesError([_fault(path, 1, "it is a link that leads out of the folder")])
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise TemplatesError([_fault(path, 1, f"it is no file, or larger than {LARGEST // 1_000_000} MB")])
        return path.read_bytes()
    except OSError as error:
        raise TemplatesError([_fault(path, 1, f"it cannot be read: {error.strerror}")]) from None


def _text(path: Path, folder: Path) -> str:
    try:
        return _data(path, folder).decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TemplatesError([_fault(path, 1, "it is not in UTF-8")]) from None


# -- what can be told before anything is rendered


def _looked_through(environment: jinja2.Environment, own: Path, folder: str) -> list[Diagnostic]:
    """Return warnings about a user's templates of one format. Raises :class:`TemplatesError` with all their faults."""
    faults: list[Diagnostic] = []
    told: list[Diagnostic] = []
    trees: dict[str, nodes.Template] = {}
    paths = {path.relative_to(own).as_posix(): path for path in _files(own / folder)}
    for name, path in paths.items():
        try:
            if path.suffix != ".j2":
                _data(path, own)
                continue
            text = _text(path, own)
            trees[name] = environment.parse(text, name, str(path))
            environment.compile(text, name, str(path))  # which knows the filters
        except TemplatesError as error:
            faults += error.diagnostics
        except jinja2.TemplateSyntaxError as error:
            faults.append(_fault(path, error.lineno, error.message or "it cannot be read"))
    for name, tree in trees.items():
        faults += _missing(environment, tree, paths[name])
        told += _strange_blocks(environment, tree, paths[name])
    if faults:
        raise TemplatesError(faults)
    return told + _unused(trees, paths, folder)


_References = nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include


def _references(tree: nodes.Template) -> Iterator[tuple[str | None, _References]]:
    """Yield each template that another names, ``None`` for a name that is calculated."""
    for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        assert isinstance(node, _References)  # noqa: S101  # asked for
        target = node.template
        yield (str(target.value) if isinstance(target, nodes.Const) else None), node


def _missing(environment: jinja2.Environment, tree: nodes.Template, path: Path) -> Iterator[Diagnostic]:
    for name, node in _references(tree):
        if name is None or getattr(node, "ignore_missing", False):
            continue
        try:
            _parsed(environment, name)
        except jinja2.TemplateNotFound:
            near = get_close_matches(name, _names(), n=1)
            hint = f"did you mean {near[0]}?" if near else "names begin with the format: latex/sheet.tex.j2"
            yield _fault(path, node.lineno, f"there is no template {name}", hint)
        except (TemplatesError, jinja2.TemplateSyntaxError):
            continue  # told where it stands


def _strange_blocks(environment: jinja2.Environment, tree: nodes.Template, path: Path) -> Iterator[Diagnostic]:
    """Name the blocks that no template above has: nothing shows them."""
    known: set[str] = set()
    parent = tree
    while parents := [name for name, node in _references(parent) if isinstance(node, nodes.Extends)]:
        if parents[0] is None or len(known) > len(_names()):
            return
        try:
            parent = _parsed(environment, parents[0])
        except (TemplatesError, jinja2.TemplateError):
            return
        known |= {block.name for block in parent.find_all(nodes.Block)}
    if parent is tree:
        return
    inner = {id(below) for block in tree.find_all(nodes.Block) for below in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in known and id(block) not in inner:
            near = get_close_matches(block.name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known)) or 'none'}"
            message = f"the template extended has no block “{block.name}”: it is shown nowhere"
            yield diagnostic("QB451", message, _span(path, block.lineno), hint=hint)


def _parsed(environment: jinja2.Environment, name: str) -> nodes.Template:
    assert environment.loader is not None  # noqa: S101  # ours has one
    text, filename, _ = environment.loader.get_source(environment, name)
    return environment.parse(text, name, filename)


def _names() -> list[str]:
    """Return the names of our own templates."""
    return jinja2.PackageLoader("qbank.templates", "").list_templates()


def _unused(trees: Mapping[str, nodes.Template], paths: Mapping[str, Path], folder: str) -> list[Diagnostic]:
    """Name the files that take the place of none of ours and that no other asks for."""
    named = [name for tree in trees.values() for name, _ in _references(tree)]
    if None in named:  # any of them, then
        return []
    ours = _names()
    told = []
    for name, path in paths.items():
        hidden = path.name.startswith(".") or path.name.endswith("~")
        if name in ours or name in named or path.suffix.lower() in FIGURES or hidden:
            continue
        near = get_close_matches(name, [each for each in ours if each.startswith(f"{folder}/")], n=1)
        hint = f"did you mean {near[0]}?" if near else "docs/templates.md lists the names"
        told.append(diagnostic("QB451", "nothing uses this file", Span(path.as_posix()), hint=hint))
    return told


def _fault(path: Path, line: int, what: str, hint: str = "") -> Diagnostic:
    return diagnostic("QB450", f"this template cannot be used: {what}", _span(path, line), hint=hint)


def _span(path: Path, line: int) -> Span:
    """Return the place of a line, without the blanks around it."""
    try:
        text = path.read_text(encoding="utf-8").split("\n")[line - 1]
    except (OSError, ValueError, IndexError):
        text = ""
    return Span(path.as_posix(), line, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip())))


def _words(error: BaseException) -> str:
    """Return what an exception says, without the insides of our program."""
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    said = re.sub(r"'[\w.]+\.(\w+) object'", r"“\1”", str(error))
    return said if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {said}"

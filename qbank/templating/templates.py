"""Templates filled: ours as they are, those of a user in a sandbox."""

from __future__ import annotations

import base64
import dataclasses
import re
from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from traceback import walk_tb
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from qbank.diagnostic import Diagnostic, Span, diagnostic
from qbank.registry import OutputFile

from .folder import FIGURES, SUFFIX, Folder, TemplatesError, fault

OURS = "qbank"
"""Under this name our own templates can be reached from one that takes their place."""

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


class Templates:
    """The templates of one format, by their names in its folder.

    ``tex`` chooses the delimiters ``<% %>``, ``<< >>`` and ``<# #>``, and switches off the escaping for XML and HTML.
    An instance without a user's folder may be shared by all exports.
    """

    def __init__(
        self, part: str, *, tex: bool = False, filters: Filters | None = None, own: Path | None = None
    ) -> None:
        """Take the templates of the format ``part``. Raises :class:`TemplatesError` for faults in ``own``."""
        self._part, self._tex, self._filters = part, tex, dict(filters or {})
        self._own = Folder(own) if own else None
        self.told: Sequence[Diagnostic] = self._look_through()
        """What of the user's folder has no effect."""

    def of(self, own: Path | None) -> Templates:
        """Return these templates, those of a user's folder before them. Raises :class:`TemplatesError`."""
        return Templates(self._part, tex=self._tex, filters=self._filters, own=own) if own else self

    def render(self, name: str, values: Mapping[str, object], *, until: str | None = None) -> str:
        """Return a template filled, or no more of it than ``until`` and what comes before.

        What fails in a user's template raises whatever it raises: see :func:`blame`.
        """
        template = self._environment.get_template(f"{self._part}/{name}")
        if until is None:
            return template.render(values)
        text = ""
        for chunk in template.generate(values):
            text += chunk
            if until in text:
                break
        before, found, _ = text.partition(until)
        return before + found

    def source(self, name: str) -> str:
        """Return a file such as a stylesheet as it stands."""
        loader = self._environment.loader
        assert loader is not None  # noqa: S101  # given below
        return loader.get_source(self._environment, f"{self._part}/{name}")[0]

    def judged(self, document: str, read_back: Callable[[], Sequence[Diagnostic]]) -> Sequence[Diagnostic]:
        """Return in what a document differs when read back: all of it, or one warning if templates are the user's."""
        if self._own is None:
            return read_back()
        try:
            differences = read_back()
        except Exception:  # noqa: BLE001  # it expects the marks that ours leave
            message = f"{document} cannot be compared with the bank"
        else:
            if not differences:
                return ()
            more = f", and {len(differences) - 1} more" if differences[1:] else ""
            message = f"{document} read back differs from the bank: {differences[0].message}{more}"
        return [diagnostic("QB452", message, Span((self._own.path / self._part).as_posix()))]

    def figures(self) -> list[OutputFile]:
        """Return the figures in the user's folder of this format, by their names in it, for LaTeX to include."""
        if self._own is None:
            return []
        top = self._own.path / self._part
        paths = [path for path in self._own.files(self._part) if path.suffix.lower() in {*FIGURES} - {".svg"}]
        return [OutputFile(path.relative_to(top).as_posix(), self._own.data(path)) for path in paths]

    def _look_through(self) -> Sequence[Diagnostic]:
        if self._own is None:
            return ()
        from .checks import look_through  # noqa: PLC0415  # few exports need it

        return look_through(self._environment, self._own, self._part)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        ours = jinja2.PackageLoader("qbank.templates", "")
        loader: jinja2.BaseLoader = ours
        if self._own:
            loader = jinja2.ChoiceLoader([jinja2.PrefixLoader({OURS: ours}), _Loader(self._own), ours])
        made = (_Sandbox if self._own else _Environment)(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=not self._tex,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
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
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        frames.append((Path(error.filename), error.lineno))
    theirs = [(path, line) for path, line in frames if path.is_relative_to(own)]
    if theirs:
        path, line = theirs[-1]
        return [fault(path, line, _words(error), place=Folder(own).place(path, line))]
    ours = [(path, line) for path, line in frames if path.suffix == SUFFIX]
    if isinstance(error, jinja2.TemplateError) and ours:
        path, line = ours[-1]
        message = f"with these templates ours, {OURS}/{path.parent.name}/{path.name}, fails in line {line}: "
        hint = "a template that takes the place of ours must offer the blocks and macros that others of ours use"
        return [diagnostic("QB450", message + _words(error), Span(own.as_posix()), hint=hint)]
    return []


class _Environment(jinja2.Environment):
    """Ours: templates share one set of names, since a chain of them is walked at each ``include``."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return ChainMap(d, self.globals) if d else self.globals


class _Sandbox(ImmutableSandboxedEnvironment):
    """Lets templates call what plain values and the exporters' own offer, and nothing that could read a file."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if not super().is_safe_attribute(obj, attr, value) or isinstance(obj, type):
            return False
        ours = dataclasses.is_dataclass(obj) or type(obj).__module__.startswith("jinja2.")
        return not callable(value) or isinstance(obj, _PLAIN) or ours


class _Loader(jinja2.BaseLoader):
    """Loads from a user's folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def get_source(self, _environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self._folder.find(template)
        if path is None:
            raise jinja2.TemplateNotFound(template)
        return self._folder.text(path), str(path), lambda: True


def _embedding(folder: Folder) -> Callable[[str], str]:
    """Return what templates call to get a figure of the folder as an address that holds it."""

    def embedded(name: str) -> str:
        media_type = FIGURES.get(PurePosixPath(name).suffix.lower())
        path = folder.find(name)
        if not media_type or path is None:
            raise jinja2.TemplateRuntimeError(f"no figure {name!r} in the folder that a page could show")
        return f"data:{media_type};base64,{base64.b64encode(folder.data(path)).decode()}"

    return embedded


def _words(error: BaseException) -> str:
    """Return what an exception says, without the insides of our program."""
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    said = re.sub(r"'[\w.]+\.(\w+) object'", r"“\1”", str(error))
    return said if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {said}"

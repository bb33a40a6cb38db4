"""What can be told of a user's templates before anything is rendered: faults, and names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import nodes

from qbank.diagnostic import Diagnostic, Span, diagnostic

from .folder import FIGURES, SUFFIX, Folder, TemplatesError, fault
from .nesting import unclosed

_NESTING = ("Unexpected end of template", "Encountered unknown tag 'end")
"""How Jinja begins what it says of tags that are not closed, or that close nothing."""
Reference = nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include


def misplaced(own: Path, formats: Sequence[str]) -> list[Diagnostic]:
    """Return a warning for everything at the top of a user's folder that cannot be meant so.

    Raises :class:`OSError` where the folder cannot be read.
    """
    told = []
    for path in sorted(own.iterdir()):
        near = get_close_matches(path.name, formats, n=1)
        if path.name.startswith(".") or (path.is_dir() and (path.name in formats or not near)):
            continue
        hint = f"did you mean {near[0]}/?" if near else "templates lie in folders named like the formats, as latex/"
        told.append(diagnostic("QB451", "nothing uses this", Span(path.as_posix()), hint=hint))
    return told


def look_through(environment: jinja2.Environment, folder: Folder, part: str) -> list[Diagnostic]:
    """Return warnings about a user's templates of one format. Raises :class:`TemplatesError` with all their faults."""
    paths = {path.relative_to(folder.path).as_posix(): path for path in folder.files(part)}
    check = _Check(environment, folder, paths)
    faults = check.read()
    faults += [found for name in check.trees for found in check.missing(name)]
    if faults:
        raise TemplatesError(faults)
    return [*(found for name in check.trees for found in check.strange_blocks(name)), *check.unused(part)]


@dataclass(slots=True)
class _Check:
    """Looks at the templates of one format together."""

    environment: jinja2.Environment
    folder: Folder
    paths: Mapping[str, Path]
    """The user's files by the names that templates use."""
    trees: dict[str, nodes.Template] = field(default_factory=dict)

    def read(self) -> list[Diagnostic]:
        """Parse every template, and return what is wrong with any file."""
        faults: list[Diagnostic] = []
        for name, path in self.paths.items():
            try:
                if path.suffix in FIGURES:
                    self.folder.data(path)
                    continue
                text = self.folder.text(path)
                if path.suffix == SUFFIX:
                    self.trees[name] = self.environment.parse(text, name, str(path))
                    self.environment.compile(text, name, str(path))  # which knows the filters
            except TemplatesError as error:
                faults += error.diagnostics
            except jinja2.TemplateSyntaxError as error:
                faults.append(self._refused(path, text, error))
        return faults

    def _refused(self, path: Path, text: str, error: jinja2.TemplateSyntaxError) -> Diagnostic:
        """Return what Jinja says of a template; where tags are not closed, which one and where it was opened."""
        what = error.message or "it cannot be read"
        if what.startswith(_NESTING) and (found := unclosed(self.environment, text)):
            return fault(path, found.line, found.message, hint=found.hint, place=self.folder.place(path, found.line))
        return fault(path, error.lineno, what, place=self.folder.place(path, error.lineno))

    def missing(self, name: str) -> Iterator[Diagnostic]:
        """Yield an error for each template that is asked for and not there."""
        path = self.paths[name]
        for wanted, node in _references(self.trees[name]):
            if wanted is None or getattr(node, "ignore_missing", False):
                continue
            try:
                self._parsed(wanted)
            except jinja2.TemplateNotFound:
                near = get_close_matches(wanted, _ours(), n=1)
                hint = f"did you mean {near[0]}?" if near else "names begin with the format, as latex/sheet.tex.j2"
                place = self.folder.place(path, node.lineno)
                yield fault(path, node.lineno, f"there is no template {wanted}", hint=hint, place=place)
            except (TemplatesError, jinja2.TemplateSyntaxError):
                continue  # told where it stands

    def strange_blocks(self, name: str) -> Iterator[Diagnostic]:
        """Yield a warning for each block that no template above has: nothing shows it."""
        tree, known = self.trees[name], self._inherited(name)
        if known is None:
            return
        inner = {id(below) for block in tree.find_all(nodes.Block) for below in block.find_all(nodes.Block)}
        for block in tree.find_all(nodes.Block):
            if block.name not in known and id(block) not in inner:
                near = get_close_matches(block.name, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known)) or 'none'}"
                message = f"the template extended has no block “{block.name}”: it is shown nowhere"
                yield diagnostic("QB451", message, self.folder.place(self.paths[name], block.lineno), hint=hint)

    def _inherited(self, name: str) -> set[str] | None:
        """Return the blocks of the templates above, or ``None`` if there are none above or that cannot be told."""
        seen: set[str | None] = {name}
        tree, known = self.trees[name], set[str]()
        while above := [wanted for wanted, node in _references(tree) if isinstance(node, nodes.Extends)]:
            if above[0] is None or above[0] in seen:
                return None
            seen.add(above[0])
            try:
                tree = self._parsed(above[0])
            except (TemplatesError, jinja2.TemplateError):
                return None
            known |= {block.name for block in tree.find_all(nodes.Block)}
        return known if len(seen) > 1 else None

    def unused(self, part: str) -> Iterator[Diagnostic]:
        """Yield a warning for each file that takes the place of none of ours and that no other asks for."""
        named = {name for tree in self.trees.values() for name, _ in _references(tree)}
        if None in named:  # it may be any of them
            return
        for name, path in self.paths.items():
            passed_over = path.name.startswith(".") or path.name.endswith("~") or path.suffix.lower() in FIGURES
            if name in _ours() or name in named or passed_over:
                continue
            near = get_close_matches(name, [each for each in _ours() if each.startswith(f"{part}/")], n=1)
            hint = f"did you mean {near[0]}?" if near else "docs/templates.md lists the names"
            yield diagnostic("QB451", "nothing uses this file", Span(path.as_posix()), hint=hint)

    def _parsed(self, name: str) -> nodes.Template:
        assert self.environment.loader is not None  # noqa: S101  # it was made with one
        text, filename, _ = self.environment.loader.get_source(self.environment, name)
        return self.environment.parse(text, name, filename)


def _references(tree: nodes.Template) -> Iterator[tuple[str | None, Reference]]:
    """Yield each template that another names, ``None`` for a name that is calculated."""
    for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        assert isinstance(node, Reference)  # noqa: S101  # as asked for
        yield (str(node.template.value) if isinstance(node.template, nodes.Const) else None), node


@cache
def _ours() -> tuple[str, ...]:
    """Return the names of our own templates."""
    return tuple(jinja2.PackageLoader("qbank.templates", "").list_templates())

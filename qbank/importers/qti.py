"""QTI 1.2, 2.0 to 2.2 and 3.0: single XML files, and packages of them with their pictures (IMS Content Packaging)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from typing import ClassVar

from lxml import etree

from qbank.diagnostic import Severity

from .archive import Archive, ArchiveError, Files, Folder, is_zip, opened, shortened
from .draft import Draft, Imported, Source, compact
from .moodle import UnreadableError, number
from .qti_kinds import fields_of
from .qti_one import ItemOne, metadata
from .qti_parts import Item
from .qti_scoring_one import text_of
from .qti_texts import Texts
from .qti_two import ItemTwo
from .xmltext import line_of, parsed

_ROOT = re.compile(
    rb"<(?:[A-Za-z][\w.-]*:)?(questestinterop|(?:qti-)?assessment-?(?:Item|Test|item|test)|manifest|POOL)[\s>]"
)
_ASI = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:questestinterop|(?:qti-)?assessment-?(?:Item|Test|item|test))[\s>]")
_TEST = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:qti-)?assessment-?[Tt]est[\s>]")
_DTD = re.compile(
    r"""<!DOCTYPE\s+questestinterop\s+(?:PUBLIC\s+"[^"<>\[]*"|SYSTEM)\s+(["'])[\w./:-]*ims_?qti\w*\.dtd\1\s*>""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"""\b(?:src|href|uri|data)=["']([^"'<>]+)["']""")
_MAX_DEPTH = 250


class QtiImporter:
    """Reads every item of a file or package; those that no type of ours can hold are kept whole."""

    name: ClassVar[str] = "qti"
    description: ClassVar[str] = "QTI 1.2, 2 and 3, as XML or as a package (ZIP), from Canvas and others"

    def recognises(self, source: Source) -> bool:
        """Tell whether an XML file has a root of QTI, or a ZIP file holds such a file."""
        if is_zip(source.data):
            office = re.search(rb"word/document\.xml|ppt/presentation\.xml|xl/workbook\.xml|META-INF/", source.data)
            return not office and re.search(rb"\.(?:xml|qti|dat|zip)", source.data) is not None
        head = source.data[:20_000]
        return (b"<" in head[:400] or head[:2] in {b"\xff\xfe", b"\xfe\xff"}) and (
            _ROOT.search(head.replace(b"\0", b"")) is not None
        )

    def read(self, source: Source) -> Imported:
        """Return the questions of a file or package, in its order."""
        imported = Imported()
        if not is_zip(source.data):
            folder = Folder(source.path.parent)
            reader = _Package(source, imported, folder)
            reader.document("", source.data)
            reader.finish()
            return imported
        try:
            archive = opened(source.data)
            reader = _Package(source, imported, archive)
            reader.package(archive)
        except ArchiveError as problem:
            return imported.refuse(source, str(problem))
        if imported.refused:
            imported.drafts.clear()
        return imported


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item of QTI 2 or 3 stands in a test."""

    category: str
    weight: Decimal | None
    order: int


@dataclass(slots=True)
class _Package:
    """Reads the documents of one source."""

    source: Source
    imported: Imported
    files: Files
    places: dict[str, _Place] = field(default_factory=dict)
    """By the paths of the items' files."""
    found: list[tuple[int, Draft]] = field(default_factory=list)
    shuffles: bool = False

    def package(self, archive: Archive) -> None:
        """Read all documents of a package: the tests first, the items in their order. Raises :class:`ArchiveError`."""
        names = self._documents(archive)
        documents = [(name, data) for name in names if _ASI.search((data := archive.data(name))[:20_000])]
        if not documents:
            inner = [name for name in archive.names() if name.lower().endswith((".zip", ".imscc"))]
            hint = "import the ZIP files in it one by one" if inner else ""
            what = (
                f"it holds other ZIP files, such as {shortened(inner[0])}" if inner else "there is no item of QTI in it"
            )
            self.imported.refuse(self.source, what, hint=hint)
            return
        self.shuffles = any(
            re.search(rb"<shuffle_answers>\s*true", archive.data(name)[:200_000]) is not None
            for name in archive.names()
            if posixpath.basename(name) == "assessment_meta.xml"
        )
        tests = [
            each for each in documents if re.search(rb"<(?:\w+:)?(?:qti-)?assessment-?[Tt]est[\s>]", each[1][:20_000])
        ]
        for name, data in [*tests, *(each for each in documents if each not in tests)]:
            self.document(name, data)
            if self.imported.refused:
                return
        self.finish()

    def _documents(self, archive: Archive) -> list[str]:
        """Return the paths of XML files, in the order of the manifest; of Canvas' two copies, the full one."""
        names = dict.fromkeys(name for name in archive.names() if name.lower().endswith((".xml", ".qti", ".dat")))
        manifest = min((name for name in names if posixpath.basename(name) == "imsmanifest.xml"), key=len, default="")
        order: dict[str, None] = {}
        if manifest:
            folder = posixpath.dirname(manifest)
            root = self._root(manifest, archive.data(manifest))
            if root is None:
                return []
            for node in root.iter():
                if isinstance(node.tag, str) and etree.QName(node).localname in {"resource", "file"}:
                    path = archive.find(_attribute(node, "file") or node.get("href") or "", folder)
                    if path:
                        order[path] = None
        full = {posixpath.basename(name).partition(".")[0] for name in names if "non_cc_assessments/" in name}

        def wanted(name: str) -> bool:
            folder, base = posixpath.split(name)
            copy = base == "assessment_qti.xml" and posixpath.basename(folder) in full
            return name in names and not copy and base not in {"imsmanifest.xml", "assessment_meta.xml"}

        return [name for name in dict.fromkeys([*order, *sorted(names)]) if wanted(name)]

    def _root(self, name: str, data: bytes) -> etree._Element | None:
        """Parse a document; what is wrong with it is noted."""
        path = self.source.path / name if name else self.source.path
        text = Source(path, data).text()
        inner = Source(path, _DTD.sub(lambda found: " " * len(found[0]), text).encode())
        root = parsed(inner, self.imported)
        if root is not None and _depth(root) > _MAX_DEPTH:
            self.imported.refuse(inner, f"its elements are nested more than {_MAX_DEPTH} deep")
            return None
        return root

    def document(self, name: str, data: bytes) -> None:
        """Read one document."""
        root = self._root(name, data)
        if root is None:
            return
        kind = etree.QName(root).localname
        inner = Source(self.source.path / name if name else self.source.path, b"")
        if kind == "questestinterop":
            self._first(root, name)
        elif kind in {"assessmentItem", "qti-assessment-item"}:
            self._item(root, name)
        elif kind in {"assessmentTest", "qti-assessment-test"}:
            self._test(root, name)
        elif kind == "manifest" and not name:
            self._manifest(root)
        elif not name:
            self.imported.refuse(inner, f"the root is “{kind[:40]}”, which is none of QTI", line_of(root))

    def finish(self) -> None:
        """Put the questions in order."""
        self.found.sort(key=lambda each: each[0])
        self.imported.drafts += [draft for _, draft in self.found]
        if any(each.severity is Severity.ERROR for each in self.imported.problems):
            self.imported.drafts.clear()

    def _manifest(self, root: etree._Element) -> None:
        """Read the files that a manifest names, which lie beside it."""
        names = [
            node.get("href") or ""
            for node in root.iter()
            if isinstance(node.tag, str) and etree.QName(node).localname == "resource"
        ]
        for name in dict.fromkeys(names):
            path = self.files.find(name) if name.lower().endswith((".xml", ".qti")) else ""
            try:
                data = self.files.data(path) if path else b""
            except ArchiveError:
                continue
            if _ASI.search(data[:20_000]):
                self.document(path, data)
        if not self.found and not self.imported.refused:
            self.imported.refuse(self.source, "the files that it names are not beside it", hint="import the ZIP file")

    # -- QTI 2 and 3

    def _test(self, root: etree._Element, name: str) -> None:
        """Note the order, sections and weights of a test."""
        title = _title(root)
        for node in root.iter():
            if not isinstance(node.tag, str) or etree.QName(node).localname not in {
                "assessmentItemRef",
                "qti-assessment-item-ref",
            }:
                continue
            path = self.files.find(node.get("href") or "", posixpath.dirname(name))
            sections = [
                _title(up)
                for up in node.iterancestors()
                if etree.QName(up).localname in {"assessmentSection", "qti-assessment-section"}
            ]
            weights = [
                each for each in node if isinstance(each.tag, str) and etree.QName(each).localname.endswith("weight")
            ]
            weight = number(weights[0].get("value") or "") if weights else None
            parts = [title, *(section for section in reversed(sections) if section and section != title)]
            if path:
                self.places.setdefault(path, _Place(_category(parts), weight, len(self.places)))

    def _item(self, root: etree._Element, name: str) -> None:
        place = self.places.get(name, _Place("", None, len(self.places) + len(self.found)))
        texts = Texts(self.files, posixpath.dirname(name))
        reader = ItemTwo(root, texts, place.weight)
        common = {
            "id": root.get("identifier") or "",
            "title": _title(root),
            "category": place.category,
        }
        self._add(root, texts, reader.read, common, place.order)

    # -- QTI 1.2

    def _first(self, root: etree._Element, name: str) -> None:
        """Read the items of a document of QTI 1.2, in order."""
        for node in root.iter():
            if isinstance(node.tag, str) and "}" in node.tag:
                node.tag = etree.QName(node).localname
        for node in root.iter("item"):
            above = [up for up in node.iterancestors() if up.tag in {"assessment", "section", "objectbank"}]
            parts = [_bank(up) for up in reversed(above) if up.get("ident") != "root_section"]
            titles = list(dict.fromkeys(part for part in parts if part))
            points = next((found for up in above if (found := _points(up)) is not None), None)
            texts = Texts(self.files, posixpath.dirname(name))
            reader = ItemOne(node, texts, self.shuffles, points)
            common = {"id": node.get("ident") or "", "title": _title(node), "category": _category(titles)}
            self._add(node, texts, reader.read, common, len(self.found))

    def _add(
        self, node: etree._Element, texts: Texts, read: Callable[[], Item], common: Mapping[str, str], order: int
    ) -> None:
        """Make a draft of an item: a question, or the item as it stands."""
        raw = etree.tostring(node, encoding="unicode", with_tail=False)
        draft = Draft({}, line_of(node), 1, texts.media, raw, "qti")
        try:
            fields = fields_of(read(), draft.tell)
            fields["category"] = common["category"]
            self._tell(draft, texts)
        except (UnreadableError, DecimalException) as problem:
            draft.told.clear()
            why = "a number in it is out of range" if isinstance(problem, DecimalException) else problem
            draft.tell("QB611", f"kept raw: {why}")
            for address in _ADDRESS.findall(raw):
                texts.place(address)
            fields = {**common, "type": "raw", "format": "qti", "content": raw}
        if fields["type"] == "raw" and texts.media:
            fields["files"] = list(texts.media)
        elif loose := [path for path in texts.media if not path.startswith("figures/")]:
            fields["files"] = loose
        draft.fields = compact(fields)
        self.found.append((order, draft))

    def _tell(self, draft: Draft, texts: Texts) -> None:
        if texts.kept:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(texts.kept.items()))
            draft.tell("QB612", f"kept as raw HTML: {listed}")
        if texts.dropped:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(texts.dropped.items()))
            draft.tell("QB613", f"attributes of HTML left out: {listed}")
        if texts.missing:
            draft.tell("QB614", f"not in the package, so that the text names it as it did: {texts.lost()}")


def _depth(root: etree._Element) -> int:
    depth = most = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        most = max(most, depth)
    return most


def _attribute(node: etree._Element, name: str) -> str:
    """Return an attribute in whatever namespace it is, such as Blackboard's ``bb:file``."""
    found = (str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name))
    return next(found, "")


def _title(node: etree._Element) -> str:
    return " ".join((node.get("title") or "").split())


def _category(parts: list[str]) -> str:
    names = (part.strip("/ ").replace("/", "//") for part in parts)
    return "/".join(name for name in names if name)


def _bank(node: etree._Element) -> str:
    """Return the title of an assessment, section or bank."""
    if title := _title(node):
        return title
    own = node.find("qtimetadata")
    return metadata(own).get("bank_title", "") if own is not None else ""


def _points(node: etree._Element) -> Decimal | None:
    """Return what a section gives each item that it draws."""
    for each in node.findall("selection_ordering/selection/selection_extension/points_per_item"):
        return number(text_of(each))
    return None

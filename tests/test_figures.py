"""Figures: what is read, what is refused and why, and that nothing outside the bank is ever touched."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

import qbank
from qbank import svg
from qbank.figures import MAX_BYTES, Figure, FigureError, read
from qbank.schema import Question

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
QUESTION = """
- id: q
  type: single-choice
  stem: |
    See ![a figure]({}) here.
  options:
    - a
    - b
  answer: 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank with figures of every kind beside one file."""
    bank = tmp_path / "bank"
    (bank / "figures").mkdir(parents=True)
    (bank / "qbank.yaml").write_text("title: T\n")
    for name, data in {
        "a.png": PNG,
        "b.jpg": b"\xff\xd8\xff\xe0",
        "c.jpeg": b"\xff\xd8\xff\xdb",
        "d.gif": b"GIF89a",
        "e.webp": b"RIFF\0\0\0\0WEBPVP8 ",
        "f.svg": SVG.format("<rect/>").encode(),
        "G h.PNG": PNG,
        "wrong.png": b"\xff\xd8\xff\xe0",
        "page.svg": b"<html/>",
        "empty.png": b"",
        "paper.pdf": b"%PDF",
        "huge.png": PNG + bytes(MAX_BYTES),
    }.items():
        (bank / "figures" / name).write_bytes(data)
    (tmp_path / "outside.png").write_bytes(PNG)
    return bank


def question(folder: Path, src: str) -> tuple[Question | None, list[tuple[str, int, int, int, str]]]:
    """Load a question that shows ``src``; return it, and what is told with the hints."""
    path = folder / "q.yaml"
    path.write_text("questions:" + QUESTION.replace("\n", "\n  ").format(src), encoding="utf-8")
    bank, problems = qbank.load([folder])
    told = [
        (each.code, each.span.line, each.span.column, each.span.length, each.hint) for each in problems if each.span
    ]
    return next(iter(bank.questions), None), told


@pytest.mark.parametrize(
    ("src", "path", "media_type"),
    [
        ("figures/a.png", "figures/a.png", "image/png"),
        ("figures/b.jpg", "figures/b.jpg", "image/jpeg"),
        ("figures/c.jpeg", "figures/c.jpeg", "image/jpeg"),
        ("figures/d.gif", "figures/d.gif", "image/gif"),
        ("figures/e.webp", "figures/e.webp", "image/webp"),
        ("figures/f.svg", "figures/f.svg", "image/svg+xml"),
        ("figures/G%20h.PNG", "figures/G h.PNG", "image/png"),
        ("./figures/../figures/a.png", "figures/a.png", "image/png"),
    ],
)
def test_figures_are_read(folder: Path, src: str, path: str, media_type: str) -> None:
    asked, told = question(folder, src)
    assert told == []
    assert asked is not None
    assert read(asked, src) == Figure(path.rpartition("/")[2], path, (folder / path).read_bytes(), media_type)


@pytest.mark.parametrize(
    ("src", "code", "hint"),
    [
        ("figures/none.png", "QB220", "figures are named relative to the folder of this file"),
        ("figures/A.png", "QB220", "did you mean figures/a.png?"),
        ("a.png", "QB220", "did you mean figures/a.png?"),
        ("figures/wrogn.png", "QB220", "did you mean figures/wrong.png?"),
        ("figures", "QB220", "figures are named relative to the folder of this file"),
        ("x" * 3000 + ".png", "QB220", ""),
        ("../outside.png", "QB222", "copy the file into bank"),
        ("%2e%2e/outside.png", "QB222", "copy the file into bank"),
        ("figures/../../outside.png", "QB222", "copy the file into bank"),
        ("/etc/passwd", "QB222", "name it relative to this file, such as figures/network.svg"),
        ("~/x.png", "QB222", "name it relative to this file, such as figures/network.svg"),
        ("C:/x.png", "QB222", "name it relative to this file, such as figures/network.svg"),
        ("http://example.org/x.png", "QB222", "save it beside the YAML file and name it here"),
        ("//example.org/x.png", "QB222", "save it beside the YAML file and name it here"),
        ("data:image/png;base64,AA", "QB222", "save it beside the YAML file"),
        ("figures/paper.pdf", "QB223", "use one of svg, png, jpg, jpeg, gif, webp"),
        ("figures/huge.png", "QB224", "at most 5 MB"),
        ("figures/wrong.png", "QB226", "its content is that of a jpg file: rename it"),
        ("figures/empty.png", "QB226", ""),
        ("figures/page.svg", "QB225", ""),
    ],
)
def test_figures_are_refused_at_their_name(folder: Path, src: str, code: str, hint: str) -> None:
    asked, told = question(folder, src)
    assert told == [(code, 5, 23, len(src), hint)]
    assert asked is None


@pytest.mark.skipif(os.name == "nt", reason="symbolic links")
def test_links_must_stay_in_the_bank(folder: Path) -> None:
    (folder / "figures" / "out.png").symlink_to(folder.parent / "outside.png")
    (folder / "figures" / "in.png").symlink_to(folder / "figures" / "a.png")
    (folder / "figures" / "loop.png").symlink_to("loop.png")
    (folder / "up").symlink_to(folder.parent)
    codes = {
        src: [each[0] for each in question(folder, src)[1] if each[0].startswith("QB2")]
        for src in ("figures/out.png", "up/outside.png", "figures/loop.png", "figures/in.png")
    }
    assert codes == {
        "figures/out.png": ["QB222"],
        "up/outside.png": ["QB222"],
        "figures/loop.png": ["QB220"],
        "figures/in.png": [],
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_pipes_and_sockets_are_no_figures(folder: Path) -> None:
    os.mkfifo(folder / "figures" / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "figures" / "s.png"))
        for name in ("pipe.png", "s.png"):
            assert [each[0] for each in question(folder, f"figures/{name}")[1]] == ["QB220"]


def test_alternative_text_is_wanted(folder: Path) -> None:
    (folder / "q.yaml").write_text(
        "questions:" + QUESTION.replace("\n", "\n  ").replace("a figure", "  ").format("figures/a.png")
    )
    _, problems = qbank.load([folder])
    (problem,) = problems
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column) == ("QB221", 5, 11)
    assert problem.span.length == len("![  ](figures/a.png")


def test_read_raises_what_problems_say(folder: Path) -> None:
    asked, _ = question(folder, "figures/a.png")
    assert asked is not None
    with pytest.raises(FigureError, match="does not exist") as raised:
        read(asked, "none.png")
    assert raised.value.code == "QB220"


@pytest.mark.parametrize(
    "content",
    [
        "<rect fill='url(#a)'/><use href='#b'/><use xlink:href='#c'/>",
        "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>",
        "<image href='data:image/png;base64,AA'/>",
        "<a href='https://example.org'><text>on &amp; onto</text></a>",
        "<!-- <script/> --><text style='fill: red'>script</text>",
        "<animate attributeName='r' from='1' to='2' values='1;2'/>",
    ],
)
def test_harmless_svg(content: str) -> None:
    assert svg.refusal(SVG.format(content).encode()) == ""


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<script>1</script>", "contains a script"),
        ("<g xmlns:x='http://www.w3.org/1999/xhtml'><x:script/></g>", "contains a script"),
        ("<SCRIPT/>", "contains a script"),
        ("<foreignObject/>", "contains foreignObject, that is, a web page inside the picture"),
        ("<iframe/>", "contains a frame"),
        ("<rect onload='x'/>", "runs a script (onload)"),
        ("<rect ONCLICK='x'/>", "runs a script (ONCLICK)"),
        ("<image href='http://e.org/x.png'/>", "refers to something outside (http://e.org/x.png)"),
        ("<image xlink:href='../x.png'/>", "refers to something outside (../x.png)"),
        ("<image href='data:image/svg+xml,x'/>", "refers to something outside (data:image/svg+xml,x)"),
        ("<use href='other.svg#a'/>", "refers to something outside (other.svg#a)"),
        ("<a href='javascript:x'/>", "refers to something outside (javascript:x)"),
        ("<a href=' java&#9;script:x'/>", "refers to something outside (java\tscript:x)"),
        ("<set attributeName='href' to='javascript:x'/>", "refers to something outside (javascript:x)"),
        ("<style>@import 'x.css';</style>", "imports a style sheet"),
        ("<style>a { fill: url(http://e.org) }</style>", "refers to something outside (http://e.org)"),
        ("<style><![CDATA[a { fill: URL( 'x.svg#a' ) }]]></style>", "refers to something outside (x.svg#a)"),
        ("<style>a { fill: image-set('http://e.org' 1x) }</style>", "refers to something in a way that is not checked"),
        (r"<style>@\69mport 'x'</style>", "hides something in a style sheet behind backslashes"),
        ("<rect style='fill: url(http://e.org)'/>", "refers to something outside (http://e.org)"),
        ("<rect filter='url(x.svg#f)'/>", "refers to something outside (x.svg#f)"),
        ("<g xml:base='http://e.org/'/>", "refers to something outside (http://e.org/)"),
        ("<?xml-stylesheet href='x'?>", "has a processing instruction (xml-stylesheet)"),
    ],
)
def test_unsafe_svg(content: str, why: str) -> None:
    assert svg.refusal(SVG.format(content).encode()) == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg", "is not well-formed: "),
        (b"<svg/>", "is no SVG: "),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "is no SVG: "),
        (SVG.format("\u00e9").encode("latin-1"), "is not written in UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-16"?>' + SVG.format("").encode(), "is written in UTF-16, not in UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-7"?>' + SVG.format("").encode(), "is written in UTF-7, not in UTF-8"),
        (SVG.format("").encode("utf-16"), "is not written in UTF-8"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;").encode(), "declares entities"),
        (b'<?xml version="1.0"?><?xml-stylesheet href="x"?>' + SVG.format("").encode(), "has a processing instruction"),
        (SVG.format("<g>" * 5000 + "</g>" * 5000).encode(), "is not well-formed: "),
    ],
)
def test_no_svg_at_all(data: bytes, why: str) -> None:
    assert svg.refusal(data).startswith(why)


def test_a_document_type_is_not_fetched() -> None:
    kind = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd">'
    assert svg.refusal(kind + SVG.format("<rect/>").encode()) == ""

"""Which files are read, and which are refused."""

import os
from pathlib import Path

import pytest

from qbank.files import find, name_of, read
from qbank.source import MAX_BYTES


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("questions:\n")


def names(folder: Path, root: Path | None = None) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find(folder, root or folder)[0]]


def test_folders_are_read_in_bytewise_order_without_hidden_files(tmp_path: Path) -> None:
    make(tmp_path, "b.yaml", "a/z.yml", "a.yaml", "B.yaml", "é.yaml", "a-b.yaml", ".hidden.yaml", ".git/c.yaml")
    make(tmp_path, "qbank.yaml", "note.txt", "a/qbank.yaml")
    assert names(tmp_path) == ["B.yaml", "a-b.yaml", "a.yaml", "a/z.yml", "b.yaml", "é.yaml"]


def test_a_file_is_itself(tmp_path: Path) -> None:
    make(tmp_path, "quiz.txt")
    assert find(tmp_path / "quiz.txt", tmp_path) == ([tmp_path / "quiz.txt"], [])


def test_links_out_of_the_bank_are_refused(tmp_path: Path) -> None:
    make(tmp_path, "outside/secret.yaml", "bank/a.yaml", "bank/sub/b.yaml")
    bank = tmp_path / "bank"
    (bank / "link.yaml").symlink_to(tmp_path / "outside" / "secret.yaml")
    (bank / "folder").symlink_to(tmp_path / "outside")
    (bank / "circle").symlink_to(bank)
    (bank / "inner.yaml").symlink_to(bank / "sub" / "b.yaml")
    files, problems = find(bank, bank)
    assert [path.name for path in files] == ["a.yaml", "inner.yaml", "b.yaml"]
    assert [(problem.code, Path(problem.span.file).name) for problem in problems if problem.span] == [
        ("QB014", "folder"),
        ("QB014", "link.yaml"),
    ]


def test_a_dangling_link_and_a_pipe_are_reported(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert names(tmp_path) == ["gone.yaml", "pipe.yaml"]
    for name in ("gone.yaml", "pipe.yaml"):
        assert [problem.code for problem in read(tmp_path / name)[1]] == ["QB001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "closed/a.yaml", "b.yaml")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "b.yaml").chmod(0)
    assert [problem.code for problem in find(tmp_path, tmp_path)[1]] == ["QB001"]
    assert [problem.code for problem in read(tmp_path / "b.yaml")[1]] == ["QB001"]
    (tmp_path / "closed").chmod(0o700)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfa: b\n", "a: b\n"),
        (b"a: b\r\nc: d\r\n", "a: b\nc: d\n"),
        (b"a: b\rc: d", "a: b\nc: d"),
        ("a: é数𝑥\t\n".encode(), "a: é数𝑥\t\n"),
        (b"", ""),
    ],
)
def test_byte_order_marks_and_line_ends(tmp_path: Path, raw: bytes, text: str) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)
    assert read(tmp_path / "a.yaml") == (text, [])


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"a: b\nc: \xff", "QB003", 2, 4),
        ("é\r\né: ".encode() + b"\xe9", "QB003", 2, 4),
        ("a: b".encode("utf-16"), "QB003", 1, 1),
        (b"a: b\nc\0", "QB004", 2, 2),
        (b"a: \x1b[31m", "QB004", 1, 4),
        ("a: \u2028".encode(), "QB004", 1, 4),
        ("ab\ufeff".encode(), "QB004", 1, 3),
        ("a\x85".encode(), "QB004", 1, 2),
    ],
)
def test_what_is_no_text_is_placed(tmp_path: Path, raw: bytes, code: str, line: int, column: int) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)
    (problem,) = read(tmp_path / "a.yaml")[1]
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column) == (code, line, column)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as stream:
        stream.truncate(100 * MAX_BYTES)
    text, problems = read(tmp_path / "a.yaml")
    assert (text, [problem.code for problem in problems]) == ("", ["QB002"])


def test_a_name_that_is_no_text_is_shown(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.yaml")
    path.write_text("questions:\n")
    assert name_of(find(tmp_path, tmp_path)[0][0]).endswith("caf�.yaml")

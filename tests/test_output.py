"""Files appear all at once, or not at all; nothing that we did not write is lost."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbank.output import MANIFEST, NotOursError, UnsafePathError, check_paths, place
from qbank.registry import OutputFile


def files(**texts: str) -> list[OutputFile]:
    return [OutputFile(name.replace("_", "."), text.encode()) for name, text in texts.items()]


def tree(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return found


def test_stale_files_vanish_and_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "build" / "moodle"
    place(files(a_xml="1", old_xml="1"), target)
    (target / "notes").mkdir()
    (target / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    written = place(files(a_xml="2"), target)
    assert written == [target / "a.xml"]
    assert tree(target) == {"a.xml": "2", "notes/mine.txt": "mine"}
    assert [path.name for path in target.parent.iterdir()] == ["moodle"]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        place(files(b_xml="1", a_xml="2"), tmp_path / name)
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_we_did_not_make_is_left_alone(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "moodle"
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("mine", encoding="utf-8")
    if kind == "folder":
        precious.rename(target)
        precious = target
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(precious)
    with pytest.raises(NotOursError):
        place(files(a_xml="1"), target)
    assert (precious / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert kind != "link" or target.is_symlink()
    assert kind != "file" or target.read_text(encoding="utf-8") == "mine"


def test_a_failure_leaves_the_last_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "moodle"
    place(files(a_xml="1"), target)
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if to == target and "old" not in self.name:
            raise OSError("disk full")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"):
        place(files(a_xml="2"), target)
    assert tree(target) == {"a.xml": "1"}
    assert [path.name for path in tmp_path.iterdir()] == ["moodle"]


def test_the_folder_is_readable_by_all_as_the_umask_says(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        place(files(a_xml="1"), tmp_path / "moodle")
    finally:
        os.umask(mask)
    assert (tmp_path / "moodle").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a\\b",
        "C:a",
        "",
        "a//b",
        "./a",
        "a/.",
        "a\nb",
        "a\0b",
        "nul",
        "x/COM1.txt",
        "a.",
        "a ",
        "x" * 300,
        MANIFEST,
        MANIFEST.upper(),
    ],
)
def test_unsafe_paths_are_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafePathError):
        place([OutputFile(path, b"")], tmp_path / "build" / "moodle")
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("paths", [["a", "a"], ["a", "A"], ["a", "a/b"], ["a/b", "a"], ["a/b/c", "A/B"]])
def test_paths_in_each_others_way_are_refused(paths: list[str]) -> None:
    with pytest.raises(UnsafePathError):
        check_paths(paths)


def test_ordinary_paths_pass() -> None:
    check_paths(["quiz.xml", "figures/ä ö.svg", "figures/b.svg", ".hidden", "a-b_c.d.e"])


@given(st.text(alphabet=st.sampled_from("./\\ab: \0")))
def test_a_path_that_passes_stays_inside(path: str) -> None:
    try:
        check_paths([path])
    except UnsafePathError:
        return
    assert os.path.normpath(os.path.join("/srv", path)).startswith("/srv/")  # noqa: PTH118  # text alone

"""Exporters by entry point: found without being imported, misnamed with a hint."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from qbank import registry
from qbank.registry import Exporter, UnknownFormatError, exporter, exporters, find


@pytest.mark.parametrize("name", ["browser", "html", "latex", "moodle"])
def test_ours_come_through_the_public_door(name: str) -> None:
    assert name in exporters()
    made = exporter(name)
    assert isinstance(made, Exporter)
    assert made.name == name
    assert made.suffix.startswith(".")
    assert made.description


def test_naming_them_imports_none() -> None:
    script = (
        "import sys; from qbank.registry import exporters; exporters();"
        "print([name for name in sys.modules if name.startswith(('qbank.exporters', 'pydantic', 'lxml'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownFormatError, match="did you mean “moodle”"):
        find("moodel")
    with pytest.raises(UnknownFormatError, match="known formats: browser, html, latex, moodle"):
        exporter("zzz")


def test_an_entry_point_to_something_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = EntryPoint("wrong", "builtins:dict", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: (wrong,) if group == registry.GROUP else ())
    with pytest.raises(TypeError, match=r"builtins:dict.* is no exporter"):
        exporter("wrong")

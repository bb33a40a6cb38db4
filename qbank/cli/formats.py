"""``qbank formats``: what ``qbank export`` can write and ``qbank import`` can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .console import console


def formats() -> int:
    """List the formats that can be exported and imported."""
    from qbank import importing, registry  # noqa: PLC0415  # for this command alone
    from qbank.report import text  # noqa: PLC0415  # imports rich

    out = console()
    exported = _rows(
        registry.exporters(), lambda name: (registry.exporter(name).suffix, registry.exporter(name).description)
    )
    imported = _rows(importing.importers(), lambda name: ("", importing.importer(name).description))
    for heading, rows in (("export --to", exported), ("import --from", imported)):
        if rows:
            out.print(heading, style="bold")
            text.table(out, [[(name, "bold"), (suffix, ""), (told, style)] for name, suffix, told, style in rows])
    return 0


def _rows(names: Iterable[str], describe: Callable[[str], tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """Return name, suffix, description and style of each format; one that cannot be loaded does not hide the others."""
    rows = []
    for name in names:
        try:
            rows.append((name, *describe(name), ""))
        except Exception as error:  # noqa: BLE001  # it may be anybody's
            rows.append((name, "", f"cannot be loaded: {type(error).__name__}: {error}", "red"))
    return rows

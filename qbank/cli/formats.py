"""``qbank formats``: what ``qbank export`` can write."""

from __future__ import annotations

from .console import console


def formats() -> int:
    """List the formats that can be exported."""
    from qbank.registry import exporter, exporters  # noqa: PLC0415  # for this command alone
    from qbank.report import text  # noqa: PLC0415  # imports rich

    rows: list[text.Row] = []
    for name in exporters():
        try:
            found = exporter(name)
            rows.append([(name, "bold"), (found.suffix, ""), (found.description, "")])
        except Exception as error:  # noqa: BLE001  # one broken exporter does not hide the others
            rows.append([(name, "bold"), ("", ""), (f"cannot be loaded: {type(error).__name__}: {error}", "red")])
    if rows:
        text.table(console(), rows)
    return 0

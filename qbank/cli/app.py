"""The commands in one table, and what happens around each of them."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Annotated

import typer

from .check import check
from .exam import exam
from .export import export
from .formats import formats
from .import_ import import_
from .listing import list_
from .schema import schema
from .show import show
from .tikz import tikz

COMMANDS: Mapping[str, Callable[..., int]] = {
    "check": check,
    "export": export,
    "import": import_,
    "exam": exam,
    "list": list_,
    "show": show,
    "tikz": tikz,
    "schema": schema,
    "formats": formats,
}
"""Every command by its name. Each returns its exit status."""

OK, PROBLEMS, MISUSE, FAULT = 0, 1, 2, 3
"""Exit status: fine; problems in the bank; misuse; our own fault."""
INTERRUPTED, BROKEN_PIPE = 130, 141
"""What a shell reports for a process that ended by SIGINT and by SIGPIPE."""


def main() -> None:
    """Run the command line and exit."""
    gc.set_threshold(2_000_000, 20, 20)  # a short life with many objects and few circles: a tenth of an export
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # the search for them takes longer than our own start
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # no path; open while we run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character shows it escaped instead of failing
            stream.reconfigure(errors="backslashreplace")
    named = COMMANDS.keys() & sys.argv[1:2]  # each other would cost the time of a hundred questions
    app(named or COMMANDS)(prog_name="qbank")


def app(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the application, with the commands that are asked for."""
    made = typer.Typer(
        help="Question banks in YAML whose answer keys are proved.",
        epilog="Exit status: 0 fine, 1 problems in the bank, 2 misuse, 3 a fault of this program.",
        rich_markup_mode=None,  # plain help starts twice as fast
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(help="Question banks in YAML whose answer keys are proved.")(_root)
    for name in names:
        made.command(name)(_guarded(COMMANDS[name]))
    return made


def _version(wanted: bool) -> None:  # noqa: FBT001  # as the library calls it
    if wanted:
        from importlib.metadata import version as installed  # noqa: PLC0415  # for this alone

        typer.echo(f"qbank {installed('qbank')}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[  # its callback acts
        bool, typer.Option("--version", callback=_version, help="Show the version and exit.", is_eager=True)
    ] = False,
) -> None:
    """Take what stands before the command."""


def _guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Turn whatever a command returns or raises into an exit status, without a traceback."""

    @wraps(command)
    def run(**arguments: object) -> None:
        try:
            status = command(**arguments)
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_output()
            raise typer.Exit(BROKEN_PIPE) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except typer.BadParameter:
            raise
        except Exception as error:  # noqa: BLE001  # people get a sentence, not a traceback
            raise typer.Exit(_misuse(error) or _fault(error)) from None
        raise typer.Exit(status)

    return run


def _misuse(error: Exception) -> int:
    """Tell of what the caller or the system did wrong; return 0 for anything else."""
    from qbank.checker.run import DeadlineError  # noqa: PLC0415  # imports pydantic
    from qbank.loader import PathNotFoundError  # noqa: PLC0415  # see above
    from qbank.registry import UnknownDocumentError, UnknownFormatError  # noqa: PLC0415  # for this alone

    if isinstance(error, PathNotFoundError | UnknownFormatError | UnknownDocumentError | DeadlineError):
        typer.echo(f"qbank: {error}", err=True)
    elif isinstance(error, OSError):  # such as a full disk behind stdout
        _discard_output()
        where = f": {error.filename}" if error.filename else ""
        typer.echo(f"qbank: the system refuses{where}: {error.strerror or error}", err=True)
    else:
        return 0
    return MISUSE


def _discard_output() -> None:
    """Let the flush at exit succeed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fault(error: Exception) -> int:
    if os.environ.get("QBANK_DEBUG"):
        raise error
    typer.echo(f"qbank: QB901: {type(error).__name__}: {error}", err=True)
    typer.echo("This is a fault of the program, not of your bank. QBANK_DEBUG=1 shows where.", err=True)
    return FAULT

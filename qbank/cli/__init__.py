"""The command line: parse arguments, call the library, print. ``qbank.cli:program`` is the console script."""


def main() -> None:
    """Run the command line and exit."""
    try:
        from .app import main as run  # noqa: PLC0415  # Ctrl-C may come this early

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def program() -> None:
    """Run the command line and leave at once: to free all objects one by one takes a tenth of an export.

    All files are closed by then, and worker processes end with their pipes. A debugger, or whatever measures, sees an
    ordinary exit.
    """
    import os  # noqa: PLC0415  # see above
    import sys  # noqa: PLC0415  # see above

    try:
        main()
    except SystemExit as left:
        status = left.code or 0
        if not isinstance(status, int) or sys.gettrace() or sys.getprofile():
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # told as Python tells it
            raise left from None
        os._exit(status)


__all__ = ["main", "program"]

"""The command line: parse arguments, call the library, print. ``qbank.cli:main`` is the console script."""


def main() -> None:
    """Run the command line and exit."""
    try:
        from .app import main as run  # noqa: PLC0415  # Ctrl-C may come this early

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


__all__ = ["main"]

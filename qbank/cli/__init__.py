"""The command line: parse arguments, call the library, print. ``qbank.cli:main`` is the console script."""

from .app import main

__all__ = ["main"]

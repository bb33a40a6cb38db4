"""``python -m qbank`` is ``qbank``."""

from .cli import program

program()

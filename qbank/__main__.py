"""``python -m qbank`` is ``qbank``."""

from .cli import main

main()

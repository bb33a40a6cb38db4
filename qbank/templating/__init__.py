"""The templates of an exporter: ours, and before them those of a folder that the user names (``docs/templates.md``).

A user's file ``latex/sheet.tex.j2`` takes the place of ours; as ``qbank/latex/sheet.tex.j2`` ours can still be extended
or included. What is the user's is run in Jinja's sandbox, reads nothing outside its folder, and is never kept between
two exports. A fault in it becomes a diagnostic at its line: found before anything is rendered where that can be, else
by :func:`blame`.
"""

from .checks import misplaced
from .folder import TemplatesError, sources
from .templates import Templates, blame

__all__ = ["Templates", "TemplatesError", "blame", "misplaced", "sources"]

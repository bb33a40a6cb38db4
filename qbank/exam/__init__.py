"""Exams: questions picked from a bank, in several versions, with a table of their keys (``docs/exams.md``)."""

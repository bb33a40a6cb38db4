"""Decisions: whether two formulas are equal, and what may be concluded from a difference."""

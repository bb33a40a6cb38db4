"""How the types other than ``single-choice`` and ``statements`` are checked."""

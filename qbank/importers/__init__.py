"""Banks of other programs, read: one module per format, found by the entry points ``qbank.importers``."""

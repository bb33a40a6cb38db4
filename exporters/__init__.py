"""The formats: one module or package each, found through the entry points `qbank.exporters`."""

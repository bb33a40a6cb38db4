"""Layout of the exported files: one folder of Jinja templates for each format."""

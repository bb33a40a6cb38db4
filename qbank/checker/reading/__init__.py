"""LaTeX mathematics read into syntax trees: tokens, names, a precedence parser."""

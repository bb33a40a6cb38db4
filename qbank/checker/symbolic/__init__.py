"""The symbolic route: syntax trees to sympy, through definitions, derivatives and sums of open size."""

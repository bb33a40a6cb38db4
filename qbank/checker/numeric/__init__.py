"""The numeric route: syntax trees evaluated at exact points, independent of sympy."""

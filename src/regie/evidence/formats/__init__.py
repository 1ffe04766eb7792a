"""How publishers write their figures down, and how such a file is recognised and read."""

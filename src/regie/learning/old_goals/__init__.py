"""Beginning an evaluation with the goals of the old plan: what is known, and pasted lines."""

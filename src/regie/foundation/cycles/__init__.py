"""The policy cycle with its steps, safety fields and themes."""

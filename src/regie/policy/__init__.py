"""The policy itself as data, read and validated."""

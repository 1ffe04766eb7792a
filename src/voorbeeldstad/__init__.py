"""A fictitious country with planted signals, written in the formats of the real publishers."""

"""Tellingen: from the rows of a partner file to numbers per area, type and period."""

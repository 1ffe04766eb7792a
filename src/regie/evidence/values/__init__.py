"""Waarden: what single values are, and whether they say something of a person."""

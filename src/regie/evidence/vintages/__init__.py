"""Standen: what a new delivery changed, and old figures that can still be looked up."""

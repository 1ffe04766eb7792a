"""Remarks and suggestions on the text of a plan, each with what was done with it."""

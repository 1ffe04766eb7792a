"""Kolomprofielen: what the columns of a partner file mean."""

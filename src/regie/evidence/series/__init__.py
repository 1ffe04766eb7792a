"""Reeksen: what partners delivered, as series of counts, and what their columns mean."""

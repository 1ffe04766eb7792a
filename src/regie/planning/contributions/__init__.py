"""Joining a priority session, bringing something in, and what was done with it."""

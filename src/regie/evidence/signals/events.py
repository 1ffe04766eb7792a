"""What happens to verdicts, for rooms above this one that do something with it."""

from django.dispatch import Signal

recomputed = Signal()
"""Sent after commit with `municipality_id` and `indicators`: the codes whose verdict changed."""

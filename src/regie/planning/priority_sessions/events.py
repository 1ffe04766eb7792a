"""What rooms above may listen to, so that this room need not know them."""

from django.dispatch import Signal

longlist_changed = Signal()
"""Candidates were added, merged or split before a session opens, inside the transaction of who
did it; with `session`."""

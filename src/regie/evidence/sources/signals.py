"""What happens to deliveries, for rooms above this one that do something with it."""

from django.dispatch import Signal

put_to_use = Signal()
"""Sent after commit with `delivery_id` and `replaced` (list of ids): the delivery is in use now."""

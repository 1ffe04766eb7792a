"""When figures are old, and what a person sees first. Pure."""

from datetime import date

YEARLY_MONTHS = 18
"""A yearly table appears in spring: a year and a half after its last year a newer one is there."""
MONTHLY_MONTHS = 4
"""A monthly table appears monthly, some six weeks after the month."""


def months_since(period: str, today: date) -> int | None:
    """Whole months between the end of a period ("2023JJ00", "2023MM04") and today.

    None for a code that is no year or month.
    """
    kind, year = period[4:6], period[:4]
    if kind not in {"JJ", "MM"} or not year.isdigit():
        return None
    month = 12 if kind == "JJ" else int(period[6:8])
    return (today.year - int(year)) * 12 + today.month - month


def is_old(last_period: str, today: date) -> bool:
    """Whether a newer edition should have been published by now."""
    months = months_since(last_period, today)
    if months is None:
        return False
    return months > (MONTHLY_MONTHS if last_period[4:6] == "MM" else YEARLY_MONTHS)

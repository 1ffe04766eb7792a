"""From a file that came in to figures that were understood, stored and judged."""

from regie.evidence.intake.arrival import Progress

__all__ = ["Progress"]

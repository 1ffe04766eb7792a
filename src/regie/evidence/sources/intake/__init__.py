"""From a recognised file to stored Parquet: understand every key, check, write, judge."""

from regie.evidence.sources.intake.arrival import Progress

__all__ = ["Progress"]

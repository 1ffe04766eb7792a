"""Figures of the picture in a plan, kept as they were when they were taken in."""

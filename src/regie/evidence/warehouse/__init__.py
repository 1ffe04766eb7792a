"""Figures on disk as Parquet, and the only module that speaks to the analytical engine."""

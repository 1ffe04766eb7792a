"""Themes by level of attention, from advice to proposal and decision."""

"""Surveys of the municipality itself: answers with their sample size and design effect."""

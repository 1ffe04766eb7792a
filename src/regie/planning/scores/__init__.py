"""Criteria of a priority session, and the scores of its candidates: by figures and by people."""

"""Pure calculations for local safety policy. Knows nothing of Django or of the house."""

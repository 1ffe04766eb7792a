"""Template tags of Gegevens."""

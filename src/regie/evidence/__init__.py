"""What we know: figures with their provenance, and what they measure."""

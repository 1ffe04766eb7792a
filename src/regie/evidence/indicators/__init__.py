"""What the figures measure: definitions, readings, benchmarks and the safety picture."""

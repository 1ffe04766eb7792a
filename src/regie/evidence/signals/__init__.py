"""What the methods say about the figures of a municipality, computed when a delivery touches it."""

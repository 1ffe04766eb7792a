"""The start memo: what the municipality asks its council before it makes a plan."""

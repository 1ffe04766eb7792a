"""The way of a plan past its bodies: decisions, amendments, editions, and how long it holds."""

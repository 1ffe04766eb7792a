"""The safety picture: what the figures say, in words, drawings and tables."""

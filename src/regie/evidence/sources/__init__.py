"""Deliveries of figures, how they were read, and what is wrong with them."""

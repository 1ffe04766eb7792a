"""Catalogus: which public tables there are, and fetching them."""

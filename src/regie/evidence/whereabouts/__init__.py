"""Vindplaatsen: from what a file calls an area to the area that is meant."""

"""Municipalities, districts and neighbourhoods per classification year, with their shapes."""

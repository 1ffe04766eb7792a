"""Ophalen: clients for the protocols of CBS, police and PDOK."""

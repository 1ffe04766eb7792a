"""Objectives that can be held to account, with what is criticised and why that stands."""

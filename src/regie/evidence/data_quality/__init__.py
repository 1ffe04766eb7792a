"""Datakwaliteit: the quality desk: what each source can be used for."""

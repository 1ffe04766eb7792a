"""Verwoording: what readings say, in words."""

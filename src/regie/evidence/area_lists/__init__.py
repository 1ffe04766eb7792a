"""Gebiedslijsten: files that say which areas there are and what became of them, judged."""

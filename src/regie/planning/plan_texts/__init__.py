"""Headings, lists and tables of a text, as Word and LibreOffice say them. Pure.

What is not text of the plan (headers and footers, a table of contents, hidden or deleted words,
remarks, pictures) is left out and counted, so that the reader of the result knows.
"""

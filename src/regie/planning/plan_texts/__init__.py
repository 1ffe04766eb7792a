"""From a file of Word, LibreOffice or PDF to text with headings, lists and tables. Pure.

What is not text of the plan (headers and footers, a table of contents, hidden or deleted words,
remarks, pictures) is left out and counted, so that the reader of the result knows.
"""

"""From a file of Word, LibreOffice or PDF to pieces of text. Pure: no database, no clock.

What is not text of the plan (headers and footers, a table of contents, hidden or deleted words,
remarks, pictures) is left out and counted, so that the reader of the result knows.
"""

from regie.planning.plan_imports.reading.opening import read, recognise
from regie.planning.plan_imports.reading.pieces import Contents, Piece

__all__ = ["Contents", "Piece", "read", "recognise"]

"""What a file is, and its text: Word, LibreOffice or PDF. Pure.

Every file that cannot be read is refused with a sentence that says what to do.
"""

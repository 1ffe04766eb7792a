"""What stands inside a line of a document: words that look alike, notes, ends of lines. Pure."""

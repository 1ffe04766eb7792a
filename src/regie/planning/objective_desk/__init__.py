"""Writing objectives on pages: an editor that says what a critical reader would, and the list."""

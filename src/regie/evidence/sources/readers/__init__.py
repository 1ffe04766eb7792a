"""From a file to columns that are understood: look, recognise, or refuse with a reason."""

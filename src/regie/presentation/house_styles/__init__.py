"""The looks of a municipality: its own Word template, judged, kept and used for every document."""

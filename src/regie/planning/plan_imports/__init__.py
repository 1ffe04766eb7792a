"""Plans that exist already: read, sorted, judged and taken over."""

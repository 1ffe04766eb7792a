"""Home per role and the pages that combine rooms."""

"""What is known of a subject on one screen, and how its figures become a score of 0 to 100."""

"""What was found, from candidate to confirmed, with the story behind the figures."""

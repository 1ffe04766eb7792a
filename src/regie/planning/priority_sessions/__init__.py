"""A session to weigh themes: candidates, fact cards, participants and what they bring in."""

"""A session to weigh themes: candidates with fact cards, criteria, participants and what they bring in."""

"""Rounds of a session, live: ballots, the big screen and results."""

"""From ballots to what they say together, how sure that is, and the same in words.

Stores nothing.
"""

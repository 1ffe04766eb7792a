"""What an expert says of an objective: what is wrong, with which figures, and how to mend it.

Stores nothing.
"""

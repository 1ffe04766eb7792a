"""How an objective stands: its course ahead, in words and drawn, beside what happened elsewhere.

Stores nothing.
"""

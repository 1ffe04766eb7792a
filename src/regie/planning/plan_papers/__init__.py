"""What is printed of a plan: the plan itself, its way past the council, and it on one page.

Stores nothing and asks nothing: everything comes from the content of an edition.
"""

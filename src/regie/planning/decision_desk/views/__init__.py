"""The pages about the way of a plan."""

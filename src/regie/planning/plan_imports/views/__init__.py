"""The pages of an existing plan."""

"""The pages of this room, and what stands on the page where an objective is written."""

"""Planning: what a municipality chooses and agrees, resting on what it knows."""

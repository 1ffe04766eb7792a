"""When each step of the cycle should happen, counted back from the decision the council wants."""

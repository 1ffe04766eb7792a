"""Learning: what came of it, for the next round."""

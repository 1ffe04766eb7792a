"""The pages on which a plan is read and written: overview, one part, logic, money and people."""

"""Looking back at a plan: what worked, what did not, which lessons stay open."""

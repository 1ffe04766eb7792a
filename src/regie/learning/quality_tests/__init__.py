"""The plan quality test: judging a plan by somebody else than its author."""

"""From the figures of a municipality to verdicts on every indicator and place. Stores nothing."""

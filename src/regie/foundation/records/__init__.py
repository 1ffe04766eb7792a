"""What happened: the append-only log, the steps taken, and the engine of the state tables."""

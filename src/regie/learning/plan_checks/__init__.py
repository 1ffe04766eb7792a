"""What can be computed of the quality of a plan, item by item; pure, stores nothing."""

"""The pages about the way of a plan past its bodies; stores nothing."""

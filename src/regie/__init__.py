"""Regie: the open platform for integrated safety policy of a Dutch municipality."""

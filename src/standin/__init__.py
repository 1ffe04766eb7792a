"""A server that speaks the protocols of CBS, police and PDOK, for trying out and for tests."""

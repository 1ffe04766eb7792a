"""A server that speaks the protocols of CBS, police and PDOK, for trying out and for tests.

It serves figures that were made up, in the shapes of the real ones, and misbehaves on request in
the ways those services really do. It knows nothing of the house: a client that works here works
because it follows the protocol.
"""

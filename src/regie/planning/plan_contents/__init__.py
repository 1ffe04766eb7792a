"""Everything a plan says at this moment, in plain values; stores nothing."""

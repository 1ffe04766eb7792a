"""The safety plan (IVP): its parts, its texts in versions, and who takes part in it."""

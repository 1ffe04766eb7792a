"""What leaves the house: the picture as a folder that opens from disk."""

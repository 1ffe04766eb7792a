"""What the figures of a whole country say about our calculations: swing, spread, likeness."""

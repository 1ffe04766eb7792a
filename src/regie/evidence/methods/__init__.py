"""How we calculate: defaults with their reasons, volatility and dispersion per type, peers."""

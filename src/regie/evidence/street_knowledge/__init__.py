"""What partners and officers see in the street: places, groups and facilities, never persons."""

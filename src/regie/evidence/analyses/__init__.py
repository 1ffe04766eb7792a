"""The safety analysis as a product: its scope, its editions, what changed since the previous one."""

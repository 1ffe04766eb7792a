"""The safety analysis as a product: scope, frozen editions, what changed since the previous."""

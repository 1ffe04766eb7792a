"""The municipality as tenant."""

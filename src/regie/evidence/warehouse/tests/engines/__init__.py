"""What Regie asks of an analytical engine, as tests that every engine must pass."""

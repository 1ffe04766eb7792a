"""The composition root: settings, addresses and the `regie` command."""

"""The composition root: settings, addresses and the `regie` command."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """The version of this installation, such as "0.1.0"; "source" when it was never installed."""
    try:
        return metadata.version("regie")
    except metadata.PackageNotFoundError:
        return "source"

"""Published data sets that are not ours to hand on: read where someone has them."""

import os
from pathlib import Path

import pytest

VARIABLE = "REGIE_REFERENCE_VALUES"


def reference_file(*parts: str) -> Path:
    """A file of the folder that `REGIE_REFERENCE_VALUES` names; the test is skipped without it."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"{VARIABLE} names no folder with published data sets")
    found = Path(folder).joinpath(*parts)
    assert found.exists(), f"{found.name} is not in the folder of {VARIABLE}"
    return found

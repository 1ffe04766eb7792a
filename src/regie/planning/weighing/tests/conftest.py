"""Fewer draws than on a page: what is tested here does not hang on the last percent."""

import pytest

from regie.planning.weighing import certainty


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certainty, "DRAWS", {"ballots": 600, "duels": 100, "weights": 1500})

"""What every test run needs: cheap settings, the cast, and the order of the tests.

The environment (a data folder of its own, demo mode, the database) is set before Django starts,
in `regie.config.testing`.
"""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # importing models needs Django, which starts after this file is read
    from regie.foundation.accounts.models import User
    from regie.foundation.cycles.cast import Cast

ORDER = ("pure", "room", "real_data", "journey")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read static files as they are, hash passwords cheaply, and no example has a deadline.

    A deadline per example measures how busy the machine is, not whether the code is right.
    """
    from django.conf import settings
    from hypothesis import settings as examples

    examples.register_profile("house", deadline=None)
    examples.load_profile("house")

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the cheapest tests first, so that a mistake shows at once.

    Tests with a browser of their own come before the journeys, which share one: two of them do
    not go together in one process.
    """

    def cost(item: pytest.Item) -> tuple[int, bool]:
        names = {mark.name for mark in item.iter_markers()}
        order = next((n for n, name in enumerate(ORDER) if name in names), 1)
        return order, item.nodeid.startswith("e2e/")

    items.sort(key=cost)


@pytest.fixture
def cast(db: None) -> "Cast":
    """Everybody of the cast, with Voorbeeldstad and Buurstad."""
    from regie.foundation.cycles.cast import ensure_cast

    return ensure_cast()


def _signed_in(user: "User") -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def as_coos(cast: "Cast") -> Client:
    """A browser in which the safety coordinator of Voorbeeldstad is signed in."""
    return _signed_in(cast.coos)


@pytest.fixture
def as_ilse(cast: "Cast") -> Client:
    """A browser in which the researcher of Voorbeeldstad is signed in."""
    return _signed_in(cast.ilse)


@pytest.fixture
def as_rob(cast: "Cast") -> Client:
    """A browser in which a council member of Voorbeeldstad is signed in."""
    return _signed_in(cast.rob)


@pytest.fixture
def as_mira(cast: "Cast") -> Client:
    """A browser in which the mayor of Voorbeeldstad is signed in."""
    return _signed_in(cast.mira)


@pytest.fixture
def as_griet(cast: "Cast") -> Client:
    """A browser in which the council clerk of Voorbeeldstad is signed in."""
    return _signed_in(cast.griet)


@pytest.fixture
def as_pia(cast: "Cast") -> Client:
    """A browser in which a partner of Voorbeeldstad is signed in."""
    return _signed_in(cast.pia)


@pytest.fixture
def as_vera(cast: "Cast") -> Client:
    """A browser in which the coordinator of the neighbouring Buurstad is signed in."""
    return _signed_in(cast.vera)

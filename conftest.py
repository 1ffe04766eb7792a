"""What every test run needs: cheap settings, the cast, and the order of the tests.

The environment (a data folder of its own, demo mode, the database) is set before Django starts,
in `regie.config.testing`.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # importing models needs Django, which starts after this file is read
    from pytest_django import DjangoDbBlocker

    from regie.foundation.accounts.models import User
    from regie.foundation.cycles.cast import Cast
    from tests.kept import Kept

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


def pytest_collection_finish() -> None:
    """What was read to find the tests stays to the end: looking for garbage in it is in vain."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end everything is let go, as otherwise."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def _tables(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    django_db_blocker: "DjangoDbBlocker",
) -> Iterator[ExitStack]:
    """Open while the test database is made."""
    from tests.tables import laid_down

    with ExitStack() as making:
        making.enter_context(django_db_blocker.unblock())
        making.enter_context(laid_down(request.config.rootpath / ".pytest_cache"))
        yield making


@pytest.fixture(scope="session")
def django_db_setup(_tables: ExitStack, django_db_setup: None) -> None:
    """The test database as pytest-django makes it, with tables that are migrated only once."""
    _tables.close()


@pytest.fixture(scope="session")
def kept_cast(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> "Kept[Cast]":
    """The cast, made once in a process: making it costs more than many a test."""
    from regie.foundation.cycles.cast import ensure_cast
    from tests.kept import Kept

    with django_db_blocker.unblock():
        return Kept(ensure_cast)


@pytest.fixture
def cast(kept_cast: "Kept[Cast]", db: None) -> "Cast":
    """Everybody of the cast, with Voorbeeldstad and Buurstad."""
    return kept_cast.again()


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

"""Journeys in a real browser, against Regie as a user starts it.

One demonstration is prepared; every process of the run serves a copy of its own, and every file
begins with a fresh one. The browser is the system's Chromium; without one the journeys are skipped,
and REGIE_REQUIRE_BROWSER=1 makes that a failure.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from e2e.server import ARGUMENTS, PREPARED, NotServedError, Served, chromium, copied_demo, serving

# Its tests do not build on each other, so that processes may share them; those of another file do,
# and stay in one process, in their order.
SHARED = "e2e/test_every_page.py"
LONGEST = ("priorities", "plan", "partner", "writing", "hall", "analysis")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys of one file together when several processes run them.

    The longest come first and those that may be shared come last, so that all processes are
    ready at about the same time.
    """
    files = [f"e2e/test_{name}.py" for name in LONGEST]

    def place(item: pytest.Item) -> int:
        file = item.nodeid.partition("::")[0]
        if file in files:
            return files.index(file)
        return len(files) + (file == SHARED)

    for item in items:
        file = item.nodeid.partition("::")[0]
        if file.startswith("e2e/") and file != SHARED:
            item.add_marker(pytest.mark.xdist_group(file))
    items.sort(key=place)


def _browser() -> str:
    if found := chromium():
        return found
    why = "no Chromium on this machine (Debian: apt-get install chromium)"
    if os.environ.get("REGIE_REQUIRE_BROWSER") == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {"executable_path": _browser(), "args": list(ARGUMENTS), "headless": True}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Served]:
    """A served demonstration, one for each process of the run."""
    _browser()
    run = tmp_path_factory.getbasetemp()
    run = run if worker_id == "master" else run.parent
    template = Path(os.environ.get(PREPARED) or run / "demonstration")
    try:
        folder = copied_demo(template, tmp_path_factory.mktemp("journey"))
        with serving(folder, template) as served:
            yield served
    except NotServedError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module", autouse=True)
def _as_it_was_prepared(request: pytest.FixtureRequest) -> Iterator[None]:
    """No file sees what another left behind: a cycle, a plan, a session, somebody's language."""
    served: Served = request.getfixturevalue("served")
    try:
        served.renew()
    except NotServedError as error:
        pytest.fail(str(error), pytrace=False)
    yield
    served.used = True


@pytest.fixture(scope="session")
def base_url(served: Served) -> str:
    """The address of the served demonstration; pytest-playwright opens pages relative to it."""
    return served.address


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    """Every journey starts on a laptop screen, in the time zone of the users."""
    return {
        "base_url": base_url,
        "viewport": {"width": 1280, "height": 900},
        "timezone_id": "Europe/Amsterdam",
    }


def _serious(message: ConsoleMessage) -> bool:
    """A script error or a blocked resource; a page that answers 403 or 404 on purpose is none."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when the console reports an error or a policy violation."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if _serious(m) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert not complaints

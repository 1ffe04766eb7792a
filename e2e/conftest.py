"""Journeys in a real browser, against Regie as a user starts it.

One demonstration is prepared and served per session. The browser is the system's Chromium; without
one the journeys are skipped, and REGIE_REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PREPARE_SECONDS = 300
START_SECONDS = 60
# The test run has its own settings; the served demonstration has those of a user.
OF_THE_TEST_RUN = {"REGIE_DATA", "REGIE_STATIC", "REGIE_TASKS", "DATABASE_URL"}


def _chromium() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if found:
        return found
    why = "no Chromium on this machine (Debian: apt-get install chromium)"
    if os.environ.get("REGIE_REQUIRE_BROWSER") == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {"executable_path": _chromium(), "args": list(ARGUMENTS), "headless": True}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _regie(*words: str) -> list[str]:
    return [sys.executable, "-m", "regie.config.cli", *words]


def _wait_until_it_answers(address: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:  # noqa: S310 # our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"Regie does not answer at {address}", pytrace=False)


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demonstration; pytest-playwright opens pages relative to it."""
    _chromium()
    folder = tmp_path_factory.mktemp("journey")
    environment = {k: v for k, v in os.environ.items() if k not in OF_THE_TEST_RUN}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "src")
    prepare = subprocess.run(
        _regie("demo", "--prepare-only", "--data", str(folder)),
        env=environment,
        capture_output=True,
        text=True,
        timeout=PREPARE_SECONDS,
        check=False,
    )
    if prepare.returncode:
        pytest.fail(f"the demo could not be prepared:\n{prepare.stderr}", pytrace=False)
    port = _free_port()
    command = _regie("demo", "--data", str(folder), "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.DEVNULL
    ) as process:
        _wait_until_it_answers(address, process)
        yield address
        process.terminate()
        process.wait(15)


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

"""Regie as a user starts it: a prepared demonstration, served, and the browser to look with."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

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
PREPARE_SECONDS = 600
START_SECONDS = 60
STOP_SECONDS = 15
STAMP = "demo-stamp.txt"
PICTURES, DRAWN = "/voorbeeldstad/veiligheidsbeeld/indicator/bedreiging/", "regie-chart"
PREPARED = "REGIE_PREPARED_DEMO"
"""Names the folder in which a demonstration is, or is being, prepared for the journeys."""
# A test run has its own settings; the served demonstration has those of a user.
OF_A_TEST_RUN = {"REGIE_DATA", "REGIE_STATIC", "REGIE_TASKS", "DATABASE_URL"}


class NotServedError(Exception):
    """The demonstration could not be prepared or does not answer; the text says why."""


def chromium() -> str:
    """Where the system's browser is, or ""."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


class Served:
    """A prepared demonstration on one port, that can be killed and started again.

    `used` says that somebody left something behind in it; `renew` makes it as `template` is.
    """

    def __init__(self, folder: Path, template: Path, *words: str) -> None:
        self._port = _free_port()
        self._folder, self._template, self.used = folder, template, False
        self._command = _regie("demo", "--data", str(folder), "--port", str(self._port), *words)
        self._process: subprocess.Popen[str] | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self, seconds: float = START_SECONDS) -> None:
        """Serve, and wait until it answers. Raises NotServedError."""
        self._process = subprocess.Popen(
            self._command,
            env=_environment(),
            text=True,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_until_it_answers(self.address, self._process, seconds)

    def stop(self) -> None:
        """Stop in an orderly way."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STOP_SECONDS)

    def renew(self) -> None:
        """Serve a fresh copy when this one was used. Raises NotServedError.

        The old one is killed: stopping takes seconds, and what it holds is thrown away.
        """
        if not self.used:
            return
        self.kill()
        shutil.rmtree(self._folder)
        shutil.copytree(self._template, self._folder)
        self.start()
        self.used = False

    def kill(self) -> None:
        """Kill every process of it at once, as when the power fails."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)


@contextmanager
def served_demo(folder: Path) -> Iterator[str]:
    """Prepare the demonstration in `folder`, serve it, and answer its address.

    Raises NotServedError.
    """
    prepare_demo(folder)
    with serving(folder, folder) as served:
        yield served.address


@contextmanager
def serving(
    folder: Path, template: Path, *words: str, seconds: float = START_SECONDS
) -> Iterator[Served]:
    """Serve the demonstration in `folder`, a copy of `template`. Raises NotServedError."""
    served = Served(folder, template, *words)
    try:
        served.start(seconds)
        yield served
    finally:
        served.stop()


def copied_demo(template: Path, folder: Path) -> Path:
    """A demonstration in `folder`, copied from `template`, which is prepared when it is not there.

    Raises NotServedError.
    """
    ready_demo(template)
    return shutil.copytree(template, folder, dirs_exist_ok=True)


def ready_demo(template: Path) -> None:
    """Prepare the demonstration in `template` to be copied, unless it is there.

    Processes that ask for it at once wait for the first one: preparing twice takes twice as long.
    """
    with template.with_suffix(".lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not (template / STAMP).exists():
            prepare_demo(template)
            finish_tasks(template)


def prepare_demo(folder: Path) -> None:
    """Make the demonstration in `folder` as a newcomer does: start it, go in, and see a picture.

    Raises NotServedError.
    """
    with serving(folder, folder, "--no-worker", seconds=PREPARE_SECONDS) as served:
        if DRAWN not in picture_for(served.address, "rob", PICTURES):
            raise NotServedError(f"there is no picture on {PICTURES}")


def picture_for(address: str, persona: str, path: str) -> str:
    """The page at `path` as somebody of the cast sees it, who has just come in."""
    jar = CookieJar()
    visitor = build_opener(HTTPCookieProcessor(jar))
    visitor.open(address, timeout=START_SECONDS).close()
    token = next(cookie.value for cookie in jar if "csrf" in cookie.name)
    form = urlencode({"csrfmiddlewaretoken": token}).encode()
    visitor.open(f"{address}/demo/{persona}/", form, timeout=START_SECONDS).close()
    page: str = visitor.open(f"{address}{path}", timeout=START_SECONDS).read().decode()
    return page


def finish_tasks(folder: Path) -> None:
    """Do what the worker of every copy would do again: what preparing left to be computed.

    Raises NotServedError.
    """
    _do("manage", "db_worker", "--batch", "--no-startup-delay", "--no-reload", data=folder)


def _do(*words: str, data: Path | None = None) -> None:
    there = {"REGIE_DATA": str(data), "REGIE_DEMO": "1"} if data else {}
    done = subprocess.run(
        _regie(*words),
        env=_environment() | there,
        capture_output=True,
        text=True,
        timeout=PREPARE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NotServedError(f"the demo could not be prepared:\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_TEST_RUN}
    # It starts three times as fast with what Python compiled before.
    kept["PYTHONDONTWRITEBYTECODE"] = ""
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}


def _regie(*words: str) -> list[str]:
    return [sys.executable, "-m", "regie.config.cli", *words]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _status(address: str) -> int:
    """What a page of our own server answers with."""
    where = urlsplit(address)
    connection = HTTPConnection(where.netloc, timeout=2)
    try:
        connection.request("GET", where.path)
        return connection.getresponse().status
    finally:
        connection.close()


def _wait_until_it_answers(address: str, process: subprocess.Popen[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, HTTPException):
            if _status(f"{address}/health") == 200:
                return
        time.sleep(0.2)
    raise NotServedError(f"Regie does not answer at {address}")


if __name__ == "__main__":
    ready_demo(Path(sys.argv[1]))

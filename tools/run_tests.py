"""Run all tests: first those without a browser, then the journeys in one; both on two cores.

Ends with one line that adds everything up. With REGIE_COVERAGE=1 the first part also measures
which branches were taken; tools/coverage_gate.py judges the result.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.server import PREPARED, chromium

ROOT = Path(__file__).resolve().parents[1]
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|warnings?)\b")
NOTHING_COLLECTED = 5
TWO = ("-n", "2", "--dist")
JOURNEYS = ("-m", "journey", "e2e", "src/regie/ui/tests/test_gallery.py")
"""Where they are: reading all other tests as well would take as long as a journey."""


def _pytest(*arguments: str, coverage: bool = False) -> tuple[int, Counter[str]]:
    """Run pytest, show its output as it comes, and count its last line."""
    runner = ["-m", "coverage", "run", "-m", "pytest"] if coverage else ["-m", "pytest"]
    command = [sys.executable, *runner, "-q", *arguments]
    last = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line if COUNT.search(line) else last
    counts: Counter[str] = Counter()
    for number, what in COUNT.findall(last):
        counts["failed" if what.startswith("error") else what] += int(number)
    code = process.returncode
    return (0 if code == NOTHING_COLLECTED else code), counts


@contextmanager
def _demonstration() -> Iterator[None]:
    """The demonstration of the journeys is prepared while the other tests run: nobody waits."""
    with tempfile.TemporaryDirectory(prefix="regie-journeys-") as folder:
        template = str(Path(folder) / "demonstration")
        os.environ[PREPARED] = template
        command = [sys.executable, "-m", "e2e.server", template]
        preparing = subprocess.Popen(command, cwd=ROOT) if chromium() else None
        try:
            yield
        finally:
            if preparing is not None:
                preparing.wait()


def main() -> int:
    """Run both parts; 0 when nothing failed."""
    started = time.monotonic()
    coverage = os.environ.get("REGIE_COVERAGE") == "1"
    with _demonstration():
        print("• Tests without a browser", flush=True)
        code, counts = _pytest(*TWO, "worksteal", "-m", "not journey", coverage=coverage)
        print("• Journeys in a browser", flush=True)
        journeys, more = _pytest(*TWO, "loadgroup", "--no-loadscope-reorder", *JOURNEYS)
    counts += more
    failed = counts["failed"] or int(bool(code or journeys))
    print(f"• All tests took {time.monotonic() - started:.0f} s")
    print(f"{counts['passed']} passed, {failed} failed, {counts['skipped']} skipped")
    if code or journeys:
        print("Next: repair what failed; `pytest --lf` in .venv runs only that again.")
        return 1
    if more["skipped"] and not more["passed"]:
        print("The journeys were skipped: this machine has no Chromium (Debian: chromium).")
    print("Next: make check runs the gates, make demo shows the result.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

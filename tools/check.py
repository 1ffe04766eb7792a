"""Run every gate of the house, two at a time, and say which ones hold.

Usage:
    python tools/check.py            all gates
    python tools/check.py ruff mypy  only these
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable


@dataclass(frozen=True)
class Gate:
    """A command that must succeed, and the question it answers."""

    name: str
    question: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How one gate ended."""

    gate: Gate
    code: int
    output: str
    seconds: float


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


DOCS = ("-q", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html")
MANAGE = (PYTHON, "-m", "regie.config.cli", "manage")

# The slowest first, so that two cores finish together.
GATES = (
    Gate("mypy", "are the types right?", _tool("mypy")),
    Gate("docs", "do the docs build without warnings?", _tool("sphinx-build", *DOCS)),
    Gate("house", "do the house rules hold?", (PYTHON, "-m", "pytest", "-q", "tests")),
    Gate("arrows", "do all arrows point down?", _tool("lint-imports")),
    Gate("templates", "are the templates sound?", _tool("djlint", "--lint", "--quiet", "src")),
    Gate("messages", "is English complete?", (PYTHON, "tools/messages.py", "--check")),
    Gate(
        "migrations",
        "do the tables match the models?",
        (*MANAGE, "makemigrations", "--check", "--dry-run"),
    ),
    Gate("django", "does Django find fault?", (*MANAGE, "check", "--fail-level", "WARNING")),
    Gate("ruff", "is the code tidy?", _tool("ruff", "check", ".")),
    Gate("format", "is the code formatted?", _tool("ruff", "format", "--check", ".")),
)


def _run(gate: Gate) -> Result:
    started = time.monotonic()
    environment = {**os.environ, "REGIE_DEMO": "1", "PYTHONPATH": "src", "COLUMNS": "100"}
    done = subprocess.run(
        gate.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return Result(gate, done.returncode, done.stdout + done.stderr, time.monotonic() - started)


def main(names: list[str]) -> int:
    """Run the gates named, or all; 0 when every one holds."""
    known = {gate.name for gate in GATES}
    if unknown := set(names) - known:
        print(f"Unknown gate: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(known))}.")
        return 2
    chosen = [gate for gate in GATES if not names or gate.name in names]
    failed: list[str] = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(_run, gate) for gate in chosen]):
            result = future.result()
            mark = "✓" if result.code == 0 else "✗"
            gate = result.gate
            print(f"{mark} {gate.name:<11} {gate.question} ({result.seconds:.1f} s)", flush=True)
            if result.code:
                failed.append(gate.name)
                print(result.output, flush=True)
    if failed:
        print(f"{len(chosen) - len(failed)} gates hold, {len(failed)} do not: {', '.join(failed)}")
        return 1
    print(f"All {len(chosen)} gates hold.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

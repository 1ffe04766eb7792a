"""What the tests of the house itself look at: the tree, the contracts and the files in git."""

import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
HOUSE = SOURCE / "regie"


@cache
def project() -> dict[str, Any]:
    """pyproject.toml as it is."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def order() -> dict[str, int]:
    """Rank of every room (`regie.evidence.sources`), higher is higher in the house.

    Read from the import contracts, so that there is one list.
    """
    contracts = project()["tool"]["importlinter"]["contracts"]
    layers = {tuple(c["containers"]): c["layers"] for c in contracts if c["type"] == "layers"}
    rooms = [
        f"regie.{storey}.{room}" if room else f"regie.{storey}"
        for storey in layers[("regie",)]
        for room in layers.get((f"regie.{storey}",), [""])
    ]
    return {room: rank for rank, room in enumerate(reversed(rooms))}


def room_of(path: Path) -> str:
    """The room a file of the house lies in; empty outside the rooms."""
    parts = path.relative_to(SOURCE).parts
    return next(
        (name for n in (3, 2) if (name := ".".join(parts[:n])) in order()),
        "",
    )


def short_names() -> dict[str, str]:
    """Room by its last name: `sources` → `regie.evidence.sources`."""
    return {name.rsplit(".", 1)[1]: name for name in order()}


@cache
def tracked() -> tuple[Path, ...]:
    """The files in git; outside a checkout (a source archive) every file that is not built."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return tuple(p for name in done.stdout.split("\0") if name and (p := ROOT / name).is_file())
    built = {".venv", "node_modules", "data", "dist", "build", "__pycache__", "_build"}
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not built & set(p.parts))


def own_python() -> Iterator[Path]:
    """Our Python without tests and migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def templates() -> Iterator[Path]:
    """Every template of the house."""
    for folder in sorted(HOUSE.rglob("templates")):
        yield from sorted(folder.rglob("*.html"))

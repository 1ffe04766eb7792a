"""Judge the measured coverage: the core completely, the whole house for nine tenths.

Reads the data that REGIE_COVERAGE=1 make test left behind. The core is what decides and
calculates: `safetymethods` and every rules.py, workflow.py and permissions.py.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORE_FILES = {"rules.py", "workflow.py", "permissions.py"}
OVERALL = 90.0


def _is_core(path: Path) -> bool:
    return path.parts[:2] == ("src", "safetymethods") or path.name in CORE_FILES


def _measured() -> dict[str, Any]:
    coverage = [sys.executable, "-m", "coverage"]
    if list(ROOT.glob(".coverage.*")):
        subprocess.run([*coverage, "combine", "-q"], cwd=ROOT, check=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run([*coverage, "json", "-q", "-o", out.name], cwd=ROOT, check=True)
        result: dict[str, Any] = json.loads(Path(out.name).read_text())
    return result


def _holes(name: str, measured: dict[str, Any]) -> str:
    lines, branches = measured["missing_lines"], measured.get("missing_branches", [])
    return f"{name}: lines {lines}, branches {branches}"


def main() -> int:
    """Print what is missing; 0 when both gates hold."""
    report = _measured()
    files: dict[str, Any] = report["files"]
    incomplete = [
        _holes(name, data)
        for name, data in sorted(files.items())
        if _is_core(Path(name)) and (data["missing_lines"] or data.get("missing_branches"))
    ]
    overall = float(report["totals"]["percent_covered"])
    core = sum(_is_core(Path(name)) for name in files)
    print(f"Coverage: {overall:.1f} % overall; {core - len(incomplete)} of {core} core files 100 %")
    for hole in incomplete:
        print(f"  {hole}")
    return 1 if incomplete or overall < OVERALL else 0


if __name__ == "__main__":
    sys.exit(main())

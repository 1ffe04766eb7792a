"""`regie check`: is this installation fit to serve a municipality?"""

import argparse
import json

from regie.config.cli.words import gettext as _
from regie.config.readiness import Finding, examine


def run(given: argparse.Namespace) -> int:
    """Print every finding; 1 when something must be repaired first."""
    findings = examine()
    if given.json:
        print(json.dumps([vars(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _print(findings)
    return 1 if any(not finding.good for finding in findings) else 0


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        mark = "✓" if finding.good else "✗"
        print(f"{mark} {finding.subject}: {finding.text}")
    bad = sum(not finding.good for finding in findings)
    if bad:
        print(_("Niet in orde: %(count)d.") % {"count": bad})
    else:
        print(_("Deze installatie is in orde."))

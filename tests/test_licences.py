"""Everything we build on may be passed on under EUPL-1.2."""

import json
import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.house import ROOT, project

pytestmark = pytest.mark.pure

# Permissive licences, and the compatible ones of the appendix of EUPL-1.2.
FITTING = re.compile(
    r"\b(MIT(-0|-CMU)?|BSD|0BSD|Apache|ISC|PSF|Python(-2\.0| Software Foundation)|Zlib|Unlicense|"
    r"CC0|HPND|MPL|Mozilla Public|LGPL|Lesser General Public|EUPL|OFL|CC-BY-4\.0|BlueOak)\b",
    re.IGNORECASE,
)
UNFITTING = re.compile(r"\b(SSPL|BUSL|proprietary|commercial|CC-BY-NC)\b", re.IGNORECASE)


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _runtime() -> set[str]:
    """Names of all distributions that a server installs, extras included."""
    queue = [(text, "") for text in project()["project"]["dependencies"]]
    seen: set[tuple[str, str]] = set()
    while queue:
        wanted = Requirement((item := queue.pop())[0])
        if not _applies(wanted, item[1]):
            continue
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        for extra in {"", *wanted.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                queue += [(text, extra) for text in metadata.requires(name) or []]
    return {name for name, _extra in seen}


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    given = (about.get_all("License-Expression") or [""])[0]
    text = (about.get_all("License") or [""])[0][:300]
    return given or " / ".join(classifiers) or text


def test_python_packages_fit() -> None:
    licences = {name: _licence(name) for name in sorted(_runtime())}
    assert len(licences) > 20
    unfit = {
        name: text
        for name, text in licences.items()
        if not FITTING.search(text) or UNFITTING.search(text)
    }
    assert not unfit


def test_browser_packages_fit() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    unfit = {
        name: about.get("license")
        for name, about in packages.items()
        if not FITTING.search(str(about.get("license")))
    }
    assert not unfit


def test_our_own_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "All other changes or additions to this Appendix require" in text
    assert all(f"\n{n}." in text for n in range(1, 16)), "an article is missing"

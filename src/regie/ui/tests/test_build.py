"""The build: when it runs, and what it leaves."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from regie.ui.icons import SPRITE, drawings

pytestmark = pytest.mark.room
ROOT = Path(__file__).parents[4]
DIST = SPRITE.parent
built = pytest.mark.skipif(not (DIST / "app.css").exists(), reason="the front-end was not built")


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook, working in a folder of its own."""
    source = ROOT / "hatch_build.py"
    if not source.exists():
        pytest.skip("only in a checkout")
    spec = importlib.util.spec_from_file_location("hatch_build", source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "frontend").mkdir()
    for name in ("package.json", "package-lock.json", "hatch_build.py", "frontend/a.css"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "hatch_build.py"))
    monkeypatch.setattr(module, "DIST", tmp_path / "dist")
    monkeypatch.setattr(module, "STAMP", tmp_path / "dist" / ".stamp")
    return module


def test_it_builds_once_until_a_source_changes(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REGIE_SKIP_FRONTEND", raising=False)
    done: list[str] = []

    def build_assets(key: str) -> None:
        done.append(key)
        (tmp_path / "dist").mkdir(exist_ok=True)
        hook.STAMP.write_text(key)

    monkeypatch.setattr(hook, "install_packages", lambda: None)
    monkeypatch.setattr(hook, "build_assets", build_assets)
    said: list[str] = []
    hook.build(said.append)
    hook.build(said.append)
    assert len(done) == 1
    assert said[-1] == "front-end: up to date"
    (tmp_path / "frontend" / "a.css").write_text("changed")
    hook.build(said.append)
    assert len(set(done)) == 2


def test_it_can_be_left_out(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIE_SKIP_FRONTEND", "1")
    said: list[str] = []
    hook.build(said.append)
    assert said == ["front-end: skipped (REGIE_SKIP_FRONTEND)"]


def test_translations_are_compiled_when_they_changed(hook: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "src" / "regie" / "room" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "ja"\nmsgstr "yes"\n')
    hook.compile_translations()
    first = (folder / "django.mo").stat().st_mtime_ns
    assert b"yes" in (folder / "django.mo").read_bytes()
    hook.compile_translations()
    assert (folder / "django.mo").stat().st_mtime_ns == first


@built
def test_no_custom_property_is_shipped_that_no_rule_reaches() -> None:
    css = (DIST / "app.css").read_text(encoding="utf-8")
    declared = set(re.findall(r"[{;](--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert {name for name in declared - used if not name.startswith("--regie-")} == set()
    assert len(css) < 200_000


@built
def test_own_rules_outrank_third_party_ones() -> None:
    css = (DIST / "app.css").read_text(encoding="utf-8")
    assert re.match(r"@layer fonts,tokens,nlds,theme,app,print;", css)


@built
def test_nothing_is_fetched_from_elsewhere() -> None:
    css = (DIST / "app.css").read_text(encoding="utf-8")
    addresses = re.findall(r"url\(\"?([^)\"]+)", css)
    assert all(a.startswith(("./fonts/", "data:image/svg+xml")) for a in addresses)


@built
def test_only_listed_icons_are_in_the_sprite() -> None:
    lines = (ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").splitlines()
    listed = {line.split()[-1] for line in lines if line and not line.startswith("#")}
    assert set(drawings()) == listed


@built
def test_licences_of_what_is_shipped_are_beside_it() -> None:
    text = (DIST / "NOTICES.txt").read_text(encoding="utf-8")
    for name in ("@fontsource/ibm-plex-sans", "@tabler/icons", "htmx.org", "@utrecht/textbox-css"):
        assert name in text
    assert "SIL OPEN FONT LICENSE" in text


def test_the_lock_names_no_registry() -> None:
    """A lock made behind somebody's mirror must not send others there."""
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        pytest.skip("only in a checkout")
    text = lock.read_text(encoding="utf-8")
    assert set(re.findall(r'"resolved": "https?://([^/"]+)', text)) <= {"registry.npmjs.org"}
    assert text.count('"integrity"') > 40

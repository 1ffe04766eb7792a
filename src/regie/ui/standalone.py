"""Pages that open from disk: their style, script and fonts lie in a folder beside them."""

import shutil
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "ui" / "dist"
NEEDED = ("app.css", "main.js", "mark.svg", "NOTICES.txt")


class AssetsMissingError(Exception):
    """The front-end was not built."""


def copy_assets(folder: Path) -> None:
    """Put what `ui/standalone.html` needs in `folder`; AssetsMissingError when it was not built."""
    if not (BUILT / "app.css").exists():
        raise AssetsMissingError("De opmaak ontbreekt. Bouw haar met: python hatch_build.py")
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for name in NEEDED:
        shutil.copyfile(BUILT / name, folder / name)
    for font in BUILT.glob("fonts/*.woff2"):
        shutil.copyfile(font, folder / "fonts" / font.name)

"""Every icon that the house asks for is in the list that the build puts in the sprite."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.room
HOUSE = Path(__file__).parents[2]
LIST = HOUSE.parents[1] / "frontend" / "icons.txt"
USE = re.compile(r'\{%\s*icon "([\w-]+)"|\bicon="([\w-]+)"')


@pytest.mark.skipif(not LIST.exists(), reason="only in a checkout")
def test_every_icon_used_is_in_the_list() -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    known = {line.split()[-1] for line in lines if line and not line.startswith("#")}
    missing = {
        f"{path.relative_to(HOUSE)}: {one or other}"
        for kind in ("*.html", "*.py")
        for path in HOUSE.rglob(kind)
        for one, other in USE.findall(path.read_text(encoding="utf-8"))
        if "/tests/" not in path.as_posix() and (one or other) not in known
    }
    assert not missing

"""Files with a fingerprint are pressed and point at each other; the same ones without are kept."""

import gzip
from pathlib import Path

import pytest

from regie.config.preparation import NOT_ASKED
from regie.config.static_files import PressedOnce

pytestmark = pytest.mark.room
STYLE = "\n".join(f".row-{n} {{ background: url('mark.svg'); }}" for n in range(200))


def test_what_pages_ask_for_is_pressed_once(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "app.css").write_text(STYLE)
    (source / "mark.svg").write_text("<svg/>")
    storage = PressedOnce(location=target, base_url="/static/")
    for name in ("app.css", "mark.svg"):
        with (source / name).open("rb") as file:
            storage.save(name, file)
    made = list(storage.post_process({n: (storage, n) for n in ("app.css", "mark.svg")}))

    asked = storage.stored_name("app.css")
    assert asked not in {"app.css", ""}
    assert (asked, f"{asked}.br", True) in made
    assert gzip.decompress((target / f"{asked}.gz").read_bytes()) == (target / asked).read_bytes()
    assert storage.stored_name("mark.svg") in (target / asked).read_text()
    assert (target / "app.css").read_text() == STYLE
    assert not list(target.glob("app.css.*"))


def test_looking_what_would_be_done_presses_nothing(tmp_path: Path) -> None:
    storage = PressedOnce(location=tmp_path, base_url="/static/")
    assert list(storage.post_process({}, dry_run=True)) == []


def test_no_page_names_what_is_left_out() -> None:
    templates = Path(__file__).parents[2].rglob("*.html")
    named = [path.name for path in templates if "htmx_script" in path.read_text(encoding="utf-8")]
    assert (NOT_ASKED, named) == ("django_htmx", [])

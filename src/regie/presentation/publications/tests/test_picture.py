"""The folder of `regie analyse`: complete, opens from disk, never half-written."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regie.evidence.diagnosis import csv_files
from regie.evidence.indicators.tests.world import OWN, World
from regie.presentation.publications.picture import NoPictureError, write_picture

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def small_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """The style sheet is built elsewhere; here its place is what matters."""

    def copy(folder: Path) -> None:
        folder.mkdir(parents=True)
        for name in ("app.css", "main.js", "mark.svg"):
            (folder / name).write_text("", encoding="utf-8")

    monkeypatch.setattr("regie.presentation.publications.picture.copy_assets", copy)


class Links(HTMLParser):
    """Collects the addresses a page points to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value}


def test_every_link_in_the_folder_leads_to_a_file_in_it(country: World, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    written = write_picture(OWN, tmp_path / "beeld", lambda *step: seen.append(step))
    assert seen[-1][0] == seen[-1][1]
    for page in (tmp_path / "beeld").glob("*.html"):
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        for link in links.found:
            if not link.startswith("#"):
                assert (tmp_path / "beeld" / re.sub(r"[?#].*", "", link)).exists(), (
                    page.name,
                    link,
                )
    assert written.files == sum(1 for path in written.folder.rglob("*") if path.is_file())


def test_the_data_files_say_the_same_as_the_pages(country: World, tmp_path: Path) -> None:
    folder = write_picture(OWN, tmp_path / "beeld").folder
    data = json.loads((folder / "veiligheidsbeeld.json").read_text(encoding="utf-8"))
    assert data["gemeente"] == {"code": OWN, "naam": "Voorbeeldstad"}
    living = next(item for item in data["velden"] if item["code"] == "living_environment")
    found = {i["slug"]: i for theme in living["themas"] for i in theme["indicatoren"]}
    assert found["woninginbraak"]["metingen"][-1]["waarde"] == 5.0
    assert found["woninginbraak"]["noemer"] == "dwellings"
    with (folder / "waarden.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    own = [r for r in rows if r["indicator_code"] == "offence-1.1.1" and r["gebied_code"] == OWN]
    assert own[-1]["waarde"] == "5"
    assert "5,0 per 1.000 woningen" in (folder / "indicator-woninginbraak.html").read_text("utf-8")
    with (folder / "indicatoren.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["slug"] for row in csv.DictReader(lines)} >= {"woninginbraak", "drugshandel"}


def test_what_was_not_read_is_said(country: World, tmp_path: Path) -> None:
    written = write_picture(OWN, tmp_path / "beeld")
    assert "Cijfers over overlast ontbreken." in written.missing
    assert "Cijfers over overlast ontbreken." in (written.folder / "index.html").read_text("utf-8")


def test_a_picture_is_renewed_but_nothing_else_is_thrown_away(
    country: World, tmp_path: Path
) -> None:
    write_picture(OWN, tmp_path / "beeld")
    write_picture(OWN, tmp_path / "beeld")
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "brief.txt").write_text("niet weggooien", encoding="utf-8")
    with pytest.raises(NoPictureError, match="Kies een lege map"):
        write_picture(OWN, tmp_path / "eigen")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beeld", "eigen"]


def test_a_broken_run_leaves_the_earlier_picture(
    country: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write_picture(OWN, tmp_path / "beeld").files

    def full(path: Path, data: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("regie.presentation.publications.picture._write_json", full)
    with pytest.raises(OSError, match="No space"):
        write_picture(OWN, tmp_path / "beeld")
    assert [path.name for path in tmp_path.iterdir()] == ["beeld"]
    assert sum(1 for path in (tmp_path / "beeld").rglob("*") if path.is_file()) == before


@pytest.mark.parametrize("code", ["Utrecht", "GM12", "BU99010101", "GM0000"])
def test_what_is_no_municipality_is_refused(
    world: World, db: None, code: str, tmp_path: Path
) -> None:
    with pytest.raises(NoPictureError, match="geen gemeentecode"):
        write_picture(code, tmp_path / "beeld")
    assert not (tmp_path / "beeld").exists()


def test_without_figures_there_is_no_picture(world: World, places: None, tmp_path: Path) -> None:
    with pytest.raises(NoPictureError, match="nog geen cijfers"):
        write_picture(OWN, tmp_path / "beeld")
    with pytest.raises(NoPictureError, match="niet bekend"):
        write_picture("GM9977", tmp_path / "beeld")


@pytest.mark.pure
def test_a_cell_is_never_a_formula() -> None:
    text = csv_files.write(("a", "b"), [("=SOM(A1)", "-"), ("@x", "+A1"), ("+1", "-2,5")])
    assert text.splitlines()[1:] == ["'=SOM(A1),-", "'@x,'+A1", '+1,"-2,5"']
